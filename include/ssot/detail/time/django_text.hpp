// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TIME_DJANGO_TEXT_HPP
#define SSOT_DETAIL_TIME_DJANGO_TEXT_HPP

// Text as Django's model fields take it for a number, a time, a duration or a uuid. Source: Django's dateparse, the
// `to_python` of its fields, and Python's int().

#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ssot::detail {

/// What Django makes of a text in a DateTimeField: a date, a time of day, and an offset unless it was left out.
struct django_datetime {
    enum fault_kind : std::uint8_t { none, form, date_fault, datetime_fault };

    std::chrono::year_month_day         date{};
    std::chrono::microseconds           since_midnight{};
    std::optional<std::chrono::seconds> offset{};
    fault_kind                          fault = form;

    /// Django's code and words for the fault.
    std::string_view code() const noexcept;
    std::string_view words() const noexcept;

    /// A time without an offset is taken as UTC. Precondition: no fault.
    timestamp in_utc() const noexcept
    {
        return std::chrono::sys_days{date} + since_midnight - offset.value_or(std::chrono::seconds{0});
    }
};

django_datetime parse_django_datetime(std::string_view text);

std::optional<uuid> parse_django_uuid(std::string_view text);

/// Python's uuid.UUID of a text: what the function above reads, and the odd things that int(text, 16) takes for 32 digits:
/// space around them, a plus, `0x` in front, underscores between them, digits of other scripts.
bool parse_python_uuid(std::string_view text, uuid& out);

/// The text without what Python's str.strip() takes off at both ends.
std::string_view stripped_in_python(std::string_view text) noexcept;

/// Python's int(text) as decimal digits, "-" in front of a negative one; nothing when that raises ValueError.
std::optional<std::string> parse_python_int(std::string_view text);

/// An integer in 64 bits; nothing when it is wider.
std::optional<std::int64_t> narrowed(std::string_view digits) noexcept;

/// What a BooleanField takes; nothing for other text.
std::optional<bool> parse_django_boolean(std::string_view text) noexcept;

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/time/django_text.ipp>
#endif

#endif // SSOT_DETAIL_TIME_DJANGO_TEXT_HPP
