// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_ARENA_HPP
#define SSOT_DETAIL_MEMORY_ARENA_HPP

// Where the rows of a table lie: blocks that never move, filled from the front.
//
// One thread writes. Others may read at the same time, without a lock, what was published: a place, once written, stays as it
// is. The first unit of a block says how far the block is filled.

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
    row_ref reserve(std::size_t bytes);

    std::byte*       operator[](row_ref ref) noexcept { return address(ref); }
    std::byte const* operator[](row_ref ref) const noexcept { return address(ref); }

    /// Lets readers see the place that was reserved last.
    void publish(row_ref ref, std::size_t bytes) noexcept;

    std::uint32_t blocks() const noexcept { return blocks_.load(std::memory_order_acquire); }

    /// The places of a block: the first, and one behind the last that is published.
    std::pair<row_ref, row_ref> places(std::uint32_t block) const noexcept;

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
    bool open_next(std::uint32_t units);

    bool add_block(std::uint32_t units);

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

#include <ssot/impl/detail/memory/arena.ipp>

#endif // SSOT_DETAIL_MEMORY_ARENA_HPP
