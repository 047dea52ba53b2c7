// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_REST_HPP
#define SSOT_IMPL_NAUTOBOT_REST_HPP

#include <ssot/nautobot/rest.hpp>

#include <ssot/detail/django_row.hpp>
#include <ssot/detail/json_encode.hpp>
#include <ssot/detail/rest_names.hpp>
#include <ssot/detail/words.hpp>

#include <algorithm>
#include <type_traits>
#include <utility>

namespace ssot::nautobot {

namespace detail {

using namespace ssot::detail;

inline python_layout rest_layout(rest_options const& options)
{
    return {.spaced = false, .indent = options.indent, .escape_separators = true};
}

template<model M>
class rest_writer {
public:
    rest_writer(python_text_sink& out, rest_options const& options) noexcept : out_(out), options_(options) {}

    bool write_plain(M const& m)
    {
        return out_.write_object([&] {
            return write_key(m) && write_each(m, members_of<M>{}, [&]<auto Member>() { return encode(out_, m.*Member); });
        });
    }

    bool write(M const& m)
    {
        return out_.write_object([&] {
            return write_key(m) && write_names(m) &&
                write_each(m, members_of<M>{}, [&]<auto Member>() { return write_value<Member>(m); });
        });
    }

private:
    bool write_key(M const& m)
    {
        return out_.write_member(fields_of<M>()[0].name, [&] { return encode(out_, key_of(m)); });
    }

    bool write_text(std::string_view key, std::string_view text)
    {
        return out_.write_member(key, [&] { return out_.write(text); });
    }

    /// What Nautobot puts between the key and the fields.
    bool write_names(M const& m)
    {
        auto const path = rest_path_of<M>();
        auto const url  = path.empty() ? std::string() : rest_url(options_.base_url, path, key_text(key_of(m)));
        auto const link = [&](std::string_view key, std::string const& text) {
            return out_.write_member(key,
                                     [&] { return url.empty() ? out_.write_null() : out_.write(std::string_view(text)); });
        };
        return write_text("object_type", model_info_of<M>().name) && write_text("display", rest_display(m)) &&
            link("url", url) && write_text("natural_slug", rest_natural_slug(m)) && link("notes_url", url + "notes/");
    }

    /// Plain fields, then foreign keys.
    template<auto Key, auto... Members, class WriteValue>
    bool write_each(M const&, member_list<Key, Members...>, WriteValue&& write_value)
    {
        auto const write_one = [&]<auto Member>(bool relations) {
            auto const& info = field_info_of<Member>;
            if (!info.to.empty() != relations || is_left_out(info.name))
                return true;
            return out_.write_member(info.name, [&] { return write_value.template operator()<Member>(); });
        };
        return (write_one.template operator()<Members>(false) && ...) &&
            (write_one.template operator()<Members>(true) && ...);
    }

    bool is_left_out(std::string_view field) const
    {
        return std::ranges::any_of(options_.omit, [&](std::string_view o) {
            auto const dot = o.rfind('.');
            return dot != std::string_view::npos && o.substr(0, dot) == model_info_of<M>().name &&
                o.substr(dot + 1) == field;
        });
    }

    template<auto Member>
    bool write_value(M const& m)
    {
        using type                 = type_of<Member>;
        constexpr auto const& info = field_info_of<Member>;
        if constexpr (unwrap<type>::nullable) {
            if (!(m.*Member))
                return out_.write_null();
            return write_present<info.kind, Member>(*(m.*Member));
        } else {
            return write_present<info.kind, Member>(m.*Member);
        }
    }

    template<kind Kind, auto Member, class T>
    bool write_present(T const& v)
    {
        if constexpr (!field_info_of<Member>.to.empty()) {
            return write_reference<Member>(v);
        } else if constexpr (Kind == kind::choice && rest_has_choice_objects<M>) {
            return out_.write_object([&] {
                return out_.write_member("value", [&] { return encode(out_, v); }) && write_text("label", label(v));
            });
        } else {
            return encode(out_, v);
        }
    }

    template<auto Member, class T>
    bool write_reference(T const& key)
    {
        auto const name = lower_ascii(field_info_of<Member>.to);
        auto const path = [&] {
            if constexpr (relation<T>::exists)
                return rest_path_of<typename relation<T>::target>();
            else
                return rest_path_of(name);
        }();
        return out_.write_object([&] {
            return out_.write_member("id", [&] { return encode(out_, key); }) && write_text("object_type", name) &&
                write_text("url", rest_url(options_.base_url, path, key_text(key)));
        });
    }

