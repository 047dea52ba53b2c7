// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_FORM_HPP
#define SSOT_IMPL_FORM_HPP

#include <ssot/form.hpp>
#include <ssot/json/document.hpp>
#include <ssot/json/text.hpp>

#include <ssot/detail/reflect/encoded.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot {

namespace detail {

/// Reads the text of one field. Adds a problem for a text that it cannot read.
class form_field {
public:
    form_field(field_info const& f, std::vector<field_problem>& to) noexcept : field_(f), found_(to) {}

    bool read(std::string_view text, bool& out);
    bool read(std::string_view text, std::int64_t& out);
    bool read(std::string_view text, double& out);
    bool read(std::string_view text, uuid& out);
    bool read(std::string_view text, timestamp& out);
    bool read(std::string_view text, duration& out);

    /// Reads an integer within the limits of the member's type, which are those of the database.
    template<std::integral T>
    bool read_integer(std::string_view text, T& out)
    {
        using limits   = std::numeric_limits<T>;
        std::int64_t n = 0;
        return read_integer(text, limit(limits::min()), limit(limits::max()), n) && (out = static_cast<T>(n), true);
    }
    bool read_integer(std::string_view text, std::int64_t least, std::int64_t most, std::int64_t& out);

    template<choice E>
    bool read_choice(std::string_view text, E& out)
    {
        if (text.empty())
            return refuse_blank();
        auto e = from_wire<E>(text);
        return e ? (out = *e, true) : refuse_choice(text);
    }

    template<class T>
    bool read_json(std::string_view text, T& out)
    {
        auto v = from_json<T>(text);
        return v ? (out = std::move(*v), true) : refuse("invalid", "Value must be valid JSON.");
    }

    bool read_base64(std::string_view text, std::string& out);

    template<class T>
    bool take(result<T> decoded, T& out)
    {
        return decoded ? (out = std::move(*decoded), true) : refuse("invalid", decoded.error().text());
    }

private:
    bool refuse(std::string_view code, std::string_view words);
    bool refuse_blank();
    bool refuse_choice(std::string_view text);
    bool not_valid(std::string_view text, std::string_view what, std::string_view code = "invalid");

    /// Limits unsigned members of 64 bits to what stores can hold.
    template<class T>
    static constexpr std::int64_t limit(T v) noexcept
    {
        return std::in_range<std::int64_t>(v) ? static_cast<std::int64_t>(v) : std::numeric_limits<std::int64_t>::max();
    }

    field_info const&           field_;
    std::vector<field_problem>& found_;
};

template<class T>
bool read_form_value(form_field& in, std::string_view text, T& out)
{
    if constexpr (choice<T>) {
        return in.read_choice(text, out);
    } else if constexpr (std::integral<T> && !std::same_as<T, bool>) {
        return in.read_integer(text, out);
    } else if constexpr (json_document<T> || !storable<T>) {
        return in.read_json(text, out);
    } else if constexpr (encodes_json<T>) {
        raw_json document;
        return in.read_json(text, document) && in.take(decode_chars<T>(document.text()), out);
    } else if constexpr (codec<T>::stored_as == kind::bytes) {
        std::string bytes;
        return in.read_base64(text, bytes) && in.take(decode_chars<T>(bytes), out);
    } else if constexpr (std::same_as<stored_t<T>, std::string_view>) {
        return in.take(decode_chars<T>(text), out);
    } else {
        stored_t<T> stored{};
        return in.read(text, stored) && in.take(from_stored<T>(stored), out);
    }
}

/// Adds the problem of a field that must have a text.
void note_left_out(field_info const& f, std::vector<field_problem>& found);

/// Adds the problem that the original finds in a field without a text, if any.
template<auto Member>
void check_left_out(std::vector<field_problem>& found)
{
    using type           = type_of<Member>;
    constexpr auto& info = field_info_of<Member>;
    constexpr bool  may  = info.nullable || info.options.blank || info.options.default_value.has_value() || info.primary_key;
    constexpr bool  tells = info.kind == kind::text || relation<type>::exists; // `validate` reports that it is empty
    if constexpr (!may && !tells) {
        note_left_out(info, found);
    }
}

template<auto Member, class M>
void read_form_field(M& m, std::string_view text, std::vector<field_problem>& found)
{
    using type           = unwrap_t<type_of<Member>>;
    constexpr auto& info = field_info_of<Member>;
    form_field      in(info, found);
    if constexpr (info.nullable) {
        auto& member = m.*Member;
        member.reset();
        if (text.empty())
            return;
        type value{};
        if (!read_form_value(in, text, value))
            return;
        if constexpr (json_document<type>)
            if (value.is_null())
                return;
        member = std::move(value);
    } else if (text.empty() && info.options.blank && info.kind != kind::text && info.kind != kind::choice) {
        return; // keeps its initial value
    } else {
        static_cast<void>(read_form_value(in, text, m.*Member));
    }
}

/// Returns the problems of the texts, and those that `validate` finds in the other fields, in the order of the fields. The
/// problems of one field keep their order.
std::vector<field_problem> problems_of_form(std::vector<field_problem> found, std::vector<field_problem> rest,
                                            std::span<field_info const> fields);

/// Returns the fields that are not validated: those that are excluded, and those that have a problem already.
std::vector<std::string_view> settled_fields(validation_options const& options, std::vector<field_problem> const& found);

} // namespace detail

template<model M, form_texts Texts>
form_result<M> from_form(Texts const& texts, validation_options const& options)
{
    M                          m{};
    std::vector<field_problem> found;
    for_each_field<M>([&]<auto Member>(field_t<Member>) {
        constexpr auto&                 info = field_info_of<Member>;
        std::optional<std::string_view> text;
        for (auto const& entry : texts)
            if (std::string_view const name = entry.first; name == info.name || name == info.column)
                text = std::string_view(entry.second);
        if (detail::is_excluded(options, info.name))
            return;
        if (text)
            detail::read_form_field<Member>(m, *text, found);
        else
            detail::check_left_out<Member>(found);
    });
    auto const exclude = detail::settled_fields(options, found);
    auto       rest    = validate(m, {.profile = options.profile, .exclude = exclude});
    if (found.empty() && rest.empty())
        return m;
    return detail::problems_of_form(std::move(found), std::move(rest), fields_of<M>());
}

} // namespace ssot

#endif // SSOT_IMPL_FORM_HPP
