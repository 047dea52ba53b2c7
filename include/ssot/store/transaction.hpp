// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORE_TRANSACTION_HPP
#define SSOT_STORE_TRANSACTION_HPP

// Transactions: several calls of a store of which all take effect, or none.
//
//   auto tx = store.begin().value();
//   store.insert(run).value();                     // leaving the scope by an exception or early rolls back
//   store.insert(std::span{entries}).value();
//   tx.commit().value();
//
//   auto done = store.run([&](auto& s) { return s.insert(run); });      // begins, commits, repeats if that is safe
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

/// An open transaction of a store, made by `store.begin()`. Its destructor rolls back what was not committed.
///
/// Nesting: a transaction inside another is a savepoint if the backend has them, and rolling it back leaves the work of the
/// outer one. Otherwise it joins the outer one, which then can only be rolled back if the inner one fails or is rolled
/// back.
///
/// Failure: after a call that failed, the transaction can only be rolled back: every call returns `tx_aborted`, and
/// `commit` rolls back. The exceptions are `validation`, `misuse`, `read_only` and the `not_found` of `get`, after which it
/// can go on.
///
/// Lifetime: a transaction may outlive its store. The end of the store rolls it back, and `commit` then returns `misuse`.
///
/// Thread safety: a transaction belongs to its store, and its functions are used like those of the store. Another thread
/// than the one that began it may end it, but not while a thread uses the store: `commit` then returns `misuse`, and
/// `rollback` and the destructor must not be called at all.
class [[nodiscard]] transaction {
public:
    transaction(transaction&& other) noexcept;
    transaction& operator=(transaction&& other) noexcept;
    ~transaction();

    /// Commits. After success, and after every error but `misuse`, the transaction is over. Errors: `tx_aborted` if a call
    /// failed before; `outcome_unknown` if it is not known whether the commit took effect; any other error means that
    /// nothing was kept. `misuse` if the transaction was over already, if a transaction inside it is still open, or if
    /// another thread uses the store now; then nothing changes.
    [[nodiscard]] result<void> commit();

    /// Rolls back. Does nothing if the transaction is over.
    void rollback() noexcept;

    /// Returns whether the transaction is neither committed nor rolled back.
    bool is_open() const noexcept;

private:
    friend class store;
    transaction(std::weak_ptr<detail::session_state> state, std::uint64_t serial) noexcept;

    std::weak_ptr<detail::session_state> state_;
    std::uint64_t                        serial_;
};

} // namespace SSOT_MODE

/// How pauses are randomized. `none`: not at all. `full`: each is a random part of the whole pause.
enum class jitter : std::uint8_t { none, full };

namespace detail {

/// Returns a number in [0, 1), from a generator of the calling thread.
double random_fraction();
void   sleep_for(std::chrono::nanoseconds pause);

} // namespace detail

/// How `store.run` repeats.
///
/// `sleep` and `random` must not be empty. They are called by the thread that calls `run`, between two attempts: no
/// transaction is open and no lock is held. An exception leaves `run`, and nothing of the attempts before is kept.
struct run_options {
    unsigned                  attempts = 5; ///< maximum number of attempts; 0 means 1
    std::chrono::milliseconds first{10};    ///< the first pause; each further pause is twice as long
    std::chrono::milliseconds cap{1000};    ///< the longest pause
    ssot::jitter              jitter = ssot::jitter::full;
    storage::tx_options       transaction{};

    std::function<void(std::chrono::nanoseconds)> sleep = detail::sleep_for;
    std::function<double()>                       random{detail::random_fraction}; ///< in [0, 1)

    /// Returns the pause after the given number of attempts, at least 1.
    std::chrono::nanoseconds pause_after(unsigned attempt) const;
};

} // namespace ssot

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/store/transaction.ipp>
#endif

#endif // SSOT_STORE_TRANSACTION_HPP
