// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_HISTORIES_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_HISTORIES_IPP

// Long checks: concurrent transactions, and whether what they saw can have happened.

#include <ssot/error.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/history.hpp>
#include <ssot/testing/kit/interleaving.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/random_source.hpp>
#include <ssot/testing/trial.hpp>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

/// Runs `work(player, random, number)` in several threads with a session each; what a check found in one of them is thrown here.
SSOT_DECL void in_threads(trial& t, std::size_t threads,
                          std::function<void(player&, random_source&, std::size_t)> const& work)
{
    t.backend();
    std::vector<std::exception_ptr> wrong(threads);
    std::vector<std::uint64_t>      seeds(threads);
    for (auto& seed : seeds)
        seed = t.random.bits();
    {
        std::vector<std::jthread> running;
        for (std::size_t i = 0; i != threads; ++i)
            running.emplace_back([&, i] {
                try {
                    player        p(t.ok(t.backend().open(), "opening a session"));
                    random_source random(seeds[i]);
                    try {
                        work(p, random, i);
                    } catch (...) {
                        p.rollback();
                        throw;
                    }
                } catch (...) {
                    wrong[i] = std::current_exception();
                }
            });
    }
    for (auto const& e : wrong)
        if (e)
            std::rethrow_exception(e);
}

/// How a commit ended. Fails for an error that two transactions in each other's way do not give.
SSOT_DECL ended end_of(checks& c, player& p, bool going)
{
    if (!going) {
        p.rollback();
        return ended::aborted;
    }
    auto const done = p.commit();
    if (done)
        return ended::committed;
    if (done.error().code() == errc::outcome_unknown)
        return ended::unknown;
    c.expect(done.error().again() != retry::never || gave_way(done.error()),
             "a commit beside other transactions: came " + to_string(done.error()));
    return ended::aborted;
}

/// Whether a step went well; false when the transaction gave way to another.
template<class T>
bool went(checks& c, result<T> const& r, std::string_view what)
{
    if (!r && !gave_way(r.error()) && r.error().again() == retry::never)
        c.expect(false, std::string(what) + " beside other transactions: came " + to_string(r.error()));
    return r.has_value();
}

/// A list of numbers in a text: "1 2 3 ".
SSOT_DECL std::vector<std::int64_t> numbers_in(std::string_view text)
{
    std::vector<std::int64_t> out;
    for (auto const* at = text.data(); at != text.data() + text.size();) {
        std::int64_t n       = 0;
        auto const [end, no] = std::from_chars(at, text.data() + text.size(), n);
        if (no != std::errc() || end == text.data() + text.size() || *end != ' ')
            throw failed_check("a list came back changed: " + show(text));
        out.push_back(n);
        at = end + 1;
    }
    return out;
}

SSOT_DECL void history_list_append(trial& t)
{
    constexpr std::int64_t lists_kept = 4;
    constexpr std::size_t  threads    = 4;
    auto const             each       = t.scaled(60, 1000);
    auto const             level      = t.caps().strongest;
    std::vector<specimen>  rows;
    for (std::int64_t i = 1; i <= lists_kept; ++i)
        rows.push_back(make_specimen(i));
    t.ok(t.store().insert(rows), "inserting lists");

    std::mutex            lock;
    std::vector<observed> history;
    in_threads(t, threads, [&](player& p, random_source& random, std::size_t who) {
        std::int64_t next = 0;
        for (std::size_t n = 0; n != each; ++n) {
            observed seen;
            bool     going = went(t, p.begin({.level = level, .timeout = std::chrono::seconds(5)}), "begin");
            for (auto ops = 1 + random.below(5); going && ops != 0; --ops) {
                auto const key  = 1 + static_cast<std::int64_t>(random.below(lists_kept));
                auto const list = rows_with<specimen>(t, p.session, {key});
                t.equal(list.size(), 1U, "rows with the key of a list");
                seen.reads.emplace_back(key, numbers_in(list[0].text));
                if (!random.one_in(2))
                    continue;
                auto const number = static_cast<std::int64_t>(who + 1) * 1'000'000 + next++;
                auto const done   = set_row<&specimen::text>(p.session, key, list[0].text + std::to_string(number) + ' ');
                going             = went(t, done, "update");
                if (going) // those that were refused are in no list
                    seen.appends.emplace_back(key, number);
            }
            seen.how = end_of(t, p, going);
            std::scoped_lock guard(lock);
            history.push_back(std::move(seen));
        }
    });

    lists final;
    for (auto const& row : t.ok(t.store().select<specimen>({}), "reading"))
        final[row.id] = numbers_in(row.text);
    auto const committed = std::ranges::count(history, ended::committed, &observed::how);
    t.expect(committed > static_cast<std::ptrdiff_t>(history.size() / 20),
             "transactions that were committed: came " + std::to_string(committed) + " of " +
                 std::to_string(history.size()));
    t.equal(anomaly(history, final, level),
            std::string(),
            "what is wrong with " + std::to_string(history.size()) + " transactions on lists");
}

