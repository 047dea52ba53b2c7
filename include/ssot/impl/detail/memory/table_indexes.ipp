// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_MEMORY_TABLE_INDEXES_IPP
#define SSOT_IMPL_DETAIL_MEMORY_TABLE_INDEXES_IPP

// What finds rows of a table by other fields than the key, and the highest key.

#include <ssot/detail/memory/table.hpp>

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>
#include <vector>

namespace ssot::storage::detail::memory {

inline void table::add_indexes()
{
    auto const can_index = [&](std::uint16_t f) {
        return layout_.slots()[f].form == slot_form::parent || field_index::can_index(model().fields[f].type);
    };
    for (std::uint16_t f = 0; f != model().fields.size(); ++f) {
        auto const& field = model().fields[f];
        if (f != model().pk && (field.unique || field.indexed) && !foreign_key_index_of(f) && can_index(f))
            indexes_.push_back(std::make_unique<field_index>(std::vector{f}, hash_));
    }
    // The lists of `indexes` are for other engines: a list of rows for each parent, in the order of their times, is there anyway.
    for (auto const together : model().unique_together) {
        std::vector<std::uint16_t> fields;
        std::ranges::copy_if(together, std::back_inserter(fields), can_index);
        bool const has_key = std::ranges::find(together, model().pk) != together.end();
        if (!has_key && fields.size() > 1)
            indexes_.push_back(std::make_unique<field_index>(std::move(fields), hash_));
    }
}

inline field_index::place table::find(field_index const& index, std::span<value_view const> values) const noexcept
{
    std::uint32_t hash = 0;
    for (std::size_t i = 0; i != values.size(); ++i) {
        auto const type = model().fields[index.fields()[i]].type;
        bool const numbers =
            type == kind::boolean || type == kind::int64 || type == kind::timestamp || type == kind::duration;
        if (values[i].is_null() || values[i].is_buffer() == numbers)
            return field_index::nowhere;
        hash = field_index::join(hash, index.hash(values[i]));
    }
    return index.find(hash, [&](row_ref ref) {
        row_view const row{this, arena_[ref]};
        for (std::size_t i = 0; i != values.size(); ++i)
            if (compare(row.at(index.fields()[i]), values[i]) != 0)
                return false;
        return true;
    });
}

inline bool table::hash_of(field_index const& index, std::byte const* row, std::uint32_t& out) const noexcept
{
    out = 0;
    for (auto const f : index.fields()) {
        auto const v = row_view{this, row}.at(f);
        if (v.is_null())
            return false;
        out = field_index::join(out, index.hash(v));
    }
    return true;
}

inline bool table::same_values(field_index const& index, std::byte const* a, std::byte const* b) const noexcept
{
    return std::ranges::all_of(
        index.fields(), [&](std::uint16_t f) { return compare(row_view{this, a}.at(f), row_view{this, b}.at(f)) == 0; });
}

inline void table::add_to_indexes(row_ref ref) noexcept
{
    auto const* const row  = arena_[ref];
    std::uint32_t     hash = 0;
    for (auto const& index : indexes_)
        if (hash_of(*index, row, hash))
            index->add(
                hash,
                ref,
                [&](row_ref other) { return same_values(*index, arena_[other], row); },
                [&](row_ref other) { return is_visible(arena_[other], head_of(row).begin); });
}

inline void table::drop_from_indexes(row_ref ref) noexcept
{
    auto const* const row  = arena_[ref];
    std::uint32_t     hash = 0;
    for (auto const& index : indexes_)
        if (hash_of(*index, row, hash))
            index->drop_front(
                hash,
                [&](row_ref other) { return same_values(*index, arena_[other], row); },
                [&](row_ref other) { return read_mark(head_of(arena_[other]).begin) == never; });
}

inline row_ref table::newest(value_view key) const noexcept
{
    if (key.is_null() || !is_key(key))
        return no_row;
    auto const* const found = index_.find(hash_(key), [&](row_ref ref) { return has_key(arena_[ref], key); });
    return found ? *found : no_row;
}

inline void table::raise_bound(std::byte const* row) noexcept
{
    if (number_at_ != 0 && (!bound_ || *bound_ < number_of(row)))
        bound_ = number_of(row);
}

inline row_ref table::highest(ordinal seen) const noexcept
{
    // Each key that is looked for in vain was erased or taken back since, or the keys have gaps; then looking at all rows costs
    // no more than a few times what was lost.
    auto const tries = static_cast<std::int64_t>(16 + index_.size() / 8);
    for (std::int64_t i = 0; bound_ && i != tries && *bound_ > std::numeric_limits<std::int64_t>::min(); ++i, --*bound_)
        if (auto const ref = find(value_view::integer(*bound_), seen); ref != no_row)
            return ref;
    if (!bound_)
        return no_row;
    bound_.reset();
    row_ref out = no_row;
    for (std::uint32_t b = 0; b != arena_.blocks(); ++b) {
        auto const [first, last] = arena_.places(b);
        for (auto ref = first; ref != last; ref = behind(ref))
            if (auto const* const row = arena_[ref]; is_visible(row, seen) && (!bound_ || *bound_ < number_of(row))) {
                bound_ = number_of(row);
                out    = ref;
            }
    }
    return out;
}

} // namespace ssot::storage::detail::memory

#endif // SSOT_IMPL_DETAIL_MEMORY_TABLE_INDEXES_IPP
