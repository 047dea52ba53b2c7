// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQLITE_ERRORS_IPP
#define SSOT_IMPL_DETAIL_SQLITE_ERRORS_IPP

#include <ssot/detail/sqlite/errors.hpp>

#include <sqlite3.h>

#include <string>
#include <string_view>
#include <utility>

namespace ssot::storage::detail::sqlite {

SSOT_DECL bool is_busy(int code) noexcept
{
    auto const kind = code & 0xff;
    return kind == SQLITE_BUSY || kind == SQLITE_LOCKED;
}

/// The code and the advice.
SSOT_DECL std::pair<errc, retry> meaning_of(int code, std::string_view text, moment when) noexcept
{
    auto const again = when == moment::inside || when == moment::commit ? retry::transaction : retry::statement;
    switch (code) {
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_ROWID: return {errc::already_exists, retry::never};
    case SQLITE_CONSTRAINT_FOREIGNKEY: return {errc::foreign_key, retry::never};
    case SQLITE_BUSY_SNAPSHOT: return {errc::serialization, retry::transaction};
    default: break;
    }
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH: return {errc::constraint, retry::never};
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {errc::timeout, again};
    case SQLITE_INTERRUPT: return {errc::canceled, retry::never};
    case SQLITE_CANTOPEN: return {errc::unavailable, retry::reconnect};
    case SQLITE_READONLY: return {errc::read_only, retry::never};
    case SQLITE_PERM:
    case SQLITE_AUTH: return {errc::permission, retry::never};
    case SQLITE_FULL: return {errc::no_space, retry::never};
    case SQLITE_IOERR:
        // Whether what was written of the commit counts is found only by the next one who opens the file.
        if (when == moment::commit || when == moment::alone)
            return {errc::outcome_unknown, retry::check_first};
        return {errc::io, retry::never};
    case SQLITE_NOTADB: return {when == moment::opening ? errc::schema_mismatch : errc::corrupted, retry::never};
    case SQLITE_CORRUPT: return {errc::corrupted, retry::never};
    case SQLITE_TOOBIG: return {errc::too_large, retry::never};
    case SQLITE_NOMEM: return {errc::out_of_memory, retry::never};
    case SQLITE_MISUSE: return {errc::misuse, retry::never};
    case SQLITE_ABORT: return {errc::tx_aborted, retry::transaction};
    default: break;
    }
    if (text.starts_with("no such table") || text.starts_with("no such column") || text.find("has no column") != text.npos)
        return {errc::schema_mismatch, retry::never};
    if (text.find("too many SQL variables") != text.npos || text.find("parser stack overflow") != text.npos ||
        text.find("Expression tree is too large") != text.npos)
        return {errc::unsupported, retry::never};
    if (text.find("beyond 64 bits") != text.npos) // as our sum says it
        return {errc::out_of_range, retry::never};
    return {errc::internal, retry::never};
}

SSOT_DECL error error_of(sqlite3* db, int code, moment when)
{
    std::string text;
    if (db && (sqlite3_extended_errcode(db) == code || (sqlite3_errcode(db) & 0xff) == (code & 0xff)))
        text = sqlite3_errmsg(db);
    if (text.empty())
        text = sqlite3_errstr(code);
    auto const [what, again] = meaning_of(code, text, when);
    if (what == errc::timeout)
        text = "others are writing to the file still";
    if (what == errc::canceled)
        text = "the call was canceled";
    return error(what, std::move(text), again).with_native(code);
}

SSOT_DECL error moved_from_session()
{
    return {errc::misuse, "this session was moved from; use the one that it was moved to"};
}
SSOT_DECL error moved_from_cursor()
{
    return {errc::misuse, "this cursor was moved from; use the one that it was moved to"};
}

} // namespace ssot::storage::detail::sqlite

#endif // SSOT_IMPL_DETAIL_SQLITE_ERRORS_IPP
