// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_DJANGO_DURATION_HPP
#define SSOT_DETAIL_DJANGO_DURATION_HPP

// Text as Django takes it for a duration. Source: parse_duration of its dateparse.

#include <ssot/time.hpp>

#include <ssot/detail/decimal_digits.hpp>

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

/// Python's `$` also matches in front of a line break that ends the text.
inline std::string_view without_line_break(std::string_view text) noexcept
{
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    return text;
}

/// Django's words for a text that is none.
inline constexpr std::string_view duration_form_words =
    "value has an invalid format. It must be in [DD] [[HH:]MM:]ss[.uuuuuu] format.";

/// Microseconds; nothing for a text that is no duration.
inline std::optional<wide_int> parse_django_duration(std::string_view text)
{
    auto const digits = with_ascii_digits(without_line_break(text));
    auto       us     = standard_duration(digits);
    if (!us)
        us = iso_duration(digits);
    return us ? us : postgres_duration(digits);
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_DJANGO_DURATION_HPP
