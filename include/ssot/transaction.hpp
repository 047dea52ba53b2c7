// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TRANSACTION_HPP
#define SSOT_TRANSACTION_HPP

// Several calls of a store as one: all of them, or none.
//
//   auto tx = store.begin().value();
//   store.insert(run).value();                     // leaving the scope by an exception or early rolls back
//   store.insert(std::span{entries}).value();
//   tx.commit().value();
//
//   auto done = store.run([&](auto& s) { return s.insert(run); });      // begins, commits, and repeats what is safe to repeat
//
// Example: docs/examples/transactions.cpp.

#include <ssot/error.hpp>
#include <ssot/storage/concept.hpp>

#include <ssot/detail/bounded_time.hpp>
#include <ssot/detail/session_state.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <thread>
#include <utility>

namespace ssot {

/// An open transaction of a store, from `store.begin()`. What is not committed is rolled back at the end of its life.
///
/// A transaction inside another is a savepoint where the backend has them: its roll back leaves the outer one's work.
/// Elsewhere it joins the outer one, which its failure and its roll back doom. After a call that failed, other than with
/// `validation`, `misuse`, `read_only` or the `not_found` of `get`, a transaction is doomed: it answers `errc::tx_aborted` to everything, and its commit rolls back. It may outlive its store, which rolls it back.
template<class Backend>
class [[nodiscard]] transaction {
public:
    transaction(transaction&& other) noexcept : state_(std::move(other.state_)), serial_(std::exchange(other.serial_, 0)) {}
    transaction& operator=(transaction&& other) noexcept
    {
        if (this != &other) {
            rollback();
            state_  = std::move(other.state_);
            serial_ = std::exchange(other.serial_, 0);
        }
        return *this;
    }
    ~transaction() { rollback(); }

    /// Makes the work stay; the transaction is over, unless the answer is `misuse`. Errors: `tx_aborted` when a call failed
    /// before; `outcome_unknown` when nobody can say whether it took effect; any other: nothing was kept. `misuse` when it was
    /// over already, when one inside it is still open, or when another thread uses the store now: then all is as it was.
    [[nodiscard]] result<void> commit()
    {
        auto const state = state_.lock();
        if (!state)
            return error(errc::misuse, "the transaction is over, or its store is gone");
        return state->commit(serial_);
    }

    /// Undoes the work. Does nothing when the transaction is over.
    void rollback() noexcept
    {
        if (auto const state = state_.lock())
            state->rollback(serial_);
    }

    /// Whether it is neither committed nor rolled back.
    bool is_open() const noexcept
    {
        auto const state = state_.lock();
        return state && state->is_open(serial_);
    }

private:
    template<class B>
    friend class store;
    transaction(std::weak_ptr<detail::session_state<Backend>> state, std::uint64_t serial) noexcept
        : state_(std::move(state)), serial_(serial)
    {
    }

    std::weak_ptr<detail::session_state<Backend>> state_;
    std::uint64_t                                 serial_;
};

/// How the pauses between attempts are spread. `full`: anywhere between nothing and the whole pause.
enum class jitter : std::uint8_t { none, full };

namespace detail {

inline double random_fraction()
{
    thread_local std::minstd_rand numbers{std::random_device{}()};
    return std::uniform_real_distribution<double>(0, 1)(numbers);
}

} // namespace detail

/// How `store.run` repeats.
struct run_options {
    unsigned                  attempts = 5; ///< at most; 0 is taken as 1
    std::chrono::milliseconds first{10};    ///< the first pause; each further one is twice as long
    std::chrono::milliseconds cap{1000};    ///< the longest pause
    ssot::jitter              jitter = ssot::jitter::full;
    storage::tx_options       transaction{};

    std::function<void(std::chrono::nanoseconds)> sleep = [](auto pause) { std::this_thread::sleep_for(pause); };
    std::function<double()>                       random{detail::random_fraction}; ///< in [0, 1)

    /// The pause after so many attempts, from 1.
    std::chrono::nanoseconds pause_after(unsigned attempt) const
    {
        auto       pause = detail::bounded_wait(first);
        auto const most  = detail::bounded_wait(cap);
        for (unsigned i = 1; i < attempt && pause < most && pause.count() > 0; ++i)
            pause *= 2;
        auto const whole = std::chrono::nanoseconds(std::min(pause, most));
        if (jitter == ssot::jitter::none)
            return whole;
        auto const part = random();
        return std::chrono::nanoseconds(
            static_cast<std::int64_t>(static_cast<double>(whole.count()) * (part > 0 ? std::min(part, 1.0) : 0.0)));
    }
};

} // namespace ssot

#endif // SSOT_TRANSACTION_HPP
