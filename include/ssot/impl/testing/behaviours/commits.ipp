// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_COMMITS_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_COMMITS_IPP

// Behaviours: a commit that reports success has taken effect as a whole, and one that reports an error not at all, wherever a commit
// may be refused. Only after `outcome_unknown` either is right.

#include <ssot/error.hpp>
#include <ssot/query.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/interleaving.hpp>
#include <ssot/testing/kit/sample_rows.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <ssot/impl/testing/behaviours/canceling.ipp>
#include <ssot/impl/testing/behaviours/foreign_keys.ipp>
#include <ssot/impl/testing/behaviours/isolation.ipp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::conformance::detail {

/// How a commit ended, in words.
SSOT_DECL std::string how_it_ended(result<void> const& r)
{
    return r ? "reported success" : "reported " + to_string(r.error());
}

/// Fails unless all rows are `after` where the commit reported success, and `before` where it reported an error.
SSOT_DECL void as_reported(trial& t, trial::session_type& s, result<void> const& reported,
                           std::vector<specimen> const& before, std::vector<specimen> const& after, std::string const& what)
{
    auto const now = all_rows<specimen>(t, s);
    if (!reported && reported.error().code() == errc::outcome_unknown)
        t.expect(now == before || now == after, "the rows after " + what + ": expected all of the transaction or nothing");
    else
        t.equal(now, reported ? after : before, "the rows after " + what + ", which " + how_it_ended(reported));
}

// ---- two sessions that are in each other's way ----

/// The row that both write in one of several ways; each writes one of its own as well.
enum class contended : unsigned char { updated, updated_and_erased, inserted };

SSOT_DECL result<std::size_t> write_contended(player& p, contended what, std::size_t who)
{
    auto own = p.session.insert(raw_rows(std::vector{make_specimen(static_cast<std::int64_t>(100 + who))}).view());
    if (!own)
        return own;
    if (what == contended::inserted)
        return p.session.insert(raw_rows(std::vector{make_specimen(50, "of " + std::to_string(who))}).view());
    if (what == contended::updated_and_erased && who == 1)
        return erase_rows<specimen>(p.session, {1});
    return set_row<&specimen::number>(p.session, 1, static_cast<std::int64_t>(10 + who));
}

SSOT_DECL void commit_in_conflict(trial& t)
{
    t.store();
    for (auto const what : {contended::updated, contended::updated_and_erased, contended::inserted}) {
        rivals       both(t);
        result<void> reported[2];
        auto const   script = [&](std::size_t who) {
            return std::vector<rivals::step>{
                both.begins(),
                [&, who](player& p) {
                    if (!p.in_transaction())
                        return;
                    auto const done = write_contended(p, what, who);
                    if (done)
                        return;
                    bool const taken = what == contended::inserted && done.error().code() == errc::already_exists;
                    t.expect(taken || gave_way(done.error()),
                             "a write in the way of another: came " + to_string(done.error()));
                    p.rollback();
                },
                [&, who](player& p) {
                    if (!p.in_transaction())
                        return;
                    reported[who]       = p.commit();
                    both.committed[who] = reported[who].has_value();
                    if (!reported[who] && reported[who].error().code() != errc::outcome_unknown)
                        t.expect(gave_way(reported[who].error()),
                                 "a commit in the way of another: came " + to_string(reported[who].error()));
                },
            };
        };
        both.run(
            {script(0), script(1)},
            [&](player& p) {
                t.ok(erase_rows<specimen>(p.session, {1, 50, 100, 101}), "erase");
                insert_rows<specimen>(t, p.session, {make_specimen(1)});
                reported[0] = reported[1] = error(errc::tx_aborted, "it gave way before its commit");
            },
            [&](player& p) {
                std::vector<std::int64_t> seen;
                for (std::size_t who = 0; who != 2; ++who) {
                    auto const key     = static_cast<std::int64_t>(100 + who);
                    bool const there   = number_of(t, p.session, key).has_value();
                    bool const unknown = !reported[who] && reported[who].error().code() == errc::outcome_unknown;
                    t.expect(unknown || there == both.committed[who],
                             "the row that one of two transactions in each other's way inserted: expected it " +
                                 std::string(both.committed[who] ? "to be there" : "to be nowhere") + ", since its commit " +
                                 how_it_ended(reported[who]));
                    if (there)
                        seen.push_back(static_cast<std::int64_t>(who));
                }
                auto const rows = rows_with<specimen>(t, p.session, {what == contended::inserted ? 50 : 1});
                bool const lone = seen.size() == 1;
                auto const who  = seen.empty() ? std::int64_t{-1} : seen[0];
                if (what == contended::inserted)
                    t.expect(lone && rows.size() == 1 && rows[0].text == "of " + std::to_string(who),
                             "the row that both inserted: expected that of the one transaction that was committed");
                else if (lone && what == contended::updated_and_erased && who == 1)
                    t.equal(rows.size(), 0U, "rows that the transaction erased which was committed");
                else if (lone)
                    t.expect(rows.size() == 1 && rows[0].number == 10 + who,
                             "the row that both wrote: expected the number of the one that was committed");
            });
    }
}

