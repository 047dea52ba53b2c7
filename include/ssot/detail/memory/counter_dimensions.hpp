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
struct choice_axis {
    std::uint16_t field;
    std::uint16_t at; ///< offset in a row
    std::uint8_t  choices;
};

class choice_axes {
public:
    /// Takes the first two choices of a model, provided that a byte can hold all their combinations.
    explicit choice_axes(layout const& shape);

    std::span<choice_axis const> all() const noexcept { return axes_; }

    /// Returns the number of combinations.
    std::size_t cells() const noexcept;

    /// Returns the index of a row's combination. An unknown value has the last index of its dimension.
    std::uint8_t cell_of(std::byte const* row) const noexcept;

private:
    std::vector<choice_axis> axes_{};
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/counter_dimensions.ipp>

#endif // SSOT_DETAIL_MEMORY_COUNTER_DIMENSIONS_HPP
