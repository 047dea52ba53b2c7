// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_TABLE_HPP
#define SSOT_DETAIL_MEMORY_TABLE_HPP

// The rows of one model and the indexes that find them.
//
// Rows are only ever added. A row that is changed or erased is marked with an end and stays for older snapshots until the
// live rows are copied into a new table. One session writes at a time. It holds `guard` while it changes the indexes; rows
// themselves are read without a lock.

#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/memory/arena.hpp>
#include <ssot/detail/memory/counter_dimensions.hpp>
#include <ssot/detail/memory/field_index.hpp>
#include <ssot/detail/memory/foreign_key_index.hpp>
#include <ssot/detail/memory/key_index.hpp>
#include <ssot/detail/memory/layout.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace ssot::detail {
class fair_shared_mutex;
}

namespace ssot::storage::detail::memory {

class table;

/// One row. Valid as long as its table.
struct row_view {
    table const*     of  = nullptr;
    std::byte const* row = nullptr;

    value_view at(std::size_t i) const noexcept;
};

class table {
public:
    table(model_desc const& model, key_hash const& hash);

    model_desc const&        model() const noexcept { return layout_.model(); }
    layout const&            shape() const noexcept { return layout_; }
    arena const&             rows() const noexcept { return arena_; }
    foreign_key_index const* foreign_key_index_of(std::size_t field) const noexcept { return by_field_[field].list; }
    std::span<counter_dimension const> dimensions() const noexcept { return dimensions_.all(); }
    /// The field by whose values lists are ordered.
    std::uint16_t time_order_field() const noexcept { return time_order_field_; }
    bool          in_key_order() const noexcept { return in_key_order_; }

    std::byte const* row(row_ref ref) const noexcept { return arena_[ref]; }
    std::size_t      bytes() const noexcept { return arena_.used(); }
    std::size_t      dead_bytes() const noexcept { return dead_; }

    std::size_t  counter_slots() const noexcept { return dimensions_.counter_slots(); }
    std::uint8_t counter_slot_of(std::byte const* row) const noexcept { return dimensions_.counter_slot_of(row); }

    std::int64_t time_of(std::byte const* row) const noexcept { return time_at(row, time_order_at_); }

    /// Returns the visible row with this key, or no_row. Called under `guard`, except by the writer.
    row_ref find(value_view key, ordinal seen) const noexcept;

    using field_indexes = std::vector<std::unique_ptr<field_index>>;

    /// What finds rows by other fields than the key: those that are unique, alone or together, or marked as an index.
    field_indexes const& indexes() const noexcept { return indexes_; }

    /// The front of the list of rows with these values, one for each field of the index. Under `guard`, but for the writer.
    field_index::place find(field_index const& index, std::span<value_view const> values) const noexcept;

    /// The newest row with this key, whether anybody sees it or not. Under `guard`, but for the writer.
    row_ref newest(value_view key) const noexcept;

    /// How many keys there are or were. Under `guard`.
    std::size_t keys() const noexcept { return index_.size(); }

    /// Whether the keys are numbers of which the writer finds the highest.
    bool has_numbers() const noexcept { return number_at_ != 0; }

    /// The row with the highest key that the writer sees, or no_row; only for the writer. Constant where keys follow each other,
    /// as those that an insert makes; it is at worst a look at every row. Precondition: `has_numbers()`.
    row_ref highest(ordinal seen) const noexcept;

    /// How many rows there are, or nothing when that is of a later time. Under `guard`.
    bool count(ordinal seen, bool own, std::int64_t& out) const noexcept;

    // Writing.

    struct staged_row {
        row_ref       ref;
        std::uint32_t hash;
    };

    /// Writes a row that no index finds yet. The values of `unchecked_fields` fields do not come from an object of the model and may
    /// be of any kind. Errors: `constraint`, `too_large`.
    result<staged_row> stage(row_values& values, layout::field_set unchecked_fields, ordinal begin,
                             ssot::detail::fair_shared_mutex& guard);

    /// Adds a staged row to the indexes. Returns false if its key is taken. Called under `guard`.
    bool link(staged_row staged);

