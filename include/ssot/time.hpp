// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TIME_HPP
#define SSOT_TIME_HPP

// Instants and durations in microseconds, and their ISO 8601 texts. All functions are thread-safe and linear in the length
// of the text.
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

/// An instant: microseconds since 1970-01-01T00:00:00Z, without leap seconds. Only the years 1 to 9999 have a text.
using timestamp = std::chrono::sys_time<std::chrono::microseconds>;

/// A span of time in microseconds; may be negative.
using duration = std::chrono::microseconds;

/// The first and the last instant that has a text: 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999999Z.
inline constexpr timestamp min_timestamp{std::chrono::sys_days{std::chrono::year{1} / 1 / 1}};
inline constexpr timestamp max_timestamp{std::chrono::sys_days{std::chrono::year{10000} / 1 / 1} -
                                         std::chrono::microseconds{1}};

/// Returns the current time of the system clock, rounded down to microseconds.
inline timestamp now() noexcept { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }

/// The length of the text of every timestamp, and the maximum length of the text of a duration.
inline constexpr std::size_t timestamp_text_size    = 27;
inline constexpr std::size_t max_duration_text_size = 32;

/// Writes `YYYY-MM-DDTHH:MM:SS.ffffffZ` to `out`, which must have room for `timestamp_text_size` characters, and returns
/// the end of what was written. Precondition: `min_timestamp <= t <= max_timestamp`.
char* to_chars(char* out, timestamp t) noexcept;

/// Writes `[-]P{days}DT{hh}H{mm}M{ss}[.ffffff]S` to `out`, which must have room for `max_duration_text_size` characters,
/// and returns the end of what was written.
char* to_chars(char* out, duration d) noexcept;

/// Returns the same texts as strings. The text of a timestamp outside the years 1 to 9999 is empty.
std::string to_string(timestamp t);
std::string to_string(duration d);

/// Reads an RFC 3339 instant: `T`, `t` or a space between date and time, `Z` or an offset, any number of fraction digits. A
/// time without an offset is refused, because it does not name an instant. Errors: `invalid_value`; `out_of_range` for a
/// date or time that does not exist, for years outside 1 to 9999, and for fractions finer than a microsecond.
result<timestamp> parse_timestamp(std::string_view text);

/// Reads an ISO 8601 duration of weeks, days, hours, minutes and seconds, with an optional sign in front. Years and months
/// are refused, because they have no fixed length. Errors: `invalid_value`; `out_of_range` if it does not fit 64 bits of
/// microseconds, and for fractions finer than a microsecond.
result<duration> parse_duration(std::string_view text);

} // namespace ssot

#include <ssot/impl/time.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/time.ipp>
#endif

#endif // SSOT_TIME_HPP