// ---- beside readers ----

SSOT_DECL void commit_beside_readers(trial& t)
{
    constexpr std::string_view readers[] = {
        "a read-only transaction", "a transaction that may write and has only read", "a cursor outside a transaction"};
    for (std::size_t i = 0; i != std::size(readers); ++i) {
        auto another = t.another();
        auto before  = store_specimens(another, 30);
        auto after   = before;
        {
            after[0].number = 1'000'000;
            after.erase(after.begin() + 2);
            after.push_back(make_specimen(100, "new"));
        }
        auto const                         what = "a commit beside " + std::string(readers[i]);
        stage                              on(another, 2);
        std::optional<storage::any_cursor> open;
        raw_query<specimen> const          every;
        on.run(1, [&](player& p) {
            if (i != 2)
                another.ok(p.begin({.mode = i == 0 ? storage::tx_mode::read_only : storage::tx_mode::read_write}), "begin");
            if (i != 2) {
                all_rows<specimen>(another, p.session);
                return;
            }
            open.emplace(another.ok(p.session.scan(every.question), "scan"));
            another.expect(another.ok(open->next(), "next"), "a row");
        });
        result<void> reported = error(errc::tx_aborted, "it gave way before its commit");
        on.tell(
            0,
            [&](player& p) {
                auto const begun = p.begin({.timeout = std::chrono::seconds(10)});
                auto const done  = [&]() -> result<std::size_t> {
                    if (!begun)
                        return begun.error();
                    if (auto n = p.session.insert(raw_rows(std::vector{make_specimen(100, "new")}).view()); !n)
                        return n;
                    if (auto n = set_row<&specimen::number>(p.session, 1, 1'000'000); !n)
                        return n;
                    return erase_rows<specimen>(p.session, {3});
                }();
                if (done) {
                    reported = p.commit();
                } else {
                    another.expect(gave_way(done.error()), what + ", a write before it: came " + to_string(done.error()));
                    p.rollback();
                }
            },
            on.waiting);
        on.run(1, [&](player& p) {
            open.reset();
            p.rollback();
        });
        on.settle(0);
        if (!reported && reported.error().code() != errc::outcome_unknown)
            another.expect(gave_way(reported.error()), what + ": came " + to_string(reported.error()));
        on.run(1, [&](player& p) { as_reported(another, p.session, reported, before, after, what); });
        on.run(0, [&](player& p) {
            as_reported(another, p.session, reported, before, after, what + ", as its own session sees them,");
            insert_rows<specimen>(another, p.session, {make_specimen(101)}); // which nothing holds up any more
        });
        t.add(another);
    }
}

// ---- foreign keys that point nowhere ----

