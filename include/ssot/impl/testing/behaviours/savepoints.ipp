// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_SAVEPOINTS_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_SAVEPOINTS_IPP

// Behaviours: what is undone inside a transaction leaves the work around it.

#include <ssot/error.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/sample_rows.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <string>

namespace ssot::conformance::detail {

/// Where none are declared there may be none: then no transaction is left open on the way to find out.
SSOT_DECL void needs_savepoints(trial& t)
{
    if (t.caps().savepoints)
        return;
    auto s = t.open();
    t.ok(s.begin({}), "begin");
    auto const made = s.savepoint(1);
    s.rollback();
    if (!made && made.error().code() == errc::unsupported) // as any_backend answers
        throw not_applicable("a session has no savepoints");
}

SSOT_DECL void tx_savepoint_rollback_inner(trial& t)
{
    needs_savepoints(t);
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
}

SSOT_DECL void tx_savepoint_depth_20(trial& t)
{
    needs_savepoints(t);
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
}

inline constexpr behaviour savepoint_behaviours[] = {
    {"tx.savepoint_rollback_inner", "outer work survives", need::savepoints, 9, &tx_savepoint_rollback_inner},
    {"tx.savepoint_depth_20", "nested to 20", need::savepoints, 9, &tx_savepoint_depth_20},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_SAVEPOINTS_IPP
