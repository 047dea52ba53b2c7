// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_ARENA_HPP
#define SSOT_DETAIL_MEMORY_ARENA_HPP

// The memory of the rows of a table: blocks that never move and are filled from the front.
//
// One thread writes. Other threads may read published rows at the same time without a lock, because a place never changes
// once it is written. The first unit of a block holds how far the block is filled.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace ssot::storage::detail::memory {

/// A place in an arena: the index of the block and, in the lower bits, of the unit within the block.
using row_ref = std::uint32_t;

/// The place that is none. It cannot occur, because the first unit of a block never holds a row.
inline constexpr row_ref no_row = 0;

class arena {
public:
    static constexpr std::size_t unit        = 8; ///< in bytes; every place starts at a multiple of it
    static constexpr std::size_t block_bytes = std::size_t{1} << 20;

    static constexpr std::size_t round_up(std::size_t bytes) noexcept { return (bytes + unit - 1) / unit * unit; }

    /// Reserves `bytes`, which readers do not see before `publish`. Returns no_row if the arena is full (32 GiB).
    /// Throws std::bad_alloc.
    row_ref reserve(std::size_t bytes);

    std::byte*       operator[](row_ref ref) noexcept { return address(ref); }
    std::byte const* operator[](row_ref ref) const noexcept { return address(ref); }

    /// Shows readers the place that was reserved last.
    void publish(row_ref ref, std::size_t bytes) noexcept;

    std::uint32_t blocks() const noexcept { return blocks_.load(std::memory_order_acquire); }

    /// Returns the first place of a block, and the place after the last one that is published.
    std::pair<row_ref, row_ref> places(std::uint32_t block) const noexcept;

    /// Returns the place that follows one of `bytes`.
    static row_ref behind(row_ref ref, std::size_t bytes) noexcept
    {
        return ref + static_cast<row_ref>(round_up(bytes) / unit);
    }

    static std::uint32_t block_of(row_ref ref) noexcept { return ref >> unit_bits; }

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

    /// Allocates the next block. The first blocks are small so that an empty store takes little memory.
    bool open_next(std::uint32_t units);

    bool add_block(std::uint32_t units);

    std::vector<std::unique_ptr<std::byte[]>>  owned_{};
    std::vector<std::unique_ptr<std::byte*[]>> directories_{};
    std::atomic<std::byte**>                   directory_{nullptr}; ///< the newest directory
    std::atomic<std::uint32_t>                 blocks_{0};
    std::uint32_t                              room_ = 0; ///< capacity of the directory

    std::uint32_t            open_   = 0; ///< index of the block being filled, from unit `at_` to `end_`
    std::uint32_t            at_     = 0;
    std::uint32_t            end_    = 0;
    std::uint32_t            opened_ = 0;
    std::atomic<std::size_t> used_{0};
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/arena.ipp>

#endif // SSOT_DETAIL_MEMORY_ARENA_HPP
