// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_SAMPLE_ROWS_HPP
#define SSOT_TESTING_KIT_SAMPLE_ROWS_HPP

// Rows with which several behaviours begin, and what they check in them.

#include <ssot/condition.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <vector>

namespace ssot::conformance::detail {

/// Inserts random rows with keys from 1, whose nullable fields are often absent, and returns them.
std::vector<specimen> store_specimens(trial& t, std::size_t n);

/// Returns the keys of the rows that a function selects, and of those that a condition selects in the store, in the order of
/// keys.
template<class Holds>
std::vector<std::int64_t> found_by_hand(std::vector<specimen> const& rows, Holds const& holds)
{
    std::vector<std::int64_t> out;
    for (auto const& row : rows)
        if (holds(row))
            out.push_back(row.id);
    return out;
}
std::vector<std::int64_t> found_by(trial& t, predicate<specimen> const& asked);

/// Inserts syncs of several sources with entries each. The messages of the entries are their numbers.
std::vector<sync> store_history(trial& t, std::size_t syncs, std::size_t entries_each);

/// Returns the keys of rows, in their order.
template<class Rows>
auto keys_in_order(Rows const& rows)
{
    std::vector<std::remove_cvref_t<decltype(rows.front().id)>> out;
    for (auto const& row : rows)
        out.push_back(row.id);
    return out;
}

/// Checks the seven counts of every sync against its entries, counted by hand.
void counts_agree(trial& t, std::string_view when);

} // namespace ssot::conformance::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/kit/sample_rows.ipp>
#endif

#endif // SSOT_TESTING_KIT_SAMPLE_ROWS_HPP
