// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_MEMORY_KEY_INDEX_IPP
#define SSOT_IMPL_DETAIL_MEMORY_KEY_INDEX_IPP

#include <ssot/detail/memory/key_index.hpp>

namespace ssot::storage::detail::memory {

inline void key_index::add(std::uint32_t hash, std::uint32_t number) noexcept
{
    auto at = hash & mask_;
    while (entries_[at].number != none)
        at = (at + 1) & mask_;
    entries_[at] = {hash, number};
    ++size_;
}

inline void key_index::reserve(std::size_t more)
{
    auto room = entries_.empty() ? std::size_t{16} : entries_.size();
    while ((size_ + more) * 4 > room * 3)
        room *= 2;
    if (room != entries_.size())
        grow(room);
}

inline void key_index::erase(std::uint32_t const* found) noexcept
{
    auto hole = static_cast<std::size_t>(reinterpret_cast<entry const*>(found) - entries_.data());
    for (auto at = (hole + 1) & mask_; entries_[at].number != none; at = (at + 1) & mask_)
        if (((at - entries_[at].hash) & mask_) >= ((at - hole) & mask_)) { // it would rather stand in the hole or before
            entries_[hole] = entries_[at];
            hole           = at;
        }
    entries_[hole] = {};
    --size_;
}

inline void key_index::prefetch(std::uint32_t hash) const noexcept
{
    if (!entries_.empty())
        __builtin_prefetch(&entries_[hash & mask_], 1);
}

inline void key_index::grow(std::size_t room)
{
    std::vector<entry> old(room);
    old.swap(entries_);
    mask_ = room - 1;
    for (auto const& e : old)
        if (e.number != none) {
            auto at = e.hash & mask_;
            while (entries_[at].number != none)
                at = (at + 1) & mask_;
            entries_[at] = e;
        }
}

} // namespace ssot::storage::detail::memory

#endif // SSOT_IMPL_DETAIL_MEMORY_KEY_INDEX_IPP
