// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_NUMBER_IPP
#define SSOT_IMPL_DETAIL_JSON_NUMBER_IPP

#include <ssot/detail/json/number.hpp>

#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>
#include <system_error>

namespace ssot::detail {

SSOT_DECL bool magnitude_above_one(std::string_view text) noexcept
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

SSOT_DECL double to_double(std::string_view text) noexcept
{
    double     out = 0;
    auto const r   = std::from_chars(text.data(), text.data() + text.size(), out);
    if (r.ec != std::errc::result_out_of_range)
        return out;
    bool const minus = text.front() == '-';
    return magnitude_above_one(text) ? (minus ? -1 : 1) * std::numeric_limits<double>::infinity() : (minus ? -0.0 : 0.0);
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_NUMBER_IPP
