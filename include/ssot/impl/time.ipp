// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TIME_IPP
#define SSOT_IMPL_TIME_IPP

#include <ssot/time.hpp>

#include <ssot/detail/text/message.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

namespace ssot {

namespace detail {

SSOT_DECL duration span_between(timestamp from, timestamp to) noexcept
{
    std::int64_t out = 0;
    if (__builtin_sub_overflow(to.time_since_epoch().count(), from.time_since_epoch().count(), &out))
        return to < from ? duration::min() : duration::max();
    return duration{out};
}

SSOT_DECL timestamp shown_by_clock(timestamp t, std::chrono::seconds offset) noexcept
{
    constexpr std::chrono::seconds day = std::chrono::hours{24};
    auto const                     utc = std::clamp(t, min_timestamp, max_timestamp);
    return std::clamp<timestamp>(utc + std::clamp(offset, -day, day), min_timestamp, max_timestamp);
}

SSOT_DECL char* put_date(char* out, std::int64_t day) noexcept
{
    auto const date = std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{day}}};
    auto const year = static_cast<std::uint32_t>(static_cast<int>(date.year()));
    out             = put_pair(out, year / 100);
    out             = put_pair(out, year % 100);
    *out++          = '-';
    out             = put_pair(out, static_cast<unsigned>(date.month()));
    *out++          = '-';
    out             = put_pair(out, static_cast<unsigned>(date.day()));
    *out++          = 'T';
    return out;
}

SSOT_DECL char* put_time(char* out, std::uint64_t us) noexcept
{
    auto const sec  = static_cast<std::uint32_t>(us / static_cast<std::uint64_t>(us_per_second));
    auto const rest = static_cast<std::uint32_t>(us % static_cast<std::uint64_t>(us_per_second));
    out             = put_pair(out, sec / 3600);
    *out++          = ':';
    out             = put_pair(out, sec / 60 % 60);
    *out++          = ':';
    out             = put_pair(out, sec % 60);
    *out++          = '.';
    out             = put_fraction(out, rest);
    *out++          = 'Z';
    return out;
}

/// A timestamp as its day and the microseconds in it.
struct day_and_time {
    std::int64_t  day;
    std::uint64_t us;

    explicit day_and_time(timestamp t) noexcept
    {
        auto const count = t.time_since_epoch().count();
        day              = count / us_per_day;
        auto rest        = count % us_per_day;
        if (rest < 0) {
            rest += us_per_day;
            --day;
        }
        us = static_cast<std::uint64_t>(rest);
    }
};

SSOT_DECL bool text_taker::take_digits(int width, int& value) noexcept
{
    if (rest.size() < static_cast<std::size_t>(width))
        return false;
    int sum = 0;
    for (int i = 0; i < width; ++i) {
        if (!is_digit(rest[static_cast<std::size_t>(i)]))
            return false;
        sum = sum * 10 + (rest[static_cast<std::size_t>(i)] - '0');
    }
    rest.remove_prefix(static_cast<std::size_t>(width));
    value = sum;
    return true;
}

SSOT_DECL bool text_taker::take_fraction(std::int64_t& us, bool& exact) noexcept
{
    std::int64_t scale  = us_per_second / 10;
    bool         digits = false;
    us                  = 0;
    while (!rest.empty() && is_digit(rest.front())) {
        int const digit = rest.front() - '0';
        if (scale == 0 && digit != 0)
            exact = false;
        us += digit * scale;
        scale /= 10;
        digits = true;
        rest.remove_prefix(1);
    }
    return digits;
}

SSOT_DECL error bad_time(errc code, std::string_view what, std::string_view text, std::string_view why)
{
    return error(code, concat({"'", excerpt(text), "' is not a ", what, ": ", why}));
}

/// Reads `Z` or `+hh:mm`: the seconds to subtract to get UTC.
SSOT_DECL std::optional<int> take_offset(text_taker& in) noexcept
{
    if (in.take('Z') || in.take('z'))
        return 0;
    bool const minus = in.take('-');
    if (!minus && !in.take('+'))
        return std::nullopt;
    int hours = 0, minutes = 0;
    if (!in.take_digits(2, hours) || !in.take(':') || !in.take_digits(2, minutes) || hours > 23 || minutes > 59)
        return std::nullopt;
    int const seconds = hours * 3600 + minutes * 60;
    return minus ? -seconds : seconds;
}

} // namespace detail

SSOT_DECL char* to_chars(char* out, timestamp t) noexcept
{
    detail::day_and_time const at(t);
    return detail::put_time(detail::put_date(out, at.day), at.us);
}

SSOT_DECL char* to_chars(char* out, duration d) noexcept
{
    auto const count = d.count();
    auto const us    = count < 0 ? 0 - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
    auto const days  = us / detail::us_per_day;
    auto const sec   = static_cast<std::uint32_t>(us % detail::us_per_day / detail::us_per_second);
    auto const rest  = static_cast<std::uint32_t>(us % detail::us_per_second);

    if (count < 0)
        *out++ = '-';
    *out++ = 'P';
    out    = std::to_chars(out, out + 20, days).ptr;
    *out++ = 'D';
    *out++ = 'T';
    out    = detail::put_pair(out, sec / 3600);
    *out++ = 'H';
    out    = detail::put_pair(out, sec / 60 % 60);
    *out++ = 'M';
    out    = detail::put_pair(out, sec % 60);
    if (rest != 0) {
        *out++ = '.';
        out    = detail::put_fraction(out, rest);
    }
    *out++ = 'S';
    return out;
}

