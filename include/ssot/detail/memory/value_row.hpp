// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_VALUE_ROW_HPP
#define SSOT_DETAIL_MEMORY_VALUE_ROW_HPP

// The values of a row to be written, where the type of its object is not known.

#include <ssot/error.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/memory/layout.hpp>

#include <cstddef>

namespace ssot::storage::detail::memory {

/// `doubtful` values did not come from an object of the model, and may be of any kind.
struct value_row {
    row_values&       values;
    layout::field_set doubtful;
    layout const&     shape;

    value_view               key() const noexcept { return values[shape.model().pk]; }
    result<layout::measured> measure(layout const&) const { return shape.measure(values, doubtful); }

    /// Calls `fn(field, key)` for each foreign key that has parents.
    template<class Fn>
    void each_parent(Fn fn) const
    {
        for (auto const p : shape.parents())
            fn(p.field, values[p.field]);
    }
    void write(layout const&, std::byte* row, layout::measured const& is, layout::parent_ordinals const& parents) const
    {
        shape.write(row, values, is, parents);
    }
};

} // namespace ssot::storage::detail::memory

#endif // SSOT_DETAIL_MEMORY_VALUE_ROW_HPP
