// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_COUNTER_DIMENSIONS_HPP
#define SSOT_DETAIL_MEMORY_COUNTER_DIMENSIONS_HPP

// The combinations of the choices of a row, which are counted.

#include <ssot/detail/memory/layout.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ssot::storage::detail::memory {

/// One of the choices: its field, and how many choices there are.
struct choice_axis {
    std::uint16_t field;
    std::uint16_t at; ///< in a row
    std::uint8_t  choices;
};

class choice_axes {
public:
    /// The first two choices of a model, where a byte can tell their combinations.
    explicit choice_axes(layout const& shape);

    std::span<choice_axis const> all() const noexcept { return axes_; }

    /// How many combinations there are.
    std::size_t cells() const noexcept;

    /// The place of a row's choices among all combinations. What is no known choice is the last of its axis.
    std::uint8_t cell_of(std::byte const* row) const noexcept;

private:
    std::vector<choice_axis> axes_{};
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/counter_dimensions.ipp>

#endif // SSOT_DETAIL_MEMORY_COUNTER_DIMENSIONS_HPP
