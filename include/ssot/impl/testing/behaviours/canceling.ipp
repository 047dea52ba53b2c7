// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CANCELING_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CANCELING_IPP

// Behaviours: `cancel` ends each call that works, and a write that waits. What was canceled left nothing behind.

#include <ssot/error.hpp>
#include <ssot/query.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/interleaving.hpp>
#include <ssot/testing/kit/sample_rows.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

/// Calls `cancel` of a session from another thread again and again, but only during the calls that are meant.
class canceler {
public:
    using clock = std::chrono::steady_clock;

    explicit canceler(trial::session_type& s) : session_(s), thread_([this] { work(); }) {}

    /// Makes the call, which is canceled from so long after its begin on. No cancel is on its way any more when it returns.
    template<class Call>
    auto during(Call const& call, clock::duration later = {})
    {
        set(true, clock::now() + later);
        auto out = call();
        set(false, {});
        return out;
    }

private:
    void set(bool armed, clock::time_point from)
    {
        std::scoped_lock const guard(lock_);
        armed_ = armed;
        from_  = from;
    }
    void work()
    {
        while (!over_.load()) {
            {
                std::scoped_lock const guard(lock_);
                if (armed_ && clock::now() >= from_)
                    session_.cancel();
            }
            std::this_thread::sleep_for(std::chrono::microseconds(20));
        }
    }
    struct ending {
        std::atomic<bool>& over;
        ~ending() { over = true; }
    };

    trial::session_type& session_;
    std::mutex           lock_{};
    bool                 armed_ = false;
    clock::time_point    from_{};
    std::atomic<bool>    over_{false};
    std::jthread         thread_;
    ending               at_end_{over_}; // goes before the thread is joined
};

SSOT_DECL void require_cancel(trial& t)
{
    if (!t.caps().cancel)
        throw not_applicable("a cancel that does nothing would only be waited for");
}

