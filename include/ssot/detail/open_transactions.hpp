// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_OPEN_TRANSACTIONS_HPP
#define SSOT_DETAIL_OPEN_TRANSACTIONS_HPP

// Which threads have a transaction open on a backend: by any store on it and any session of one. A program that has one open and
// waits for a second on the same backend may wait for itself.

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace ssot::detail {

/// The thread that last used the open transaction of one session; none when there is no transaction.
using transaction_place = std::atomic<std::thread::id>;

/// The places of all sessions of one backend. Every function may be called by several threads at once; none waits for long.
class transaction_places {
public:
    void add(transaction_place const& place)
    {
        std::scoped_lock const guard(lock_);
        places_.push_back(&place);
    }
    void remove(transaction_place const& place) noexcept
    {
        std::scoped_lock const guard(lock_);
        std::erase(places_, &place);
    }

    /// Whether the calling thread has a transaction open. Linear in the number of sessions.
    bool any_here() const
    {
        std::scoped_lock const guard(lock_);
        auto const             me = std::this_thread::get_id();
        return std::ranges::any_of(places_, [&](auto const* p) { return p->load(std::memory_order_relaxed) == me; });
    }

private:
    std::mutex mutable lock_{};
    std::vector<transaction_place const*> places_{};
};

/// Which rows a backend keeps, for comparison: what its `identity()` says, or itself.
template<class Backend>
void const* identity_of(Backend const& backend) noexcept
{
    if constexpr (requires { static_cast<void const*>(backend.identity()); })
        return backend.identity();
    else
        return &backend;
}

/// The places of the backend with this identity.
inline std::shared_ptr<transaction_places> transaction_places_of(void const* identity)
{
    static std::mutex                                               lock;
    static std::map<void const*, std::weak_ptr<transaction_places>> known;
    std::scoped_lock const                                          guard(lock);
    std::erase_if(known, [&](auto const& entry) { return entry.first != identity && entry.second.expired(); });
    auto& place = known[identity];
    auto  out   = place.lock();
    if (!out)
        place = out = std::make_shared<transaction_places>();
    return out;
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_OPEN_TRANSACTIONS_HPP
