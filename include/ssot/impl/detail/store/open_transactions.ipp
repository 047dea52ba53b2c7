// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_OPEN_TRANSACTIONS_IPP
#define SSOT_IMPL_DETAIL_STORE_OPEN_TRANSACTIONS_IPP

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/store/open_transactions.hpp>

#include <algorithm>
#include <map>
#include <mutex>

namespace ssot::detail {

SSOT_DECL void transaction_places::add(transaction_place const& place)
{
    std::scoped_lock const guard(lock_);
    places_.push_back(&place);
}

SSOT_DECL void transaction_places::remove(transaction_place const& place) noexcept
{
    std::scoped_lock const guard(lock_);
    std::erase(places_, &place);
}

SSOT_DECL bool transaction_places::any_here() const
{
    std::scoped_lock const guard(lock_);
    auto const             me = std::this_thread::get_id();
    return std::ranges::any_of(places_, [&](auto const* p) { return p->load(std::memory_order_relaxed) == me; });
}

SSOT_DECL std::shared_ptr<transaction_places> transaction_places_of(void const* identity)
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

#endif // SSOT_IMPL_DETAIL_STORE_OPEN_TRANSACTIONS_IPP