    python_text_sink&   out_;
    rest_options const& options_;
};

/// The text that `write(sink)` makes. Throws for what cannot be written.
template<class Write>
std::string rest_text(rest_options const& options, Write&& write)
{
    std::string      out;
    python_text_sink sink(out, rest_layout(options));
    if (!write(sink))
        throw exception(sink.take_error());
    return out;
}

template<model M>
bool read_rest(python_value const& v, M& out, unknown_keys unknown, error& why)
{
    using type = python_value::type;
    if (v.is != type::dict) {
        why = error(errc::wrong_type, "expected an object, found " + std::string(v.type_name()));
        return false;
    }
    constexpr std::string_view own[] = {"object_type", "display", "url", "natural_slug", "notes_url"};
    django_row<M>              row(out);
    for (std::size_t i = 0; i != v.keys.size(); ++i) {
        auto const& key = v.keys[i];
        auto const  at  = django_row<M>::find(key);
        if (at == django_row<M>::size) {
            if (unknown == unknown_keys::ignore || std::ranges::find(own, std::string_view(key)) != std::end(own))
                continue;
            why = error(errc::unknown_key, "there is no such field").with_path(key);
            return false;
        }
        auto const&         info  = fields_of<M>()[at];
        python_value const* value = &v.items[i];
        if (value->is == type::dict && !info.to.empty())
            value = value->find("id");
        else if (value->is == type::dict && info.kind == kind::choice)
            value = value->find("value");
        django_refusal refusal;
        if (!value) {
            why = error(errc::missing_key, "this key is required").with_path(key + (info.to.empty() ? ".value" : ".id"));
            return false;
        }
        if (!row.read(at, *value, refusal)) {
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

/// `around` arrays and objects stand around the fields.
inline result<python_value> parse_rest(std::string_view text, std::size_t around, rest_read_options const& options)
{
    if (text.size() > options.max_size)
        return detail::over_size(options.max_size);
    return parse_python_json(text, options.max_depth + around);
}

} // namespace detail

template<model M>
std::string to_rest(M const& m, rest_options const& options)
{
    return detail::rest_text(options, [&](auto& out) { return detail::rest_writer<M>(out, options).write(m); });
}

template<class T>
std::string to_plain_rest(T const& v, rest_options const& options)
{
    return detail::rest_text(options, [&](auto& out) {
        if constexpr (model<T>) {
            return detail::rest_writer<T>(out, options).write_plain(v);
        } else {
            return out.write_array([&] {
                std::size_t i = 0;
                for (auto const& row : v) {
                    using row_type = std::remove_cvref_t<decltype(row)>;
                    if (!out.write_item(i++, [&] { return detail::rest_writer<row_type>(out, options).write_plain(row); }))
                        return false;
                }
                return true;
            });
        }
    });
}

inline std::string to_plain_rest_row(std::span<std::pair<std::string_view, std::string> const> fields,
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

template<model M>
std::string to_rest_list(rest_list<M> const& list, rest_options const& options)
{
    return detail::rest_text(options, [&](auto& out) {
        auto const write_url = [&](std::string_view key, std::optional<std::string> const& url) {
            return out.write_member(key, [&] { return url ? out.write(std::string_view(*url)) : out.write_null(); });
        };
        auto const write_rows = [&] {
            for (std::size_t i = 0; i != list.results.size(); ++i)
                if (!out.write_item(i, [&] { return detail::rest_writer<M>(out, options).write(list.results[i]); }))
                    return false;
            return true;
        };
        return out.write_object([&] {
            return out.write_member("count", [&] { return out.write(list.count); }) && write_url("next", list.next) &&
                write_url("previous", list.previous) &&
                out.write_member("results", [&] { return out.write_array(write_rows); });
        });
    });
}

template<model M>
std::string to_rest_list(std::vector<M> const& rows, std::uint64_t count, rest_page page, rest_options const& options)
{
    auto const url = [&](std::uint64_t offset) {
        auto out =
            detail::rest_url(options.base_url, detail::rest_path_of<M>(), {}) + "?limit=" + std::to_string(page.limit);
        return offset == 0 ? out : out + "&offset=" + std::to_string(offset);
    };
    rest_list<M> list{.count = count, .results = rows};
    if (page.offset < count && page.limit < count - page.offset)
        list.next = url(page.offset + page.limit);
    if (page.offset != 0)
        list.previous = url(page.offset > page.limit ? page.offset - page.limit : 0);
    return to_rest_list(list, options);
}

template<model M>
result<M> from_rest(std::string_view text, rest_read_options const& options)
{
    auto parsed = detail::parse_rest(text, 1, options);
    if (!parsed)
        return std::move(parsed).error();
    M     out = make_blank<M>();
    error why;
    if (!detail::read_rest(*parsed, out, options.unknown, why))
        return why;
    return out;
}

template<model M>
result<rest_list<M>> from_rest_list(std::string_view text, rest_read_options const& options)
{
    using type  = detail::python_value::type;
    auto parsed = detail::parse_rest(text, 3, options);
    if (!parsed)
        return std::move(parsed).error();
    if (parsed->is != type::dict)
        return error(errc::wrong_type, "expected an object, found " + std::string(parsed->type_name()));

    rest_list<M>           out;
    std::int64_t           count = 0;
    detail::django_refusal refusal;
    for (std::string_view const key : {"count", "results"})
        if (!parsed->find(key))
            return error(errc::missing_key, "this key is required").with_path(std::string(key));
    if (auto const* const v = parsed->find("count");
        v->is != type::integer || !detail::read_django_integer(*v, count, refusal) || count < 0)
        return error(errc::wrong_type, "expected a number of rows").with_path("count");
    out.count = static_cast<std::uint64_t>(count);
    for (auto const& [key, url] : {std::pair{"next", &out.next}, std::pair{"previous", &out.previous}})
        if (auto const* const v = parsed->find(key); v && !v->is_none()) {
            if (!v->is_text())
                return error(errc::wrong_type, "expected a text, found " + std::string(v->type_name())).with_path(key);
            *url = v->text;
        }
    auto const& rows = *parsed->find("results");
    if (rows.is != type::list)
        return error(errc::wrong_type, "expected an array, found " + std::string(rows.type_name())).with_path("results");
    for (std::size_t i = 0; i != rows.items.size(); ++i) {
        error why;
        if (!detail::read_rest(rows.items[i], out.results.emplace_back(make_blank<M>()), options.unknown, why))
            return std::move(why).inside('[' + std::to_string(i) + ']').inside("results");
    }
    return out;
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_REST_HPP
