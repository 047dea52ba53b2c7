// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_TRANSACTIONS_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_TRANSACTIONS_IPP

// Behaviours: a transaction sees its own writes, and happens whole or not at all.

#include <ssot/error.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/kit_store.hpp>
#include <ssot/testing/kit/sample_rows.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::conformance::detail {

SSOT_DECL void tx_rollback_all(trial& t)
{
    auto const runs    = store_history(t, 3, 4);
    auto const rows    = store_specimens(t, 10);
    auto const entries = t.ok(t.store().select<sync_log_entry>({}), "reading");
    t.ok(t.store().insert(content_type{.id = 5, .app_label = "dcim", .model = "device"}), "inserting");
    auto const before = contents(t, t.store());
    auto const work   = [&](storage::any_session& s) {
        insert_rows<specimen>(t, s, {make_specimen(100), make_specimen(101)});
        insert_rows<sync>(t, s, {{.source = "x", .target = "y"}});
        t.equal(t.ok(set_row<&specimen::text>(s, 1, "changed"), "update"), 1U, "rows changed");
        t.equal(t.ok(set_row<&specimen::text>(s, 1, "changed again"), "update"), 1U, "rows changed again");
        t.equal(t.ok(set_row<&specimen::number>(s, 100, 7), "update"), 1U, "rows of this transaction changed");
        t.equal(t.ok(erase_rows<specimen>(s, {2, 3, 101}), "erase"), 3U, "rows erased");
        t.equal(t.ok(set_row<&specimen::text>(s, 4, "changed"), "update"), 1U, "rows changed");
        t.equal(t.ok(erase_rows<specimen>(s, {4}), "erase"), 1U, "rows erased that were changed");
        insert_rows<specimen>(t, s, {make_specimen(2, "in its place")});
        t.equal(t.ok(erase_rows<sync_log_entry>(s, {entries[0].id, entries[5].id}), "erase"), 2U, "entries erased");
        insert_rows<sync_log_entry>(t, s, {{.sync = runs[0], .message = "m"}});
        t.equal(t.ok(erase_rows<content_type>(s, {5}), "erase"), 1U, "rows erased by an integer key");
    };
    auto s = t.open();
    for (int round = 1; round <= 2; ++round) {
        t.ok(s.begin({}), "begin");
        work(s);
        s.rollback();
        auto const after = contents(t, t.store());
        t.equal(after.size(), before.size(), "how many rows there are after rollback number " + std::to_string(round));
        t.equal(after, before, "all rows after rollback number " + std::to_string(round));
    }
    counts_agree(t, "after two rollbacks");
    t.equal(rows_with<specimen>(t, s, {2, 4, 100, 101}).size(), 2U, "rows found by keys that were erased or inserted");

    t.ok(s.begin({}), "begin");
    work(s);
    t.ok(s.commit(), "commit of the same work");
    t.equal(all_rows<specimen>(t, s).size(), rows.size() - 1, "rows after it was committed");
    t.equal(rows_with<specimen>(t, s, {1})[0].text, std::string("changed again"), "a field that was changed twice");
}

SSOT_DECL void tx_destructor_rolls_back(trial& t)
{
    struct on_purpose {};
    store_specimens(t, 3);
    auto const before = contents(t, t.store());
    bool       left   = false;
    try {
        auto tx = t.ok(t.store().begin(), "begin");
        t.ok(t.store().insert(make_specimen(10)), "an insert in a transaction");
        t.ok(t.store().erase<specimen>(1), "an erase in a transaction");
        throw on_purpose();
    } catch (on_purpose const&) {
        left = true;
    }
    t.expect(left, "the scope of a transaction was left by an exception");
    t.equal(contents(t, t.store()), before, "all rows after a transaction was left by an exception");

    bool       fails = true;
    auto const clock = [&] {
        if (fails)
            throw on_purpose();
        return trial::first_moment;
    };
    auto store = t.ok(kit_store::open(t.backend(), {.clock = clock}), "opening a store whose clock fails");
    std::vector<job_result> rows{{.name = "a"}, {.name = "b"}};
    left = false;
    try {
        static_cast<void>(store.insert(rows));
    } catch (on_purpose const&) {
        left = true;
    }
    t.expect(left, "an exception of the caller's clock leaves the insert");
    t.equal(contents(t, t.store()), before, "all rows after an insert that was left by an exception");
    fails = false;
    t.ok(store.insert(rows), "the same insert in the same store again");
    t.equal(t.ok(t.store().count<job_result>(), "counting"), 2U, "rows after it");
}

