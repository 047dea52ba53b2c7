// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_SQLITE_FUNCTIONS_HPP
#define SSOT_DETAIL_SQLITE_FUNCTIONS_HPP

// Functions that statements of ours call: text searches by the rules of other databases, and a sum that is exact.

#include <ssot/detail/base/config.hpp>

struct sqlite3;

namespace ssot::storage::detail::sqlite {

/// Adds them to a connection. Returns the code of SQLite.
int add_functions(sqlite3* db) noexcept;

} // namespace ssot::storage::detail::sqlite

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/sqlite/functions.ipp>
#endif

#endif // SSOT_DETAIL_SQLITE_FUNCTIONS_HPP
