// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_STABLE_VECTOR_HPP
#define SSOT_DETAIL_MEMORY_STABLE_VECTOR_HPP

// A vector that grows at its end and never moves its elements: each piece is as long as all pieces before it.
//
// While one thread appends, others may read without a lock the elements whose indexes they were given.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace ssot::storage::detail::memory {

template<class T>
class stable_vector {
public:
    std::uint32_t size() const noexcept { return size_; }

    T&       operator[](std::uint32_t i) noexcept { return *find(i); }
    T const& operator[](std::uint32_t i) const noexcept { return *find(i); }

    /// Throws std::bad_alloc.
    T& emplace_back()
    {
        auto& piece = pieces_[piece_of(size_)];
        if (!piece)
            piece = std::make_unique<T[]>(first_piece << piece_of(size_));
        return *find(size_++);
    }

private:
    static constexpr std::size_t first_piece = 16;

    static unsigned piece_of(std::uint32_t i) noexcept
    {
        return static_cast<unsigned>(std::bit_width(i + first_piece) - std::bit_width(first_piece));
    }
    T* find(std::uint32_t i) const noexcept
    {
        auto const piece = piece_of(i);
        return &pieces_[piece][i + first_piece - (first_piece << piece)];
    }

    std::array<std::unique_ptr<T[]>, 30> pieces_{};
    std::uint32_t                        size_ = 0;
};

} // namespace ssot::storage::detail::memory

#endif // SSOT_DETAIL_MEMORY_STABLE_VECTOR_HPP