/// Waits until a session answers again: the last cancel may have come after the call that it was meant for.
SSOT_DECL void wait_until_usable(trial::session_type& s)
{
    raw_query<specimen> const q({1});
    for (int attempts = 0; attempts != 100 && !s.scan(q.question); ++attempts)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

/// One way to call a session, and a look at what is there afterwards, which is told whether the call was canceled.
struct cancelable_call {
    std::string                   what;
    std::function<result<void>()> call;
    std::function<void(bool)>     look;
};

/// Repeats the call, and cancels it at a random moment, until it was canceled some times.
SSOT_DECL void until_canceled(trial& t, trial::session_type& s, cancelable_call const& c)
{
    using clock                  = canceler::clock;
    constexpr auto        most   = std::chrono::seconds(5);
    constexpr std::size_t enough = 20;
    canceler              other(s);
    std::size_t           canceled = 0;
    clock::duration       took{};
    auto const            begun = clock::now();
    for (std::size_t times = 0; canceled != enough; ++times) {
        // The first time nobody cancels, to see how long it takes; every fourth time from the begin on.
        auto const from = times % 4 == 1
            ? clock::duration()
            : clock::duration(static_cast<clock::rep>(t.random.below(static_cast<std::uint64_t>(took.count()) + 1)));
        auto const now  = clock::now();
        auto const done = times == 0 ? c.call() : other.during(c.call, from);
        if (times == 0)
            took = clock::now() - now;
        if (!done && done.error().code() == errc::unsupported)
            throw not_applicable("the backend does not take " + c.what);
        if (!done)
            t.refused(done, {errc::canceled}, c.what + ", during which another thread calls cancel");
        canceled += done ? 0 : 1;
        wait_until_usable(s);
        c.look(!done);
        if (clock::now() - begun < (canceled != 0 ? most / 5 : most))
            continue;
        t.expect(canceled != 0,
                 "none of " + std::to_string(times) + " times was " + c.what +
                     " canceled, while another thread called cancel for five seconds");
        return;
    }
}

inline constexpr std::size_t canceled_rows = 2'000;

/// A query for as many rows as one call takes.
class rows_at_once {
public:
    explicit rows_at_once(trial& t) : keys_(take(t)), by_key_(keys_)
    {
        if (t.caps().filters == storage::filtering::all) {
            count_ = canceled_rows;
            return;
        }
        question_ = &by_key_.question;
        count_    = keys_.size();
        if (count_ < 100)
            throw not_applicable("a call of the backend takes too few rows to be met by a cancel");
    }
    rows_at_once(rows_at_once const&)            = delete;
    rows_at_once& operator=(rows_at_once const&) = delete;

    storage::query const& question() const noexcept { return *question_; }
    std::size_t           size() const noexcept { return count_; }

private:
    static std::vector<std::int64_t> take(trial& t)
    {
        auto const                n = std::min({canceled_rows, t.caps().max_keys_in, t.caps().max_args - 1});
        std::vector<std::int64_t> out(n);
        for (std::size_t i = 0; i != n; ++i)
            out[i] = static_cast<std::int64_t>(i + 1);
        return out;
    }

    std::vector<std::int64_t> keys_;
    raw_query<specimen>       by_key_;
    raw_query<specimen>       all_{};
    storage::query const*     question_ = &all_.question;
    std::size_t               count_    = 0;
};

SSOT_DECL void cancel_update(trial& t)
{
    require_cancel(t);
    store_specimens(t, canceled_rows);
    auto               s = t.open();
    rows_at_once const rows(t);
    std::int64_t       number = 1'000'000; // which no row has
    until_canceled(t,
                   s,
                   {"an update of " + std::to_string(rows.size()) + " rows",
                    [&]() -> result<void> {
                        storage::assignment const set[] = {{static_cast<std::uint16_t>(field_index<&specimen::number>),
                                                            storage::value_view::integer(number)}};
                        auto const                done  = s.update(rows.question(), set);
                        return done ? result<void>() : done.error();
                    },
                    [&](bool canceled) {
                        auto const all = all_rows<specimen>(t, s);
                        t.equal(static_cast<std::size_t>(std::ranges::count(all, number, &specimen::number)),
                                canceled ? 0 : rows.size(),
                                canceled ? "rows changed by an update that was canceled" : "rows changed by an update");
                        ++number;
                    }});
}

SSOT_DECL void cancel_erase(trial& t)
{
    require_cancel(t);
    auto const         before = store_specimens(t, canceled_rows);
    auto               s      = t.open();
    rows_at_once const rows(t);
    until_canceled(t,
                   s,
                   {"an erase of " + std::to_string(rows.size()) + " rows",
                    [&]() -> result<void> {
                        auto const done = s.erase(rows.question());
                        return done ? result<void>() : done.error();
                    },
                    [&](bool canceled) {
                        t.equal(all_rows<specimen>(t, s).size(),
                                canceled ? before.size() : before.size() - rows.size(),
                                canceled ? "rows after an erase that was canceled" : "rows after an erase");
                        if (!canceled)
                            t.ok(t.store().insert(
                                     std::vector(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(rows.size()))),
                                 "inserting the rows again");
                    }});
}

/// An insert, or another call that inserts.
template<class Insert>
void cancel_insert_by(trial& t, std::string const& name, Insert const& insert)
{
    require_cancel(t);
    auto const n = std::min(canceled_rows, t.caps().max_batch);
    if (n < 100)
        throw not_applicable("a batch of the backend has too few rows to be met by a cancel");
    std::vector<specimen> batch(n);
    for (std::size_t i = 0; i != n; ++i)
        batch[i] = make_specimen(static_cast<std::int64_t>(i + 1), "row " + std::to_string(i));
    raw_rows const rows(batch);
    t.store();
    auto s = t.open();
    until_canceled(t,
                   s,
                   {name + " of " + std::to_string(n) + " rows",
                    [&]() -> result<void> {
                        auto const done = insert(s, rows.view());
                        return done ? result<void>() : done.error();
                    },
                    [&](bool canceled) {
                        t.equal(all_rows<specimen>(t, s).size(),
                                canceled ? 0 : n,
                                canceled ? "rows after an insert that was canceled" : "rows after an insert");
                        t.ok(t.store().erase(from<specimen>()), "erasing them");
                    }});
    t.equal(t.ok(insert(s, rows.view()), name + " of the same rows, which nobody cancels"), n, "rows inserted");
}

SSOT_DECL void cancel_insert(trial& t)
{
    cancel_insert_by(t, "an insert", [](trial::session_type& s, storage::record_batch rows) { return s.insert(rows); });
}

SSOT_DECL void cancel_insert_if_absent(trial& t)
{
    cancel_insert_by(t, "an insert_if_absent", [](trial::session_type& s, storage::record_batch rows) {
        return s.insert_if_absent(rows);
    });
}

SSOT_DECL void cancel_aggregate(trial& t)
{
    require_cancel(t);
    if (!t.caps().aggregate)
        throw not_applicable("the backend does not declare aggregate");
    store_specimens(t, canceled_rows);
    auto                           s = t.open();
    storage::aggregate_query const q{
        .base     = {.model = &storage::describe_model<specimen>()},
        .group_by = {static_cast<std::uint16_t>(field_index<&specimen::text>)},
        .measures = {{storage::fold_fn::count},
                     {storage::fold_fn::max, static_cast<std::uint16_t>(field_index<&specimen::number>)}}};
    std::int64_t counted = 0;
    until_canceled(t,
                   s,
                   {"an aggregate of " + std::to_string(canceled_rows) + " rows",
                    [&]() -> result<void> {
                        counted     = 0;
                        auto cursor = s.aggregate(q);
                        if (!cursor)
                            return std::move(cursor).error();
                        for (;;) {
                            auto const more = cursor->next();
                            if (!more)
                                return more.error();
                            if (!*more)
                                return {};
                            counted += cursor->at(1).as_int();
                        }
                    },
                    [&](bool canceled) {
                        if (!canceled)
                            t.equal(counted, static_cast<std::int64_t>(canceled_rows), "rows counted by an aggregate");
                    }});
}

/// A write outside a transaction, which waits for one of another session.
SSOT_DECL void cancel_waiting_write(trial& t)
{
    require_cancel(t);
    store_specimens(t, 3);
    constexpr std::string_view what[] = {"an insert", "an update", "an erase"};
    for (std::size_t i = 0; i != std::size(what); ++i) {
        stage      on(t, 2);
        player*    second = nullptr;
        auto const key    = static_cast<std::int64_t>(50 + i); // free, whoever was committed before
        on.run(1, [&](player& p) { second = &p; });
        on.run(0, [&](player& p) {
            t.ok(p.begin(), "begin");
            insert_rows<specimen>(t, p.session, {make_specimen(key, "of the first")});
            t.ok(set_row<&specimen::number>(p.session, 1, 100 + key), "update");
        });
        std::atomic<bool> canceled{false};
        bool const        came = on.tell(
            1,
            [&](player& p) {
                auto const done = i == 0
                           ? p.session.insert(raw_rows(std::vector{make_specimen(key, "of the second")}).view())
                           : i == 1 ? set_row<&specimen::number>(p.session, 1, 200 + key)
                                    : erase_rows<specimen>(p.session, {1});
                canceled        = !done && done.error().code() == errc::canceled;
            },
            on.waiting);
        auto const begun = std::chrono::steady_clock::now();
        while (!came && !on.idle(1) && std::chrono::steady_clock::now() - begun < on.most) {
            second->session.cancel();
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        t.expect(came || canceled.load(),
                 std::string(what[i]) + " that waits for another session: expected that cancel ends it");
        on.run(0, [&](player& p) { p.rollback(); });
        on.settle(1);
        if (!canceled)
            continue; // it had not to wait
        on.run(1, [&](player& p) {
            wait_until_usable(p.session);
            t.equal(number_of(t, p.session, key).has_value(), false, "a row is there whose insert was canceled");
            auto const number = number_of(t, p.session, 1);
            t.expect(number && *number != 100 + key && *number != 200 + key,
                     "a row after " + std::string(what[i]) + " that was canceled");
        });
    }
}

inline constexpr behaviour canceling_behaviours[] = {
    {"cancel.update", "ends one that works, and nothing of it stays", need::cancel, 1, &cancel_update},
    {"cancel.erase", "ends one that works, and nothing is gone", need::cancel, 1, &cancel_erase},
    {"cancel.insert", "ends one that works, and nothing of it stays", need::cancel, 1, &cancel_insert},
    {"cancel.insert_if_absent", "ends one that works, and nothing of it stays", need::cancel, 1, &cancel_insert_if_absent},
    {"cancel.aggregate", "ends one that works", need::cancel, 1, &cancel_aggregate},
    {"cancel.waiting_write", "outside a transaction, for that of another session", need::cancel, 1, &cancel_waiting_write},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CANCELING_IPP
