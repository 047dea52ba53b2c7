// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_SQLITE_ERRORS_HPP
#define SSOT_DETAIL_SQLITE_ERRORS_HPP

// What the codes of SQLite mean to a store.

#include <ssot/error.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstdint>

struct sqlite3;

namespace ssot::storage::detail::sqlite {

/// What failed.
enum class moment : std::uint8_t {
    outside, ///< a read outside of a transaction
    alone,   ///< a write that is its own commit
    inside,  ///< a call in a transaction
    commit,
    opening ///< the first look at a file
};

/// Returns the error for an extended result code, with the message of the connection, which may be null.
error error_of(sqlite3* db, int code, moment when);

/// Whether others were in the way.
bool is_busy(int code) noexcept;

error moved_from_session();
error moved_from_cursor();

} // namespace ssot::storage::detail::sqlite

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/sqlite/errors.ipp>
#endif

#endif // SSOT_DETAIL_SQLITE_ERRORS_HPP