SSOT_DECL void commit_refused_foreign_key(trial& t)
{
    auto const caps = t.caps();
    if (caps.foreign_keys != storage::foreign_key_checks::at_commit)
        throw not_applicable("the backend does not declare foreign_keys == foreign_key_checks::at_commit");
    auto       before = store_specimens(t, 5);
    auto       after  = before;
    auto const inner  = caps.savepoints;
    after[0].number   = 1'000'000;
    after.erase(after.begin() + 2);
    after.push_back(make_specimen(10, "new"));
    if (inner)
        after.push_back(make_specimen(11, "in a savepoint"));
    after.push_back(specimen_below(12, 99));
    auto s     = t.open();
    auto other = t.open();
    for (bool const mended : {false, true}) { // the keys of what was refused are free again
        t.ok(s.begin({}), "begin");
        insert_rows<specimen>(t, s, {make_specimen(10, "new")});
        t.ok(set_row<&specimen::number>(s, 1, 1'000'000), "update");
        t.ok(erase_rows<specimen>(s, {3}), "erase");
        if (inner) {
            t.ok(s.savepoint(1), "savepoint");
            insert_rows<specimen>(t, s, {make_specimen(11, "in a savepoint")});
            t.ok(s.release(1), "release");
        }
        if (mended) {
            insert_rows<specimen>(t, s, {make_specimen(99)});
            after.push_back(make_specimen(99));
        }
        auto const inserted = s.insert(raw_rows(std::vector{specimen_below(12, 99)}).view());
        auto const reported = inserted ? s.commit() : result<void>(inserted.error());
        if (!mended)
            t.refused(reported, {errc::foreign_key}, "the commit of a row that points nowhere");
        else
            t.ok(reported, "the commit of the same work with the row that was missing");
        if (!reported)
            s.rollback();
        as_reported(t, s, reported, before, after, "a commit under foreign keys");
        as_reported(t, other, reported, before, after, "a commit under foreign keys, as another session sees them,");
    }
}

// ---- cancel ----

SSOT_DECL void commit_canceled(trial& t)
{
    require_cancel(t);
    auto const            before = store_specimens(t, 3);
    auto                  after  = before;
    std::vector<specimen> more;
    for (std::int64_t key = 100; key != 150; ++key)
        more.push_back(make_specimen(key, "row " + std::to_string(key)));
    after[0].number = 1'000'000;
    after.insert(after.end(), more.begin(), more.end());
    auto        s     = t.open();
    auto        other = t.open();
    canceler    by(s);
    std::size_t canceled = 0;
    auto const  begun    = std::chrono::steady_clock::now();
    while (canceled != 5 && std::chrono::steady_clock::now() - begun < std::chrono::milliseconds(500)) {
        t.ok(s.begin({}), "begin");
        t.ok(s.insert(raw_rows(more).view()), "insert");
        t.ok(set_row<&specimen::number>(s, 1, 1'000'000), "update");
        auto const reported = by.during([&] { return s.commit(); });
        if (!reported) {
            t.refused(
                reported, {errc::canceled, errc::outcome_unknown}, "a commit during which another thread calls cancel");
            if (reported.error().code() == errc::canceled)
                s.rollback();
            ++canceled;
        }
        wait_until_usable(s);
        as_reported(t, other, reported, before, after, "a commit during which another thread called cancel");
        as_reported(t, s, reported, before, after, "a commit that was canceled, as its own session sees them,");
        t.ok(t.store().erase(from<specimen>()), "erasing the rows");
        t.ok(t.store().insert(before), "inserting those that were there");
    }
}

inline constexpr behaviour commit_behaviours[] = {
    {"commit.in_conflict", "of two in each other's way, each as it was reported", need::isolation, 11, &commit_in_conflict},
    {"commit.beside_readers", "as it was reported, whoever reads meanwhile", need::isolation, 11, &commit_beside_readers},
    {"commit.refused_foreign_key", "at_commit: nothing of it stays", need::transactions, 11, &commit_refused_foreign_key},
    {"commit.canceled", "as it was reported", need::cancel, 11, &commit_canceled},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_COMMITS_IPP
