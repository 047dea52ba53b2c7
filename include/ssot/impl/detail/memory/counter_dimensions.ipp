// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_MEMORY_COUNTER_DIMENSIONS_IPP
#define SSOT_IMPL_DETAIL_MEMORY_COUNTER_DIMENSIONS_IPP

#include <ssot/storage/schema.hpp>

#include <ssot/detail/memory/counter_dimensions.hpp>

#include <algorithm>

namespace ssot::storage::detail::memory {

inline counter_dimensions::counter_dimensions(layout const& shape)
{
    auto const& fields = shape.model().fields;
    for (std::uint16_t f = 0; f != fields.size() && dimensions_.size() != 2; ++f)
        if (fields[f].type == kind::choice && !fields[f].choices.empty() && fields[f].choices.size() < 255 &&
            counter_slots() * (fields[f].choices.size() + 1) <= 256)
            dimensions_.push_back({f, shape.slots()[f].at, static_cast<std::uint8_t>(fields[f].choices.size())});
}

inline std::size_t counter_dimensions::counter_slots() const noexcept
{
    std::size_t out = 1;
    for (auto const& a : dimensions_)
        out *= a.choices + std::size_t{1};
    return out;
}

inline std::uint8_t counter_dimensions::counter_slot_of(std::byte const* row) const noexcept
{
    std::size_t out = 0;
    for (auto const& a : dimensions_)
        out = out * (a.choices + std::size_t{1}) + std::min(static_cast<std::uint8_t>(row[a.at]), a.choices);
    return static_cast<std::uint8_t>(out);
}

} // namespace ssot::storage::detail::memory

#endif // SSOT_IMPL_DETAIL_MEMORY_COUNTER_DIMENSIONS_IPP
