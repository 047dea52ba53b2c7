// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_COUNTERS_HPP
#define SSOT_DETAIL_MEMORY_COUNTERS_HPP

// Aggregates that are counted already: how many rows of each parent there are, by their choices.

#include <ssot/storage/query.hpp>

#include <ssot/detail/memory/table.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ssot::detail {
class fair_shared_mutex;
}

namespace ssot::storage::detail::memory {

struct view;

class counted_groups {
public:
    counted_groups(aggregate_query const& q, view const& seen, table const& t, ssot::detail::fair_shared_mutex& guard);

    /// Whether the counters answer this; then `out` has the rows of the answer, one behind the other.
    bool read(std::vector<value_view>& out);

private:
    /// The counts that are added up for one value of the answer: cells_[first, last).
    struct sum {
        std::uint32_t first;
        std::uint32_t last;
    };
    struct changed_since {
        row_list      rows;
        std::uint32_t parent;
    };

    bool find_parents();

    bool is_counted(std::uint16_t field) const noexcept;

    std::size_t axis(std::uint16_t field) const noexcept;
    std::size_t choices(std::size_t a) const noexcept { return table_.axes()[a].choices + std::size_t{1}; }

    /// The place of a cell on an axis.
    std::size_t choice_of(std::size_t cell, std::size_t a) const noexcept;

    bool find_groups();

    std::size_t group_of(std::size_t cell) const noexcept;

    /// For each group the sum of all of its rows, and then those of the measures.
    bool find_sums();

    template<class Wanted>
    void add_sum(std::size_t group, Wanted wanted);

    /// `count_if(choice == one that is known)`.
    bool add_condition(std::size_t group, term const& t);

    /// Calls `fn(parent, counts)` for each parent. False when the counters do not say enough: what an unknown choice is, by
    /// which rows are grouped.
    template<class Fn>
    bool for_each_parent(Fn fn);

    /// The counts at a moment before the last change.
    void recount(row_list const& list, std::uint32_t (&counts)[256]) const;

    /// The groups of one parent that have any rows.
    void         write_rows(std::uint32_t parent, std::uint32_t const* counts, std::vector<value_view>& out) const;
    std::int64_t total(sum const& s, std::uint32_t const* counts) const noexcept;

    /// The groups of all parents together; one row, whatever there is, when nothing is grouped by.
    bool read_together(std::vector<value_view>& out);

    value_view choice_value(std::size_t group, std::size_t a) const noexcept;

    aggregate_query const&           q_;
    view const&                      view_;
    table const&                     table_;
    ssot::detail::fair_shared_mutex& guard_;

    std::uint16_t              field_ = no_field; ///< the foreign key
    children const*            list_  = nullptr;
    std::vector<std::uint32_t> parents_{};
    bool                       by_parent_ = false;
    std::vector<std::size_t>   grouped_{};  ///< axes that the rows are grouped by, in that order
    std::size_t                groups_ = 1; ///< for each parent
    std::vector<std::uint8_t>  cells_{};
    std::vector<sum>           sums_{};
    std::vector<std::uint8_t>  unknown_{}; ///< cells of groups whose name the counters do not know
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/counters.ipp>

#endif // SSOT_DETAIL_MEMORY_COUNTERS_HPP
