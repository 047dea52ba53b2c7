// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TIME_HPP
#define SSOT_TIME_HPP

// Instants and durations in microseconds, and their ISO 8601 text.
//
//   ssot::timestamp t = ssot::now();
//   ssot::to_string(t)                    // "2024-07-31T23:43:00.123456Z"
//   ssot::to_string(ssot::duration{-1})   // "-P0DT00H00M00.000001S"
//   ssot::parse_timestamp(text), ssot::parse_duration(text)
//
// Source: RFC 3339; Django's DateTimeField and duration_iso_string.

#include <ssot/error.hpp>

#include <ssot/detail/base/config.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace ssot {

/// Microseconds since 1970-01-01T00:00:00Z, without leap seconds. Years 1 to 9999 have a text form.
using timestamp = std::chrono::sys_time<std::chrono::microseconds>;

/// Microseconds; may be negative.
using duration = std::chrono::microseconds;

/// The first and the last instant with a text form: 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999999Z.
inline constexpr timestamp min_timestamp{std::chrono::sys_days{std::chrono::year{1} / 1 / 1}};
inline constexpr timestamp max_timestamp{std::chrono::sys_days{std::chrono::year{10000} / 1 / 1} -
                                         std::chrono::microseconds{1}};

/// The current time of the system clock.
inline timestamp now() noexcept { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }

/// Length of every timestamp's text, and the longest text of a duration.
inline constexpr std::size_t timestamp_text_size    = 27;
inline constexpr std::size_t max_duration_text_size = 32;

/// Writes `YYYY-MM-DDTHH:MM:SS.ffffffZ` to `out`; returns the end. Precondition: `min_timestamp <= t <= max_timestamp`.
char* to_chars(char* out, timestamp t) noexcept;

/// Writes `[-]P{days}DT{hh}H{mm}M{ss}[.ffffff]S` to `out`, at most `max_duration_text_size` characters; returns the end.
char* to_chars(char* out, duration d) noexcept;

/// The text forms as strings. The timestamp's is empty for an instant without one.
std::string to_string(timestamp t);
std::string to_string(duration d);

/// Reads an RFC 3339 instant: `T`, `t` or a space between date and time, `Z` or an offset, any number of fraction digits.
/// A time without an offset is refused: it names no instant.
/// Errors: `errc::invalid_value`; `errc::out_of_range` for years outside 1 to 9999, fields outside the calendar and
/// fractions finer than a microsecond.
result<timestamp> parse_timestamp(std::string_view text);

/// Reads an ISO 8601 duration of weeks, days, hours, minutes and seconds, with a leading sign.
/// Errors: `errc::invalid_value`; `errc::out_of_range` beyond int64 microseconds and for finer fractions. Years and months
/// are refused, since they have no fixed length.
result<duration> parse_duration(std::string_view text);

} // namespace ssot

#include <ssot/impl/time.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/time.ipp>
#endif

#endif // SSOT_TIME_HPP
