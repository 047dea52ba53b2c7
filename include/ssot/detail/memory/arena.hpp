// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_ARENA_HPP
#define SSOT_DETAIL_MEMORY_ARENA_HPP

// Where the rows of a table lie: blocks that never move, filled from the front.
//
// One thread writes. Others may read at the same time, without a lock, what was published: a place, once written, stays as it
// is. The first unit of a block says how far the block is filled.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace ssot::storage::detail::memory {

/// A place in an arena: the block, and in its lower bits the unit in the block.
using row_ref = std::uint32_t;

/// No place: the first unit of a block holds no row.
inline constexpr row_ref no_row = 0;

class arena {
public:
    static constexpr std::size_t unit        = 8; ///< bytes; every place starts at a multiple
    static constexpr std::size_t block_bytes = std::size_t{1} << 20;

    static constexpr std::size_t round_up(std::size_t bytes) noexcept { return (bytes + unit - 1) / unit * unit; }

    /// Room for `bytes`, seen by nobody before `publish`; no_row when the arena is full: 32 GiB.
    /// Throws std::bad_alloc.
    row_ref reserve(std::size_t bytes)
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

    std::byte*       operator[](row_ref ref) noexcept { return address(ref); }
    std::byte const* operator[](row_ref ref) const noexcept { return address(ref); }

    /// Lets readers see the place that was reserved last.
    void publish(row_ref ref, std::size_t bytes) noexcept
    {
        auto const block = ref >> unit_bits;
        auto const end   = (ref & unit_mask) + static_cast<std::uint32_t>(round_up(bytes) / unit);
        if (block == open_ && end_ != 0)
            at_ = end;
        used_.store(used() + round_up(bytes), std::memory_order_relaxed);
        filled(directory_.load(std::memory_order_relaxed)[block]).store(end, std::memory_order_release);
    }

    std::uint32_t blocks() const noexcept { return blocks_.load(std::memory_order_acquire); }

    /// The places of a block: the first, and one behind the last that is published.
    std::pair<row_ref, row_ref> places(std::uint32_t block) const noexcept
    {
        auto* const first = directory_.load(std::memory_order_acquire)[block];
        return {place(block, 1), place(block, filled(first).load(std::memory_order_acquire))};
    }

    /// The place behind one that takes `bytes`.
    static row_ref behind(row_ref ref, std::size_t bytes) noexcept
    {
        return ref + static_cast<row_ref>(round_up(bytes) / unit);
    }

    /// Bytes of all places.
    std::size_t used() const noexcept { return used_.load(std::memory_order_relaxed); }

private:
    static constexpr unsigned      unit_bits   = 17; // of a block of 1 MiB
    static constexpr row_ref       unit_mask   = (row_ref{1} << unit_bits) - 1;
    static constexpr std::uint32_t most_blocks = std::uint32_t{1} << (32 - unit_bits);

    static row_ref place(std::uint32_t block, std::uint32_t at) noexcept { return (block << unit_bits) + at; }

    static std::atomic_ref<std::uint32_t> filled(std::byte* block) noexcept
    {
        return std::atomic_ref(*reinterpret_cast<std::uint32_t*>(block));
    }

    std::byte* address(row_ref ref) const noexcept
    {
        return directory_.load(std::memory_order_acquire)[ref >> unit_bits] + (ref & unit_mask) * unit;
    }

    /// The next block to be filled. The first ones are small, so that an empty store is.
    bool open_next(std::uint32_t units)
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

    bool add_block(std::uint32_t units)
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

    std::vector<std::unique_ptr<std::byte[]>>  owned_{};
    std::vector<std::unique_ptr<std::byte*[]>> directories_{};
    std::atomic<std::byte**>                   directory_{nullptr}; ///< the last of them
    std::atomic<std::uint32_t>                 blocks_{0};
    std::uint32_t                              room_ = 0; ///< of the directory

    std::uint32_t            open_   = 0; ///< the block that is being filled, from unit `at_` to `end_`
    std::uint32_t            at_     = 0;
    std::uint32_t            end_    = 0;
    std::uint32_t            opened_ = 0;
    std::atomic<std::size_t> used_{0};
};

} // namespace ssot::storage::detail::memory

#endif // SSOT_DETAIL_MEMORY_ARENA_HPP
