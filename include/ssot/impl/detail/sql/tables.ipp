// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQL_TABLES_IPP
#define SSOT_IMPL_DETAIL_SQL_TABLES_IPP

#include <ssot/codec.hpp>

#include <ssot/detail/sql/tables.hpp>
#include <ssot/detail/sql/write.hpp>
#include <ssot/detail/text/message.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace ssot::detail::sql {

SSOT_DECL std::string_view type_of(storage::dialect to, storage::kind k) noexcept
{
    bool const sqlite = to == storage::dialect::sqlite;
    switch (k) {
    case storage::kind::boolean: return sqlite ? "INTEGER" : "boolean";
    case storage::kind::int64:
    case storage::kind::duration: return sqlite ? "INTEGER" : "bigint";
    case storage::kind::timestamp: return sqlite ? "INTEGER" : "timestamptz";
    case storage::kind::real: return sqlite ? "REAL" : "double precision";
    case storage::kind::bytes: return sqlite ? "BLOB" : "bytea";
    case storage::kind::uuid: return sqlite ? "BLOB" : "uuid";
    default: return sqlite ? "TEXT" : "text COLLATE \"C\""; // texts are compared byte by byte
    }
}

SSOT_DECL void append_reference(std::string& out, storage::field_desc const& f)
{
    out += " REFERENCES ";
    append_name(out, f.target->table);
    out += " (";
    append_name(out, f.target->fields[f.target->pk].column);
    out += ") DEFERRABLE INITIALLY DEFERRED";
}

SSOT_DECL std::string create_table(storage::dialect to, storage::model_desc const& model,
                                   std::span<storage::model_desc const* const> made, std::vector<std::string>& later)
{
    auto const is_there = [&](storage::model_desc const& target) {
        return to == storage::dialect::sqlite || storage::same_model(model, target) ||
            std::ranges::any_of(made, [&](auto const* m) { return storage::same_model(*m, target); });
    };
    std::string out = "CREATE TABLE ";
    append_name(out, model.table);
    out += " (";
    for (std::size_t i = 0; i != model.fields.size(); ++i) {
        auto const& f = model.fields[i];
        out += i == 0 ? "\n    " : ",\n    ";
        append_name(out, f.column);
        out += ' ';
        out += type_of(to, f.type);
        if (i == model.pk)
            out += " PRIMARY KEY";
        if (!f.nullable)
            out += " NOT NULL";
        if (!f.target)
            continue;
        if (is_there(*f.target)) {
            append_reference(out, f);
        } else {
            std::string alter = "ALTER TABLE ";
            append_name(alter, model.table);
            alter += " ADD FOREIGN KEY (";
            append_name(alter, f.column);
            alter += ')';
            append_reference(alter, f);
            later.push_back(std::move(alter));
        }
    }
    out += to == storage::dialect::sqlite ? "\n) STRICT" : "\n)";
    return out;
}

/// A field of an index, and whether it is in descending order.
using index_field = std::pair<std::uint16_t, bool>;

/// The name of an index. Long ones are cut and end with a hash, since PostgreSQL takes 63 bytes.
SSOT_DECL std::string index_name(storage::model_desc const& model, std::span<index_field const> fields, bool unique)
{
    constexpr std::size_t longest = 63;
    std::string           out(model.table);
    for (auto const& [f, desc] : fields) {
        out += '.';
        out += model.fields[f].column;
    }
    out += unique ? ".unique" : ".index";
    if (out.size() <= longest)
        return out;
    std::uint32_t hash = 2166136261U; // FNV-1a
    for (char const c : out)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    constexpr std::string_view digits = "0123456789abcdef";
    out.resize(longest - 9);
    out += '.';
    for (int shift = 28; shift >= 0; shift -= 4)
        out += digits[hash >> shift & 0xf];
    return out;
}

