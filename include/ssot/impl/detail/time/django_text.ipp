// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_TIME_DJANGO_TEXT_IPP
#define SSOT_IMPL_DETAIL_TIME_DJANGO_TEXT_IPP

#include <ssot/detail/text/decimal_digits.hpp>
#include <ssot/detail/text/utf8.hpp>
#include <ssot/detail/time/django_duration.hpp>
#include <ssot/detail/time/django_text.hpp>

#include <algorithm>
#include <charconv>

namespace ssot::detail {

/// One or two digits.
SSOT_DECL bool take_short(text_taker& in, int& value) noexcept
{
    return in.take_digits(2, value) || in.take_digits(1, value);
}

/// Nothing, `Z`, `+hh:mm`, `+hhmm` or `+hh`, as minutes to take off.
SSOT_DECL std::optional<int> take_loose_offset(text_taker& in) noexcept
{
    if (in.rest.empty() || in.take('Z'))
        return 0;
    bool const minus = in.take('-');
    if (!minus && !in.take('+'))
        return std::nullopt;
    int hours = 0, minutes = 0;
    if (!in.take_digits(2, hours))
        return std::nullopt;
    if (!in.rest.empty()) {
        in.take(':');
        if (!in.take_digits(2, minutes))
            return std::nullopt;
    }
    int const sum = hours * 60 + minutes;
    return minus ? -sum : sum;
}

SSOT_DECL std::string_view django_datetime::code() const noexcept
{
    return fault == form ? "invalid" : fault == date_fault ? "invalid_date" : "invalid_datetime";
}

SSOT_DECL std::string_view django_datetime::message() const noexcept
{
    if (fault == form)
        return "value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.";
    if (fault == date_fault)
        return "value has the correct format (YYYY-MM-DD) but it is an invalid date.";
    return "value has the correct format (YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time.";
}

SSOT_DECL django_datetime parse_django_datetime(std::string_view text)
{
    auto const      digits = with_ascii_digits(without_line_break(text));
    text_taker      in{digits};
    int             y = 0, mon = 0, d = 0, h = 0, min = 0, s = 0;
    std::int64_t    us = 0;
    django_datetime out;
    if (!in.take_digits(4, y) || !in.take('-') || !take_short(in, mon) || !in.take('-') || !take_short(in, d))
        return out;
    bool const only_date = in.rest.empty();
    int        offset    = 0;
    if (!only_date) {
        if (!(in.take('T') || in.take(' ')) || !take_short(in, h) || !in.take(':') || !take_short(in, min))
            return out;
        bool const seconds = in.take(':');
        if (seconds && (!take_short(in, s) || (in.take_decimal_mark() && !take_cut_fraction(in, 12, us))))
            return out;
        bool const naive = in.rest.empty();
        auto const found = take_loose_offset(in);
        if (!found || !in.rest.empty())
            return out;
        offset = *found;
        if (!naive)
            out.offset = std::chrono::minutes{offset};
    }
    out.date =
        std::chrono::year{y} / std::chrono::month{static_cast<unsigned>(mon)} / std::chrono::day{static_cast<unsigned>(d)};
    out.since_midnight =
        std::chrono::hours{h} + std::chrono::minutes{min} + std::chrono::seconds{s} + std::chrono::microseconds{us};
    bool const good = y > 0 && out.date.ok() && h < 24 && min < 60 && s < 60 && offset < 24 * 60 && offset > -24 * 60;
    out.fault = good ? django_datetime::none : only_date ? django_datetime::date_fault : django_datetime::datetime_fault;
    return out;
}

/// A text without what Python's uuid.UUID takes off: "urn:", "uuid:", braces at the ends, hyphens.
SSOT_DECL std::string uuid_digits(std::string_view text)
{
    std::string digits(text);
    for (std::string_view const prefix : {"urn:", "uuid:"})
        for (auto at = digits.find(prefix); at != std::string::npos; at = digits.find(prefix, at))
            digits.erase(at, prefix.size());
    digits.erase(0, std::min(digits.find_first_not_of("{}"), digits.size()));
    digits.erase(digits.find_last_not_of("{}") + 1); // npos + 1 is 0
    std::erase(digits, '-');
    return digits;
}

/// The uuid of 32 hexadecimal digits; nothing for other text.
SSOT_DECL std::optional<uuid> uuid_of_digits(std::string digits)
{
    if (digits.size() != 32)
        return std::nullopt;
    for (std::size_t const at : {8u, 13u, 18u, 23u})
        digits.insert(at, 1, '-');
    auto out = parse_uuid(digits);
    return out ? std::optional(*out) : std::nullopt;
}

SSOT_DECL std::optional<uuid> parse_django_uuid(std::string_view text) { return uuid_of_digits(uuid_digits(text)); }

SSOT_DECL bool parse_python_uuid(std::string_view text, uuid& out)
{
    auto const digits = uuid_digits(text);
    if (auto parsed = uuid_of_digits(digits))
        return out = *parsed, true;
    if (count_code_points(digits) != 32)
        return false;
    auto const                 ascii = with_ascii_digits(digits);
    std::string_view           rest  = ascii;
    constexpr std::string_view space = " \t\n\r\f\v";
    auto const                 first = rest.find_first_not_of(space);
    if (first == std::string_view::npos)
        return false;
    rest = rest.substr(first, rest.find_last_not_of(space) - first + 1);
    if (rest.starts_with('+'))
        rest.remove_prefix(1);
    if (rest.starts_with("0x") || rest.starts_with("0X")) {
        rest.remove_prefix(2);
        if (rest.starts_with('_'))
            rest.remove_prefix(1);
    }
    std::string hex;
    bool        after_digit = false;
    for (char const c : rest) {
        bool const is_hex = is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (c == '_' ? !after_digit : !is_hex)
            return false;
        after_digit = is_hex;
        if (is_hex)
            hex += c;
    }
    if (!after_digit)
        return false;
    auto parsed = uuid_of_digits(std::string(32 - hex.size(), '0') + hex);
    return parsed && (out = *parsed, true);
}

SSOT_DECL std::string_view stripped_in_python(std::string_view text) noexcept
{
    // Spaces of one byte; the others are U+0085, U+00A0, U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000.
    auto const space_at = [](std::string_view s) -> std::size_t {
        auto const is_space = [](std::uint32_t c) {
            return (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
                (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
        };
        int const n = utf8_sequence(s.data(), s.data() + s.size());
        return n != 0 && is_space(code_point_of(s.data(), n)) ? static_cast<std::size_t>(n) : 0;
    };
    for (std::size_t n = 0; !text.empty() && (n = space_at(text)) != 0;)
        text.remove_prefix(n);
    for (bool more = true; more && !text.empty();) {
        more = false;
        for (std::size_t n = 1; n <= 3 && n <= text.size() && !more; ++n)
            if (space_at(text.substr(text.size() - n)) == n) {
                text.remove_suffix(n);
                more = true;
            }
    }
    return text;
}

SSOT_DECL std::optional<std::string> parse_python_int(std::string_view text)
{
    auto const       ascii = with_ascii_digits(stripped_in_python(text));
    std::string_view rest  = ascii;
    bool const       minus = rest.starts_with('-');
    if (minus || rest.starts_with('+'))
        rest.remove_prefix(1);
    std::string out;
    bool        after_digit = false;
    for (char const c : rest) {
        if (!is_digit(c) && !(c == '_' && after_digit))
            return std::nullopt;
        after_digit = c != '_';
        if (after_digit)
            out += c;
    }
    if (!after_digit || out.size() > 4300) // Python's limit
        return std::nullopt;
    out.erase(0, std::min(out.find_first_not_of('0'), out.size() - 1));
    return minus && out != "0" ? '-' + out : out;
}

SSOT_DECL std::optional<std::int64_t> narrowed(std::string_view digits) noexcept
{
    std::int64_t out = 0;
    auto const   end = digits.data() + digits.size();
    auto const   r   = std::from_chars(digits.data(), end, out);
    return r.ec == std::errc() && r.ptr == end ? std::optional(out) : std::nullopt;
}

SSOT_DECL std::optional<bool> parse_django_boolean(std::string_view text) noexcept
{
    if (text == "t" || text == "True" || text == "1")
        return true;
    if (text == "f" || text == "False" || text == "0")
        return false;
    return std::nullopt;
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_TIME_DJANGO_TEXT_IPP
