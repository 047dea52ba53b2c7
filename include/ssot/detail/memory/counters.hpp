// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_COUNTERS_HPP
#define SSOT_DETAIL_MEMORY_COUNTERS_HPP

// Answers aggregates from counters that are kept for each parent: the number of its rows by the values of their choices.

#include <ssot/storage/query.hpp>

#include <ssot/detail/memory/table.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ssot::detail {
class fair_shared_mutex;
}

namespace ssot::storage::detail::memory {

struct snapshot;

class counted_groups {
public:
    counted_groups(aggregate_query const& q, snapshot const& seen, table const& t, ssot::detail::fair_shared_mutex& guard);

    /// Tries to answer from the counters. Returns true if it could; `out` then holds the rows of the result one after the
    /// other.
    bool read(std::vector<value_view>& out);

private:
    /// The counters that are added up for one value of the result: counter_slots_[first, last).
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

    std::size_t dimension(std::uint16_t field) const noexcept;
    std::size_t choices(std::size_t a) const noexcept { return table_.dimensions()[a].choices + std::size_t{1}; }

    /// Returns the index of a counter along one dimension.
    std::size_t choice_of(std::size_t counter_slot, std::size_t a) const noexcept;

    bool find_groups();

    std::size_t group_of(std::size_t counter_slot) const noexcept;

    /// Finds the counters to add up: for each group those of all its rows, then those of each measure.
    bool find_sums();

    template<class Wanted>
    void add_sum(std::size_t group, Wanted wanted);

    /// Handles `count_if(choice == value)` for a value in the table of choices.
    bool add_condition(std::size_t group, term const& t);

    /// Calls `fn(parent, counts)` for each parent. Returns false if the counters do not suffice because rows are grouped by
    /// a choice and one of them has an unknown value.
    template<class Fn>
    bool for_each_parent(Fn fn);

    /// Counts the rows of a list as they were at a moment before the last change.
    void recount(row_list const& list, std::uint32_t (&counts)[256]) const;

    /// Appends the groups of one parent that have any rows.
    void         write_rows(std::uint32_t parent, std::uint32_t const* counts, std::vector<value_view>& out) const;
    std::int64_t total(sum const& s, std::uint32_t const* counts) const noexcept;

    /// Appends the groups of all parents together. Without `group_by` that is exactly one row, even if there are no rows.
    bool read_together(std::vector<value_view>& out);

    value_view choice_value(std::size_t group, std::size_t a) const noexcept;

    aggregate_query const&           q_;
    snapshot const&                  snapshot_;
    table const&                     table_;
    ssot::detail::fair_shared_mutex& guard_;

    std::uint16_t              field_ = no_field; ///< the foreign key by which rows are counted
    foreign_key_index const*   list_  = nullptr;
    std::vector<std::uint32_t> parents_{};
    bool                       by_parent_ = false;
    std::vector<std::size_t>   grouped_{};  ///< dimensions by which the rows are grouped, in that order
    std::size_t                groups_ = 1; ///< number of groups for each parent
    std::vector<std::uint8_t>  counter_slots_{};
    std::vector<sum>           sums_{};
    std::vector<std::uint8_t>  unknown_{}; ///< counters of groups whose choice has an unknown value
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/counters.ipp>

#endif // SSOT_DETAIL_MEMORY_COUNTERS_HPP