    /// Makes room for `n` more keys. Called under `guard`.
    void reserve(std::size_t more) { index_.reserve(more); }
    bool has_room(std::size_t more) const noexcept { return index_.has_room(more); }

    /// Ends a staged row that will not be linked.
    void discard(row_ref ref) noexcept;

    /// Undoes `link`. Called under `guard`.
    void unlink(row_ref ref) noexcept;

    /// Ends the row's lifetime: snapshots from statement `at` on no longer see it.
    void end(row_ref ref, ordinal at);
    void take_back_end(row_ref ref) noexcept;

    /// Returns the place after the row.
    row_ref behind(row_ref ref) const noexcept { return arena::behind(ref, layout_.size_of(arena_[ref])); }

    /// Makes the counter changes of the open transaction visible to all. Called under `guard`.
    void commit(ordinal at) noexcept;
    void forget() noexcept;

    /// Returns a new table with the rows of this one that have no end; all get the same age.
    std::shared_ptr<table> live_copy(ssot::detail::fair_shared_mutex& unused) const;

private:
    struct indexed_key {
        std::uint16_t                      field;
        std::uint16_t                      at; ///< offset in a row
        std::unique_ptr<foreign_key_index> list;
        std::uint32_t last = foreign_key_index::null_parent; ///< the parent of the row that was staged last
    };

    bool                 is_key(value_view key) const noexcept;
    value_view           key_of(std::byte const* row) const noexcept;
    bool                 has_key(std::byte const* row, value_view key) const noexcept;
    bool                 comes_before(std::byte const* a, std::byte const* b) const noexcept;
    static std::uint64_t big_endian(std::byte const* from) noexcept;

    std::size_t size_of(row_ref ref) const noexcept { return arena::round_up(layout_.size_of(arena_[ref])); }

    /// Returns the parent that a foreign key names. Most often it is the parent of the row before.
    std::uint32_t parent_of(std::size_t field, value_view key, ssot::detail::fair_shared_mutex& guard);

    void count_row(std::byte const* row, std::int32_t by) noexcept;

    void add_indexes();

    /// The values of an index in a row, hashed; false when one of them is null.
    bool hash_of(field_index const& index, std::byte const* row, std::uint32_t& out) const noexcept;
    bool same_values(field_index const& index, std::byte const* a, std::byte const* b) const noexcept;
    void add_to_indexes(row_ref ref) noexcept;
    void drop_from_indexes(row_ref ref) noexcept;

    std::int64_t number_of(std::byte const* row) const noexcept { return load<std::int64_t>(row + number_at_); }
    void         raise_bound(std::byte const* row) noexcept;

    layout                   layout_;
    key_hash                 hash_;
    arena                    arena_{};
    key_index                index_{}; ///< key -> newest row with it
    std::vector<indexed_key> foreign_keys_{};
    struct field_list {
        foreign_key_index* list = nullptr;
        std::size_t        at   = 0; ///< index in `foreign_keys_`
    };
    std::array<field_list, 64> by_field_{};
    field_indexes              indexes_{};
    counter_dimensions         dimensions_{layout_};
    std::uint16_t              time_order_field_ = no_field;
    std::uint16_t              time_order_at_    = 0; ///< in a row
    std::uint16_t              key_at_           = 0; ///< in a row, of a key that is a uuid
    std::uint16_t              number_at_        = 0; ///< in a row, of a key that is a number

    mutable std::optional<std::int64_t> bound_{}; ///< no row that the writer sees has a higher number; only the writer looks

    std::size_t  dead_         = 0;
    bool         in_key_order_ = true; ///< whether the rows lie in the order of their keys
    row_ref      last_         = no_row;
    std::int64_t count_        = 0; ///< number of rows as of `changed_`
    std::int64_t delta_        = 0; ///< change by the open transaction
    ordinal      changed_      = 0;
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/table.ipp>
#include <ssot/impl/detail/memory/table_indexes.ipp>

#endif // SSOT_DETAIL_MEMORY_TABLE_HPP
