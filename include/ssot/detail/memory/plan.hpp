// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_PLAN_HPP
#define SSOT_DETAIL_MEMORY_PLAN_HPP

// Decides how a query is answered: which rows are read, and in which runs they are returned. The first that applies:
//
//   certain keys                         one look-up each
//   values that few rows have            their lists, of a field that is unique or an index
//   one parent, or some                  their lists of children
//   an order that begins at a parent     the lists of all parents, the parents put in order
//   anything else                        the whole table
//
// A list is mostly in order of time, so an order by time needs to sort only rows with the same time.

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

/// Compares two values of one term of an ordering; nulls go where the term says.
std::weak_ordering in_order(order_by const& o, value_view a, value_view b) noexcept;

class planner {
public:
    planner(query const& q, catalog const& tables, table const& t, ordinal seen, ssot::detail::fair_shared_mutex& guard);

    row_source plan();

    /// Returns whether all rows of the plan satisfy the condition, so that it need not be evaluated.
    bool exact() const noexcept { return exact_; }

private:
    /// One of the conditions that all must hold: a comparison, and whether it is negated.
    struct condition {
        term const* what;
        bool        negated;
    };

    void find_conditions();

    static bool is_equality(term const& t) noexcept { return (t.what == op::eq || t.what == op::in) && t.via == no_field; }
    std::span<value_view const> args(term const& t) const noexcept { return std::span(q_.args).subspan(t.first, t.count); }

    term const* find_key();

    /// Whether an index finds the rows, of which there are few.
    bool find_indexed(std::vector<row_ref>& out);

    /// The condition that says what a field equals; null when there is none. `one`: that it equals one value.
    condition const* equality(std::uint16_t field, bool one) const noexcept;

    /// The rows that are seen in the lists that begin at these places; false when they have more than `most`.
    bool walk_lists(field_index const& index, bool repeats, std::span<field_index::place const> lists, std::size_t most,
                    std::vector<row_ref>& out) const;

    /// The condition on a foreign key with the fewest rows.
    term const* find_parents();

    /// Certain rows, each once.
    row_source of_rows(std::vector<row_ref> rows) const;

    /// Rows that are found by this condition satisfy it.
    term const* used(condition const& c);

    std::uint32_t parent_of(std::uint16_t field, value_view key) const noexcept;

    row_source of_keys(term const& t);

    row_source of_parents(term const& t);

    row_source of_all_parents(std::uint16_t field);

    /// Returns whether a term of the order has one value for all rows of a parent.
    static bool by_parent(order_by const& o, std::uint16_t field) noexcept
    {
        return o.via == field || (o.via == no_field && o.field == field);
    }

    /// Returns the foreign key with which the order begins, if rows can be found by it.
    std::uint16_t order_begins_at() const noexcept;

    bool ordered_by_key() const;

    /// Reads the lists of these parents: in order if the order begins with the foreign key, otherwise as one run.
    row_source of_lists(std::uint16_t field, std::vector<std::uint32_t> const& parents);

    /// A list, and the values by which the order sorts its parent.
    struct entry {
        row_list      list;
        std::size_t   values; ///< where they start, in multiples of the number of terms
        std::uint32_t parent;
        bool          reached = false; ///< the page before ended among rows of the same parents
    };

    /// Whether the page begins behind another, and it can be told where lists come.
    bool is_later_page(std::size_t leading) const noexcept { return q_.after.size() > leading; }

    void               find_values(std::vector<entry>& entries, std::uint16_t field, std::size_t leading);
    void               drop_passed(std::vector<entry>& entries, std::size_t leading) const;
    list_place         first_place(entry const& e, std::size_t leading) const;
    void               sort_by_parent(std::vector<entry>& entries, std::size_t leading) const;
    std::weak_ordering order(entry const& a, entry const& b, std::size_t leading) const noexcept;
    bool equal(entry const& a, entry const& b, std::size_t leading) const noexcept { return order(a, b, leading) == 0; }

    /// Returns a visible row of the list, if it has any.
    row_view any_row(row_list const& list) const;

    /// Returns the combinations of choice values that satisfy the conditions. Sets whether these decide the whole condition.
    std::bitset<256> wanted_counter_slots();

    /// Removes the combinations that do not satisfy a condition. Returns whether this decides the condition completely.
    bool leave_wanted(condition const& c, std::bitset<256>& out) const;

    query const&                     q_;
    table const&                     table_;
    ordinal                          seen_;
    ssot::detail::fair_shared_mutex& guard_;
    foreign_key_resolver             follow_;
    std::vector<condition>           conditions_{};
    bool                             complex_  = false;   ///< whether there are conditions that cannot be listed like this
    term const*                      found_by_ = nullptr; ///< the condition by which rows are found
    std::vector<value_view>          values_{};
    bool                             exact_ = false;
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/plan.ipp>
#include <ssot/impl/detail/memory/plan_lists.ipp>

#endif // SSOT_DETAIL_MEMORY_PLAN_HPP
