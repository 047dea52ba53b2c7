// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_EXPECTED_ROWS_HPP
#define SSOT_TESTING_KIT_EXPECTED_ROWS_HPP

// The oracle for queries in the form in which a session receives them: rows are lists of values in a std::map, and each
// clause of the contract is written out by hand. It shares no code with the way in which the library or a backend answers.
//
//   expected_rows rows;
//   rows.put(specimen_model(), row);
//   rows.select(q)      // the rows that a scan of `q` returns, in their order

#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/base/config.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::conformance::detail {

/// The values of one row, one for each field of its model.
using kit_row = std::vector<storage::value>;

/// Compares two values of one kind as the contract says: bytes and texts by their bytes, numbers by their value.
std::strong_ordering compare_values(storage::value_view a, storage::value_view b);

/// Returns whether both are null, or both have the same value. Documents may differ in the order of their keys.
bool same_value(storage::value_view a, storage::value_view b);

/// Returns a value for people: "null", "-3", "\"text\"". Long ones are cut, around `at` if that is given.
std::string show_value(storage::value_view v, std::size_t at = 0);

/// Rows of models with integer keys.
class expected_rows {
public:
    using table = std::map<std::int64_t, kit_row>;

    table const& of(storage::model_desc const& model) const;
    table&       of(storage::model_desc const& model) { return tables_[model.name]; }
    void         put(storage::model_desc const& model, kit_row row);

    /// Returns the value that a condition or an ordering names: null if a foreign key on the way is null.
    storage::value_view at(storage::model_desc const& model, kit_row const& row, std::uint16_t field, std::uint16_t via,
                           std::uint16_t then) const;

    /// Returns the value that a term of a query names: that of a field, or the number of children.
    template<class Term>
    storage::value_view at(storage::query const& q, kit_row const& row, Term const& t) const
    {
        auto const n = q.model->fields.size();
        if (t.via != storage::no_field || n > t.field)
            return at(*q.model, row, t.field, t.via, t.then);
        return storage::value_view::integer(children(q, row, t.field - n));
    }
    /// Returns how many rows of `q.children[i]` refer to a row.
    std::int64_t children(storage::query const& q, kit_row const& row, std::size_t i) const;

    /// Returns whether a row satisfies a condition in prefix order. An empty one is satisfied by every row.
    bool holds(storage::query const& q, std::span<storage::term const> where, kit_row const& row) const;

    /// Returns -1, 0 or 1 as the first row comes before, with or after the second one in the ordering of the query.
    int order(storage::query const& q, kit_row const& a, kit_row const& b) const;

    /// Returns the rows that a query selects: filtered, sorted, those after `after`, and cut. Without an ordering by key.
    std::vector<kit_row const*> select(storage::query const& q) const;

    /// Returns the rows of an aggregate by the values of their groups. Empty without rows, except for one row if nothing is
    /// grouped. A sum that does not fit into 64 bits is left out as `overflown` says.
    std::vector<kit_row> aggregate(storage::aggregate_query const& q, bool& overflown) const;

private:
    std::size_t measure(storage::query const& q, std::span<storage::term const> where, std::size_t first, kit_row const& row,
                        bool& out) const;

    std::map<std::string_view, table> tables_{};
};

} // namespace ssot::conformance::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/kit/expected_rows.ipp>
#endif

#endif // SSOT_TESTING_KIT_EXPECTED_ROWS_HPP
