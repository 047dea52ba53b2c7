// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_ROW_SOURCE_HPP
#define SSOT_DETAIL_MEMORY_ROW_SOURCE_HPP

// Where the rows of a scan come from: certain rows, lists of children, or the whole table. Rows that cannot be seen are passed
// over. Reads without a lock.
//
// Rows come in runs: whatever order is asked for, those of one run come before those of the next.

#include <ssot/detail/memory/table.hpp>

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ssot::storage::detail::memory {

/// The rows of one parent, as a part of a scan.
struct listed {
    row_list rows;
    bool     starts_run; ///< otherwise they mix with those of the list before
};

class row_source {
public:
    /// What a run is: all rows; each list; the rows of one time in a list; each row.
    enum class runs : std::uint8_t { one, by_list, by_time, by_row };

    row_source(table const& t, ordinal seen) : table_(&t), seen_(seen), blocks_(t.rows().blocks()) {}

    static row_source of_rows(table const& t, ordinal seen, std::vector<row_ref> rows);
    static row_source of_lists(table const& t, ordinal seen, std::vector<listed> lists);

    /// The runs that the rows shall come in, and whether lists are read from their end.
    void set_runs(runs how, bool backwards = false) noexcept;
    runs how() const noexcept { return runs_; }

    /// Passes over listed rows whose choices cannot be the wanted ones.
    void set_cells(std::bitset<256> const& wanted) noexcept;

    /// The next row, or no_row. `starts_run`: it belongs to another run than the one before.
    row_ref next(bool& starts_run) noexcept;

private:
    enum class from : std::uint8_t { table, rows, lists };

    static constexpr std::array<bool, 256> all_cells() noexcept
    {
        std::array<bool, 256> out{};
        out.fill(true);
        return out;
    }

    row_ref next_in_table() noexcept;

    row_ref next_listed(bool& starts_run) noexcept;

    /// The next rows of the list whose choices can be the wanted ones, and asks for their memory: they lie anywhere.
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
    std::size_t          at_   = 0; ///< the next block, row or list
    std::vector<row_ref> rows_{};

    std::vector<listed>   lists_{};
    std::array<bool, 256> cells_    = all_cells();
    bool                  by_time_  = false; ///< the list that is being read
    bool                  new_run_  = false;
    std::uint32_t         left_     = 0;
    row_chunk*            chunk_    = nullptr;
    std::uint32_t         in_chunk_ = 0;
    std::int64_t          time_     = 0;

    std::array<row_ref, 16> ahead_{}; ///< of the list
    std::size_t             ahead_at_  = 0;
    std::size_t             ahead_end_ = 0;
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/row_source.ipp>

#endif // SSOT_DETAIL_MEMORY_ROW_SOURCE_HPP
