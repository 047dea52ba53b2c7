// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TIME_DJANGO_TEXT_HPP
#define SSOT_DETAIL_TIME_DJANGO_TEXT_HPP

// Reads texts as Django's model fields do for numbers, times, durations and uuids. Source: Django's dateparse, the
// `to_python` of its fields, and Python's int().

#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ssot::detail {

/// What Django reads from a text in a DateTimeField: a date, a time of day, and an offset unless the text has none.
struct django_datetime {
    enum fault_kind : std::uint8_t { none, form, date_fault, datetime_fault };

    std::chrono::year_month_day         date{};
    std::chrono::microseconds           since_midnight{};
    std::optional<std::chrono::seconds> offset{};
    fault_kind                          fault = form;

    /// Django's code and message for an error.
    std::string_view code() const noexcept;
    std::string_view message() const noexcept;

    /// A time without an offset is taken as UTC. Precondition: there is no error.
    timestamp in_utc() const noexcept
    {
        return std::chrono::sys_days{date} + since_midnight - offset.value_or(std::chrono::seconds{0});
    }
};

django_datetime parse_django_datetime(std::string_view text);

std::optional<uuid> parse_django_uuid(std::string_view text);

/// Reads a text as Python's uuid.UUID does: what the function above reads, and what int(text, 16) accepts among 32
/// characters: surrounding space, a plus, a leading `0x`, underscores between digits, and digits of other scripts.
bool parse_python_uuid(std::string_view text, uuid& out);

/// Returns the text without what Python's str.strip() removes at both ends.
std::string_view stripped_in_python(std::string_view text) noexcept;

/// Returns Python's int(text) as decimal digits, with "-" before a negative number; nothing if it raises ValueError.
std::optional<std::string> parse_python_int(std::string_view text);

/// Returns a 64-bit integer, or nothing if the number does not fit.
std::optional<std::int64_t> narrowed(std::string_view digits) noexcept;

/// Returns what a BooleanField accepts, or nothing for other text.
std::optional<bool> parse_django_boolean(std::string_view text) noexcept;

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/time/django_text.ipp>
#endif

#endif // SSOT_DETAIL_TIME_DJANGO_TEXT_HPP
