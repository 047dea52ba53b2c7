// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORE_TRANSACTION_HPP
#define SSOT_STORE_TRANSACTION_HPP

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

#include <ssot/detail/base/config.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace ssot {

namespace detail {
inline namespace SSOT_MODE {
class session_state;
}
} // namespace detail

inline namespace SSOT_MODE {

/// An open transaction of a store, from `store.begin()`. What is not committed is rolled back at the end of its life.
///
/// A transaction inside another is a savepoint where the backend has them: its roll back leaves the outer one's work.
/// Elsewhere it joins the outer one, which its failure and its roll back doom. After a call that failed, other than with
/// `validation`, `misuse`, `read_only` or the `not_found` of `get`, a transaction is doomed: it answers `errc::tx_aborted` to everything, and its commit rolls back. It may outlive its store, which rolls it back.
class [[nodiscard]] transaction {
public:
    transaction(transaction&& other) noexcept;
    transaction& operator=(transaction&& other) noexcept;
    ~transaction();

    /// Makes the work stay; the transaction is over, unless the answer is `misuse`. Errors: `tx_aborted` when a call failed
    /// before; `outcome_unknown` when nobody can say whether it took effect; any other: nothing was kept. `misuse` when it was
    /// over already, when one inside it is still open, or when another thread uses the store now: then all is as it was.
    [[nodiscard]] result<void> commit();

    /// Undoes the work. Does nothing when the transaction is over.
    void rollback() noexcept;

    /// Whether it is neither committed nor rolled back.
    bool is_open() const noexcept;

private:
    friend class store;
    transaction(std::weak_ptr<detail::session_state> state, std::uint64_t serial) noexcept;

    std::weak_ptr<detail::session_state> state_;
    std::uint64_t                        serial_;
};

} // namespace SSOT_MODE

/// How the pauses between attempts are spread. `full`: anywhere between nothing and the whole pause.
enum class jitter : std::uint8_t { none, full };

namespace detail {

/// In [0, 1), by a generator of the calling thread.
double random_fraction();
void   sleep_for(std::chrono::nanoseconds pause);

} // namespace detail

/// How `store.run` repeats.
struct run_options {
    unsigned                  attempts = 5; ///< at most; 0 is taken as 1
    std::chrono::milliseconds first{10};    ///< the first pause; each further one is twice as long
    std::chrono::milliseconds cap{1000};    ///< the longest pause
    ssot::jitter              jitter = ssot::jitter::full;
    storage::tx_options       transaction{};

    std::function<void(std::chrono::nanoseconds)> sleep = detail::sleep_for;
    std::function<double()>                       random{detail::random_fraction}; ///< in [0, 1)

    /// The pause after so many attempts, from 1.
    std::chrono::nanoseconds pause_after(unsigned attempt) const;
};

} // namespace ssot

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/store/transaction.ipp>
#endif

#endif // SSOT_STORE_TRANSACTION_HPP
