// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_REST_HPP
#define SSOT_IMPL_NAUTOBOT_REST_HPP

#include <ssot/nautobot/rest.hpp>

#include <ssot/detail/json/encode.hpp>
#include <ssot/detail/nautobot/django/fixture_rows.hpp>
#include <ssot/detail/nautobot/django/rest_names.hpp>
#include <ssot/detail/nautobot/django/row.hpp>
#include <ssot/detail/nautobot/python/json.hpp>
#include <ssot/detail/nautobot/python/text_sink.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace ssot::nautobot {

namespace detail {

using namespace ssot::detail;

python::text_layout rest_layout(rest_options const& options);

/// What is written of a row whatever its model is.
class any_rest_writer {
protected:
    any_rest_writer(python::text_sink& out, rest_options const& options, std::string_view model_name) noexcept
        : out_(out), options_(options), model_name_(model_name)
    {
    }

    bool write_text(std::string_view key, std::string_view text);

    /// What Nautobot puts between the key and the fields.
    bool write_names(std::string_view path, std::string_view key, std::string_view display, std::string_view slug);

    bool is_left_out(std::string_view field) const;

    /// The rest of a foreign key's object.
    bool write_target(std::string_view name, std::string_view path, std::string_view key);

    python::text_sink&  out_;
    rest_options const& options_;
    std::string_view    model_name_;
};

template<model M>
class rest_writer : any_rest_writer {
public:
    rest_writer(python::text_sink& out, rest_options const& options) noexcept
        : any_rest_writer(out, options, model_info_of<M>().name)
    {
    }

    bool write_bare(M const& m)
    {
        return out_.write_object([&] {
            return write_key(m) && write_each(m, members_of<M>{}, [&]<auto Member>() { return encode(out_, m.*Member); });
        });
    }

    bool write(M const& m)
    {
        return out_.write_object([&] {
            return write_key(m) &&
                write_names(django::rest_path_of<M>(),
                            django::key_text(key_of(m)),
                            django::rest_display(m),
                            django::rest_natural_slug(m)) &&
                write_each(m, members_of<M>{}, [&]<auto Member>() { return write_value<Member>(m); });
        });
    }

private:
    bool write_key(M const& m)
    {
        return out_.write_member(fields_of<M>()[0].name, [&] { return encode(out_, key_of(m)); });
    }

    /// Plain fields, then foreign keys.
    template<auto Key, auto... Members, class WriteValue>
    bool write_each(M const&, member_list<Key, Members...>, WriteValue&& write_value)
    {
        auto const write_one = [&]<auto Member>(bool relations) {
            auto const& info = field_info_of<Member>;
            if (!info.target_label.empty() != relations || is_left_out(info.name))
                return true;
            return out_.write_member(info.name, [&] { return write_value.template operator()<Member>(); });
        };
        return (write_one.template operator()<Members>(false) && ...) &&
            (write_one.template operator()<Members>(true) && ...);
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
        if constexpr (!field_info_of<Member>.target_label.empty()) {
            return write_reference<Member>(v);
        } else if constexpr (Kind == kind::choice && django::rest_has_choice_objects<M>) {
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
        auto const name = django::lower_ascii(field_info_of<Member>.target_label);
        auto const path = [&] {
            if constexpr (relation<T>::exists)
                return django::rest_path_of<typename relation<T>::target>();
            else
                return django::rest_path_of(name);
        }();
        return out_.write_object([&] {
            return out_.write_member("id", [&] { return encode(out_, key); }) &&
                write_target(name, path, django::key_text(key));
        });
    }
};

/// The text that `write(sink)` makes. Throws for what cannot be written.
template<class Write>
std::string rest_text(rest_options const& options, Write&& write)
{
    std::string       out;
    python::text_sink sink(out, rest_layout(options));
    if (!write(sink))
        throw exception(sink.take_error());
    return out;
}

/// Fills a row. False after an error.
bool read_rest_row(django::untyped_row& row, std::string_view value, unknown_keys unknown, error& why);

template<model M>
bool read_rest(std::string_view value, M& out, unknown_keys unknown, error& why)
{
    django::typed_row<M> row(out);
    return read_rest_row(row, value, unknown, why);
}

/// The value of a text, checked. `around` arrays and objects stand around the fields.
result<std::string_view> check_rest(std::string_view text, std::size_t around, rest_read_options const& options);

/// A page without its rows.
struct rest_list_head {
    std::uint64_t              count = 0;
    std::optional<std::string> next{};
    std::optional<std::string> previous{};
    std::string_view           rows{}; ///< of a page that was read: a list, checked
};

/// What stands around the rows of a page.
result<rest_list_head> read_rest_list_head(std::string_view page);

/// Writes the members of a page in front of its rows.
bool write_rest_list_head(python::text_sink& out, std::uint64_t count, std::optional<std::string> const& next,
                          std::optional<std::string> const& previous);

/// The neighbours of a page.
rest_list_head rest_list_head_of(std::string_view path, std::uint64_t count, rest_page page, rest_options const& options);

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
            return detail::rest_writer<T>(out, options).write_bare(v);
        } else {
            return out.write_array([&] {
                std::size_t i = 0;
                for (auto const& row : v) {
                    using row_type = std::remove_cvref_t<decltype(row)>;
                    if (!out.write_item(i++, [&] { return detail::rest_writer<row_type>(out, options).write_bare(row); }))
                        return false;
                }
                return true;
            });
        }
    });
}

template<model M>
std::string to_rest_list(rest_list<M> const& list, rest_options const& options)
{
    return detail::rest_text(options, [&](auto& out) {
        auto const write_rows = [&] {
            for (std::size_t i = 0; i != list.results.size(); ++i)
                if (!out.write_item(i, [&] { return detail::rest_writer<M>(out, options).write(list.results[i]); }))
                    return false;
            return true;
        };
        return out.write_object([&] {
            return detail::write_rest_list_head(out, list.count, list.next, list.previous) &&
                out.write_member("results", [&] { return out.write_array(write_rows); });
        });
    });
}

template<model M>
std::string to_rest_list(std::vector<M> const& rows, std::uint64_t count, rest_page page, rest_options const& options)
{
    auto         head = detail::rest_list_head_of(detail::django::rest_path_of<M>(), count, page, options);
    rest_list<M> list{.count = count, .next = std::move(head.next), .previous = std::move(head.previous), .results = rows};
    return to_rest_list(list, options);
}

template<model M>
result<M> from_rest(std::string_view text, rest_read_options const& options)
{
    auto checked = detail::check_rest(text, 1, options);
    if (!checked)
        return std::move(checked).error();
    M     out = make_blank<M>();
    error why;
    if (!detail::read_rest(*checked, out, options.unknown, why))
        return why;
    return out;
}

template<model M>
result<rest_list<M>> from_rest_list(std::string_view text, rest_read_options const& options)
{
    auto checked = detail::check_rest(text, 3, options);
    if (!checked)
        return std::move(checked).error();
    auto head = detail::read_rest_list_head(*checked);
    if (!head)
        return std::move(head).error();
    rest_list<M> out{.count = head->count, .next = std::move(head->next), .previous = std::move(head->previous)};
    detail::python::json_items items(head->rows);
    std::size_t                i = 0;
    for (std::string_view item; items.next(item); ++i) {
        error why;
        if (!detail::read_rest(item, out.results.emplace_back(make_blank<M>()), options.unknown, why))
            return std::move(why).prepend_path('[' + std::to_string(i) + ']').prepend_path("results");
    }
    return out;
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_REST_HPP
