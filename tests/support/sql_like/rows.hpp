// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_ROWS_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_ROWS_HPP

// The rows of a database. A row never changes once it is stored, and a table is copied before it is changed if anybody else has it, so that
// a snapshot of everything is a copy of a few pointers.

#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ssot_test::sql {

namespace st = ssot::storage;
using ssot::kind;
using st::value_view;

using row     = std::vector<st::value>;
using row_ptr = std::shared_ptr<row const>;

struct table {
    std::map<std::string, row_ptr> rows{}; ///< by `key_bytes` of their keys

    // Only for a backend that is wrong on purpose.
    std::set<std::string> erased{};  ///< keys that were erased
    std::set<std::string> doubled{}; ///< keys that were inserted again afterwards
};

/// All tables, by the names of their models.
using catalog = std::map<std::string, std::shared_ptr<table>, std::less<>>;

inline value_view field_of(row const& r, std::size_t i) noexcept { return i < r.size() ? r[i].view() : value_view(); }

/// Bytes that order as the keys do.
inline std::string key_bytes(value_view key)
{
    if (key.is_null())
        return {};
    if (key.is_buffer())
        return std::string(key.as_chars());
    auto const  bits = static_cast<std::uint64_t>(key.as_int()) ^ std::uint64_t{1} << 63;
    std::string out(8, '\0');
    for (std::size_t i = 0; i != 8; ++i)
        out[i] = static_cast<char>(bits >> (56 - 8 * i) & 0xff);
    return out;
}

inline table const* table_of(catalog const& tables, std::string_view model) noexcept
{
    auto const found = tables.find(model);
    return found == tables.end() ? nullptr : found->second.get();
}

/// The table, which nobody else has afterwards.
inline table& table_to_write(catalog& tables, std::string_view model)
{
    auto const found = tables.find(model);
    auto&      t     = found != tables.end() ? found->second : tables[std::string(model)];
    if (!t)
        t = std::make_shared<table>();
    else if (t.use_count() != 1)
        t = std::make_shared<table>(*t);
    return *t;
}

/// The row with this key, or null.
inline row_ptr row_with(catalog const& tables, std::string_view model, value_view key)
{
    auto const* const t = table_of(tables, model);
    if (!t || key.is_null())
        return nullptr;
    auto const found = t->rows.find(key_bytes(key));
    return found == t->rows.end() ? nullptr : found->second;
}

} // namespace ssot_test::sql

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_ROWS_HPP
