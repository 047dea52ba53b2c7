// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_NAUTOBOT_TEXT_FORMS_HPP
#define SSOT_NAUTOBOT_TEXT_FORMS_HPP

// Writes times, durations and uuids as Nautobot does, and reads every form that it accepts.
//
//   ssot::nautobot::to_django_duration(25h)                              // "1 01:00:00"
//   ssot::nautobot::to_millisecond_timestamp(ssot::now())                // "2024-07-31T23:43:00.123Z"
//   ssot::nautobot::parse_duration_lenient("-2 22:58:58.999999").value() // also "P1DT02H00M00S", "01:30", "90"
//
// Source: Django's duration_string, DjangoJSONEncoder, dateparse and UUIDField; the DateTimeField of its REST framework.
// Example: docs/examples/nautobot_values.cpp.

#include <ssot/error.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>

#include <string>
#include <string_view>

namespace ssot::nautobot {

/// Returns `[D ]HH:MM:SS[.ffffff]`, the form of durations in dumps and in REST. The days may be negative, the clock never
/// is: minus one microsecond is "-1 23:59:59.999999". Lossless.
std::string to_django_duration(duration d);

/// Returns `YYYY-MM-DDTHH:MM:SS[.fff]Z`, the form of times in dumps and diffs: microseconds are cut to milliseconds, and the
/// fraction is left out if there are no microseconds at all. Empty for a time without a text form.
std::string to_millisecond_timestamp(timestamp t);

/// Returns `YYYY-MM-DDTHH:MM:SS[.ffffff]Z`, the form of times in REST. Lossless. Empty for a time without a text form.
std::string to_microsecond_timestamp(timestamp t);

/// Reads 32 hexadecimal digits in upper or lower case, with hyphens anywhere, with or without braces, and with or without
/// `urn:` and `uuid:` before them.
/// Errors: `errc::invalid_value`.
result<uuid> parse_uuid_lenient(std::string_view text);

/// Reads both spellings of a duration: ISO 8601 with days and shorter parts, and `[D ]HH:MM:SS[.ffffff]` with the variations
/// that Django accepts: "90" is seconds, "01:30" is minutes and seconds, "1 day, 02:03:04", "3 days", and "" is zero. In "-1
/// 02:03:04" only the day is negative. Digits after the sixth are cut, or rounded in ISO 8601, as Django does.
/// Errors: `errc::invalid_value`; `errc::out_of_range` beyond int64 microseconds.
result<duration> parse_duration_lenient(std::string_view text);

/// Reads a time as Django does: parts of one digit, no seconds, digits after the sixth cut, `Z`, `+hh:mm`, `+hhmm` or `+hh`.
/// A time without an offset, and a date alone, are taken as UTC.
/// Errors: `errc::invalid_value`; `errc::out_of_range` for a date or time that does not exist, or that is outside the years
/// 1 to 9999 in UTC.
result<timestamp> parse_timestamp_lenient(std::string_view text);

} // namespace ssot::nautobot

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/nautobot/text_forms.ipp>
#endif

#endif // SSOT_NAUTOBOT_TEXT_FORMS_HPP