SSOT_DECL void history_set(trial& t)
{
    auto const             each = t.scaled(40, 1000);
    std::mutex             lock;
    std::set<std::int64_t> stored;
    std::set<std::int64_t> refused;
    in_threads(t, 4, [&](player& p, random_source& random, std::size_t who) {
        std::set<std::int64_t> mine;
        for (std::size_t n = 0; n != each; ++n) {
            auto const first = static_cast<std::int64_t>(who * 1'000'000 + n * 3 + 1);
            bool       going = went(t, p.begin({.timeout = std::chrono::seconds(5)}), "begin");
            for (std::int64_t i = 0; going && i != 3; ++i)
                going = went(t, p.session.insert(raw_rows(std::vector{make_specimen(first + i)}).view()), "insert");
            auto const how = going && random.one_in(5) ? end_of(t, p, false) : end_of(t, p, going);
            {
                std::scoped_lock guard(lock);
                for (std::int64_t i = 0; i != 3 && how != ended::unknown; ++i)
                    (how == ended::committed ? stored : refused).insert(first + i);
            }
            if (how == ended::committed)
                mine.insert({first, first + 1, first + 2});
            if (n % 10 != 0)
                continue;
            std::set<std::int64_t> met;
            for (auto const& row : all_rows<specimen>(t, p.session))
                met.insert(row.id);
            for (auto const key : mine)
                t.expect(met.contains(key), "a row of an acknowledged commit that its own session does not see");
            t.equal(met.size() % 3, 0U, "the rest of the rows that are seen, inserted three at a time, by three");
        }
    });
    std::set<std::int64_t> met;
    for (auto const& row : t.ok(t.store().select<specimen>({}), "reading"))
        met.insert(row.id);
    t.expect(!stored.empty() && !refused.empty(), "commits and rollbacks");
    for (auto const key : stored)
        t.expect(met.contains(key), "lost: the row " + std::to_string(key) + " of an acknowledged commit");
    for (auto const key : refused)
        t.expect(!met.contains(key), "the row " + std::to_string(key) + " of a transaction that was rolled back");
}

SSOT_DECL void history_bank(trial& t)
{
    constexpr std::int64_t accounts = 5;
    constexpr std::int64_t total    = accounts * 100;
    auto const             each     = t.scaled(60, 1000);
    auto const             level    = t.caps().strongest;
    std::vector<specimen>  rows;
    for (std::int64_t i = 1; i <= accounts; ++i) {
        rows.push_back(make_specimen(i));
        rows.back().number = total / accounts;
    }
    t.ok(t.store().insert(rows), "inserting accounts");
    std::atomic<std::size_t> moved{0};
    in_threads(t, 4, [&](player& p, random_source& random, std::size_t who) {
        for (std::size_t n = 0; n != each; ++n) {
            if (who == 0) { // looks
                if (!went(t, p.begin({.mode = storage::tx_mode::read_only, .level = level}), "begin"))
                    continue;
                std::int64_t sum = 0;
                for (auto const& row : all_rows<specimen>(t, p.session))
                    sum += row.number;
                bool const done = end_of(t, p, true) == ended::committed;
                if (done)
                    t.equal(sum, total, "the total of all accounts, in one transaction");
                continue;
            }
            auto const from   = 1 + static_cast<std::int64_t>(random.below(accounts));
            auto const to     = 1 + (from + static_cast<std::int64_t>(random.below(accounts - 1))) % accounts;
            auto const amount = 1 + static_cast<std::int64_t>(random.below(20));
            bool       going  = went(t, p.begin({.level = level, .timeout = std::chrono::seconds(5)}), "begin");
            if (going) {
                auto const has = rows_with<specimen>(t, p.session, {from});
                auto const had = rows_with<specimen>(t, p.session, {to});
                t.expect(has.size() == 1 && had.size() == 1 && from != to, "two accounts");
                going = went(t, set_row<&specimen::number>(p.session, from, has[0].number - amount), "update") &&
                    went(t, set_row<&specimen::number>(p.session, to, had[0].number + amount), "update");
            }
            if (end_of(t, p, going) == ended::committed)
                ++moved;
        }
    });
    std::int64_t sum = 0;
    for (auto const& row : t.ok(t.store().select<specimen>({}), "reading"))
        sum += row.number;
    t.equal(sum, total, "the total of all accounts after " + std::to_string(moved) + " transfers");
    t.expect(moved != 0, "transfers that were committed");
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_HISTORIES_IPP
