// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_SCALAR_TIMES_IPP
#define SSOT_IMPL_NAUTOBOT_SCALAR_TIMES_IPP

// Days, times and durations of Python.

#include <ssot/nautobot/scalars.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ssot::nautobot {

namespace detail {

/// `HH:MM[:SS[.f]]` of a clock that shows less than 24 hours, and the offset behind it.
SSOT_DECL result<clock_time> take_clock(text_taker& in, std::string_view text, std::string_view what)
{
    constexpr std::string_view form = "expected HH:MM:SS[.ffffff][+hh:mm]";
    int                        h = 0, m = 0, s = 0;
    std::int64_t               us    = 0;
    bool                       exact = true;
    if (!in.take_digits(2, h) || !in.take(':') || !in.take_digits(2, m))
        return bad_time(errc::invalid_value, what, text, form);
    if (in.take(':') && (!in.take_digits(2, s) || (in.take_decimal_mark() && !in.take_fraction(us, exact))))
        return bad_time(errc::invalid_value, what, text, form);
    if (h > 23 || m > 59 || s > 59)
        return bad_time(errc::out_of_range, what, text, "there is no such time");

    using namespace std::chrono;
    clock_time out{hours{h} + minutes{m} + seconds{s} + microseconds{us}, {}};
    if (in.rest.empty())
        return out;
    if (in.take('Z')) {
        out.offset = seconds{0};
    } else {
        int        oh = 0, om = 0, os = 0;
        bool const minus = in.take('-');
        if ((!minus && !in.take('+')) || !in.take_digits(2, oh) || !in.take(':') || !in.take_digits(2, om) ||
            (in.take(':') && !in.take_digits(2, os)) || oh > 23 || om > 59 || os > 59)
            return bad_time(errc::invalid_value, what, text, form);
        seconds const sum = hours{oh} + minutes{om} + seconds{os};
        out.offset        = minus ? -sum : sum;
    }
    if (!in.rest.empty())
        return bad_time(errc::invalid_value, what, text, form);
    return out;
}

SSOT_DECL result<std::chrono::year_month_day> take_calendar_day(text_taker& in, std::string_view text, std::string_view what)
{
    int y = 0, m = 0, d = 0;
    if (!in.take_digits(4, y) || !in.take('-') || !in.take_digits(2, m) || !in.take('-') || !in.take_digits(2, d))
        return bad_time(errc::invalid_value, what, text, "expected YYYY-MM-DD");
    using namespace std::chrono;
    auto const out = std::chrono::year{y} / month{static_cast<unsigned>(m)} / day{static_cast<unsigned>(d)};
    if (y < 1 || !out.ok())
        return bad_time(errc::out_of_range, what, text, "there is no such day");
    return out;
}

} // namespace detail

SSOT_DECL calendar_time::calendar_time(timestamp t) : date(), offset(std::chrono::seconds{0})
{
    if (t < min_timestamp || t > max_timestamp)
        return;
    auto const day = std::chrono::floor<std::chrono::days>(t);
    date           = day;
    since_midnight = t - day;
}

SSOT_DECL long_duration::long_duration(duration d) noexcept
{
    auto const whole = std::chrono::floor<std::chrono::days>(d);
    days             = static_cast<std::int32_t>(whole.count());
    microseconds     = d < duration::zero() ? d.count() % ssot::detail::us_per_day : d.count() - duration(whole).count();
    if (microseconds < 0)
        microseconds += ssot::detail::us_per_day;
}

SSOT_DECL std::optional<duration> long_duration::to_duration() const noexcept
{
    // From the next day back when below zero, since the shortest duration begins in a day that int64 cannot reach.
    bool const   below = days < 0;
    std::int64_t out   = 0;
    if (__builtin_mul_overflow(static_cast<std::int64_t>(days) + (below ? 1 : 0), ssot::detail::us_per_day, &out) ||
        __builtin_add_overflow(out, microseconds - (below ? ssot::detail::us_per_day : 0), &out))
        return std::nullopt;
    return duration(out);
}

SSOT_DECL result<std::chrono::year_month_day> parse_date(std::string_view text)
{
    detail::text_taker in{text};
    auto               day = detail::take_calendar_day(in, text, "date");
    if (day && !in.rest.empty())
        return detail::bad_time(errc::invalid_value, "date", text, "expected YYYY-MM-DD");
    return day;
}

SSOT_DECL result<clock_time> parse_clock_time(std::string_view text)
{
    detail::text_taker in{text};
    return detail::take_clock(in, text, "time of day");
}

SSOT_DECL result<calendar_time> parse_calendar_time(std::string_view text)
{
    detail::text_taker in{text};
    auto const         day = detail::take_calendar_day(in, text, "time");
    if (!day)
        return day.error();
    if (!in.take('T') && !in.take(' '))
        return detail::bad_time(errc::invalid_value, "time", text, "expected T behind the date");
    auto const clock = detail::take_clock(in, text, "time");
    if (!clock)
        return clock.error();
    return calendar_time(*day, clock->since_midnight, clock->offset);
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_SCALAR_TIMES_IPP
