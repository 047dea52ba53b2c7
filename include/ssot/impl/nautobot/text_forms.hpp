// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_TEXT_FORMS_HPP
#define SSOT_IMPL_NAUTOBOT_TEXT_FORMS_HPP

#include <ssot/nautobot/text_forms.hpp>

#include <ssot/detail/decimal_digits.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

namespace ssot::nautobot {

namespace detail {

using namespace ssot::detail;

__extension__ typedef __int128 wide_int; // NOLINT(modernize-use-using): only a typedef can be marked

/// Digits at the front of a text as a number, which stops growing far beyond every limit of a duration.
inline bool take_number(text_taker& in, wide_int& value) noexcept
{
    constexpr auto limit  = static_cast<wide_int>(1'000'000'000'000'000'000);
    bool           digits = false;
    value                 = 0;
    for (; !in.rest.empty() && is_digit(in.rest.front()); in.rest.remove_prefix(1)) {
        if (value < limit)
            value = value * 10 + (in.rest.front() - '0');
        digits = true;
    }
    return digits;
}

/// The digits after a decimal mark as microseconds, cut; at most `most` digits.
inline bool take_cut_fraction(text_taker& in, std::size_t most, std::int64_t& us) noexcept
{
    auto const before = in.rest.size();
    bool       exact  = true;
    return in.take_fraction(us, exact) && before - in.rest.size() <= most;
}

inline bool take_word(text_taker& in, std::string_view word) noexcept
{
    if (!in.rest.starts_with(word))
        return false;
    in.rest.remove_prefix(word.size());
    return true;
}

/// `[D [days, ]][-][[HH:]MM:]SS[.ffffff]`: Django's standard_duration_re.
inline std::optional<wide_int> standard_duration(std::string_view text)
{
    wide_int days = 0;
    if (text.find(' ') != std::string_view::npos) {
        text_taker in{text};
        bool const minus = in.take('-');
        if (!take_number(in, days) || !in.take(' '))
            return std::nullopt;
        if (!take_word(in, "days, "))
            take_word(in, "day, ");
        days = minus ? -days : days;
        text = in.rest;
    }
    text_taker in{text};
    bool const minus    = in.take('-');
    wide_int   parts[3] = {};
    int        count    = 0;
    do {
        if (count == 3 || !take_number(in, parts[count++]))
            return std::nullopt;
    } while (in.take(':'));
    std::int64_t us = 0;
    if ((in.take_decimal_mark() && !take_cut_fraction(in, 12, us)) || !in.rest.empty())
        return std::nullopt;

    wide_int clock = 0;
    for (int i = 0; i != count; ++i)
        clock = clock * 60 + parts[i];
    clock = clock * us_per_second + us;
    return days * us_per_day + (minus ? -clock : clock);
}

/// `[D days][[+-]HH:MM:SS[.ffffff]]`: Django's postgres_interval_re.
inline std::optional<wide_int> postgres_duration(std::string_view text)
{
    text_taker in{text};
    wide_int   days = 0;
    if (text.find(' ') != std::string_view::npos) {
        bool const minus = in.take('-');
        if (!take_number(in, days) || !take_word(in, " day"))
            return std::nullopt;
        in.take('s');
        in.take(' ');
        days = minus ? -days : days;
    }
    if (in.rest.empty())
        return days * us_per_day;
    bool const minus = in.take('-');
    if (!minus)
        in.take('+');
    wide_int     hours   = 0;
    int          minutes = 0, seconds = 0;
    std::int64_t us = 0;
    if (!take_number(in, hours) || !in.take(':') || !in.take_digits(2, minutes) || !in.take(':') ||
        !in.take_digits(2, seconds))
        return std::nullopt;
    if ((in.take('.') && !take_cut_fraction(in, 6, us)) || !in.rest.empty())
        return std::nullopt;
    wide_int const clock = ((hours * 60 + minutes) * 60 + seconds) * us_per_second + us;
    return days * us_per_day + (minus ? -clock : clock);
}

/// What Python's timedelta makes of floats: whole parts exactly, fractions summed and rounded once, half to even.
struct timedelta_sum {
    wide_int us   = 0;
    double   rest = 0;

    void add(wide_int whole, double fraction, std::int64_t unit) noexcept
    {
        double       whole_us = 0;
        double const part     = std::modf(fraction * static_cast<double>(unit), &whole_us);
        us += whole * unit + static_cast<std::int64_t>(whole_us);
        rest += part;
    }

