// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_FIXTURE_IPP
#define SSOT_IMPL_NAUTOBOT_FIXTURE_IPP

#include <ssot/nautobot/fixture.hpp>

#include <ssot/detail/json/error_slot.hpp>
#include <ssot/detail/nautobot/django/fixture_references.hpp>
#include <ssot/detail/nautobot/django/value.hpp>
#include <ssot/detail/nautobot/python/json.hpp>
#include <ssot/detail/nautobot/python/repr.hpp>
#include <ssot/detail/nautobot/python/text_sink.hpp>
#include <ssot/detail/text/message.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::nautobot {

namespace detail {

SSOT_DECL bool is_omitted(std::string_view model_name, std::string_view field, std::vector<std::string_view> const& omit)
{
    return std::ranges::any_of(omit, [&](std::string_view o) {
        return o.size() == model_name.size() + 1 + field.size() && o.starts_with(model_name) && o.ends_with(field) &&
            o[model_name.size()] == '.';
    });
}

/// Reads objects into tables, in Django's order: each object whole, the references at the end.
class fixture_loader {
public:
    fixture_loader(django::fixture_rows& rows, fixture_read_options const& options) : rows_(rows), options_(options)
    {
        refs_.unknown_fields = options.fields;
        for (auto const& type : options.content_types)
            know(type.app_label, type.model, type.id);
    }

    /// `all` has been checked.
    result<void> load(std::string_view all)
    {
        using type        = python::value::type;
        auto const quoted = [](std::string_view name) { return '\'' + std::string(name) + "' object "; };
        auto const value  = python::look_at_json(all);
        if (value.is == type::dict || value.is == type::text) { // Python walks over keys and letters
            bool const is_empty = value.is == type::text ? value.text.empty() : all.find('"') == std::string_view::npos;
            if (is_empty)
                return {};
            return error(errc::wrong_type, "string indices must be integers, not 'str'");
        }
        if (value.is != type::list)
            return error(errc::wrong_type, quoted(value.type_name()) + "is not iterable");
        look_ahead(all);
        python::json_items items(all);
        std::size_t        i = 0;
        for (std::string_view item; items.next(item); ++i)
            if (auto added = add(item, i); !added)
                return added;
        for (auto const& table : rows_.tables)
            if (auto checked = table->check(refs_); !checked)
                return checked;
        if (!options_.check_references)
            return {};
        find_others(all);
        return check_references();
    }

private:
    void know(std::string_view app, std::string_view model_name, std::int64_t id)
    {
        refs_.content_types[{std::string(app), std::string(model_name)}] = id;
        refs_.known_types.insert(std::to_string(id));
    }

    /// Content types may be named before their row comes; and how many rows there are of each table.
    void look_ahead(std::string_view all)
    {
        std::vector<std::size_t> rows(rows_.tables.size());
        python::json_items       items(all);
        for (std::string_view item; items.next(item);) {
            auto const        object = django::look_at_fixture_object(item, 0);
            auto const* const name   = object.find("model");
            if (!name)
                continue;
            auto const model_name = python::look_at_json(name->value);
            if (auto const table = find_table(model_name, 0); table && *table)
                ++rows[**table];
            if (django::lower_ascii(model_name.text) == "contenttypes.contenttype")
                note_content_type(object);
        }
        for (std::size_t t = 0; t != rows.size(); ++t)
            rows_.tables[t]->reserve(rows[t]);
    }

    void note_content_type(django::fixture_object const& object)
    {
        auto const* const pk     = object.find("pk");
        auto const* const fields = object.find("fields");
        if (!pk || !fields || !fields->value.starts_with('{'))
            return;
        std::optional<std::string> app, model;
        for (auto const& [key, value] :
             python::find_json_members(fields->value, [](std::string_view k) { return k == "app_label" || k == "model"; }))
            (key == "model" ? model : app) = python::look_at_json(value).text;
        auto const      key = python::look_at_json(pk->value);
        std::int64_t    id  = 0;
        django::refusal why;
        if (app && model && !key.is_none() && django::read_integer(key, id, why))
            refs_.content_types[{*app, *model}] = id;
    }

    static error bad(std::size_t i, errc code, std::string text, std::string_view key = {})
    {
        return error(code, std::move(text))
            .with_path('[' + std::to_string(i) + ']' + (key.empty() ? "" : '.' + std::string(key)));
    }

    /// The table of a model; nothing when it is not asked for.
    result<std::optional<std::size_t>> find_table(python::value const& name, std::size_t i)
    {
        if (!name.is_text())
            return bad(
                i, errc::wrong_type, '\'' + std::string(name.type_name()) + "' object has no attribute 'split'", "model");
        auto const dot = name.text.find('.');
        if (dot == std::string::npos)
            return bad(i, errc::invalid_value, "not enough values to unpack (expected 2, got 1)", "model");
        if (name.text.find('.', dot + 1) != std::string::npos)
            return bad(i, errc::invalid_value, "too many values to unpack (expected 2)", "model");
        auto const model_name = name.text.substr(0, dot) + django::lower_ascii(std::string_view(name.text).substr(dot));
        for (std::size_t t = 0; t != rows_.tables.size(); ++t)
            if (rows_.tables[t]->name() == model_name)
                return std::optional(t);
        if (options_.models == unknown_keys::ignore)
            return std::optional<std::size_t>();
        return bad(i, errc::not_found, "Invalid model identifier: '" + name.text + '\'', "model");
    }

