// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_FOREIGN_KEYS_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_FOREIGN_KEYS_IPP

// Behaviours: a backend that refuses foreign keys which point at no row does so when it declares to.

#include <ssot/error.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>
#include <ssot/testing/trial.hpp>
#include <ssot/uuid.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace ssot::conformance::detail {

SSOT_DECL specimen specimen_below(std::int64_t key, std::int64_t parent)
{
    auto out    = make_specimen(key);
    out.part_of = key_to<specimen, std::int64_t>{parent};
    return out;
}

/// What breaks a foreign key of the rows 5 and 6, of which 6 points at 5: inserts, an update, an erase.
SSOT_DECL result<std::size_t> break_foreign_key(trial::session_type& s, int which)
{
    auto const&               model  = specimen_model();
    auto const                nobody = storage::value_view::integer(99);
    storage::assignment const set[]  = {{field_of(model, "part_of"), nobody}};
    switch (which) {
    case 0: return s.insert(raw_rows(std::vector{specimen_below(1, 99)}).view());
    case 1: return s.insert(raw_rows(std::vector{make_specimen(2), specimen_below(1, 99), make_specimen(3)}).view());
    case 2: return s.update(key_query(model, {6}), set);
    default: return s.erase(key_query(model, {5}));
    }
}

SSOT_DECL void foreign_key_when_declared(trial& t)
{
    constexpr std::string_view what[] = {"inserting a row that points nowhere",
                                         "inserting three rows of which the second points nowhere",
                                         "an update to a foreign key that points nowhere",
                                         "erasing a row at which another points"};
    auto const                 caps   = t.caps();
    if (caps.foreign_keys == storage::foreign_key_checks::none)
        throw not_applicable("the backend does not declare foreign_keys");
    if (caps.max_batch < 3)
        throw not_applicable("batches of the backend have less than 3 rows");
    bool const at_commit = caps.foreign_keys == storage::foreign_key_checks::at_commit;
    auto       s         = t.open();
    insert_rows<specimen>(t, s, {make_specimen(5), specimen_below(6, 5)});
    auto const before = all_rows<specimen>(t, s);
    for (int i = 0; i != 4; ++i) {
        auto const words = std::string(what[i]);
        t.refused(break_foreign_key(s, i), {errc::foreign_key}, words + ", outside a transaction");
        t.equal(all_rows<specimen>(t, s), before, "rows after " + words + " was refused outside a transaction");
        if (!caps.transactions)
            continue;
        t.ok(s.begin({}), "begin");
        insert_rows<specimen>(t, s, {make_specimen(7)});
        auto const done   = break_foreign_key(s, i);
        bool const erases = i == 3; // may wait, since of rows in a circle none could be erased first
        if ((at_commit || erases) && done)
            t.refused(s.commit(), {errc::foreign_key}, "the commit after " + words);
        else
            t.refused(done, {errc::foreign_key}, words + ", in a transaction");
        s.rollback();
        t.equal(all_rows<specimen>(t, s), before, "rows after the transaction that was refused for " + words);
    }
    t.equal(insert_rows<specimen>(t, s, {specimen_below(8, 6)}), 1U, "rows of an insert that comes after all that");
}

SSOT_DECL void foreign_key_mended(trial& t)
{
    auto const caps = t.caps();
    if (caps.foreign_keys != storage::foreign_key_checks::at_commit)
        throw not_applicable("the backend does not declare foreign_keys == foreign_key_checks::at_commit");
    auto s = t.open();
    t.ok(s.begin({}), "begin");
    if (!s.insert(raw_rows(std::vector{specimen_below(1, 2)}).view())) {
        s.rollback();
        throw not_applicable("the backend judges some foreign keys before the commit, as it may");
    }
    insert_rows<specimen>(t, s, {make_specimen(2)});
    t.ok(s.commit(), "the commit of a row that was inserted before the one that it points at");
    t.equal(all_rows<specimen>(t, s), std::vector{specimen_below(1, 2), make_specimen(2)}, "rows after that commit");
}

SSOT_DECL void foreign_key_through_store(trial& t)
{
    auto& store = t.store();
    auto  tx    = t.ok(store.begin(), "begin");
    t.ok(store.insert(sync{.source = "a", .target = "b"}), "inserting a sync");
    auto const done = store.insert(sync_log_entry{.sync = key_to<sync>{new_id()}, .message = "m"});
    if (done && t.caps().foreign_keys == storage::foreign_key_checks::at_commit) {
        t.refused(tx.commit(), {errc::foreign_key}, "the commit of an entry whose sync is not there");
    } else {
        t.refused(done, {errc::foreign_key}, "an entry whose sync is not there, in a transaction");
        tx.rollback();
    }
    t.equal(t.ok(store.count<sync>(), "counting"), 0U, "syncs after the transaction");
    t.equal(t.ok(store.count<sync_log_entry>(), "counting"), 0U, "entries after the transaction");
}

inline constexpr behaviour foreign_key_behaviours[] = {
    {"foreign_key.when_declared",
     "refused by the call or by the commit, and nothing stays",
     need::nothing,
     2,
     &foreign_key_when_declared,
     {.clause = "foreign_key"}},
    {"foreign_key.mended",
     "at_commit: a child before its parent, in two calls of one transaction",
     need::transactions,
     2,
     &foreign_key_mended,
     {.clause = "foreign_key"}},
    {"foreign_key.store",
     "an orphan in a transaction of the caller's is refused by its insert or by the commit",
     need::transactions,
     2,
     &foreign_key_through_store,
     {.clause = "foreign_key"}},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_FOREIGN_KEYS_IPP
