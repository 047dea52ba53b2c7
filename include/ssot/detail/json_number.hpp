// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_NUMBER_HPP
#define SSOT_DETAIL_JSON_NUMBER_HPP

// The text of a JSON number as an integer or a double. The text has been checked before.

#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>

namespace ssot::detail {

/// Whether a number is outside every 64-bit integer, however it is written.
inline bool is_beyond_integers(double v) noexcept { return v >= 18446744073709551616.0 || v < -9223372036854775808.0; }

/// Whether |text| >= 1, for numbers outside the range of a double.
inline bool magnitude_above_one(std::string_view text) noexcept
{
    auto const e        = text.find_first_of("eE");
    auto const mantissa = text.substr(0, e);
    auto const point    = mantissa.find('.');
    auto const lead     = mantissa.find_first_of("123456789");
    auto const dot      = point == std::string_view::npos ? mantissa.size() : point;
    // The exponent of the leading digit, from its place; a written exponent outweighs it unless it is small.
    std::int64_t place = lead < dot ? static_cast<std::int64_t>(dot - lead) - 1 : -static_cast<std::int64_t>(lead - dot);
    if (e != std::string_view::npos) {
        auto digits = text.substr(e + 1);
        if (digits.front() == '+')
            digits.remove_prefix(1);
        std::int64_t exponent = 0;
        if (std::from_chars(digits.data(), digits.data() + digits.size(), exponent).ec != std::errc())
            return digits.front() != '-';
        if (exponent > 1'000'000'000 || exponent < -1'000'000'000)
            return exponent > 0;
        place += exponent;
    }
    return place >= 0;
}

/// The nearest double; infinity or zero beyond its range, as Boost.JSON gives.
inline double to_double(std::string_view text) noexcept
{
    double     out = 0;
    auto const r   = std::from_chars(text.data(), text.data() + text.size(), out);
    if (r.ec != std::errc::result_out_of_range)
        return out;
    bool const minus = text.front() == '-';
    return magnitude_above_one(text) ? (minus ? -1 : 1) * std::numeric_limits<double>::infinity() : (minus ? -0.0 : 0.0);
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_NUMBER_HPP
