// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_LOCKS_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_LOCKS_IPP

// Behaviours: a scan locks its rows if it is told to, and sees what was committed before it got the lock. Erasing relies on both.

#include <ssot/error.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/interleaving.hpp>
#include <ssot/testing/kit/sample_rows.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::conformance::detail {

/// Reads the row with key 1 and locks it.
SSOT_DECL std::vector<specimen> lock_first(trial& t, player& p, storage::lock how = storage::lock::update)
{
    raw_query<specimen> q({1});
    q.question.locking = how;
    return scan_rows<specimen>(t, p.session, q.question);
}

SSOT_DECL void lock_rows(trial& t)
{
    if (!t.caps().row_locks)
        throw not_applicable("the backend does not declare row_locks");
    constexpr std::string_view what[] = {"an update", "an erase", "an update of a row that it locks first as well"};
    constexpr auto             level  = storage::isolation::read_committed;
    for (std::size_t i = 0; i != std::size(what); ++i) {
        auto another = t.another();
        store_specimens(another, 3);
        stage on(another, 2);
        on.run(0, [&](player& p) {
            another.ok(p.begin({.level = level}), "begin");
            another.equal(lock_first(another, p).size(), 1U, "rows that are to be locked");
        });
        std::atomic<bool> done{false};
        bool const        came = on.tell(
            1,
            [&](player& p) {
                auto changed = [&]() -> result<std::size_t> {
                    if (auto begun = p.begin({.level = level}); !begun)
                        return begun.error();
                    if (i == 2) {
                        raw_query<specimen> q({1});
                        q.question.locking = storage::lock::update;
                        auto cursor        = p.session.scan(q.question);
                        if (!cursor)
                            return std::move(cursor).error();
                        if (auto more = cursor->next(); !more)
                            return more.error();
                    }
                    return i == 1 ? erase_rows<specimen>(p.session, {1})
                                         : set_row<&specimen::number>(p.session, 1, 2'000'000);
                }();
                if (changed) {
                    done = true;
                    another.ok(p.commit(), "commit");
                } else {
                    another.expect(gave_way(changed.error()),
                                   std::string(what[i]) + " of a row that is locked: came " + to_string(changed.error()));
                    p.rollback();
                }
            },
            on.waiting);
        another.expect(!came || !done,
                       std::string(what[i]) +
                           " of a row that another transaction has locked: expected that it waits or gives "
                           "way, it succeeded");
        on.run(0, [&](player& p) {
            another.equal(number_of(another, p.session, 1).has_value(), true, "the locked row is there");
            another.ok(set_row<&specimen::number>(p.session, 1, 1'000'000), "update of a row that it has locked");
            another.ok(p.commit(), "commit");
        });
        on.settle(1);
        on.run(0, [&](player& p) {
            auto const rows = rows_with<specimen>(another, p.session, {1});
            if (done && i == 1)
                another.equal(rows.size(), 0U, "rows with the key after both");
            else
                another.expect(rows.size() == 1 && rows[0].number == (done ? 2'000'000 : 1'000'000),
                               "the number of the row after both: expected that of the one that came last");
        });
        t.add(another);
    }
}

/// What was committed while a transaction waited for its lock is seen by it: a snapshot that it took before would miss it.
SSOT_DECL void lock_sees_newest(trial& t)
{
    if (!t.caps().row_locks)
        throw not_applicable("the backend does not declare row_locks");
    store_specimens(t, 3);
    stage on(t, 2);
    on.run(0, [&](player& p) { t.ok(p.begin({.level = storage::isolation::read_committed}), "begin"); });
    bool const came = on.tell(
        1,
        [&](player& p) {
            t.ok(set_row<&specimen::number>(p.session, 1, 1'000'000), "update");
            insert_rows<specimen>(t, p.session, {make_specimen(10)});
        },
        on.waiting);
    on.run(0, [&](player& p) {
        auto const rows = lock_first(t, p);
        t.equal(rows.size(), 1U, "rows that are to be locked");
        if (came) { // otherwise it had the lock from its begin
            t.equal(rows[0].number, 1'000'000, "the number of a row that was changed before it was locked");
            t.equal(number_of(t, p.session, 10).has_value(), true, "a row that came before the lock is seen after it");
        }
        t.ok(p.commit(), "commit");
    });
    on.settle(1);

    on.run(0, [&](player& p) {
        t.ok(p.begin({.level = storage::isolation::read_committed}), "begin");
        t.equal(lock_first(t, p).size(), 1U, "rows that are to be locked");
    });
    std::atomic<bool> skipped{true};
    bool const        skips = on.tell(
        1,
        [&](player& p) {
            if (!p.begin({.level = storage::isolation::read_committed}))
                return;
            skipped = lock_first(t, p, storage::lock::update_skip_locked).empty();
            p.rollback();
        },
        on.waiting);
    t.expect(!skips || skipped.load(), "a scan that leaves out what others have locked returned such a row");
    on.run(0, [&](player& p) { p.rollback(); });
    on.settle(1);
}

inline constexpr behaviour lock_behaviours[] = {
    {"lock.rows", "nobody else changes a row that a scan has locked", need::isolation, 9, &lock_rows},
    {"lock.sees_newest", "what was committed before the lock", need::isolation, 9, &lock_sees_newest},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_LOCKS_IPP
