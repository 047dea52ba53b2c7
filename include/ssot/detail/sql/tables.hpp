// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_SQL_TABLES_HPP
#define SSOT_DETAIL_SQL_TABLES_HPP

// Writes the tables of models, their indexes, and the views in which people read them.

#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/sql/dialect.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::detail::sql {

/// The word for the type of a column.
std::string_view type_of(storage::dialect to, storage::kind k) noexcept;

/// CREATE TABLE. A foreign key to a model that `made` does not hold is left out where the dialect wants its table to be there: it is
/// appended to `later` as a statement of its own.
std::string create_table(storage::dialect to, storage::model_desc const& model,
                         std::span<storage::model_desc const* const> made, std::vector<std::string>& later);

struct index_statement {
    std::string name;
    std::string text; ///< without a semicolon
};

/// CREATE INDEX for what must be unique, for each foreign key, for what the model says that it is looked for by, and for its default
/// ordering. An index that another one begins with is left out.
std::vector<index_statement> create_indexes(storage::dialect to, storage::model_desc const& model);

/// The name of the view of a model.
std::string view_name(storage::model_desc const& model);
/// CREATE VIEW over a table of SQLite: uuids as text, times in ISO 8601, durations in seconds.
std::string create_view(storage::model_desc const& model);

/// What a stored table was made from, as text: everything by which `capabilities::ddl` tells models apart, a line each.
std::string describe_table(storage::model_desc const& model);

} // namespace ssot::detail::sql

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/sql/tables.ipp>
#endif

#endif // SSOT_DETAIL_SQL_TABLES_HPP
