// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQLITE_SESSION_ERRORS_IPP
#define SSOT_IMPL_DETAIL_SQLITE_SESSION_ERRORS_IPP

// Which row and which field broke a constraint. SQLite tells at most the columns; the rows are asked for after the call was undone.

#include <ssot/detail/sql/shape.hpp>
#include <ssot/detail/sql/write.hpp>
#include <ssot/detail/sqlite/session.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <set>
#include <utility>

namespace ssot::storage::detail::sqlite {

SSOT_DECL bool session::is_there(model_desc const& model, std::span<std::uint16_t const> fields,
                                 std::span<value_view const> values)
{
    std::string text = "SELECT 1 FROM ";
    sql::append_name(text, model.table);
    for (std::size_t i = 0; i != fields.size(); ++i) {
        text += i == 0 ? " WHERE " : " AND ";
        sql::append_name(text, model.fields[fields[i]].column);
        text += " = ?";
    }
    key_.assign(1, static_cast<char>(sql::operation::fixed));
    key_ += text;
    auto look = on_->take(key_, [&]() -> result<sql::statement> { return sql::statement{.text = text}; });
    if (!look)
        return false;
    for (std::size_t i = 0; i != values.size(); ++i)
        bind_value((*look)->handle, static_cast<int>(i + 1), values[i]);
    bool const found = sqlite3_step((*look)->handle) == SQLITE_ROW;
    on_->give_back(std::move(*look));
    return found;
}

SSOT_DECL bool session::points_nowhere(field_desc const& f, value_view key)
{
    std::uint16_t const pk[] = {f.target->pk};
    return !key.is_null() && !is_there(*f.target, pk, {&key, 1});
}

/// The lists of fields whose values no two rows share.
SSOT_DECL std::vector<std::vector<std::uint16_t>> unique_lists(model_desc const& model, std::string_view message)
{
    std::vector<std::vector<std::uint16_t>> all{{model.pk}};
    for (std::uint16_t f = 0; f != model.fields.size(); ++f)
        if (model.fields[f].unique && f != model.pk)
            all.push_back({f});
    for (auto const list : model.unique_together)
        all.emplace_back(list.begin(), list.end());
    // "UNIQUE constraint failed: pair.shelf, pair.slot"
    std::vector<std::vector<std::uint16_t>> named;
    for (auto const& list : all) {
        std::string columns;
        for (auto const f : list)
            columns += (columns.empty() ? "" : ", ") + std::string(model.table) + "." + std::string(model.fields[f].column);
        if (message.ends_with(": " + columns))
            named.push_back(list);
    }
    return named.empty() ? all : named;
}

/// Values as bytes, so that equal ones are equal texts. Empty if one is null, which equals nothing.
SSOT_DECL std::string values_as_bytes(std::span<std::uint16_t const> fields, std::span<value_view const> row)
{
    std::string out;
    for (auto const f : fields) {
        auto const v = row[f];
        if (v.is_null())
            return {};
        auto const bytes = v.is_buffer() ? std::string(v.as_chars())
            : v.type() == kind::real     ? std::to_string(v.as_real())
                                         : std::to_string(v.as_int());
        out += std::to_string(bytes.size()) + ':' + bytes;
    }
    return out;
}

SSOT_DECL error session::explained(error why, record_batch const& batch, how way, std::span<std::int64_t> keys)
{
    auto const& model = *batch.model;
    auto const  code  = why.code();
    if (!why.path().empty() || lost_ ||
        (code != errc::already_exists && code != errc::foreign_key && code != errc::constraint))
        return why;
    auto const                         lists = unique_lists(model, why.text());
    std::vector<std::set<std::string>> met(lists.size());
    std::set<std::string>              batch_keys;
    std::uint16_t const                pk[] = {model.pk};
    auto const                         at   = [&](std::size_t i, std::size_t f) {
        return std::move(why).with_path('[' + std::to_string(i) + "]." + std::string(model.fields[f].name));
    };
    for (std::size_t i = 0; code == errc::foreign_key && i != batch.size(); ++i) // which may be pointed at
        if (read_row(batch, i, way, keys))
            batch_keys.insert(values_as_bytes(pk, on_->row));
    for (std::size_t i = 0; i != batch.size(); ++i) {
        if (!read_row(batch, i, way, keys))
            return why;
        auto const values = on_->row;
        for (std::size_t f = 0; f != values.size(); ++f) {
            auto const& field = model.fields[f];
            if (code == errc::constraint && !field.nullable && values[f].is_null())
                return at(i, f);
            if (code != errc::foreign_key || !field.target || values[f].is_null())
                continue;
            std::uint16_t const here[] = {static_cast<std::uint16_t>(f)};
            bool const inside = same_model(*field.target, model) && batch_keys.contains(values_as_bytes(here, values));
            if (!inside && points_nowhere(field, values[f]))
                return at(i, f);
        }
        for (std::size_t k = 0; code == errc::already_exists && k != lists.size(); ++k) {
            auto const& list  = lists[k];
            auto        bytes = values_as_bytes(list, values);
            if (bytes.empty() || (way == how::if_absent && list[0] == model.pk))
                continue;
            std::vector<value_view> wanted;
            for (auto const f : list)
                wanted.push_back(values[f]);
            if (!met[k].insert(std::move(bytes)).second || is_there(model, list, wanted))
                return at(i, list[0]);
        }
    }
    return why;
}

SSOT_DECL error session::explained(error why, model_desc const& model, std::span<assignment const> set)
{
    auto const code = why.code();
    if (!why.path().empty() || lost_)
        return why;
    auto const at = [&](std::size_t f) { return std::move(why).with_path(std::string(model.fields[f].name)); };
    if (code == errc::already_exists)
        for (auto const& list : unique_lists(model, why.text()))
            for (auto const f : list)
                if (std::ranges::find(set, f, &assignment::field) != set.end())
                    return at(f);
    for (auto const& a : set) {
        auto const& f = model.fields[a.field];
        if ((code == errc::foreign_key && f.target && points_nowhere(f, a.to)) ||
            (code == errc::constraint && !f.nullable && a.to.is_null()))
            return at(a.field);
    }
    return why;
}

} // namespace ssot::storage::detail::sqlite

#endif // SSOT_IMPL_DETAIL_SQLITE_SESSION_ERRORS_IPP
