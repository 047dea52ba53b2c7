// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_CHOICE_AXES_HPP
#define SSOT_DETAIL_MEMORY_CHOICE_AXES_HPP

// The combinations of the choices of a row, which are counted.

#include <ssot/storage/schema.hpp>

#include <ssot/detail/memory/layout.hpp>

#include <algorithm>
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
    explicit choice_axes(layout const& shape)
    {
        auto const& fields = shape.model().fields;
        for (std::uint16_t f = 0; f != fields.size() && axes_.size() != 2; ++f)
            if (fields[f].type == kind::choice && !fields[f].choices.empty() && fields[f].choices.size() < 255 &&
                cells() * (fields[f].choices.size() + 1) <= 256)
                axes_.push_back({f, shape.slots()[f].at, static_cast<std::uint8_t>(fields[f].choices.size())});
    }

    std::span<choice_axis const> all() const noexcept { return axes_; }

    /// How many combinations there are.
    std::size_t cells() const noexcept
    {
        std::size_t out = 1;
        for (auto const& a : axes_)
            out *= a.choices + std::size_t{1};
        return out;
    }

    /// The place of a row's choices among all combinations. What is no known choice is the last of its axis.
    std::uint8_t cell_of(std::byte const* row) const noexcept
    {
        std::size_t out = 0;
        for (auto const& a : axes_)
            out = out * (a.choices + std::size_t{1}) + std::min(static_cast<std::uint8_t>(row[a.at]), a.choices);
        return static_cast<std::uint8_t>(out);
    }

private:
    std::vector<choice_axis> axes_{};
};

} // namespace ssot::storage::detail::memory

#endif // SSOT_DETAIL_MEMORY_CHOICE_AXES_HPP
