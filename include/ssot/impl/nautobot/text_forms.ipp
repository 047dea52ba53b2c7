// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_TEXT_FORMS_IPP
#define SSOT_IMPL_NAUTOBOT_TEXT_FORMS_IPP

#include <ssot/nautobot/text_forms.hpp>

#include <ssot/detail/time/django_duration.hpp>
#include <ssot/detail/time/django_text.hpp>

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace ssot::nautobot {

namespace detail {

using namespace ssot::detail;

/// A timestamp's text with as many digits of its fraction as asked for.
SSOT_DECL std::string short_timestamp(timestamp t, std::size_t digits)
{
    auto text = ssot::to_string(t);
    if (text.empty())
        return text;
    bool const whole = t.time_since_epoch() % std::chrono::seconds{1} == duration::zero();
    text.resize(whole ? 19 : 20 + digits);
    text += 'Z';
    return text;
}

} // namespace detail

SSOT_DECL std::string to_django_duration(duration d)
{
    auto days = d.count() / detail::us_per_day;
    auto rest = d.count() % detail::us_per_day;
    if (rest < 0) {
        rest += detail::us_per_day;
        --days;
    }
    char  buffer[48];
    char* out = buffer;
    if (days != 0) {
        out    = std::to_chars(out, out + 24, days).ptr;
        *out++ = ' ';
    }
    auto const sec = static_cast<std::uint32_t>(rest / detail::us_per_second);
    auto const us  = static_cast<std::uint32_t>(rest % detail::us_per_second);
    out            = detail::put_pair(out, sec / 3600);
    *out++         = ':';
    out            = detail::put_pair(out, sec / 60 % 60);
    *out++         = ':';
    out            = detail::put_pair(out, sec % 60);
    if (us != 0) {
        *out++ = '.';
        out    = detail::put_fraction(out, us);
    }
    return std::string(buffer, out);
}

SSOT_DECL std::string to_millisecond_timestamp(timestamp t) { return detail::short_timestamp(t, 3); }
SSOT_DECL std::string to_microsecond_timestamp(timestamp t) { return detail::short_timestamp(t, 6); }

SSOT_DECL result<uuid> parse_uuid_lenient(std::string_view text)
{
    if (auto const out = detail::parse_django_uuid(text))
        return *out;
    return detail::bad_time(errc::invalid_value, "uuid", text, "expected 32 hexadecimal digits");
}

SSOT_DECL result<duration> parse_duration_lenient(std::string_view text)
{
    auto const us = detail::parse_django_duration(text);
    if (!us)
        return detail::bad_time(
            errc::invalid_value, "duration", text, "expected a form such as 1 02:03:04.5 or P1DT02H03M04.5S");
    using limits = std::numeric_limits<std::int64_t>;
    if (*us < limits::min() || *us > limits::max())
        return detail::bad_time(errc::out_of_range, "duration", text, "it is beyond 64 bits of microseconds");
    return duration{static_cast<std::int64_t>(*us)};
}

SSOT_DECL result<timestamp> parse_timestamp_lenient(std::string_view text)
{
    auto const bad     = [&](errc code, std::string_view why) { return detail::bad_time(code, "timestamp", text, why); };
    auto const instant = detail::parse_django_datetime(text);
    if (instant.fault == detail::django_datetime::form)
        return bad(errc::invalid_value, "expected YYYY-MM-DD[THH:MM[:SS[.ffffff]][Z]]");
    if (instant.fault != detail::django_datetime::none)
        return bad(errc::out_of_range, "there is no such date or time");
    auto const out = instant.in_utc();
    if (out < min_timestamp || out > max_timestamp)
        return bad(errc::out_of_range, "in UTC it lies outside the years 1 to 9999");
    return out;
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_TEXT_FORMS_IPP
