// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TIME_HPP
#define SSOT_IMPL_TIME_HPP

// The parts from which texts of times are written and read.

#include <ssot/time.hpp>

#include <cstdint>
#include <cstring>

namespace ssot::detail {

inline constexpr std::int64_t  us_per_second = 1'000'000;
inline constexpr std::int64_t  us_per_day    = 86'400 * us_per_second;
inline constexpr std::uint64_t us_per_minute = 60'000'000;

/// Returns the time from one instant to another, limited to the range of a duration. The instants may be arbitrary.
duration span_between(timestamp from, timestamp to) noexcept;

/// Returns the time that a clock with this offset from UTC shows, within the years 1 to 9999. Offsets are limited to one
/// day.
timestamp shown_by_clock(timestamp t, std::chrono::seconds offset) noexcept;

inline constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

struct digit_pairs {
    char text[200]{};

    constexpr digit_pairs()
    {
        for (int i = 0; i != 100; ++i) {
            text[2 * i]     = static_cast<char>('0' + i / 10);
            text[2 * i + 1] = static_cast<char>('0' + i % 10);
        }
    }
};
inline constexpr digit_pairs pairs{};

/// Writes two digits of `value`, which is below 100.
inline char* put_pair(char* out, std::uint32_t value) noexcept
{
    std::memcpy(out, pairs.text + 2 * value, 2);
    return out + 2;
}

/// Writes six digits of `value`, which is below a million.
inline char* put_fraction(char* out, std::uint32_t value) noexcept
{
    out = put_pair(out, value / 10'000);
    out = put_pair(out, value / 100 % 100);
    return put_pair(out, value % 100);
}

/// `YYYY-MM-DDT` of a day, counted from 1970.
char* put_date(char* out, std::int64_t day) noexcept;

/// The digits of `SS.ffffff` around the point, which stays as it is, of the microseconds of a minute.
inline void put_seconds(char* out, std::uint32_t us) noexcept
{
    put_pair(out, us / 1'000'000);
    put_fraction(out + 3, us % 1'000'000);
}

/// `HH:MM:SS.ffffffZ` of the microseconds of a day.
char* put_time(char* out, std::uint64_t us) noexcept;

/// Takes text from the front of `rest`, piece by piece.
struct text_taker {
    std::string_view rest;

    bool take(char c) noexcept
    {
        if (rest.empty() || rest.front() != c)
            return false;
        rest.remove_prefix(1);
        return true;
    }

    /// Takes exactly `width` digits.
    bool take_digits(int width, int& value) noexcept;

    /// Takes the digits after a decimal mark, as microseconds. Sets `exact` to false if a finer digit is not zero.
    bool take_fraction(std::int64_t& us, bool& exact) noexcept;

    bool take_decimal_mark() noexcept { return take('.') || take(','); }
};

/// Returns the length of a unit of a duration's text in microseconds; 0 if there is no such unit at that place.
inline constexpr std::int64_t us_of_unit(char unit, bool after_t) noexcept
{
    switch (unit) {
    case 'W': return after_t ? 0 : 7 * us_per_day;
    case 'D': return after_t ? 0 : us_per_day;
    case 'H': return after_t ? 3'600 * us_per_second : 0;
    case 'M': return after_t ? 60 * us_per_second : 0;
    case 'S': return after_t ? us_per_second : 0;
    default: return 0;
    }
}

/// "'13:61' is not a duration: there is no such time", for `what` a duration.
error bad_time(errc code, std::string_view what, std::string_view text, std::string_view why);

} // namespace ssot::detail

#endif // SSOT_IMPL_TIME_HPP
