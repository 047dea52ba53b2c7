// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_ROW_SOURCE_HPP
#define SSOT_DETAIL_MEMORY_ROW_SOURCE_HPP

// The rows of a scan: certain rows, the lists of some parents, or the whole table. Rows that the snapshot does not see are
// left out. Reads without a lock.
//
// Rows are returned in runs: whatever the order, all rows of one run come before those of the next.

#include <ssot/detail/memory/table.hpp>

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ssot::storage::detail::memory {

/// The row list of one parent as part of a scan.
struct listed {
    row_list rows;
    bool     starts_run; ///< otherwise they mix with those of the list before

    list_place from{}; ///< where to begin, if there is a chunk; in the direction that the lists are read in
};

class row_source {
public:
    /// What forms a run: all rows, each list, the rows of a list with one time, or each single row.
    enum class runs : std::uint8_t { one, by_list, by_time, by_row };

    row_source(table const& t, ordinal seen) : table_(&t), seen_(seen), blocks_(t.rows().blocks()) {}

    static row_source of_rows(table const& t, ordinal seen, std::vector<row_ref> rows);
    static row_source of_lists(table const& t, ordinal seen, std::vector<listed> lists);

    /// Sets what forms a run, and whether lists are read from their end.
    void set_runs(runs how, bool backwards = false) noexcept;
    runs how() const noexcept { return runs_; }

    /// Begins at a row of the table, in front of which there is none that is wanted.
    void start_at(row_ref first) noexcept;

    /// Passes over listed rows whose choices cannot be the wanted ones.
    void set_counter_slots(std::bitset<256> const& wanted) noexcept;

    /// Returns the next row, or no_row at the end. Sets `starts_run` if it belongs to another run than the row before.
    row_ref next(bool& starts_run) noexcept;

private:
    enum class from : std::uint8_t { table, rows, lists };

    static constexpr std::array<bool, 256> all_counter_slots() noexcept
    {
        std::array<bool, 256> out{};
        out.fill(true);
        return out;
    }

    row_ref next_in_table() noexcept;

    row_ref next_listed(bool& starts_run) noexcept;

    /// Finds the next wanted rows of the list and prefetches them, since they may lie anywhere in memory.
    template<bool Backwards>
    void look_ahead() noexcept;

    void open(listed const& list) noexcept;

    table const* table_;
    ordinal      seen_;
    from         kind_      = from::table;
    runs         runs_      = runs::one;
    bool         backwards_ = false;

    std::uint32_t        blocks_;
    row_ref              ref_  = no_row;
    row_ref              last_ = no_row;
    std::size_t          at_   = 0; ///< index of the next block, row or list
    std::vector<row_ref> rows_{};

    std::vector<listed>   lists_{};
    std::array<bool, 256> counter_slots_ = all_counter_slots();
    bool                  by_time_       = false; ///< whether the current list is read in runs of one time
    bool                  new_run_       = false;
    std::uint32_t         left_          = 0;
    row_chunk*            chunk_         = nullptr;
    std::uint32_t         in_chunk_      = 0;
    std::int64_t          time_          = 0;

    std::array<row_ref, 16> ahead_{}; ///< the next rows of the current list
    std::size_t             ahead_at_  = 0;
    std::size_t             ahead_end_ = 0;
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/row_source.ipp>

#endif // SSOT_DETAIL_MEMORY_ROW_SOURCE_HPP
