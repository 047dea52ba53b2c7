// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_SCALAR_NUMBERS_IPP
#define SSOT_IMPL_NAUTOBOT_SCALAR_NUMBERS_IPP

// Numbers of any size, as text.

#include <ssot/nautobot/scalars.hpp>

#include <ssot/detail/json/number.hpp>
#include <ssot/detail/text/decimal_digits.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::nautobot {

namespace detail {

/// Digits, one or more, with single underscores between them as Python allows. Moves `text` behind them.
SSOT_DECL bool take_digit_run(std::string_view& text, std::string& digits)
{
    auto const before = digits.size();
    while (!text.empty() && (is_digit(text.front()) || (text.front() == '_' && digits.size() != before))) {
        if (text.front() != '_')
            digits += text.front();
        else if (text.size() == 1 || !is_digit(text[1]))
            return false;
        text.remove_prefix(1);
    }
    return digits.size() != before;
}

SSOT_DECL bool is_word(std::string_view text, std::string_view lower) noexcept
{
    return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
    });
}

SSOT_DECL void strip_zeros(std::string& digits)
{
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.empty())
        digits = "0";
}

/// Python's text of the digits times ten to the exponent: an exponent is written for large powers and for small numbers.
SSOT_DECL std::string decimal_text(bool negative, std::string const& digits, std::int64_t exponent)
{
    auto const  count = static_cast<std::int64_t>(digits.size());
    auto const  left  = exponent + count;
    auto const  point = exponent <= 0 && left > -6 ? left : 1;
    std::string out   = negative ? "-" : "";
    auto const  part  = [&](std::int64_t n) { return static_cast<std::size_t>(n); };
    if (point <= 0)
        out.append("0.").append(part(-point), '0').append(digits);
    else if (point >= count)
        out.append(digits).append(part(point - count), '0');
    else
        out.append(digits, 0, part(point)).append(".").append(digits, part(point));
    if (left != point) {
        out += 'E';
        if (left > point)
            out += '+';
        out += std::to_string(left - point);
    }
    return out;
}

SSOT_DECL std::string_view trimmed(std::string_view text) noexcept
{
    constexpr std::string_view space = " \t\n\r\f\v";
    auto const                 first = text.find_first_not_of(space);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

} // namespace detail

SSOT_DECL result<decimal> decimal::parse(std::string_view text)
{
    auto const bad = [&](errc code, std::string_view why) { return detail::bad_time(code, "decimal", text, why); };

    auto const       ascii = detail::with_ascii_digits(detail::trimmed(text));
    std::string_view rest  = ascii;
    bool const       minus = rest.starts_with('-');
    if (minus || rest.starts_with('+'))
        rest.remove_prefix(1);

    decimal out;
    if (detail::is_word(rest, "inf") || detail::is_word(rest, "infinity")) {
        out.text_ = minus ? "-Infinity" : "Infinity";
        return out;
    }
    for (std::string_view const nan : {"nan", "snan"})
        if (rest.size() >= nan.size() && detail::is_word(rest.substr(0, nan.size()), nan)) {
            auto payload = rest.substr(nan.size());
            if (payload.find_first_not_of("0123456789") != std::string_view::npos)
                return bad(errc::invalid_value, "expected digits behind NaN");
            payload.remove_prefix(std::min(payload.find_first_not_of('0'), payload.size()));
            out.text_ = (minus ? "-" : "") + std::string(nan.size() == 4 ? "sNaN" : "NaN") + std::string(payload);
            return out;
        }

    std::string  digits, fraction;
    std::int64_t exponent = 0;
    bool         any      = detail::take_digit_run(rest, digits);
    if (rest.starts_with('.')) {
        rest.remove_prefix(1);
        any |= detail::take_digit_run(rest, fraction);
    }
    if (any && !rest.empty() && (rest.front() == 'e' || rest.front() == 'E')) {
        rest.remove_prefix(1);
        bool const below = rest.starts_with('-');
        if (below || rest.starts_with('+'))
            rest.remove_prefix(1);
        std::string power;
        any = detail::take_digit_run(rest, power);
        detail::strip_zeros(power);
        if (power.size() > 18)
            return bad(errc::out_of_range, "its exponent is beyond 18 digits");
        std::from_chars(power.data(), power.data() + power.size(), exponent);
        exponent = below ? -exponent : exponent;
    }
    if (!any || !rest.empty())
        return bad(errc::invalid_value, "expected digits, with a point or an exponent");
    exponent -= static_cast<std::int64_t>(fraction.size());
    digits += fraction;
    detail::strip_zeros(digits);
    out.text_ = detail::decimal_text(minus, digits, exponent);
    return out;
}

SSOT_DECL double decimal::to_double() const noexcept
{
    constexpr double inf   = std::numeric_limits<double>::infinity();
    bool const       minus = text_.front() == '-';
    if (text_.ends_with("Infinity"))
        return minus ? -inf : inf;
    if (text_.find('N') != std::string::npos)
        return std::numeric_limits<double>::quiet_NaN();
    auto const e = text_.find("E+"); // which from_chars reads only without the sign
    if (e == std::string::npos)
        return detail::to_double(text_);
    auto text = text_;
    text.erase(e + 1, 1);
    return detail::to_double(text);
}

SSOT_DECL result<big_integer> big_integer::parse(std::string_view digits)
{
    auto       rest  = digits;
    bool const minus = rest.starts_with('-');
    if (minus || rest.starts_with('+'))
        rest.remove_prefix(1);
    std::string out;
    if (!detail::take_digit_run(rest, out) || !rest.empty())
        return detail::bad_time(errc::invalid_value, "integer", digits, "expected decimal digits");
    detail::strip_zeros(out);
    if (minus && out != "0")
        out.insert(0, 1, '-');
    big_integer v;
    v.digits_ = std::move(out);
    return v;
}

SSOT_DECL std::optional<std::int64_t> big_integer::to_int64() const noexcept
{
    std::int64_t out  = 0;
    auto const*  end  = digits_.data() + digits_.size();
    auto const   done = std::from_chars(digits_.data(), end, out);
    if (done.ec != std::errc() || done.ptr != end)
        return std::nullopt;
    return out;
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_SCALAR_NUMBERS_IPP