    result<void> add(std::string_view item, std::size_t i)
    {
        using type       = python::value::type;
        auto const value = python::look_at_json(item);
        if (value.is == type::text)
            return bad(i, errc::wrong_type, "string indices must be integers, not 'str'");
        if (value.is == type::list)
            return bad(i, errc::wrong_type, "list indices must be integers or slices, not str");
        if (value.is != type::dict)
            return bad(i, errc::wrong_type, '\'' + std::string(value.type_name()) + "' object is not subscriptable");
        auto const        object = django::look_at_fixture_object(item, i);
        auto const* const name   = object.find("model");
        if (!name)
            return bad(i, errc::missing_key, "'model'");
        auto table = find_table(python::look_at_json(name->value), i);
        if (!table)
            return std::move(table).error();
        if (!*table)
            return {};
        auto row = rows_.tables[**table]->add(object, refs_);
        if (!row)
            return std::move(row).error();
        rows_.order.push_back({**table, *row});
        return {};
    }

    /// A row of a model that is not asked for can still be pointed at.
    void find_others(std::string_view all)
    {
        if (refs_.wanted.empty() || options_.models != unknown_keys::ignore)
            return;
        python::json_items items(all);
        for (std::string_view item; items.next(item);) {
            auto const        object = django::look_at_fixture_object(item, 0);
            auto const* const name   = object.find("model");
            auto const* const pk     = object.find("pk");
            if (!name || !pk)
                continue;
            auto const model_name = python::look_at_json(name->value);
            auto const table      = find_table(model_name, 0);
            auto const wanted     = refs_.wanted.find(django::lower_ascii(model_name.text));
            if (wanted == refs_.wanted.end() || !table || *table)
                continue;
            auto const key = python::look_at_json(pk->value);
            if (key.is_none())
                continue;
            django::refusal why;
            uuid            id;
            bool const      is_uuid = key.is_text() && django::read_uuid(key, id, why);
            if (auto const found = wanted->second.find(is_uuid ? ssot::to_string(id) : python::str(key));
                found != wanted->second.end())
                found->second.found = true;
        }
    }

    /// Whether a row is there that a table or the caller has.
    bool is_there(std::string const& name, std::string const& key) const
    {
        if (name == "contenttypes.contenttype" && refs_.known_types.contains(key))
            return true;
        auto const has = [&](auto const& table) { return table->name() == name && table->has(key); };
        return std::ranges::any_of(rows_.tables, has) || (options_.exists && options_.exists(name, key));
    }

    result<void> check_references() const
    {
        for (auto const& [name, keys] : refs_.wanted)
            for (auto const& [key, target] : keys) {
                if (target.found || is_there(name, key))
                    continue;
                std::string message = "the column '" + std::string(target.field->column);
                message.append("' points at the row '")
                    .append(key)
                    .append("' of ")
                    .append(name)
                    .append(", which is not there");
                return error(errc::foreign_key, std::move(message))
                    .with_path('[' + std::to_string(target.object) + "].fields." + std::string(target.field->name));
            }
        return {};
    }

    django::fixture_rows&       rows_;
    fixture_read_options const& options_;
    django::fixture_references  refs_{};
};

SSOT_DECL result<void> load_fixture(std::string_view text, django::fixture_rows& rows, fixture_read_options const& options)
{
    if (text.size() > options.max_size)
        return detail::over_size(options.max_size);
    constexpr std::size_t around = 3; // the list, the object, its fields
    auto                  all    = python::check_json(text, levels(options.max_depth) + around);
    if (!all)
        return std::move(all).error();
    return fixture_loader(rows, options).load(*all);
}

} // namespace detail

SSOT_DECL fixture_writer::fixture_writer(std::string& out, fixture_options options) : out_(out), options_(std::move(options))
{
    out_ += '[';
}

SSOT_DECL std::size_t fixture_writer::begin_object()
{
    auto const before = out_.size();
    if (!first_)
        out_ += options_.indent != 0 ? "," : ", ";
    if (options_.indent != 0)
        out_ += '\n';
    return before;
}

SSOT_DECL detail::python::text_layout fixture_writer::layout() const
{
    return {.indent = options_.indent, .milliseconds = options_.exact, .bare_nan = options_.exact};
}

SSOT_DECL result<void> fixture_writer::end_object(bool written, detail::python::text_sink& sink, std::size_t before)
{
    if (!written) {
        out_.resize(before);
        return sink.take_error();
    }
    first_ = false;
    return {};
}

SSOT_DECL result<void> fixture_writer::add_row(std::string_view model_name, std::string_view pk,
                                               std::span<std::pair<std::string_view, std::string> const> fields)
{
    return add_object([&](detail::python::text_sink& out) {
        auto const write_fields = [&] {
            for (auto const& [name, json] : fields)
                if (!out.write_member(name, [&] { return out.write_raw(json); }))
                    return false;
            return true;
        };
        return out.write_member("model", [&] { return out.write(model_name); }) &&
            out.write_member("pk", [&] { return out.write_raw(pk); }) &&
            out.write_member("fields", [&] { return out.write_object(write_fields); });
    });
}

SSOT_DECL void fixture_writer::finish() { out_ += options_.indent != 0 ? "\n]\n" : "]"; }

SSOT_DECL fixture_reader::fixture_reader(fixture_read_options options) : options_(std::move(options)) {}

SSOT_DECL result<std::size_t> fixture_reader::read(std::string_view text)
{
    rows_.order.clear();
    for (auto& table : rows_.tables)
        table->clear();
    if (auto loaded = detail::load_fixture(text, rows_, options_); !loaded)
        return std::move(loaded).error();
    std::vector<std::size_t> next(rows_.tables.size()); // rows are numbered in the order in which they come first
    for (auto const& place : rows_.order) {
        if (place.row != next[place.table])
            continue;
        ++next[place.table];
        if (auto done = rows_.tables[place.table]->hand_on(place.row); !done)
            return std::move(done).error();
    }
    return rows_.order.size();
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_FIXTURE_IPP
