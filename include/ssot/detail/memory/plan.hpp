// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_PLAN_HPP
#define SSOT_DETAIL_MEMORY_PLAN_HPP

// How a query is answered: which rows are looked at, and in what runs they come. The first of these that applies:
//
//   certain keys                         one look-up each
//   one parent, or some                  their lists of children
//   an order that begins at a parent     the lists of all parents, the parents put in order
//   anything else                        the whole table
//
// A list is in order of time, mostly, so that an order by time needs no sorting beyond rows of the same time.

#include <ssot/storage/query.hpp>

#include <ssot/detail/memory/foreign_key_resolver.hpp>
#include <ssot/detail/memory/row_source.hpp>
#include <ssot/detail/memory/table.hpp>

#include <bitset>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ssot::detail {
class fair_shared_mutex;
}

namespace ssot::storage::detail::memory {

struct catalog;

/// How two values of one term of an ordering stand: nulls where the term wants them.
std::weak_ordering in_order(order_by const& o, value_view a, value_view b) noexcept;

class planner {
public:
    planner(query const& q, catalog const& tables, table const& t, ordinal seen, ssot::detail::fair_shared_mutex& guard);

    row_source plan();

    /// Whether the rows of the plan need no further look at the condition.
    bool exact() const noexcept { return exact_; }

private:
    /// The conditions that all must hold: the places of those that compare, and whether they are negated.
    struct condition {
        term const* what;
        bool        negated;
    };

    void find_conditions();

    static bool is_equality(term const& t) noexcept { return (t.what == op::eq || t.what == op::in) && t.via == no_field; }
    std::span<value_view const> args(term const& t) const noexcept { return std::span(q_.args).subspan(t.first, t.count); }

    term const* find_key();

    /// The condition on a foreign key with the fewest rows.
    term const* find_parents();

    /// Rows that are found by this condition satisfy it.
    term const* used(condition const& c);

    std::uint32_t parent_of(std::uint16_t field, value_view key) const noexcept;

    row_source of_keys(term const& t);

    row_source of_parents(term const& t);

    row_source of_all_parents(std::uint16_t field);

    /// Whether a term of the order has one value for all rows of a parent.
    static bool by_parent(order_by const& o, std::uint16_t field) noexcept
    {
        return o.via == field || (o.via == no_field && o.field == field);
    }

    /// The foreign key that the order looks at first, if its rows can be found by it.
    std::uint16_t order_begins_at() const noexcept;

    bool ordered_by_key() const;

    /// The lists of these parents: in order if the order begins at them, or else as one run.
    row_source of_lists(std::uint16_t field, std::vector<std::uint32_t> const& parents);

    /// A list with what the order says about its parent.
    struct entry {
        row_list    list;
        std::size_t values; ///< where they start, in multiples of the number of terms
    };

    void               sort_by_parent(std::vector<entry>& entries, std::size_t leading);
    std::weak_ordering order(entry const& a, entry const& b, std::size_t leading) const noexcept;
    bool equal(entry const& a, entry const& b, std::size_t leading) const noexcept { return order(a, b, leading) == 0; }

    /// A row of the list that is visible, if there is any.
    row_view any_row(row_list const& list) const;

    /// The combinations of choices that the conditions leave. Sets whether they leave anything else to look at.
    std::bitset<256> wanted_cells();

    /// Takes out the combinations that do not satisfy a condition; whether that is all that needs to be known of it.
    bool leave_wanted(condition const& c, std::bitset<256>& out) const;

    query const&                     q_;
    table const&                     table_;
    ordinal                          seen_;
    ssot::detail::fair_shared_mutex& guard_;
    follower                         follow_;
    std::vector<condition>           conditions_{};
    bool                             complex_  = false;   ///< there is more than those
    term const*                      found_by_ = nullptr; ///< the condition that the rows are found by
    std::vector<value_view>          values_{};
    bool                             exact_ = false;
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/plan.ipp>

#endif // SSOT_DETAIL_MEMORY_PLAN_HPP
