// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_ROW_SOURCE_HPP
#define SSOT_DETAIL_MEMORY_ROW_SOURCE_HPP

// Where the rows of a scan come from: certain rows, lists of children, or the whole table. Rows that cannot be seen are passed
// over. Reads without a lock.
//
// Rows come in runs: whatever order is asked for, those of one run come before those of the next.

#include <ssot/detail/memory/table.hpp>

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <utility>
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

    static row_source of_rows(table const& t, ordinal seen, std::vector<row_ref> rows)
    {
        row_source out(t, seen);
        out.kind_ = from::rows;
        out.rows_ = std::move(rows);
        return out;
    }
    static row_source of_lists(table const& t, ordinal seen, std::vector<listed> lists)
    {
        row_source out(t, seen);
        out.kind_  = from::lists;
        out.lists_ = std::move(lists);
        return out;
    }

    /// The runs that the rows shall come in, and whether lists are read from their end.
    void set_runs(runs how, bool backwards = false) noexcept
    {
        runs_      = how;
        backwards_ = backwards;
    }
    runs how() const noexcept { return runs_; }

    /// Passes over listed rows whose choices cannot be the wanted ones.
    void set_cells(std::bitset<256> const& wanted) noexcept
    {
        for (std::size_t cell = 0; cell != cells_.size(); ++cell)
            cells_[cell] = wanted[cell];
    }

    /// The next row, or no_row. `starts_run`: it belongs to another run than the one before.
    row_ref next(bool& starts_run) noexcept
    {
        starts_run = runs_ == runs::by_row;
        switch (kind_) {
        case from::table: return next_in_table();
        case from::rows: return at_ == rows_.size() ? no_row : rows_[at_++];
        default: return next_listed(starts_run);
        }
    }

private:
    enum class from : std::uint8_t { table, rows, lists };

    static constexpr std::array<bool, 256> all_cells() noexcept
    {
        std::array<bool, 256> out{};
        out.fill(true);
        return out;
    }

    row_ref next_in_table() noexcept
    {
        for (;;) {
            while (ref_ != last_) {
                auto const ref = ref_;
                ref_           = table_->behind(ref);
                if (is_visible(table_->row(ref), seen_))
                    return ref;
            }
            if (at_ == blocks_)
                return no_row;
            std::tie(ref_, last_) = table_->rows().places(static_cast<std::uint32_t>(at_++));
        }
    }

    row_ref next_listed(bool& starts_run) noexcept
    {
        for (;;) {
            while (ahead_at_ != ahead_end_) {
                auto const        ref = ahead_[ahead_at_++];
                auto const* const row = table_->row(ref);
                if (!is_visible(row, seen_))
                    continue;
                starts_run = starts_run || std::exchange(new_run_, false);
                if (by_time_) {
                    auto const time = table_->time_of(row);
                    starts_run |= std::exchange(time_, time) != time;
                }
                return ref;
            }
            backwards_ ? look_ahead<true>() : look_ahead<false>();
            if (ahead_end_ != 0)
                continue;
            if (at_ == lists_.size())
                return no_row;
            open(lists_[at_]);
            ++at_;
        }
    }

    /// The next rows of the list whose choices can be the wanted ones, and asks for their memory: they lie anywhere.
    template<bool Backwards>
    void look_ahead() noexcept
    {
        ahead_at_ = ahead_end_ = 0;
        while (left_ != 0 && ahead_end_ != ahead_.size()) {
            if (Backwards && in_chunk_ == 0) {
                chunk_    = chunk_->previous;
                in_chunk_ = chunk_->room;
            } else if (!Backwards && in_chunk_ == chunk_->room) {
                chunk_    = chunk_->next.load(std::memory_order_acquire);
                in_chunk_ = 0;
            }
            auto const* const cells = chunk_->cells();
            auto const        here  = std::min(left_, Backwards ? in_chunk_ : chunk_->room - in_chunk_);
            for (auto n = here; n != 0 && ahead_end_ != ahead_.size(); --n) {
                auto const at = Backwards ? --in_chunk_ : in_chunk_++;
                --left_;
                if (!cells_[cells[at]])
                    continue;
                ahead_[ahead_end_] = chunk_->rows()[at];
                auto const* row    = table_->row(ahead_[ahead_end_++]);
                __builtin_prefetch(row);
                __builtin_prefetch(row + 64);
                __builtin_prefetch(row + 128);
            }
        }
    }

    void open(listed const& list) noexcept
    {
        new_run_ = new_run_ || (list.starts_run && runs_ != runs::one);
        by_time_ = runs_ == runs::by_time && list.rows.in_order && list.starts_run &&
            (at_ + 1 == lists_.size() || lists_[at_ + 1].starts_run);
        left_     = list.rows.rows;
        chunk_    = backwards_ ? list.rows.last : list.rows.first;
        in_chunk_ = backwards_ ? list.rows.last_count : 0;
    }

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

#endif // SSOT_DETAIL_MEMORY_ROW_SOURCE_HPP
