// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_SQLITE_SRC_HPP
#define SSOT_STORAGE_SQLITE_SRC_HPP

// The bodies of the SQLite backend, for programs that compile them once, besides those of <ssot/src.hpp>. Include this in exactly one
// file, and define SSOT_SEPARATE_COMPILATION for all files of the program; the CMake target ssot::sqlite does both.

#ifndef SSOT_SEPARATE_COMPILATION
#error                                                                                                                      \
    "ssot: <ssot/storage/sqlite/src.hpp> is for programs that define SSOT_SEPARATE_COMPILATION for all of their files, as ssot::sqlite does"
#endif

#include <ssot/impl/detail/sqlite/connection.ipp>
#include <ssot/impl/detail/sqlite/database.ipp>
#include <ssot/impl/detail/sqlite/errors.ipp>
#include <ssot/impl/detail/sqlite/functions.ipp>
#include <ssot/impl/detail/sqlite/maintenance.ipp>
#include <ssot/impl/detail/sqlite/migrate.ipp>
#include <ssot/impl/detail/sqlite/rows.ipp>
#include <ssot/impl/detail/sqlite/schema_file.ipp>
#include <ssot/impl/detail/sqlite/session.ipp>
#include <ssot/impl/detail/sqlite/session_errors.ipp>
#include <ssot/impl/detail/sqlite/session_writes.ipp>
#include <ssot/impl/detail/sqlite/waiting.ipp>
#include <ssot/impl/storage/sqlite.ipp>

template std::shared_ptr<ssot::storage::detail::held_backend> ssot::storage::detail::hold_backend(ssot::storage::sqlite&&);
template std::shared_ptr<ssot::storage::detail::held_backend>
ssot::storage::detail::refer_to_backend(ssot::storage::sqlite&);

#endif // SSOT_STORAGE_SQLITE_SRC_HPP
