// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_FORM_HPP
#define SSOT_IMPL_FORM_HPP

#include <ssot/form.hpp>
#include <ssot/json/text.hpp>

#include <ssot/detail/django_text.hpp>
#include <ssot/detail/python_text_repr.hpp>
#include <ssot/detail/validation_words.hpp>

#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

namespace ssot {

namespace detail {

/// Reads the text of one field; what it cannot read becomes a problem.
class form_field {
public:
    form_field(field_info const& f, std::vector<field_problem>& to) noexcept : field_(f), found_(to) {}

    bool refuse(std::string_view code, std::string words)
    {
        found_.push_back({field_.name, code, std::move(words)});
        return false;
    }

    bool read(std::string_view text, bool& out)
    {
        auto const b = parse_django_boolean(text);
        return b ? (out = *b, true) : not_valid(text, "value must be either True or False.");
    }

    /// Between the limits of the member's type, which are the database's.
    template<std::integral T>
    bool read_integer(std::string_view text, T& out)
    {
        auto const digits = parse_python_int(text);
        if (!digits)
            return not_valid(text, "value must be an integer.");
        auto const n = narrowed(*digits);
        if (n && std::in_range<T>(*n))
            return out = static_cast<T>(*n), true;
        bool const minus = digits->starts_with('-');
        auto const low   = field_.options.min_value.value_or(limit<T>(std::numeric_limits<T>::min()));
        auto const high  = field_.options.max_value.value_or(limit<T>(std::numeric_limits<T>::max()));
        return minus ? refuse("min_value", too_small_words(low)) : refuse("max_value", too_large_words(high));
    }

    bool read(std::string_view text, std::int64_t& out) { return read_integer(text, out); }

    bool read(std::string_view text, double& out)
    {
        auto const ascii = with_ascii_digits(stripped_in_python(text));
        auto const end   = ascii.data() + ascii.size();
        auto const first = ascii.starts_with('+') ? ascii.data() + 1 : ascii.data();
        auto const r     = std::from_chars(first, end, out);
        return r.ec == std::errc() && r.ptr == end ? true : not_valid(text, "value must be a float.");
    }

    bool read(std::string_view text, uuid& out)
    {
        return parse_python_uuid(text, out) || not_valid(text, "is not a valid UUID.");
    }

    bool read(std::string_view text, timestamp& out)
    {
        auto const at = parse_django_datetime(text);
        return at.fault == django_datetime::none ? (out = at.in_utc(), true) : not_valid(text, at.words(), at.code());
    }

    bool read(std::string_view text, duration& out)
    {
        using limits  = std::numeric_limits<std::int64_t>;
        auto const us = parse_django_duration(text);
        if (!us)
            return not_valid(text, duration_form_words);
        if (*us < limits::min() || *us > limits::max()) {
            auto const days = std::to_string(limits::max() / us_per_day);
            return refuse("overflow", "The number of days must be between -" + days + " and " + days + ".");
        }
        return out = duration(static_cast<std::int64_t>(*us)), true;
    }

    template<choice E>
    bool read_choice(std::string_view text, E& out)
    {
        if (text.empty())
            return refuse("blank", std::string(blank_words));
        auto e = from_wire<E>(text);
        return e ? (out = *e, true) : refuse("invalid_choice", no_choice_words(python_repr(text)));
    }

    template<class T>
    bool read_json(std::string_view text, T& out)
    {
        auto v = from_json<T>(text);
        return v ? (out = std::move(*v), true) : refuse("invalid", "Value must be valid JSON.");
    }

    template<class T>
    bool take(result<T> decoded, T& out)
    {
        return decoded ? (out = std::move(*decoded), true) : refuse("invalid", std::string(decoded.error().text()));
    }

private:
    bool not_valid(std::string_view text, std::string_view what, std::string_view code = "invalid")
    {
        return refuse(code, quoted_words(text, what));
    }

    /// Unsigned members of 64 bits end where the stores do.
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
        return in.take(from_base64(text), bytes) && in.take(decode_chars<T>(bytes), out);
    } else if constexpr (std::same_as<plain_t<T>, std::string_view>) {
        return in.take(decode_chars<T>(text), out);
    } else {
        plain_t<T> stored{};
        return in.read(text, stored) && in.take(decode_plain<T>(stored), out);
    }
}

/// What a field without a text comes to: nothing, or the problem that the original finds in the value that it then has.
template<auto Member>
void check_left_out(std::vector<field_problem>& found)
{
    using type           = type_of<Member>;
    constexpr auto& info = field_info_of<Member>;
    constexpr bool  may  = info.nullable || info.options.blank || info.options.default_value.has_value() || info.primary_key;
    constexpr bool  tells = info.kind == kind::text || relation<type>::exists; // `validate` sees that it is empty
    if constexpr (!may && !tells) {
        bool const is_choice = info.kind == kind::choice;
        found.push_back({info.name, is_choice ? "blank" : "null", std::string(is_choice ? blank_words : null_words)});
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

/// By the order of the fields; problems of one field stay in theirs.
inline void sort_by_field(std::vector<field_problem>& problems, std::span<field_info const> fields)
{
    std::vector<field_problem> sorted;
    sorted.reserve(problems.size());
    for (auto const& f : fields)
        for (auto& p : problems)
            if (p.field == f.name)
                sorted.push_back(std::move(p));
    problems = std::move(sorted);
}

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
        if (std::ranges::find(options.exclude, info.name) != options.exclude.end())
            return;
        if (text)
            detail::read_form_field<Member>(m, *text, found);
        else
            detail::check_left_out<Member>(found);
    });
    std::vector<std::string_view> exclude(options.exclude.begin(), options.exclude.end());
    for (auto const& p : found)
        exclude.push_back(p.field);
    auto rest = validate(m, {.profile = options.profile, .exclude = exclude});
    if (found.empty() && rest.empty())
        return m;
    found.insert(found.end(), std::make_move_iterator(rest.begin()), std::make_move_iterator(rest.end()));
    detail::sort_by_field(found, fields_of<M>());
    return found;
}

} // namespace ssot

#endif // SSOT_IMPL_FORM_HPP
