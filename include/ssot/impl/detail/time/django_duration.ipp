// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_TIME_DJANGO_DURATION_IPP
#define SSOT_IMPL_DETAIL_TIME_DJANGO_DURATION_IPP

#include <ssot/time.hpp>

#include <ssot/detail/text/decimal_digits.hpp>
#include <ssot/detail/time/django_duration.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace ssot::detail {

/// Digits at the front of a text as a number, which stops growing far beyond every limit of a duration.
SSOT_DECL bool take_number(text_taker& in, wide_int& value) noexcept
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

SSOT_DECL bool take_cut_fraction(text_taker& in, std::size_t most, std::int64_t& us) noexcept
{
    auto const before = in.rest.size();
    bool       exact  = true;
    return in.take_fraction(us, exact) && before - in.rest.size() <= most;
}

SSOT_DECL bool take_word(text_taker& in, std::string_view word) noexcept
{
    if (!in.rest.starts_with(word))
        return false;
    in.rest.remove_prefix(word.size());
    return true;
}

/// `[D [days, ]][-][[HH:]MM:]SS[.ffffff]`: Django's standard_duration_re.
SSOT_DECL std::optional<django_duration> standard_duration(std::string_view text)
{
    django_duration out;
    wide_int        days = 0;
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
    out.minus         = in.take('-');
    wide_int parts[3] = {};
    int      count    = 0;
    do {
        if (count == 3 || !take_number(in, parts[count++]))
            return std::nullopt;
    } while (in.take(':'));
    std::int64_t us = 0;
    if ((in.take_decimal_mark() && !take_cut_fraction(in, 12, us)) || !in.rest.empty())
        return std::nullopt;

    for (int i = 0; i != count; ++i)
        out.clock = out.clock * 60 + parts[i];
    out.clock = out.clock * us_per_second + us;
    out.days  = days * us_per_day;
    return out;
}

/// `[D days][[+-]HH:MM:SS[.ffffff]]`: Django's postgres_interval_re.
SSOT_DECL std::optional<django_duration> postgres_duration(std::string_view text)
{
    django_duration out;
    text_taker      in{text};
    wide_int        days = 0;
    if (text.find(' ') != std::string_view::npos) {
        bool const minus = in.take('-');
        if (!take_number(in, days) || !take_word(in, " day"))
            return std::nullopt;
        in.take('s');
        in.take(' ');
        days = minus ? -days : days;
    }
    out.days = days * us_per_day;
    if (in.rest.empty())
        return out;
    out.minus = in.take('-');
    if (!out.minus)
        in.take('+');
    wide_int     hours   = 0;
    int          minutes = 0, seconds = 0;
    std::int64_t us = 0;
    if (!take_number(in, hours) || !in.take(':') || !in.take_digits(2, minutes) || !in.take(':') ||
        !in.take_digits(2, seconds))
        return std::nullopt;
    if ((in.take('.') && !take_cut_fraction(in, 6, us)) || !in.rest.empty())
        return std::nullopt;
    out.clock = ((hours * 60 + minutes) * 60 + seconds) * us_per_second + us;
    return out;
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
SSOT_DECL std::optional<django_duration> iso_duration(std::string_view text)
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
    auto const whole_days = days.value();
    return django_duration{.days = minus ? -whole_days : whole_days, .clock = clock.value(), .minus = minus, .is_iso = true};
}

SSOT_DECL std::string_view without_line_break(std::string_view text) noexcept
{
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    return text;
}

/// Whether a number of these is beyond every float. Digits behind a decimal mark do not make one larger.
SSOT_DECL bool is_beyond_float(std::string_view text) noexcept
{
    constexpr std::size_t least  = 309; // digits of the largest double
    char                  before = ' ';
    for (std::size_t at = 0; text.size() - at >= least; before = text[at++]) {
        if (!is_digit(text[at]) || is_digit(before))
            continue;
        auto const end   = std::min(text.find_first_not_of("0123456789", at), text.size());
        double     value = 0;
        if (before != '.' && before != ',' &&
            std::from_chars(text.data() + at, text.data() + end, value).ec == std::errc::result_out_of_range)
            return true;
    }
    return false;
}

SSOT_DECL std::optional<django_duration> read_django_duration(std::string_view text)
{
    auto const digits = with_ascii_digits(without_line_break(text));
    auto       out    = standard_duration(digits);
    if (!out)
        out = iso_duration(digits);
    if (!out)
        out = postgres_duration(digits);
    if (out) {
        auto const clock_at = std::min(digits.find_first_of(" T"), digits.size());
        out->infinite_days  = is_beyond_float(std::string_view(digits).substr(0, clock_at));
        out->infinite_clock = is_beyond_float(std::string_view(digits).substr(clock_at));
    }
    return out;
}

SSOT_DECL std::optional<wide_int> parse_django_duration(std::string_view text)
{
    auto const out = read_django_duration(text);
    return out ? std::optional(out->sum()) : std::nullopt;
}

SSOT_DECL wide_int floor_days(wide_int us) noexcept { return us / us_per_day - (us % us_per_day < 0 ? 1 : 0); }

SSOT_DECL std::string overflow_message(django_duration const& d)
{
    constexpr wide_int most    = 999'999'999;
    auto const         of_days = [](wide_int days) -> std::string {
        if (days >= -most && days <= most)
            return {};
        return "days=" + std::to_string(static_cast<std::int64_t>(days)) + "; must have magnitude <= 999999999";
    };
    // Each part is a timedelta of its own, and so is one with its sign. That its days are a C int is looked at first.
    auto const of_part = [&](wide_int us, bool infinite) -> std::string {
        auto const days = floor_days(us);
        if (infinite)
            return "cannot convert float infinity to integer";
        if (days < std::numeric_limits<std::int32_t>::min() || days > std::numeric_limits<std::int32_t>::max())
            return "Python int too large to convert to C int";
        return of_days(days);
    };
    auto message = of_part(d.is_iso && d.minus ? -d.days : d.days, d.infinite_days);
    if (message.empty())
        message = of_part(d.days, false);
    if (message.empty())
        message = of_part(d.clock, d.infinite_clock);
    if (message.empty())
        message = of_part(d.minus ? -d.clock : d.clock, false);
    if (!message.empty())
        return message;
    return of_days(floor_days(d.sum()));
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_TIME_DJANGO_DURATION_IPP
