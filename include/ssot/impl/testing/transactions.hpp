// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_TRANSACTIONS_HPP
#define SSOT_IMPL_TESTING_TRANSACTIONS_HPP

// Behaviours: what a transaction sees, what others see of it, and that it happens whole or not at all.

#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/trial.hpp>

#include <ssot/detail/actors.hpp>
#include <ssot/detail/raw_rows.hpp>
#include <ssot/detail/sample_rows.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ssot::conformance::detail {

/// How long a step may take before it counts as waiting for another session.
inline constexpr std::chrono::milliseconds waiting{60};

/// The number of the row with this key, as a session sees it; nothing when it is not there.
template<class Session>
std::optional<std::int64_t> number_of(checks& c, Session& s, std::int64_t key)
{
    auto const rows = rows_with<specimen>(c, s, {key});
    return rows.empty() ? std::nullopt : std::optional(rows[0].number);
}

template<class Backend>
void tx_commit_visible(trial<Backend>& t)
{
    stage<Backend> on(t, 2);
    using player_type = typename stage<Backend>::player_type;
    on.run(0, [&](player_type& p) {
        t.ok(p.begin(), "begin");
        insert_rows<specimen>(t, p.session, {make_specimen(1, "new")});
    });
    std::atomic<std::size_t> seen_before{99};
    bool const came = on.tell(1, [&](player_type& p) { seen_before = all_rows<specimen>(t, p.session).size(); }, waiting);
    if (came)
        t.equal(seen_before.load(), 0U, "rows that another session sees before the commit");
    on.run(0, [&](player_type& p) { t.ok(p.commit(), "commit"); });
    on.settle(1);
    on.run(1, [&](player_type& p) {
        t.equal(all_rows<specimen>(t, p.session),
                std::vector{make_specimen(1, "new")},
                "rows that another session sees after the commit");
    });
    on.run(1, [&](player_type& p) {
        t.ok(p.begin(), "begin");
        t.equal(all_rows<specimen>(t, p.session).size(), 1U, "rows in another session's next transaction");
        t.ok(p.commit(), "commit");
    });
}

