// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_DDL_HPP
#define SSOT_STORAGE_DDL_HPP

// The tables of models as SQL text, without a database: to read, to review, or to run by hand.
//
//   std::cout << ssot::storage::ddl<ssot::sync, ssot::sync_log_entry>(ssot::storage::dialect::sqlite);
//
// It is what the backend of that name creates, but for the tables in which the backend notes what it created.

#include <ssot/storage/describe.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/sql/dialect.hpp> // enum class dialect { sqlite, postgresql }

#include <span>
#include <string>

namespace ssot::storage {

/// Returns the statements that create the tables of these models, their indexes and, for SQLite, the views in which people read
/// them. Each ends with a semicolon and a line break. The models that foreign keys lead to are included, each before the models
/// that point at it; a foreign key of models that point at each other in a circle is added last where the dialect asks for it.
/// Linear in the number of fields.
std::string ddl_of(std::span<model_desc const* const> models, dialect to);

/// The same for models that are given by their types.
template<model... M>
std::string ddl(dialect to)
{
    model_desc const* const models[] = {&describe_model<M>()...};
    return ddl_of(models, to);
}

} // namespace ssot::storage

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/storage/ddl.ipp>
#endif

#endif // SSOT_STORAGE_DDL_HPP
