// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_PYTHON_TIMES_HPP
#define SSOT_DETAIL_NAUTOBOT_PYTHON_TIMES_HPP

// Dates, times and durations as Django's encoders write them.

#include <ssot/nautobot/dynamic.hpp>

#include <ssot/detail/base/config.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace ssot::detail {

/// Returns whether Python can represent such a day.
bool is_date(std::chrono::year_month_day v);

/// Returns whether Python can represent such a time of day.
bool is_clock(std::chrono::microseconds v, std::optional<std::chrono::seconds> offset);

std::string python_date_text(std::chrono::year_month_day v);

std::string python_offset_text(std::optional<std::chrono::seconds> offset);

/// Writes to the second, or to the microsecond, which `cut` cuts to the millisecond as Django's JSON encoder does.
std::string python_clock_text(std::chrono::microseconds v, bool cut);

/// Returns ISO 8601, or Python's total_seconds().
std::string python_duration_text(nautobot::long_duration const& v, bool as_seconds);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/python/times.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_PYTHON_TIMES_HPP
