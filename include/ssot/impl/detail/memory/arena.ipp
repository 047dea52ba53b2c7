// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_MEMORY_ARENA_IPP
#define SSOT_IMPL_DETAIL_MEMORY_ARENA_IPP

#include <ssot/detail/memory/arena.hpp>

#include <algorithm>

namespace ssot::storage::detail::memory {

inline row_ref arena::reserve(std::size_t bytes)
{
    auto const units = static_cast<std::uint32_t>(round_up(bytes) / unit);
    if (bytes > block_bytes / 8) {
        // A block of its own, so that the rest of the open one is not lost.
        return add_block(units + 1) ? place(blocks() - 1, 1) : no_row;
    }
    if (units > end_ - at_ && !open_next(units))
        return no_row;
    return place(open_, at_);
}

inline void arena::publish(row_ref ref, std::size_t bytes) noexcept
{
    auto const block = ref >> unit_bits;
    auto const end   = (ref & unit_mask) + static_cast<std::uint32_t>(round_up(bytes) / unit);
    if (block == open_ && end_ != 0)
        at_ = end;
    used_.store(used() + round_up(bytes), std::memory_order_relaxed);
    filled(directory_.load(std::memory_order_relaxed)[block]).store(end, std::memory_order_release);
}

inline std::pair<row_ref, row_ref> arena::places(std::uint32_t block) const noexcept
{
    auto* const first = directory_.load(std::memory_order_acquire)[block];
    return {place(block, 1), place(block, filled(first).load(std::memory_order_acquire))};
}

inline bool arena::open_next(std::uint32_t units)
{
    auto const bytes = std::min(std::size_t{4096} << (2 * std::min<std::size_t>(opened_, 4)), block_bytes);
    auto const room  = std::max(static_cast<std::uint32_t>(bytes / unit), units + 1);
    if (!add_block(room))
        return false;
    ++opened_;
    open_ = blocks() - 1;
    at_   = 1;
    end_  = room;
    return true;
}

inline bool arena::add_block(std::uint32_t units)
{
    auto const n = blocks();
    if (n == most_blocks)
        return false;
    if (n == room_) {
        // Readers may still look into the old directory, so it stays; all of them together are as long as the new one.
        auto const room  = std::max<std::uint32_t>(8, n * 2);
        auto       wider = std::make_unique<std::byte*[]>(room);
        std::copy_n(directory_.load(std::memory_order_relaxed), n, wider.get());
        directories_.push_back(std::move(wider));
        room_ = room;
        directory_.store(directories_.back().get(), std::memory_order_release);
    }
    owned_.push_back(std::unique_ptr<std::byte[]>(new std::byte[units * unit])); // not cleared
    auto* const block = owned_.back().get();
    new (block) std::uint32_t(1);
    directory_.load(std::memory_order_relaxed)[n] = block;
    blocks_.store(n + 1, std::memory_order_release);
    return true;
}

} // namespace ssot::storage::detail::memory

#endif // SSOT_IMPL_DETAIL_MEMORY_ARENA_IPP
