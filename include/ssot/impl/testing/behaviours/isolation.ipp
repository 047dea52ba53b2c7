// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_ISOLATION_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_ISOLATION_IPP

// Behaviours: what other sessions see of a transaction, and what comes of two that are in each other's way.

#include <ssot/storage/capability.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/interleaving.hpp>
#include <ssot/testing/kit/sample_rows.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ssot::conformance::detail {

SSOT_DECL void tx_commit_visible(trial& t)
{
    stage on(t, 2);
    on.run(0, [&](player& p) {
        t.ok(p.begin(), "begin");
        insert_rows<specimen>(t, p.session, {make_specimen(1, "new")});
    });
    std::atomic<std::size_t> seen_before{99};
    bool const came = on.tell(1, [&](player& p) { seen_before = all_rows<specimen>(t, p.session).size(); }, on.waiting);
    if (came)
        t.equal(seen_before.load(), 0U, "rows that another session sees before the commit");
    on.run(0, [&](player& p) { t.ok(p.commit(), "commit"); });
    on.settle(1);
    on.run(1, [&](player& p) {
        t.equal(all_rows<specimen>(t, p.session),
                std::vector{make_specimen(1, "new")},
                "rows that another session sees after the commit");
    });
    on.run(1, [&](player& p) {
        t.ok(p.begin(), "begin");
        t.equal(all_rows<specimen>(t, p.session).size(), 1U, "rows in another session's next transaction");
        t.ok(p.commit(), "commit");
    });
}

