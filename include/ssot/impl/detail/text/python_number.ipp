// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_TEXT_PYTHON_NUMBER_IPP
#define SSOT_IMPL_DETAIL_TEXT_PYTHON_NUMBER_IPP

#include <ssot/detail/text/python_number.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ssot::detail {

SSOT_DECL char* put_float(char* out, double v) noexcept
{
    char        buffer[40];
    auto const* p   = buffer;
    auto const* end = std::to_chars(buffer, buffer + sizeof buffer, v, std::chars_format::scientific).ptr;
    if (*p == '-')
        *out++ = *p++;
    char        digits[24];
    std::size_t count = 0;
    for (; *p != 'e'; ++p)
        if (*p != '.')
            digits[count++] = *p;
    ++p;
    if (*p == '+')
        ++p;
    int exponent = 0;
    std::from_chars(p, end, exponent);

    if (exponent < -4 || exponent >= 16) {
        *out++ = digits[0];
        if (count > 1)
            *out++ = '.';
        for (std::size_t i = 1; i != count; ++i)
            *out++ = digits[i];
        *out++ = 'e';
        *out++ = exponent < 0 ? '-' : '+';
        if (exponent < 0)
            exponent = -exponent;
        if (exponent < 10)
            *out++ = '0';
        return std::to_chars(out, out + 4, exponent).ptr;
    }
    if (exponent < 0) {
        *out++ = '0';
        *out++ = '.';
        for (int i = -1; i != exponent; --i)
            *out++ = '0';
        for (std::size_t i = 0; i != count; ++i)
            *out++ = digits[i];
        return out;
    }
    auto const whole = static_cast<std::size_t>(exponent) + 1;
    for (std::size_t i = 0; i < whole || i < count; ++i) {
        if (i == whole)
            *out++ = '.';
        *out++ = i < count ? digits[i] : '0';
    }
    if (count <= whole) {
        *out++ = '.';
        *out++ = '0';
    }
    return out;
}

SSOT_DECL std::string_view float_text(double v, char (&buffer)[max_float_text])
{
    if (std::isnan(v))
        return "NaN";
    if (std::isinf(v))
        return v > 0 ? "Infinity" : "-Infinity";
    return {buffer, static_cast<std::size_t>(put_float(buffer, v) - buffer)};
}

SSOT_DECL exact_number::exact_number(std::string_view text)
{
    if (text.starts_with('-')) {
        negative = true;
        text.remove_prefix(1);
    }
    if (auto const e = text.find_first_of("eE"); e != std::string_view::npos) {
        auto power = text.substr(e + 1);
        if (power.starts_with('+'))
            power.remove_prefix(1);
        std::from_chars(power.data(), power.data() + power.size(), exponent);
        text = text.substr(0, e);
    }
    bool fraction = false;
    for (char const c : text) {
        if (c == '.') {
            fraction = true;
            continue;
        }
        if (c != '0' || !digits.empty())
            digits += c;
        if (fraction)
            --exponent;
    }
    while (!digits.empty() && digits.back() == '0') {
        digits.pop_back();
        ++exponent;
    }
    if (digits.empty()) {
        negative = false;
        exponent = 0;
    }
}

SSOT_DECL exact_number exactly(double v)
{
    char       text[800]; // no double has more than 767 digits
    auto const end = std::to_chars(text, text + sizeof text, v, std::chars_format::scientific, 766).ptr;
    return exact_number(std::string_view(text, static_cast<std::size_t>(end - text)));
}

SSOT_DECL bool equals_integer(double v, std::int64_t i) noexcept
{
    return v >= -9223372036854775808.0 && v < 9223372036854775808.0 && static_cast<std::int64_t>(v) == i &&
        v == std::trunc(v);
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_TEXT_PYTHON_NUMBER_IPP