SSOT_DECL index_statement create_index(storage::model_desc const& model, std::span<index_field const> fields, bool unique)
{
    index_statement out{index_name(model, fields, unique), unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX "};
    append_name(out.text, out.name);
    out.text += " ON ";
    append_name(out.text, model.table);
    for (bool first = true; auto const& [f, desc] : fields) {
        out.text += first ? " (" : ", ";
        first = false;
        append_name(out.text, model.fields[f].column);
        out.text += desc ? " DESC" : "";
    }
    out.text += ')';
    return out;
}

SSOT_DECL std::vector<index_statement> create_indexes(storage::dialect, storage::model_desc const& model)
{
    using fields = std::vector<index_field>;
    std::vector<std::pair<fields, bool>> lists; // and whether they are unique
    auto const                           ascending = [](storage::field_list of) {
        fields out;
        for (auto const f : of)
            out.emplace_back(f, false);
        return out;
    };
    for (std::uint16_t f = 0; f != model.fields.size(); ++f)
        if (model.fields[f].unique && f != model.pk)
            lists.push_back({{{f, false}}, true});
    for (auto const list : model.unique_together)
        lists.emplace_back(ascending(list), true);
    for (auto const list : model.indexes)
        lists.emplace_back(ascending(list), false);
    // The default ordering, if it is one of the rows themselves. Those that foreign keys lead to are sorted by the engine.
    if (!model.ordering.empty() &&
        std::ranges::all_of(model.ordering, [](auto const& o) { return o.via == storage::no_field; })) {
        fields order;
        for (auto const& o : model.ordering)
            order.emplace_back(o.field, o.desc);
        if (order.back().first != model.pk)
            order.emplace_back(model.pk, false);
        lists.emplace_back(std::move(order), false);
    }
    for (std::uint16_t f = 0; f != model.fields.size(); ++f)
        if (model.fields[f].target || model.fields[f].indexed)
            lists.push_back({{{f, false}}, false});

    std::vector<index_statement> out;
    for (std::size_t i = 0; i != lists.size(); ++i) {
        auto const& [list, unique] = lists[i];
        if (list.empty() || (list.size() == 1 && list[0].first == model.pk))
            continue;
        // Engines read an index both ways, so that one whose directions are all the other way round serves as well.
        auto const begins_with = [&](fields const& longer) {
            auto const same = [&](bool turned) {
                return longer.size() >= list.size() &&
                    std::equal(list.begin(), list.end(), longer.begin(), [&](index_field const& a, index_field const& b) {
                           return a.first == b.first && a.second == (b.second != turned);
                       });
            };
            return same(false) || same(true);
        };
        bool another = false;
        for (std::size_t k = 0; k != lists.size() && !another && !unique; ++k)
            another = k != i && begins_with(lists[k].first) && (lists[k].first.size() > list.size() || k < i);
        for (std::size_t k = 0; k != i && !another && unique; ++k)
            another = lists[k].second && lists[k].first == list;
        if (!another)
            out.push_back(create_index(model, list, unique));
    }
    return out;
}

SSOT_DECL std::string view_name(storage::model_desc const& model) { return "readable_" + std::string(model.table); }

SSOT_DECL std::string create_view(storage::model_desc const& model)
{
    std::string out = "CREATE VIEW ";
    append_name(out, view_name(model));
    out += " AS SELECT";
    for (bool first = true; auto const& f : model.fields) {
        out += first ? "\n    " : ",\n    ";
        first = false;
        std::string c;
        append_name(c, f.column);
        switch (f.type) {
        case storage::kind::uuid: {
            auto const part = [&](std::string_view from, std::string_view size) {
                return concat({"substr(lower(hex(", c, ")), ", from, ", ", size, ")"});
            };
            constexpr std::string_view dash = " || '-' || ";
            out += concat({"CASE WHEN ",
                           c,
                           " IS NOT NULL THEN ",
                           part("1", "8"),
                           dash,
                           part("9", "4"),
                           dash,
                           part("13", "4"),
                           dash,
                           part("17", "4"),
                           dash,
                           part("21", "12"),
                           " END"});
            break;
        }
        case storage::kind::timestamp: {
            // Microseconds count up, before 1970 too.
            auto const micros = concat({"((", c, " % 1000000 + 1000000) % 1000000)"});
            out += concat({"strftime('%Y-%m-%dT%H:%M:%S', (",
                           c,
                           " - ",
                           micros,
                           ") / 1000000, 'unixepoch') || printf('.%06dZ', ",
                           micros,
                           ")"});
            break;
        }
        case storage::kind::duration: out += c + " / 1000000.0"; break;
        case storage::kind::boolean: out += "CASE " + c + " WHEN 0 THEN 'false' WHEN 1 THEN 'true' END"; break;
        default: out += c;
        }
        out += " AS " + c;
    }
    out += "\nFROM ";
    append_name(out, model.table);
    return out;
}

SSOT_DECL std::string describe_table(storage::model_desc const& model)
{
    std::string out = "table ";
    append_name(out, model.table);
    out += "\nkey ";
    append_name(out, model.fields[model.pk].column);
    for (std::uint16_t i = 0; i != model.fields.size(); ++i) {
        auto const& f = model.fields[i];
        out += i == model.revision ? "\nrevision " : "\nfield ";
        append_name(out, f.column);
        out += ' ';
        out += to_string(f.type);
        out += f.nullable ? " null" : " not null";
        if (f.unique)
            out += " unique";
        if (f.max_length != 0)
            out += " max " + std::to_string(f.max_length);
        if (f.target) {
            out += " references ";
            append_name(out, f.target->name);
        }
    }
    for (auto const list : model.unique_together) {
        out += "\nunique together";
        for (auto const f : list) {
            out += ' ';
            append_name(out, model.fields[f].column);
        }
    }
    return out;
}

} // namespace ssot::detail::sql

#endif // SSOT_IMPL_DETAIL_SQL_TABLES_IPP
