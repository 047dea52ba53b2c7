// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_REST_IPP
#define SSOT_IMPL_NAUTOBOT_REST_IPP

#include <ssot/error.hpp>
#include <ssot/nautobot/rest.hpp>

#include <ssot/detail/json/error_slot.hpp>
#include <ssot/detail/nautobot/django/rest_names.hpp>
#include <ssot/detail/nautobot/django/row.hpp>
#include <ssot/detail/nautobot/django/value.hpp>
#include <ssot/detail/nautobot/python/json.hpp>
#include <ssot/detail/nautobot/python/text_sink.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::nautobot {

namespace detail {

SSOT_DECL python::text_layout rest_layout(rest_options const& options)
{
    return {.spaced = false, .indent = options.indent, .escape_separators = true};
}

SSOT_DECL bool any_rest_writer::write_text(std::string_view key, std::string_view text)
{
    return out_.write_member(key, [&] { return out_.write(text); });
}

SSOT_DECL bool any_rest_writer::write_names(std::string_view path, std::string_view key, std::string_view display,
                                            std::string_view slug)
{
    auto const url  = path.empty() ? std::string() : django::rest_url(options_.base_url, path, key);
    auto const link = [&](std::string_view name, std::string const& text) {
        return out_.write_member(name, [&] { return url.empty() ? out_.write_null() : out_.write(std::string_view(text)); });
    };
    return write_text("object_type", model_name_) && write_text("display", display) && link("url", url) &&
        write_text("natural_slug", slug) && link("notes_url", url + "notes/");
}

SSOT_DECL bool any_rest_writer::is_left_out(std::string_view field) const
{
    return std::ranges::any_of(options_.omit, [&](std::string_view o) {
        auto const dot = o.rfind('.');
        return dot != std::string_view::npos && o.substr(0, dot) == model_name_ && o.substr(dot + 1) == field;
    });
}

SSOT_DECL bool any_rest_writer::write_target(std::string_view name, std::string_view path, std::string_view key)
{
    return write_text("object_type", name) && write_text("url", django::rest_url(options_.base_url, path, key));
}

/// A member of a nested object; the value itself when it is no object.
SSOT_DECL std::optional<python::value> part_of_rest(python::value const& v, std::string_view key)
{
    if (v.is != python::value::type::dict)
        return v;
    auto const found = python::find_json_members(v.json, [&](std::string_view k) { return k == key; });
    return found.empty() ? std::nullopt : std::optional(python::look_at_json(found[0].value));
}

SSOT_DECL bool read_rest_row(django::untyped_row& row, std::string_view value, unknown_keys unknown, error& why)
{
    auto const v = python::look_at_json(value);
    if (v.is != python::value::type::dict) {
        why = error(errc::wrong_type, "expected an object, found " + std::string(v.type_name()));
        return false;
    }
    constexpr std::string_view own[]   = {"object_type", "display", "url", "natural_slug", "notes_url"};
    bool                       refused = false;
    auto const                 to_read = [&](std::string_view key) { // of unknown keys the first ends the reading
        if (row.find(key) != row.size())
            return true;
        return unknown == unknown_keys::error && std::ranges::find(own, key) == std::end(own) &&
            !std::exchange(refused, true);
    };
    for (auto const& [key, text] : python::find_json_members(v.json, to_read)) {
        auto const field = row.find(key);
        if (field == row.size()) {
            why = error(errc::unknown_key, "there is no such field").with_path(key);
            return false;
        }
        auto const&                  info  = row.fields()[field];
        std::optional<python::value> given = python::look_at_json(text);
        if (!info.target_label.empty())
            given = part_of_rest(*given, "id");
        else if (info.kind == kind::choice)
            given = part_of_rest(*given, "value");
        django::refusal refusal;
        if (!given) {
            why = error(errc::missing_key, "this key is required")
                      .with_path(key + (info.target_label.empty() ? ".value" : ".id"));
            return false;
        }
        if (!row.read(field, *given, refusal)) {
            why = error(refusal.code, refusal.text).with_path(key);
            return false;
        }
    }
    if (auto done = row.complete_as_json(); !done) {
        why = std::move(done).error();
        return false;
    }
    return true;
}

SSOT_DECL result<std::string_view> check_rest(std::string_view text, std::size_t around, rest_read_options const& options)
{
    if (text.size() > options.max_size)
        return detail::over_size(options.max_size);
    return python::check_json(text, levels(options.max_depth) + around);
}

SSOT_DECL result<rest_list_head> read_rest_list_head(std::string_view page)
{
    using type       = python::value::type;
    auto const value = python::look_at_json(page);
    if (value.is != type::dict)
        return error(errc::wrong_type, "expected an object, found " + std::string(value.type_name()));
    auto const members = python::find_json_members(
        page, [](std::string_view key) { return key == "count" || key == "next" || key == "previous" || key == "results"; });
    auto const find = [&](std::string_view key) -> std::optional<python::value> {
        auto const found = std::ranges::find(members, key, &python::json_member::key);
        return found != members.end() ? std::optional(python::look_at_json(found->value)) : std::nullopt;
    };

    rest_list_head  out;
    std::int64_t    count = 0;
    django::refusal refusal;
    auto const      given = find("count");
    auto const      rows  = find("results");
    for (auto const& [key, part] : {std::pair{"count", &given}, std::pair{"results", &rows}})
        if (!*part)
            return error(errc::missing_key, "this key is required").with_path(key);
    if (given->is != type::integer || !django::read_integer(*given, count, refusal) || count < 0)
        return error(errc::wrong_type, "expected a number of rows").with_path("count");
    out.count = static_cast<std::uint64_t>(count);
    for (auto const& [key, url] : {std::pair{"next", &out.next}, std::pair{"previous", &out.previous}})
        if (auto const v = find(key); v && !v->is_none()) {
            if (!v->is_text())
                return error(errc::wrong_type, "expected a text, found " + std::string(v->type_name())).with_path(key);
            *url = v->text;
        }
    if (rows->is != type::list)
        return error(errc::wrong_type, "expected an array, found " + std::string(rows->type_name())).with_path("results");
    out.rows = rows->json;
    return out;
}

SSOT_DECL bool write_rest_list_head(python::text_sink& out, std::uint64_t count, std::optional<std::string> const& next,
                                    std::optional<std::string> const& previous)
{
    auto const write_url = [&](std::string_view key, std::optional<std::string> const& url) {
        return out.write_member(key, [&] { return url ? out.write(std::string_view(*url)) : out.write_null(); });
    };
    return out.write_member("count", [&] { return out.write(count); }) && write_url("next", next) &&
        write_url("previous", previous);
}

SSOT_DECL rest_list_head rest_list_head_of(std::string_view path, std::uint64_t count, rest_page page,
                                           rest_options const& options)
{
    auto const url = [&](std::uint64_t offset) {
        auto out = django::rest_url(options.base_url, path, {}) + "?limit=" + std::to_string(page.limit);
        return offset == 0 ? out : out + "&offset=" + std::to_string(offset);
    };
    rest_list_head out{.count = count};
    if (page.offset < count && page.limit < count - page.offset)
        out.next = url(page.offset + page.limit);
    if (page.offset != 0)
        out.previous = url(page.offset > page.limit ? page.offset - page.limit : 0);
    return out;
}

} // namespace detail

SSOT_DECL std::string to_plain_rest_row(std::span<std::pair<std::string_view, std::string> const> fields,
                                        rest_options const&                                       options)
{
    return detail::rest_text(options, [&](auto& out) {
        return out.write_object([&] {
            for (auto const& [name, json] : fields)
                if (!out.write_member(name, [&] { return out.write_raw(json); }))
                    return false;
            return true;
        });
    });
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_REST_IPP
