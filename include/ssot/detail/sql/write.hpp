// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_SQL_WRITE_HPP
#define SSOT_DETAIL_SQL_WRITE_HPP

// Turns queries into statements. Nothing of a user's becomes text but names of tables and columns, which are quoted; values are bound.
//
// Each function returns `unsupported` for a condition that is nested too deep for the engine's parser, or that the dialect has no words
// for: a session then declines the call.

#include <ssot/error.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/sql/dialect.hpp>
#include <ssot/detail/sql/statement.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace ssot::detail::sql {

/// Appends a name in quotes.
void append_name(std::string& out, std::string_view name);

/// How deep conditions are nested at most. The parser of SQLite has a stack of 100 symbols, of which a level takes three.
inline constexpr std::size_t deepest = 24;

/// SELECT of the fields in `q.fields`, then the numbers of children in `q.counts`.
result<statement> write_select(storage::dialect to, storage::query const& q);
/// SELECT of the groups, then the measures.
result<statement> write_aggregate(storage::dialect to, storage::aggregate_query const& q);
result<statement> write_update(storage::dialect to, storage::query const& q, std::span<storage::assignment const> set);
result<statement> write_erase(storage::dialect to, storage::query const& q);
/// INSERT of so many rows, with a parameter for each field of each row in order, which `statement::parameters` does not list. With
/// `if_absent`, rows whose key is taken are left out.
std::string write_insert(storage::dialect to, storage::model_desc const& model, std::size_t rows, bool if_absent);

// The functions below exist in SQLite because the backend adds them to each connection.

/// Returns the number by which `ssot_matches(number, column, needle)` knows a search by other rules than the standard ones.
constexpr int search_number(storage::rules by, storage::op what, bool is_json) noexcept
{
    return static_cast<int>(what) | static_cast<int>(by) << 8 | (is_json ? 1 << 16 : 0);
}
inline constexpr std::string_view search_function = "ssot_matches";
/// A sum of integers that is exact, whatever its parts are.
inline constexpr std::string_view sum_function = "ssot_sum";

} // namespace ssot::detail::sql

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/sql/write.ipp>
#endif

#endif // SSOT_DETAIL_SQL_WRITE_HPP