template<class Backend>
void tx_rollback_all(trial<Backend>& t)
{
    auto const runs    = store_history(t, 3, 4);
    auto const rows    = store_specimens(t, 10);
    auto const entries = t.ok(t.store().template select<sync_log_entry>({}), "reading");
    t.ok(t.store().insert(content_type{.id = 5, .app_label = "dcim", .model = "device"}), "inserting");
    auto const before = contents(t, t.store());
    auto const work   = [&](auto& s) {
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

template<class Backend>
void tx_destructor_rolls_back(trial<Backend>& t)
{
    struct on_purpose {};
    store_specimens(t, 3);
    auto const before = contents(t, t.store());
    bool       left   = false;
    try {
        auto tx = t.ok(t.store().begin(), "begin");
        t.ok(t.store().insert(make_specimen(10)), "an insert in a transaction");
        t.ok(t.store().template erase<specimen>(1), "an erase in a transaction");
        throw on_purpose();
    } catch (on_purpose const&) {
        left = true;
    }
    t.expect(left, "the scope of a transaction was left by an exception");
    t.equal(contents(t, t.store()), before, "all rows after a transaction was left by an exception");

    int        looks = 0;
    auto const clock = [&] {
        if (++looks == 2)
            throw on_purpose();
        return trial<Backend>::first_moment;
    };
    auto store = t.ok(ssot::store<Backend>::open(t.backend(), {.clock = clock}), "opening a store whose clock fails");
    std::vector<job_result> rows{{.name = "a"}, {.name = "b"}};
    left = false;
    try {
        static_cast<void>(store.insert(rows));
    } catch (on_purpose const&) {
        left = true;
    }
    t.expect(left, "an exception of the caller's clock leaves the insert");
    t.equal(contents(t, t.store()), before, "all rows after an insert that was left by an exception");
    t.ok(store.insert(rows), "the same insert in the same store again");
    t.equal(t.ok(t.store().template count<job_result>(), "counting"), 2U, "rows after it");
}

template<class Backend>
void tx_own_writes(trial<Backend>& t)
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

template<class Backend>
void tx_isolation_no_dirty(trial<Backend>& t)
{
    store_specimens(t, 3);
    auto const     before = t.ok(t.store().template get<specimen>(1), "get").number;
    stage<Backend> on(t, 2);
    using player_type = typename stage<Backend>::player_type;
    on.run(0, [&](player_type& p) {
        t.ok(p.begin(), "begin");
        insert_rows<specimen>(t, p.session, {make_specimen(10)});
        t.ok(set_row<&specimen::number>(p.session, 1, 1'000'000), "update");
        t.ok(erase_rows<specimen>(p.session, {2}), "erase");
    });
    bool const came = on.tell(
        1,
        [&](player_type& p) {
            t.equal(number_of(t, p.session, 1),
                    std::optional(before),
                    "a number that another session's open transaction changed");
            t.expect(number_of(t, p.session, 2).has_value(),
                     "a row that another session's open transaction erased: expected it to be there still");
            t.expect(!number_of(t, p.session, 10),
                     "a row that another session's open transaction inserted: expected nothing");
            t.equal(all_rows<specimen>(t, p.session).size(), 3U, "rows that another session sees of it");
            t.ok(p.begin({.mode = storage::tx_mode::read_only}), "begin, read-only");
            t.equal(all_rows<specimen>(t, p.session).size(), 3U, "rows that another transaction sees of it");
            t.ok(p.commit(), "commit");
        },
        waiting);
    on.run(0, [&](player_type& p) { p.rollback(); });
    on.settle(1);
    on.run(1, [&](player_type& p) {
        t.equal(number_of(t, p.session, 1), std::optional(before), "the number after the rollback");
        t.equal(all_rows<specimen>(t, p.session).size(), 3U, "rows after the rollback");
    });
    static_cast<void>(came); // waiting is as good
}

template<class Backend>
void tx_snapshot_repeatable(trial<Backend>& t)
{
    store_specimens(t, 3);
    stage<Backend> on(t, 2);
    using player_type = typename stage<Backend>::player_type;
    std::vector<specimen> first;
    on.run(0, [&](player_type& p) {
        t.ok(p.begin({.mode = storage::tx_mode::read_only}), "begin, read-only");
        first = all_rows<specimen>(t, p.session);
    });
    on.tell(
        1,
        [&](player_type& p) {
            t.ok(p.begin(), "begin");
            t.ok(set_row<&specimen::number>(p.session, 1, 1'000'000), "update");
            insert_rows<specimen>(t, p.session, {make_specimen(10)});
            t.ok(erase_rows<specimen>(p.session, {2}), "erase");
            t.ok(p.commit(), "commit");
        },
        waiting);
    on.run(0, [&](player_type& p) {
        t.equal(all_rows<specimen>(t, p.session), first, "the rows that a transaction reads the second time");
        t.equal(rows_with<specimen>(t, p.session, {1, 2, 10}).size(), 2U, "rows that it finds by key");
        t.ok(p.commit(), "commit");
    });
    on.settle(1);
    on.run(0, [&](player_type& p) {
        t.equal(number_of(t, p.session, 1), std::optional<std::int64_t>(1'000'000), "the number after both have ended");
    });
}

/// A step of a script whose session may have given up: does nothing then.
template<class Player>
bool still_in(Player& p)
{
    return p.in_transaction();
}

/// A failure that two transactions in each other's way may end with.
inline bool gave_way(error const& e)
{
    return e.code() == errc::serialization || e.code() == errc::conflict || e.code() == errc::timeout ||
        e.code() == errc::busy || e.code() == errc::tx_aborted;
}

template<class Backend>
void tx_lost_update(trial<Backend>& t)
{
    store_specimens(t, 1);
    stage<Backend> on(t, 2);
    using player_type = typename stage<Backend>::player_type;
    std::optional<std::int64_t> read[2];
    bool                        committed[2] = {};
    auto const                  script       = [&](std::size_t who) {
        return std::vector<typename stage<Backend>::step>{
            [&](player_type& p) { // a writer that cannot begin gives up
                if (auto const begun = p.begin({.timeout = std::chrono::seconds(10)}); !begun && !gave_way(begun.error()))
                    t.ok(begun, "begin");
            },
            [&, who](player_type& p) { read[who] = still_in(p) ? number_of(t, p.session, 1) : std::nullopt; },
            [&, who](player_type& p) {
                if (!still_in(p))
                    return;
                auto const done = set_row<&specimen::number>(p.session, 1, *read[who] + 1);
                if (!done) {
                    t.expect(gave_way(done.error()), "an update in the way of another: came " + to_string(done.error()));
                    p.rollback();
                }
            },
            [&, who](player_type& p) {
                if (!still_in(p))
                    return;
                auto const done = p.commit();
                committed[who]  = done.has_value();
                if (!done)
                    t.expect(gave_way(done.error()), "a commit in the way of another: came " + to_string(done.error()));
            },
        };
    };
    std::size_t waves = 0;
    auto const  n     = every_interleaving<Backend>(
        on,
        {script(0), script(1)},
        [&] {
            on.run(0, [&](player_type& p) { t.ok(set_row<&specimen::number>(p.session, 1, 0), "update"); });
            committed[0] = committed[1] = false;
        },
        [&] {
            on.run(0, [&](player_type& p) {
                t.equal(number_of(t, p.session, 1),
                        std::optional<std::int64_t>(committed[0] + committed[1]),
                        "a number that two transactions read and raised by one, of which " +
                            std::to_string(committed[0] + committed[1]) + " were committed");
            });
            waves += committed[0] || committed[1] ? 1 : 0;
        });
    t.equal(n, 70U, "orders of two scripts of four steps");
    t.equal(waves, n, "orders in which at least one of the two was committed");
}

template<class Backend>
void tx_write_skew(trial<Backend>& t)
{
    store_specimens(t, 2);
    stage<Backend> on(t, 2);
    using player_type         = typename stage<Backend>::player_type;
    std::int64_t sum[2]       = {};
    bool         committed[2] = {};
    auto const   script       = [&](std::size_t who) {
        return std::vector<typename stage<Backend>::step>{
            [&](player_type& p) {
                auto const begun = p.begin({.level = storage::isolation::serializable, .timeout = std::chrono::seconds(10)});
                if (!begun && !gave_way(begun.error()))
                    t.ok(begun, "begin");
            },
            [&, who](player_type& p) {
                if (still_in(p))
                    sum[who] = number_of(t, p.session, 1).value_or(-1) + number_of(t, p.session, 2).value_or(-1);
            },
            [&, who](player_type& p) {
                if (!still_in(p) || sum[who] < 2)
                    return;
                auto const done = set_row<&specimen::number>(p.session, static_cast<std::int64_t>(who + 1), 0);
                if (!done) {
                    t.expect(gave_way(done.error()), "an update in the way of another: came " + to_string(done.error()));
                    p.rollback();
                }
            },
            [&, who](player_type& p) {
                if (still_in(p))
                    committed[who] = p.commit().has_value();
            },
        };
    };
    std::size_t waves = 0;
    auto const  n     = every_interleaving<Backend>(
        on,
        {script(0), script(1)},
        [&] {
            on.run(0, [&](player_type& p) {
                t.ok(set_row<&specimen::number>(p.session, 1, 1), "update");
                t.ok(set_row<&specimen::number>(p.session, 2, 1), "update");
            });
            committed[0] = committed[1] = false;
        },
        [&] {
            on.run(0, [&](player_type& p) {
                auto const left = number_of(t, p.session, 1).value_or(-1) + number_of(t, p.session, 2).value_or(-1);
                t.equal(left, 1, "the sum of two numbers, where each transaction lets go of its own only if both are 1");
            });
            waves += committed[0] || committed[1] ? 1 : 0;
        });
    t.equal(waves, n, "orders in which at least one of the two was committed");
}

template<class Backend>
void tx_doomed_after_error(trial<Backend>& t)
{
    store_specimens(t, 2);
    auto&      store  = t.store();
    auto const before = contents(t, store);
    {
        auto tx = t.ok(store.begin(), "begin");
        t.ok(store.insert(make_specimen(10)), "an insert in a transaction");
        t.refused(store.insert(make_specimen(10)), {errc::already_exists}, "the same again");
        t.refused(store.insert(make_specimen(11)), {errc::tx_aborted}, "an insert after a call that failed");
        t.refused(store.template get<specimen>(1), {errc::tx_aborted}, "get after a call that failed");
        t.refused(store.template count<specimen>(), {errc::tx_aborted}, "count after a call that failed");
        t.refused(store.template erase<specimen>(1), {errc::tx_aborted}, "erase after a call that failed");
        t.refused(tx.commit(), {errc::tx_aborted}, "commit after a call that failed");
    }
    t.equal(contents(t, store), before, "all rows after a transaction in which a call failed");
    auto tx = t.ok(store.begin(), "begin");
    t.ok(store.insert(make_specimen(10)), "an insert in the next transaction");
    t.ok(tx.commit(), "its commit");
    t.equal(t.ok(store.template count<specimen>(), "counting"), 3U, "rows after it");
}

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

template<class Backend>
void tx_timeout(trial<Backend>& t)
{
    store_specimens(t, 1);
    stage<Backend> on(t, 2);
    using player_type = typename stage<Backend>::player_type;
    constexpr std::chrono::milliseconds limit{200};
    on.run(0, [&](player_type& p) {
        t.ok(p.begin(), "begin");
        t.ok(set_row<&specimen::number>(p.session, 1, 100), "update");
    });
    bool       failed = false;
    auto const begun  = std::chrono::steady_clock::now();
    bool const came   = on.tell(
        1,
        [&](player_type& p) {
            auto const open = p.begin({.timeout = limit});
            auto const done = open ? set_row<&specimen::number>(p.session, 1, 200) : open.error();
            failed          = !done;
            if (failed)
                t.refused(done,
                            {errc::timeout, errc::busy, errc::serialization, errc::conflict},
                          "a write of a row that another transaction is writing");
            p.rollback();
        },
        10 * limit);
    auto const took = std::chrono::steady_clock::now() - begun;
    t.expect(came, "a transaction with a timeout of 200 ms still waits for another after two seconds");
    t.expect(took < 2 * limit + std::chrono::milliseconds(200),
             "a transaction with a timeout of 200 ms took " +
                 std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()) + " ms");
    on.run(0, [&](player_type& p) { t.ok(p.commit(), "commit of the transaction that was waited for"); });
    on.run(1, [&](player_type& p) {
        t.equal(number_of(t, p.session, 1), std::optional<std::int64_t>(100), "the number that was committed");
        t.ok(p.begin(), "begin after a timeout");
        t.ok(set_row<&specimen::number>(p.session, 1, 300), "update after a timeout");
        t.ok(p.commit(), "commit after a timeout");
    });
    on.run(0, [&](player_type& p) {
        t.equal(number_of(t, p.session, 1), std::optional<std::int64_t>(300), "the number after that");
    });
}

template<class Backend>
void tx_read_only_refuses_write(trial<Backend>& t)
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

template<class Backend>
void tx_cancel(trial<Backend>& t)
{
    if constexpr (storage::cancelable<typename Backend::session_type>) {
        store_specimens(t, 1);
        stage<Backend> on(t, 2);
        using player_type   = typename stage<Backend>::player_type;
        player_type* second = nullptr;
        on.run(1, [&](player_type& p) { second = &p; });
        on.run(0, [&](player_type& p) {
            t.ok(p.begin(), "begin");
            t.ok(set_row<&specimen::number>(p.session, 1, 100), "update");
        });
        bool const came = on.tell(
            1,
            [&](player_type& p) {
                auto const open = p.begin();
                auto const done = open ? set_row<&specimen::number>(p.session, 1, 200) : open.error();
                t.refused(
                    done, {errc::canceled, errc::serialization, errc::conflict, errc::busy}, "a write that was canceled");
                p.rollback();
            },
            waiting);
        if (!came)
            second->session.cancel();
        on.settle(1);
        on.run(0, [&](player_type& p) { t.ok(p.commit(), "commit of the other transaction"); });
        on.run(1, [&](player_type& p) {
            t.ok(p.begin(), "begin after a cancel");
            t.equal(number_of(t, p.session, 1), std::optional<std::int64_t>(100), "the number");
            t.ok(p.commit(), "commit after a cancel");
        });
    } else {
        throw not_applicable("a session has no cancel");
    }
}

template<class B>
constexpr auto transaction_behaviours()
{
    using b = behaviour<B>;
    return std::to_array<b>({
        {"tx.commit_visible", "to another session, only after commit", need::isolation, 9, &tx_commit_visible<B>},
        {"tx.rollback_all", "every model, counters too", need::transactions, 12, &tx_rollback_all<B>},
        {"tx.destructor_rolls_back", "leaving the scope by exception", need::transactions, 12, &tx_destructor_rolls_back<B>},
        {"tx.own_writes", "seen by later reads of the same transaction", need::transactions, 9, &tx_own_writes<B>},
        {"tx.isolation_no_dirty", "uncommitted rows invisible elsewhere", need::isolation, 9, &tx_isolation_no_dirty<B>},
        {"tx.snapshot_repeatable",
         "two reads, a foreign commit between, same answer",
         need::isolation,
         9,
         &tx_snapshot_repeatable<B>},
        {"tx.lost_update", "two read-modify-writes, one must fail", need::isolation, 9, &tx_lost_update<B>},
        {"tx.write_skew", "serializable only", need::serializable, 9, &tx_write_skew<B>},
        {"tx.doomed_after_error", "tx_aborted until rollback", need::transactions, 10, &tx_doomed_after_error<B>},
        {"tx.savepoint_rollback_inner", "outer work survives", need::savepoints, 9, &tx_savepoint_rollback_inner<B>},
        {"tx.savepoint_depth_20", "nested to 20", need::savepoints, 9, &tx_savepoint_depth_20<B>},
        {"tx.timeout", "ends within twice the limit, nothing left behind", need::isolation, 9, &tx_timeout<B>},
        {"tx.read_only_refuses_write",
         "unsupported or read_only, nothing written",
         need::transactions,
         9,
         &tx_read_only_refuses_write<B>},
        {"tx.cancel", "from another thread, session usable afterwards", need::cancel, 1, &tx_cancel<B>},
    });
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_TRANSACTIONS_HPP
