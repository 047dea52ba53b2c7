// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_SAVEPOINTS_HPP
#define SSOT_IMPL_TESTING_SAVEPOINTS_HPP

// Behaviours: what is undone inside a transaction leaves the work around it.

#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/trial.hpp>

#include <ssot/detail/raw_rows.hpp>
#include <ssot/detail/sample_rows.hpp>

#include <array>
#include <string>

namespace ssot::conformance::detail {

template<class Backend>
void tx_savepoint_rollback_inner(trial<Backend>& t)
{
    if constexpr (storage::with_savepoints<typename Backend::session_type>) {
        store_specimens(t, 2);
        auto s = t.open();
        t.ok(s.begin({}), "begin");
        insert_rows<specimen>(t, s, {make_specimen(10, "outer")});
        t.ok(s.savepoint(1), "savepoint");
        insert_rows<specimen>(t, s, {make_specimen(11, "inner")});
        t.ok(set_row<&specimen::text>(s, 10, "inner"), "update");
        t.ok(erase_rows<specimen>(s, {1}), "erase");
        t.ok(s.rollback_to(1), "rollback_to");
        t.equal(all_rows<specimen>(t, s).size(), 3U, "rows after the inner work is undone");
        t.equal(rows_with<specimen>(t, s, {10})[0].text, std::string("outer"), "what the outer work wrote");
        t.ok(s.release(1), "release");
        t.ok(s.savepoint(1), "another savepoint");
        insert_rows<specimen>(t, s, {make_specimen(12, "kept")});
        t.ok(s.release(1), "release");
        t.ok(s.commit(), "commit");
        auto other = t.open();
        t.equal(all_rows<specimen>(t, other).size(), 4U, "rows after the commit");
    } else {
        throw not_applicable("a session has no savepoints");
    }
}

template<class Backend>
void tx_savepoint_depth_20(trial<Backend>& t)
{
    if constexpr (storage::with_savepoints<typename Backend::session_type>) {
        t.store();
        auto s = t.open();
        t.ok(s.begin({}), "begin");
        for (unsigned depth = 1; depth <= 20; ++depth) {
            t.ok(s.savepoint(depth), "savepoint");
            insert_rows<specimen>(t, s, {make_specimen(depth)});
        }
        t.equal(all_rows<specimen>(t, s).size(), 20U, "rows at depth 20");
        t.ok(s.rollback_to(11), "rollback_to");
        t.equal(all_rows<specimen>(t, s).size(), 10U, "rows after the work of ten of them is undone");
        for (unsigned depth = 11; depth >= 1; --depth)
            t.ok(s.release(depth), "release");
        t.ok(s.commit(), "commit");
        t.equal(all_rows<specimen>(t, s).size(), 10U, "rows after the commit");
    } else {
        throw not_applicable("a session has no savepoints");
    }
}

template<class B>
constexpr auto savepoint_behaviours()
{
    using b = behaviour<B>;
    return std::to_array<b>({
        {"tx.savepoint_rollback_inner", "outer work survives", need::savepoints, 9, &tx_savepoint_rollback_inner<B>},
        {"tx.savepoint_depth_20", "nested to 20", need::savepoints, 9, &tx_savepoint_depth_20<B>},
    });
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_SAVEPOINTS_HPP