SSOT_DECL void tx_isolation_no_dirty(trial& t)
{
    store_specimens(t, 3);
    auto const before = t.ok(t.store().get<specimen>(1), "get").number;
    stage      on(t, 2);
    on.run(0, [&](player& p) {
        t.ok(p.begin(), "begin");
        insert_rows<specimen>(t, p.session, {make_specimen(10)});
        t.ok(set_row<&specimen::number>(p.session, 1, 1'000'000), "update");
        t.ok(erase_rows<specimen>(p.session, {2}), "erase");
    });
    bool const came = on.tell(
        1,
        [&](player& p) {
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
        on.waiting);
    on.run(0, [&](player& p) { p.rollback(); });
    on.settle(1);
    on.run(1, [&](player& p) {
        t.equal(number_of(t, p.session, 1), std::optional(before), "the number after the rollback");
        t.equal(all_rows<specimen>(t, p.session).size(), 3U, "rows after the rollback");
    });
    static_cast<void>(came); // waiting is as good
}

SSOT_DECL void tx_snapshot_repeatable(trial& t)
{
    store_specimens(t, 3);
    stage                 on(t, 2);
    std::vector<specimen> first;
    on.run(0, [&](player& p) {
        t.ok(p.begin({.mode = storage::tx_mode::read_only}), "begin, read-only");
        first = all_rows<specimen>(t, p.session);
    });
    on.tell(
        1,
        [&](player& p) {
            t.ok(p.begin(), "begin");
            t.ok(set_row<&specimen::number>(p.session, 1, 1'000'000), "update");
            insert_rows<specimen>(t, p.session, {make_specimen(10)});
            t.ok(erase_rows<specimen>(p.session, {2}), "erase");
            t.ok(p.commit(), "commit");
        },
        on.waiting);
    on.run(0, [&](player& p) {
        t.equal(all_rows<specimen>(t, p.session), first, "the rows that a transaction reads the second time");
        t.equal(rows_with<specimen>(t, p.session, {1, 2, 10}).size(), 2U, "rows that it finds by key");
        t.ok(p.commit(), "commit");
    });
    on.settle(1);
    on.run(0, [&](player& p) {
        t.equal(number_of(t, p.session, 1), std::optional<std::int64_t>(1'000'000), "the number after both have ended");
    });
}

/// Two sessions whose transactions get in each other's way. Who gives way leaves its transaction.
struct rivals {
    using step = stage::step;

    explicit rivals(trial& from) : t(from) {}

    /// The step that begins; who cannot begin stays out.
    step begins(storage::isolation level = storage::isolation::snapshot)
    {
        return [this, level](player& p) {
            auto const begun = p.begin({.level = level, .timeout = std::chrono::seconds(10)});
            if (!begun && !gave_way(begun.error()))
                t.ok(begun, "begin");
        };
    }

    void set(player& p, std::int64_t key, std::int64_t number)
    {
        auto const done = set_row<&specimen::number>(p.session, key, number);
        if (done)
            return;
        t.expect(gave_way(done.error()), "an update in the way of another: came " + to_string(done.error()));
        p.rollback();
    }

    /// Lets both run their steps in every order; how many orders there are. `before` and `after` have a session to themselves.
    std::size_t run(std::vector<step> const (&scripts)[2], step const& before, step const& after)
    {
        std::size_t       waves = 0;
        std::size_t const n     = every_interleaving(
            on,
            scripts,
            [&] {
                on.run(0, before);
                committed[0] = committed[1] = false;
            },
            [&] {
                on.run(0, after);
                waves += committed[0] || committed[1] ? 1 : 0;
            });
        t.equal(waves, n, "orders in which at least one of the two was committed");
        return n;
    }

    trial& t;
    bool   committed[2] = {};
    stage  on{t, 2}; // last: its sessions use the others
};

SSOT_DECL void tx_lost_update(trial& t)
{
    store_specimens(t, 1);
    rivals                      both(t);
    std::optional<std::int64_t> read[2];
    auto const                  script = [&](std::size_t who) {
        return std::vector<rivals::step>{
            both.begins(),
            [&, who](player& p) { read[who] = p.in_transaction() ? number_of(t, p.session, 1) : std::nullopt; },
            [&, who](player& p) {
                if (p.in_transaction())
                    both.set(p, 1, *read[who] + 1);
            },
            [&, who](player& p) {
                if (!p.in_transaction())
                    return;
                auto const done     = p.commit();
                both.committed[who] = done.has_value();
                if (!done)
                    t.expect(gave_way(done.error()), "a commit in the way of another: came " + to_string(done.error()));
            },
        };
    };
    auto const n = both.run(
        {script(0), script(1)},
        [&](player& p) { t.ok(set_row<&specimen::number>(p.session, 1, 0), "update"); },
        [&](player& p) {
            auto const committed = both.committed[0] + both.committed[1];
            t.equal(number_of(t, p.session, 1),
                    std::optional<std::int64_t>(committed),
                    "a number that two transactions read and raised by one, of which " + std::to_string(committed) +
                        " were committed");
        });
    t.equal(n, 70U, "orders of two scripts of four steps");
}

SSOT_DECL void tx_write_skew(trial& t)
{
    store_specimens(t, 2);
    rivals       both(t);
    std::int64_t sum[2]   = {};
    auto const   sum_seen = [&](player& p) {
        return number_of(t, p.session, 1).value_or(-1) + number_of(t, p.session, 2).value_or(-1);
    };
    auto const script = [&](std::size_t who) {
        return std::vector<rivals::step>{
            both.begins(storage::isolation::serializable),
            [&, who](player& p) {
                if (p.in_transaction())
                    sum[who] = sum_seen(p);
            },
            [&, who](player& p) {
                if (p.in_transaction() && sum[who] >= 2)
                    both.set(p, static_cast<std::int64_t>(who + 1), 0);
            },
            [&, who](player& p) {
                if (p.in_transaction())
                    both.committed[who] = p.commit().has_value();
            },
        };
    };
    both.run(
        {script(0), script(1)},
        [&](player& p) {
            t.ok(set_row<&specimen::number>(p.session, 1, 1), "update");
            t.ok(set_row<&specimen::number>(p.session, 2, 1), "update");
        },
        [&](player& p) {
            t.equal(sum_seen(p), 1, "the sum of two numbers, where each transaction lets go of its own only if both are 1");
        });
}

inline constexpr behaviour isolation_behaviours[] = {
    {"tx.commit_visible", "to another session, only after commit", need::isolation, 9, &tx_commit_visible},
    {"tx.isolation_no_dirty", "uncommitted rows invisible elsewhere", need::isolation, 9, &tx_isolation_no_dirty},
    {"tx.snapshot_repeatable",
     "two reads, a foreign commit between, same answer",
     need::isolation,
     9,
     &tx_snapshot_repeatable},
    {"tx.lost_update", "two read-modify-writes, one must fail", need::isolation, 9, &tx_lost_update},
    {"tx.write_skew", "serializable only", need::serializable, 9, &tx_write_skew},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_ISOLATION_IPP
