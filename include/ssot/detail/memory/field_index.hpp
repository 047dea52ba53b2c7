// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_FIELD_INDEX_HPP
#define SSOT_DETAIL_MEMORY_FIELD_INDEX_HPP

// Finds the rows that hold certain values in one field, or in several together: a hash of the values leads to a list of rows.
//
// The newest row of a list is its first. A list only ever grows at its front, and loses from there what was taken back, so that
// whoever was told of a place in it may go on from there without a lock. Old versions of rows stay until the live rows are
// copied into a new table. Rows with a null in one of the fields are in no list.

#include <ssot/storage/value.hpp>

#include <ssot/detail/memory/arena.hpp>
#include <ssot/detail/memory/key_index.hpp>
#include <ssot/detail/memory/stable_vector.hpp>

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace ssot::storage::detail::memory {

class field_index {
public:
    using place = std::uint32_t; ///< in a list

    static constexpr place nowhere = 0;

    /// What a field of this kind equals is known by its bytes.
    static constexpr bool can_index(kind type) noexcept
    {
        switch (type) {
        case kind::boolean:
        case kind::int64:
        case kind::timestamp:
        case kind::duration:
        case kind::text:
        case kind::bytes:
        case kind::uuid:
        case kind::choice: return true;
        default: return false; // two zeros are one real; documents differ by more than their bytes
        }
    }

    field_index(std::vector<std::uint16_t> fields, key_hash const& hash);

    std::span<std::uint16_t const> fields() const noexcept { return fields_; }

    /// Whether two rows had the same values at one time. As long as it is false, whoever found a row of a list that he sees has
    /// seen all. Under `guard`, when the place is asked for.
    bool repeats() const noexcept { return repeats_; }

    /// Part of a hash of several values.
    static std::uint32_t join(std::uint32_t hash, std::uint32_t next) noexcept
    {
        auto const product = (std::uint64_t{hash} << 32 | next) * 0x9e37'79b9'7f4a'7c15;
        return static_cast<std::uint32_t>(product >> 32) ^ next;
    }

    std::uint32_t hash(value_view v) const noexcept { return hash_(v); }

    /// The front of the list whose rows hold the values: `has_values(row)` says whether one does. Under `guard`.
    template<class HasValues>
    place find(std::uint32_t hash, HasValues has_values) const noexcept
    {
        auto const* const found = lists_.find(hash, [&](place p) { return has_values(nodes_[p].row); });
        return found ? *found : nowhere;
    }

    row_ref row(place p) const noexcept { return nodes_[p].row; }
    place   behind(place p) const noexcept { return nodes_[p].next; }

    // Writing, under `guard`. What can fail comes first: `make_room` before `add`. It throws std::bad_alloc.

    void make_room();

    /// Puts a row in front of its list. `is_there(row)`: whether a row of the list is seen by who writes.
    template<class HasValues, class IsThere>
    void add(std::uint32_t hash, row_ref row, HasValues has_values, IsThere is_there) noexcept
    {
        auto* const found = lists_.find(hash, [&](place p) { return has_values(nodes_[p].row); });
        nodes_[used_]     = {row, found ? *found : nowhere};
        if (found) {
            repeats_ = repeats_ || is_there(nodes_[*found].row);
            *found   = used_;
        } else {
            lists_.add(hash, used_);
        }
        ++used_;
    }

    /// Takes the rows in front out of a list that were taken back: `is_void(row)`.
    template<class HasValues, class IsVoid>
    void drop_front(std::uint32_t hash, HasValues has_values, IsVoid is_void) noexcept
    {
        auto* const found = lists_.find(hash, [&](place p) { return has_values(nodes_[p].row); });
        if (!found)
            return;
        auto front = *found;
        while (front != nowhere && is_void(nodes_[front].row))
            front = nodes_[front].next;
        if (front == nowhere)
            lists_.erase(found);
        else
            *found = front;
    }

private:
    struct node {
        row_ref row  = no_row;
        place   next = nowhere; ///< of an older row
    };

    std::vector<std::uint16_t> fields_;
    key_hash                   hash_;
    bool                       repeats_ = false;
    key_index                  lists_{}; ///< the front of each
    stable_vector<node>        nodes_{}; ///< none is used twice: somebody may still stand there
    place                      used_ = 1;
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/field_index.ipp>

#endif // SSOT_DETAIL_MEMORY_FIELD_INDEX_HPP
