// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_FIELD_INDEX_HPP
#define SSOT_DETAIL_MEMORY_FIELD_INDEX_HPP

// Finds the rows that hold given values in one field, or in several fields together: a hash of the values leads to a list of
// rows.
//
// The newest row of a list is the first. A list grows only at its front, and loses only there the rows of a rollback, so that
// a reader that was given a place in it can continue without a lock. Old versions of rows stay in their lists until the live
// rows are copied into a new table. A row with a null in one of the fields is in no list.

#include <ssot/storage/value.hpp>

#include <ssot/detail/memory/arena.hpp>
#include <ssot/detail/memory/key_index.hpp>
#include <ssot/detail/memory/stable_vector.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace ssot::storage::detail::memory {

class field_index {
public:
    using place = std::uint32_t; ///< of a row in its list

    static constexpr place nowhere = 0;

    /// Returns whether two values of this kind are equal exactly if their bytes are.
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

    /// Returns whether two rows ever had the same values at the same time. As long as they had not, at most one row of a list is
    /// visible to a reader. To be called under `guard`, together with `find`.
    bool repeats() const noexcept { return repeats_; }

    /// Returns the hash of several values from the hash of those so far and that of the next.
    static std::uint32_t join(std::uint32_t hash, std::uint32_t next) noexcept
    {
        auto const product = (std::uint64_t{hash} << 32 | next) * 0x9e37'79b9'7f4a'7c15;
        return static_cast<std::uint32_t>(product >> 32) ^ next;
    }

    std::uint32_t hash(value_view v) const noexcept { return hash_(v); }

    /// Returns the front of the list whose rows hold the values, for which `has_values(row)` is true; `nowhere` if there is none.
    /// To be called under `guard`.
    template<class HasValues>
    place find(std::uint32_t hash, HasValues has_values) const noexcept
    {
        auto const* const found = lists_.find(hash, [&](place p) { return has_values(nodes_[p].row); });
        return found ? *found : nowhere;
    }

    row_ref row(place p) const noexcept { return nodes_[p].row; }
    place   behind(place p) const noexcept { return nodes_[p].next; }

    // Writing, under `guard`.

    /// Makes room for one row, so that `add` cannot fail. Throws std::bad_alloc.
    void make_room();

    /// Puts a row at the front of its list. `is_there(row)` tells whether a row of the list is visible to the writer.
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

    /// Removes the rows of a rollback, for which `is_void(row)` is true, from the front of a list.
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
    key_index                  lists_{}; ///< the front of each list
    stable_vector<node>        nodes_{}; ///< none is used twice, since a reader may still be there
    place                      used_ = 1;
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/field_index.ipp>

#endif // SSOT_DETAIL_MEMORY_FIELD_INDEX_HPP