SSOT_DECL std::string to_string(timestamp t)
{
    if (t < min_timestamp || t > max_timestamp)
        return {};
    char buffer[timestamp_text_size];
    return std::string(buffer, to_chars(buffer, t));
}

SSOT_DECL std::string to_string(duration d)
{
    char buffer[max_duration_text_size];
    return std::string(buffer, to_chars(buffer, d));
}

SSOT_DECL result<timestamp> parse_timestamp(std::string_view text)
{
    constexpr std::string_view form = "expected YYYY-MM-DDTHH:MM:SS[.ffffff] and Z or an offset such as +02:00";
    auto const bad = [&](errc code, std::string_view why) { return detail::bad_time(code, "timestamp", text, why); };

    detail::text_taker in{text};
    int                y = 0, mon = 0, d = 0, h = 0, min = 0, s = 0;
    if (!in.take_digits(4, y) || !in.take('-') || !in.take_digits(2, mon) || !in.take('-') || !in.take_digits(2, d) ||
        !(in.take('T') || in.take('t') || in.take(' ')) || !in.take_digits(2, h) || !in.take(':') ||
        !in.take_digits(2, min) || !in.take(':') || !in.take_digits(2, s))
        return bad(errc::invalid_value, form);

    std::int64_t us    = 0;
    bool         exact = true;
    if (in.take_decimal_mark() && !in.take_fraction(us, exact))
        return bad(errc::invalid_value, form);
    auto const offset = detail::take_offset(in);
    if (!offset || !in.rest.empty())
        return bad(errc::invalid_value, form);
    if (!exact)
        return bad(errc::out_of_range, "it is finer than a microsecond");

    using namespace std::chrono;
    auto const date = std::chrono::year{y} / month{static_cast<unsigned>(mon)} / day{static_cast<unsigned>(d)};
    if (y < 1 || !date.ok() || h > 23 || min > 59 || s > 59)
        return bad(errc::out_of_range, "there is no such date or time");
    timestamp const out = sys_days{date} + hours{h} + minutes{min} + seconds{s - *offset} + microseconds{us};
    if (out < min_timestamp || out > max_timestamp)
        return bad(errc::out_of_range, "in UTC it lies outside the years 1 to 9999");
    return out;
}

SSOT_DECL result<duration> parse_duration(std::string_view text)
{
    constexpr std::string_view form = "expected a form such as P1DT02H03M04.5S";
    constexpr std::string_view far  = "it is beyond 64 bits of microseconds";
    auto const bad = [&](errc code, std::string_view why) { return detail::bad_time(code, "duration", text, why); };

    detail::text_taker in{text};
    bool const         minus = in.take('-');
    if (!minus)
        in.take('+');
    if (!in.take('P') || in.rest.empty())
        return bad(errc::invalid_value, form);

    std::int64_t sum     = 0; // of negated parts, since int64 has more negative than positive values
    bool         after_t = false;
    bool         closed  = false; // a fraction ends the duration
    std::int64_t last    = 8 * detail::us_per_day;
    while (!in.rest.empty()) {
        if (!after_t && in.take('T')) {
            after_t = true;
            if (in.rest.empty())
                return bad(errc::invalid_value, form);
            continue;
        }
        std::int64_t whole  = 0;
        bool         digits = false, overflow = false;
        while (!in.rest.empty() && detail::is_digit(in.rest.front())) {
            overflow |= __builtin_mul_overflow(whole, std::int64_t{10}, &whole);
            overflow |= __builtin_add_overflow(whole, std::int64_t{in.rest.front() - '0'}, &whole);
            digits = true;
            in.rest.remove_prefix(1);
        }
        std::int64_t us    = 0;
        bool         exact = true, fraction = false;
        if (digits && in.take_decimal_mark()) {
            fraction = true;
            if (!in.take_fraction(us, exact))
                return bad(errc::invalid_value, form);
        }
        if (!digits || closed || in.rest.empty())
            return bad(errc::invalid_value, form);
        char const unit = in.rest.front();
        in.rest.remove_prefix(1);
        std::int64_t const size = detail::us_of_unit(unit, after_t);
        if (size == 0 || size >= last || (fraction && unit != 'S'))
            return bad(errc::invalid_value, form);
        if (!exact)
            return bad(errc::out_of_range, "it is finer than a microsecond");
        last              = size;
        closed            = fraction;
        std::int64_t part = 0;
        if (overflow || __builtin_mul_overflow(whole, size, &part) || __builtin_sub_overflow(sum, part, &sum) ||
            __builtin_sub_overflow(sum, us, &sum))
            return bad(errc::out_of_range, far);
    }
    if (last == 8 * detail::us_per_day)
        return bad(errc::invalid_value, form);
    if (!minus && __builtin_sub_overflow(std::int64_t{0}, sum, &sum))
        return bad(errc::out_of_range, far);
    return duration{sum};
}

} // namespace ssot

#endif // SSOT_IMPL_TIME_IPP
