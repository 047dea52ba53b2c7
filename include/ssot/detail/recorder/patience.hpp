// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RECORDER_PATIENCE_HPP
#define SSOT_DETAIL_RECORDER_PATIENCE_HPP

// Calls of a recorder to the store, each in a transaction of its own. They wait for other transactions for a limited time,
// and never for the calling thread itself.

#include <ssot/error.hpp>
#include <ssot/store.hpp>

#include <ssot/detail/recorder/run_worker.hpp>

#include <algorithm>
#include <chrono>
#include <thread>

namespace ssot::detail::recording {

/// How long a call may wait for other transactions: at most until a time of the steady clock.
struct patience {
    std::chrono::steady_clock::time_point until{};
    run_worker const*                     worker = nullptr; ///< if set, a stop of this worker ends the wait

    /// Returns whether no caller waits for the result any more.
    bool is_over() const { return worker && worker->stops(); }

    std::chrono::milliseconds left() const
    {
        return is_over() ? std::chrono::milliseconds()
                         : std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    }
};

/// The longest that a recorder waits for the transaction of another thread.
inline constexpr std::chrono::milliseconds longest_wait{5'000};

inline patience some_patience(std::chrono::milliseconds most = longest_wait)
{
    return {std::chrono::steady_clock::now() + most};
}

/// The error for a thread that would wait for itself.
inline error own_transaction()
{
    return {errc::misuse, "this thread has a transaction open on the store, for which this would wait: end it first"};
}

/// Calls `work`, which returns a result<void>, in a transaction of its own if the backend has transactions. Repeats it while
/// the error advises a retry. Errors: `busy` if another transaction is in the way for too long.
template<class Work>
result<void> patiently(store& in, patience const& how, Work work)
{
    constexpr std::chrono::milliseconds most_at_once{200}; // short, so that a wait ends soon after the recorder
    bool                                waited = false;
    auto const                          once   = [&]() -> result<void> {
        waited = false;
        if (in.in_transaction_here())
            return in.in_transaction() ? work() : result<void>(own_transaction());
        if (in.in_transaction()) {
            waited = true; // for another thread's transaction, on a backend with a single session
            return error(errc::busy, "another thread has a transaction open", retry::transaction);
        }
        if (!in.caps().transactions)
            return work();
        auto const time = std::clamp(how.left(), std::chrono::milliseconds(1), most_at_once);
        auto       tx   = in.begin({.timeout = time});
        if (!tx) {
            waited = tx.error().code() == errc::timeout || tx.error().code() == errc::busy;
            return tx.error();
        }
        if (auto done = work(); !done)
            return done;
        return tx->commit();
    };

    int  attempts = 5; // waits for other transactions are not counted
    auto pause    = std::chrono::milliseconds(5);
    for (;;) {
        auto out = once();
        if (out || out.error().again() == retry::never || out.error().again() == retry::check_first)
            return out;
        if ((!waited && --attempts == 0) || how.left() <= pause) {
            if (waited)
                return error(errc::busy, "another transaction goes on for too long", retry::transaction);
            return out;
        }
        std::this_thread::sleep_for(waited ? std::chrono::milliseconds(1) : pause);
        if (!waited)
            pause *= 2;
    }
}

} // namespace ssot::detail::recording

#endif // SSOT_DETAIL_RECORDER_PATIENCE_HPP
