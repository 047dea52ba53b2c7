// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_SQLITE_MIGRATE_HPP
#define SSOT_DETAIL_SQLITE_MIGRATE_HPP

// Brings the tables of a file to the versions of the program's models.

#include <ssot/error.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/sqlite/connection.hpp>

#include <cstdint>

namespace ssot::storage::detail::sqlite {

/// Brings the tables of all models to their versions, each version of a model in a transaction of its own with the note of it in the
/// file, so that what is killed meanwhile goes on from there. Another process may do the same at once: whoever comes second finds the
/// version written. Precondition: no transaction is open, and the caller alone writes in this process.
/// Errors: those of the functions of steps, with the field as path; `constraint` if foreign keys point nowhere afterwards or values are
/// not unique; `schema_mismatch` for a table that is not that of its version.
result<void> migrate_models(connection& on, schema_view schema);

} // namespace ssot::storage::detail::sqlite

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/sqlite/migrate.ipp>
#endif

#endif // SSOT_DETAIL_SQLITE_MIGRATE_HPP
