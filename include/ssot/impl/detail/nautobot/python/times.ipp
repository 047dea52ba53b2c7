// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_TIMES_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_TIMES_IPP

#include <ssot/nautobot/dynamic.hpp>
#include <ssot/time.hpp>

#include <ssot/detail/json/number.hpp>
#include <ssot/detail/nautobot/python/times.hpp>
#include <ssot/detail/text/python_number.hpp>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

namespace ssot::detail::python {

SSOT_DECL bool is_date(std::chrono::year_month_day v)
{
    auto const year = static_cast<int>(v.year());
    return v.ok() && year >= 1 && year <= 9999;
}

SSOT_DECL bool is_clock(std::chrono::microseconds v, std::optional<std::chrono::seconds> offset)
{
    constexpr std::chrono::seconds day = std::chrono::hours{24};
    return v.count() >= 0 && v.count() < us_per_day && (!offset || (*offset > -day && *offset < day));
}

SSOT_DECL std::string encoded_date(std::chrono::year_month_day v)
{
    char buffer[16];
    put_date(buffer, std::chrono::sys_days(v).time_since_epoch().count());
    return std::string(buffer, 10);
}

SSOT_DECL std::string encoded_offset(std::optional<std::chrono::seconds> offset)
{
    if (!offset)
        return {};
    auto const seconds = static_cast<std::uint32_t>(std::abs(offset->count()));
    if (seconds == 0)
        return "Z";
    char  buffer[12];
    char* out = buffer;
    *out++    = offset->count() < 0 ? '-' : '+';
    out       = put_pair(out, seconds / 3600);
    *out++    = ':';
    out       = put_pair(out, seconds / 60 % 60);
    if (seconds % 60 != 0) {
        *out++ = ':';
        out    = put_pair(out, seconds % 60);
    }
    return std::string(buffer, out);
}

SSOT_DECL std::string encoded_clock(std::chrono::microseconds v, bool cut)
{
    char buffer[16];
    put_time(buffer, static_cast<std::uint64_t>(v.count()));
    if (v.count() % us_per_second == 0)
        return std::string(buffer, 8);
    return std::string(buffer, cut ? 12 : 15);
}

SSOT_DECL std::string encoded_duration(nautobot::long_duration const& v, bool as_seconds)
{
    bool const   minus = v.days < 0;
    std::int64_t days = v.days, us = v.microseconds;
    if (minus) {
        days = us == 0 ? -days : -days - 1;
        us   = us == 0 ? 0 : us_per_day - us;
    }
    std::string out = minus ? "-" : "";
    if (as_seconds) {
        char buffer[8];
        put_fraction(buffer, static_cast<std::uint32_t>(us % us_per_second));
        auto const exact_text = out + std::to_string(days * 86'400 + us / us_per_second) + '.' + std::string(buffer, 6);
        char       number[max_float_text];
        return std::string(float_text(to_double(exact_text), number));
    }
    // Below a day this is the form of a C++ duration.
    auto const clock = ssot::to_string(duration(us));
    return out + "P" + std::to_string(days) + clock.substr(clock.find('D'));
}

} // namespace ssot::detail::python

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_TIMES_IPP