SSOT_DECL void tx_own_writes(trial& t)
{
    store_specimens(t, 3);
    auto s = t.open();
    t.ok(s.begin({}), "begin");
    insert_rows<specimen>(t, s, {make_specimen(10, "ten")});
    t.equal(rows_with<specimen>(t, s, {10}), std::vector{make_specimen(10, "ten")}, "a row that the transaction inserted");
    t.ok(set_row<&specimen::text>(s, 10, "eleven"), "update");
    t.equal(rows_with<specimen>(t, s, {10})[0].text, std::string("eleven"), "its text after the transaction changed it");
    t.ok(set_row<&specimen::number>(s, 1, 77), "update");
    t.equal(number_of(t, s, 1), std::optional<std::int64_t>(77), "the number of a row that was there before, changed");
    t.ok(erase_rows<specimen>(s, {2}), "erase");
    t.equal(number_of(t, s, 2), std::optional<std::int64_t>(), "the number of a row that the transaction erased");
    t.equal(all_rows<specimen>(t, s).size(), 3U, "rows in the transaction");
    t.refused(s.insert(raw_rows(std::vector{make_specimen(10)}).view()),
              {errc::already_exists},
              "a key that the transaction itself took");
    s.rollback();
    t.equal(all_rows<specimen>(t, s).size(), 3U, "rows after its rollback");
    t.equal(
        number_of(t, s, 10), std::optional<std::int64_t>(), "the number of the row that was inserted, after the rollback");
    t.ok(s.begin({}), "begin");
    t.ok(erase_rows<specimen>(s, {3}), "erase");
    insert_rows<specimen>(t, s, {make_specimen(3, "again")});
    t.ok(s.commit(), "commit");
    t.equal(rows_with<specimen>(t, s, {3}),
            std::vector{make_specimen(3, "again")},
            "a row that was erased and inserted in one transaction");
}

SSOT_DECL void tx_doomed_after_error(trial& t)
{
    store_specimens(t, 2);
    auto&      store  = t.store();
    auto const before = contents(t, store);
    {
        auto tx = t.ok(store.begin(), "begin");
        t.ok(store.insert(make_specimen(10)), "an insert in a transaction");
        t.refused(store.insert(make_specimen(10)), {errc::already_exists}, "the same again");
        t.refused(store.insert(make_specimen(11)), {errc::tx_aborted}, "an insert after a call that failed");
        t.refused(store.get<specimen>(1), {errc::tx_aborted}, "get after a call that failed");
        t.refused(store.count<specimen>(), {errc::tx_aborted}, "count after a call that failed");
        t.refused(store.erase<specimen>(1), {errc::tx_aborted}, "erase after a call that failed");
        t.refused(tx.commit(), {errc::tx_aborted}, "commit after a call that failed");
    }
    t.equal(contents(t, store), before, "all rows after a transaction in which a call failed");
    auto tx = t.ok(store.begin(), "begin");
    t.ok(store.insert(make_specimen(10)), "an insert in the next transaction");
    t.ok(tx.commit(), "its commit");
    t.equal(t.ok(store.count<specimen>(), "counting"), 3U, "rows after it");
}

SSOT_DECL void tx_read_only_refuses_write(trial& t)
{
    auto const rows    = store_specimens(t, 3);
    auto       s       = t.open();
    auto const refuses = [&](auto const& write, std::string_view what) {
        t.ok(s.begin({.mode = storage::tx_mode::read_only}), "begin, read-only");
        t.equal(all_rows<specimen>(t, s), rows, "rows in a read-only transaction");
        t.refused(write(), {errc::read_only, errc::unsupported, errc::misuse}, what);
        s.rollback();
        t.equal(all_rows<specimen>(t, s), rows, "rows after it");
    };
    refuses([&] { return s.insert(raw_rows(std::vector{make_specimen(10)}).view()); }, "insert in a read-only transaction");
    refuses([&] { return set_row<&specimen::text>(s, 1, "x"); }, "update in a read-only transaction");
    refuses([&] { return erase_rows<specimen>(s, {1}); }, "erase in a read-only transaction");
}

inline constexpr behaviour transaction_behaviours[] = {
    {"tx.rollback_all", "every model, counters too", need::transactions, 12, &tx_rollback_all},
    {"tx.destructor_rolls_back", "leaving the scope by exception", need::transactions, 12, &tx_destructor_rolls_back},
    {"tx.own_writes", "seen by later reads of the same transaction", need::transactions, 9, &tx_own_writes},
    {"tx.doomed_after_error", "tx_aborted until rollback", need::transactions, 10, &tx_doomed_after_error},
    {"tx.read_only_refuses_write",
     "unsupported or read_only, nothing written",
     need::transactions,
     9,
     &tx_read_only_refuses_write},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_TRANSACTIONS_IPP
