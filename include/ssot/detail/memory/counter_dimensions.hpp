// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_COUNTER_DIMENSIONS_HPP
#define SSOT_DETAIL_MEMORY_COUNTER_DIMENSIONS_HPP

// The combinations of choice values by which the rows of a parent are counted.

#include <ssot/detail/memory/layout.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ssot::storage::detail::memory {

/// One counted choice: its field, and the number of its values.
struct counter_dimension {
    std::uint16_t field;
    std::uint16_t at; ///< offset in a row
    std::uint8_t  choices;
};

/// The choices of a model by which rows are counted. Each combination of their values has a counter slot.
class counter_dimensions {
public:
    /// Takes the first two choices of a model, provided that a byte can hold all their combinations.
    explicit counter_dimensions(layout const& shape);

    std::span<counter_dimension const> all() const noexcept { return dimensions_; }

    /// Returns the number of combinations.
    std::size_t counter_slots() const noexcept;

    /// Returns the index of a row's combination. An unknown value has the last index of its dimension.
    std::uint8_t counter_slot_of(std::byte const* row) const noexcept;

private:
    std::vector<counter_dimension> dimensions_{};
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/counter_dimensions.ipp>

#endif // SSOT_DETAIL_MEMORY_COUNTER_DIMENSIONS_HPP