    wide_int value() const noexcept
    {
        double rounded = std::round(rest);
        if (std::fabs(rounded - rest) == 0.5) {
            double const odd = us % 2 != 0 ? 1.0 : 0.0;
            rounded          = 2.0 * std::round((rest + odd) * 0.5) - odd;
        }
        return us + static_cast<std::int64_t>(rounded);
    }
};

/// `[+-]P[nD][T[nH][nM][nS]]` with fractions everywhere: Django's iso8601_duration_re.
inline std::optional<wide_int> iso_duration(std::string_view text)
{
    text_taker in{text};
    bool const minus = in.take('-');
    if (!minus)
        in.take('+');
    if (!in.take('P'))
        return std::nullopt;

    timedelta_sum days, clock;
    bool          after_t = false;
    std::int64_t  last    = std::numeric_limits<std::int64_t>::max();
    while (!in.rest.empty()) {
        if (!after_t && in.take('T')) {
            after_t = true;
            continue;
        }
        auto const number = in.rest;
        wide_int   whole  = 0;
        double     part   = 0;
        if (!take_number(in, whole))
            return std::nullopt;
        if (in.take_decimal_mark()) {
            wide_int ignored = 0;
            if (!take_number(in, ignored))
                return std::nullopt;
            // From the double of the whole number, since that is what Django computes with.
            std::string digits(number.substr(0, number.size() - in.rest.size()));
            std::replace(digits.begin(), digits.end(), ',', '.');
            double value = 0, ignored_whole = 0;
            std::from_chars(digits.data(), digits.data() + digits.size(), value);
            part = std::modf(value, &ignored_whole);
            // A fraction of nines rounds up to the next whole number.
            if (ignored_whole < 9e15)
                whole = static_cast<std::int64_t>(ignored_whole);
        }
        if (in.rest.empty())
            return std::nullopt;
        char const unit = in.rest.front();
        in.rest.remove_prefix(1);
        std::int64_t const size = unit == 'W' ? 0 : us_of_unit(unit, after_t);
        if (size == 0 || size >= last)
            return std::nullopt;
        last = size;
        (unit == 'D' ? days : clock).add(whole, part, size);
    }
    auto const sum = days.value() + clock.value();
    return minus ? -sum : sum;
}

/// A timestamp's text with as many digits of its fraction as asked for.
inline std::string short_timestamp(timestamp t, std::size_t digits)
{
    auto text = ssot::to_string(t);
    if (text.empty())
        return text;
    bool const whole = t.time_since_epoch() % std::chrono::seconds{1} == duration::zero();
    text.resize(whole ? 19 : 20 + digits);
    text += 'Z';
    return text;
}

/// Python's `$` also matches in front of a line break that ends the text.
inline std::string_view without_line_break(std::string_view text) noexcept
{
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    return text;
}

/// One or two digits.
inline bool take_short(text_taker& in, int& value) noexcept { return in.take_digits(2, value) || in.take_digits(1, value); }

/// Nothing, `Z`, `+hh:mm`, `+hhmm` or `+hh`, as minutes to take off.
inline std::optional<int> take_loose_offset(text_taker& in) noexcept
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

} // namespace detail

inline std::string to_django_duration(duration d)
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

inline std::string to_millisecond_timestamp(timestamp t) { return detail::short_timestamp(t, 3); }
inline std::string to_microsecond_timestamp(timestamp t) { return detail::short_timestamp(t, 6); }

inline result<uuid> parse_uuid_lenient(std::string_view text)
{
    std::string digits(text);
    for (std::string_view const prefix : {"urn:", "uuid:"})
        for (auto at = digits.find(prefix); at != std::string::npos; at = digits.find(prefix, at))
            digits.erase(at, prefix.size());
    while (!digits.empty() && (digits.front() == '{' || digits.front() == '}'))
        digits.erase(0, 1);
    while (!digits.empty() && (digits.back() == '{' || digits.back() == '}'))
        digits.pop_back();
    std::erase(digits, '-');
    if (digits.size() == 32) {
        for (std::size_t const at : {8u, 13u, 18u, 23u})
            digits.insert(at, 1, '-');
        if (auto out = parse_uuid(digits))
            return out;
    }
    return detail::bad_time(errc::invalid_value, "uuid", text, "expected 32 hexadecimal digits");
}

inline result<duration> parse_duration_lenient(std::string_view text)
{
    auto const digits = detail::with_ascii_digits(detail::without_line_break(text));
    auto       us     = detail::standard_duration(digits);
    if (!us)
        us = detail::iso_duration(digits);
    if (!us)
        us = detail::postgres_duration(digits);
    if (!us)
        return detail::bad_time(
            errc::invalid_value, "duration", text, "expected a form such as 1 02:03:04.5 or P1DT02H03M04.5S");
    using limits = std::numeric_limits<std::int64_t>;
    if (*us < limits::min() || *us > limits::max())
        return detail::bad_time(errc::out_of_range, "duration", text, "it is beyond 64 bits of microseconds");
    return duration{static_cast<std::int64_t>(*us)};
}

inline result<timestamp> parse_timestamp_lenient(std::string_view text)
{
    constexpr std::string_view form = "expected YYYY-MM-DD[THH:MM[:SS[.ffffff]][Z]]";
    auto const bad = [&](errc code, std::string_view why) { return detail::bad_time(code, "timestamp", text, why); };

    auto const         digits = detail::with_ascii_digits(detail::without_line_break(text));
    detail::text_taker in{digits};
    int                y = 0, mon = 0, d = 0, h = 0, min = 0, s = 0, offset = 0;
    std::int64_t       us = 0;
    if (!in.take_digits(4, y) || !in.take('-') || !detail::take_short(in, mon) || !in.take('-') ||
        !detail::take_short(in, d))
        return bad(errc::invalid_value, form);
    if (!in.rest.empty()) {
        if (!(in.take('T') || in.take(' ')) || !detail::take_short(in, h) || !in.take(':') || !detail::take_short(in, min))
            return bad(errc::invalid_value, form);
        bool const seconds = in.take(':');
        if (seconds && (!detail::take_short(in, s) || (in.take_decimal_mark() && !detail::take_cut_fraction(in, 12, us))))
            return bad(errc::invalid_value, form);
        auto const found = detail::take_loose_offset(in);
        if (!found || !in.rest.empty())
            return bad(errc::invalid_value, form);
        offset = *found;
    }

    using namespace std::chrono;
    auto const date = std::chrono::year{y} / month{static_cast<unsigned>(mon)} / day{static_cast<unsigned>(d)};
    if (y < 1 || !date.ok() || h > 23 || min > 59 || s > 59 || offset >= 24 * 60 || offset <= -24 * 60)
        return bad(errc::out_of_range, "there is no such date or time");
    timestamp const out = sys_days{date} + hours{h} + minutes{min - offset} + std::chrono::seconds{s} + microseconds{us};
    if (out < min_timestamp || out > max_timestamp)
        return bad(errc::out_of_range, "in UTC it lies outside the years 1 to 9999");
    return out;
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_TEXT_FORMS_HPP
