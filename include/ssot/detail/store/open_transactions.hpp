// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_OPEN_TRANSACTIONS_HPP
#define SSOT_DETAIL_STORE_OPEN_TRANSACTIONS_HPP

// The threads that have a transaction open on a backend, in any store and any session. A thread that has one and waits for
// a second one on the same backend may wait for itself.

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace ssot::detail {

/// The thread that last used the open transaction of one session; no thread if there is no transaction.
using transaction_place = std::atomic<std::thread::id>;

/// The transactions of all sessions on one backend. Thread-safe; no function waits for long.
class transaction_places {
public:
    void add(transaction_place const& place);
    void remove(transaction_place const& place) noexcept;

    /// Returns whether the calling thread has a transaction open. Linear in the number of sessions.
    bool any_here() const;

private:
    std::mutex mutable lock_{};
    std::vector<transaction_place const*> places_{};
};

/// Returns the transactions of the backend with this identity.
std::shared_ptr<transaction_places> transaction_places_of(void const* identity);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/store/open_transactions.ipp>
#endif

#endif // SSOT_DETAIL_STORE_OPEN_TRANSACTIONS_HPP
