// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_FOREIGN_KEY_INDEX_HPP
#define SSOT_DETAIL_MEMORY_FOREIGN_KEY_INDEX_HPP

// The index of one foreign key: for each parent the list of the rows that point at it, in insertion order, and the number of
// these rows by combination of choice values.
//
// A parent is a key that some row points at, whether or not a row with that key exists. Parent 0 stands for null.

#include <ssot/storage/value.hpp>

#include <ssot/detail/memory/arena.hpp>
#include <ssot/detail/memory/key_index.hpp>
#include <ssot/detail/memory/layout.hpp>
#include <ssot/detail/memory/stable_vector.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace ssot::storage::detail::memory {

/// A piece of the row list of one parent. Readers may iterate over the rows that were published.
struct row_chunk {
    std::atomic<row_chunk*>    next{nullptr};
    row_chunk*                 previous = nullptr;
    std::atomic<std::uint32_t> count{0};
    std::uint32_t              room = 0;

    static constexpr std::uint32_t least_room = 4;
    static constexpr std::uint32_t most_room  = 1024; ///< each chunk has twice that of the one before, up to this

    row_ref*      rows() noexcept { return reinterpret_cast<row_ref*>(this + 1); }
    std::uint8_t* counter_slots() noexcept { return reinterpret_cast<std::uint8_t*>(rows() + room); }

    /// What the longest chunks, of which there may be many, end with: the way to one far before, so that a place in a list of n
    /// rows is found in O(log n) steps.
    struct way_back {
        row_chunk*    to; ///< itself, for the first of them
        std::uint32_t number;
        std::uint32_t before; ///< rows in all chunks before
    };
    bool      is_longest() const noexcept { return room == most_room; }
    way_back& back() noexcept { return *reinterpret_cast<way_back*>(counter_slots() + room); }

    /// How many rows the chunks before have.
    std::uint32_t before() noexcept { return is_longest() ? back().before : room - least_room; }

    static row_chunk* make(std::uint32_t room, row_chunk* previous);
};

/// A parent: its key, the list of the rows that point at it, and what is known of their order and number.
struct posting_list {
    alignas(8) char key[16]{}; ///< never changes
    row_chunk*    first     = nullptr;
    row_chunk*    last      = nullptr;
    std::int64_t  last_time = std::numeric_limits<std::int64_t>::min();
    std::uint32_t rows      = 0;    ///< number of rows that were ever listed
    ordinal       changed   = 0;    ///< the last commit that changed the counts
    std::uint32_t delta     = 0;    ///< index, from 1, of the open transaction's counter changes; 0: none
    bool          in_order  = true; ///< whether the rows are in order of time
};

/// A snapshot of the row list of one parent.
struct row_list {
    row_chunk*    first;
    row_chunk*    last;
    std::uint32_t last_count; ///< number of rows in the last chunk
    std::uint32_t rows;
    bool          in_order;
};

/// A place in a list.
struct list_place {
    row_chunk*    chunk = nullptr;
    std::uint32_t at    = 0; ///< in the chunk
    std::uint32_t rank  = 0; ///< how many rows of the list come before
};

/// The first row of a list that does not satisfy `passed(row)`, or its end. Precondition: the rows that do come before all others.
/// Needs no lock.
template<class Passed>
list_place find_place(row_list const& list, Passed passed);

class foreign_key_index {
public:
    static constexpr std::uint32_t null_parent = 0;
    static constexpr std::uint32_t no_parent   = std::numeric_limits<std::uint32_t>::max();

    /// `counter_slots` is the number of combinations of choice values; 0 if rows are not counted.
    foreign_key_index(kind key_type, key_hash const& hash, std::size_t counter_slots);
    foreign_key_index(foreign_key_index const&)            = delete;
    foreign_key_index& operator=(foreign_key_index const&) = delete;
    ~foreign_key_index();

    std::uint32_t parents() const noexcept { return parents_.size(); }
    std::size_t   counter_slots() const noexcept { return counter_slots_; }

    /// Returns the key of a parent; null for the first.
    value_view key(std::uint32_t parent) const noexcept;

    /// Returns the parent with this key, or no_parent.
    std::uint32_t find(value_view key) const noexcept { return find(key, hash_(key)); }

    std::uint32_t find(value_view key, std::uint32_t hash) const noexcept;

    /// Adds a parent. Precondition: the key has none yet.
    std::uint32_t add(value_view key);

    /// Precondition: the key is of the right kind.
    bool has_key(std::uint32_t parent, value_view key) const noexcept { return same(parents_[parent], key); }

    row_list rows_of(std::uint32_t parent) const noexcept;

    // Writing. Functions that can fail are called first: `make_room` before `append`, `start_counting` before `count`. They
    // throw std::bad_alloc.

    posting_list& operator[](std::uint32_t parent) noexcept { return parents_[parent]; }

    void make_room(posting_list& p);

    static void append(posting_list& p, row_ref row, std::uint8_t counter_slot, std::int64_t time) noexcept;

    void start_counting(posting_list& p, std::uint32_t parent);

    /// Changes the counters of the open transaction.
    void count(posting_list const& p, std::uint8_t counter_slot, std::int32_t by) noexcept;

    void commit(ordinal at) noexcept;

    /// Discards the counter changes of the open transaction.
    void forget() noexcept;

    /// Returns the counters of one parent, or null if they are newer than `seen`. With `own`, adds the changes of the open
    /// transaction in `room`.
    std::uint32_t const* counts(std::uint32_t parent, ordinal seen, bool own, std::uint32_t* room) const noexcept;

    /// Sorts by time the lists that are out of order; the time of a row is at `time_order_at`. No other thread may see them.
    void sort(arena const& rows, std::uint16_t time_order_at);

private:
    bool same(posting_list const& p, value_view key) const noexcept;

    std::uint32_t add_parent();

    kind                        key_type_;
    key_hash                    hash_;
    std::size_t                 counter_slots_;
    stable_vector<posting_list> parents_{};
    key_index                   index_{};

    std::vector<std::uint32_t> counts_{}; ///< counters as of the last commit, `counter_slots_` for each parent

    std::vector<std::uint32_t> touched_{}; ///< parents whose counters the open transaction changed
    std::vector<std::int32_t>  deltas_{};
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/foreign_key_index.ipp>

#endif // SSOT_DETAIL_MEMORY_FOREIGN_KEY_INDEX_HPP
