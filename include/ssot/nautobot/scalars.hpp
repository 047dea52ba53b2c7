// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_NAUTOBOT_SCALARS_HPP
#define SSOT_NAUTOBOT_SCALARS_HPP

// Values of Python that C++ has no type for: decimals, integers of any size, bytes, times with and without an offset, long durations.

#include <ssot/error.hpp>
#include <ssot/time.hpp>

#include <ssot/detail/base/config.hpp>

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ssot::nautobot {

namespace detail {

using namespace ssot::detail;

} // namespace detail

/// A number of Python's Decimal, kept as the text that Python prints: "1.10", "1E+5", "NaN". Equality compares the text.
class decimal {
public:
    decimal() = default;

    /// Reads what Python's Decimal accepts and keeps it as Python prints it: "0.0000001" becomes "1E-7".
    /// Errors: `errc::invalid_value`; `errc::out_of_range` for exponents beyond 18 digits.
    static result<decimal> parse(std::string_view text);

    std::string_view text() const noexcept { return text_; }

    /// Returns the nearest double, which is infinity beyond its range.
    double to_double() const noexcept;

    friend bool operator==(decimal const&, decimal const&) = default;

private:
    std::string text_ = "0";
};

/// An integer of any size as decimal digits without leading zeros, with "-" before a negative one.
class big_integer {
public:
    big_integer() = default;
    explicit big_integer(std::int64_t v) : digits_(std::to_string(v)) {}

    /// Errors: `errc::invalid_value`.
    static result<big_integer> parse(std::string_view digits);

    std::string_view digits() const noexcept { return digits_; }

    /// Returns nothing for an integer beyond 64 bits.
    std::optional<std::int64_t> to_int64() const noexcept;

    friend bool operator==(big_integer const&, big_integer const&) = default;

private:
    std::string digits_ = "0";
};

struct byte_string {
    std::string data{};

    friend bool operator==(byte_string const&, byte_string const&) = default;
};

/// A time of day, with or without an offset from UTC. The time is below 24 hours, and the offset below a day in both
/// directions.
struct clock_time {
    std::chrono::microseconds           since_midnight{};
    std::optional<std::chrono::seconds> offset{};

    friend bool operator==(clock_time const&, clock_time const&) = default;
};

/// A date and a time of day as a clock shows them, with or without an offset from UTC. Years 1 to 9999.
struct calendar_time {
    std::chrono::year_month_day         date{std::chrono::year{1} / 1 / 1};
    std::chrono::microseconds           since_midnight{};
    std::optional<std::chrono::seconds> offset{};

    calendar_time() = default;
    calendar_time(std::chrono::year_month_day d, std::chrono::microseconds t, std::optional<std::chrono::seconds> o = {})
        : date(d), since_midnight(t), offset(o)
    {
    }
    /// Makes a time in UTC. Outside the years 1 to 9999 the date is invalid (`date.ok()` is false), and every writer refuses
    /// it.
    explicit calendar_time(timestamp t);

    friend bool operator==(calendar_time const&, calendar_time const&) = default;
};

namespace detail {

/// Returns microseconds since 1970, after subtracting the offset.
std::int64_t instant_of(calendar_time const& v) noexcept;

} // namespace detail

/// A duration in the range of Python's timedelta, ±999,999,999 days: whole days, and from 0 to less than a day in
/// microseconds.
struct long_duration {
    std::int32_t days         = 0;
    std::int64_t microseconds = 0;

    long_duration() = default;
    constexpr long_duration(std::int32_t d, std::int64_t us) noexcept : days(d), microseconds(us) {}
    explicit long_duration(duration d) noexcept;

    /// Returns nothing for a duration beyond int64 microseconds.
    std::optional<duration> to_duration() const noexcept;

    static constexpr long_duration min() noexcept { return {-999'999'999, 0}; }
    static constexpr long_duration max() noexcept { return {999'999'999, 86'399'999'999}; }

    friend auto operator<=>(long_duration const&, long_duration const&) = default;
};

/// Read `YYYY-MM-DD`, `HH:MM[:SS[.f]][offset]` and `YYYY-MM-DDTHH:MM[:SS[.f]][offset]`, where the offset is `Z` or
/// `+hh:mm[:ss]`. Digits after the sixth are cut.
/// Errors: `errc::invalid_value`; `errc::out_of_range` for a date or time that does not exist.
result<std::chrono::year_month_day> parse_date(std::string_view text);
result<clock_time>                  parse_clock_time(std::string_view text);
result<calendar_time>               parse_calendar_time(std::string_view text);

} // namespace ssot::nautobot

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/nautobot/scalar_numbers.ipp>
#include <ssot/impl/nautobot/scalar_times.ipp>
#endif

#endif // SSOT_NAUTOBOT_SCALARS_HPP
