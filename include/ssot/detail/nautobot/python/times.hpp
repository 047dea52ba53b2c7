// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_PYTHON_TIMES_HPP
#define SSOT_DETAIL_NAUTOBOT_PYTHON_TIMES_HPP

// Dates, times and durations as Django's encoders write them.

#include <ssot/nautobot/dynamic.hpp>

#include <ssot/detail/base/config.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace ssot::detail::python {

/// Returns whether Python can represent such a day.
bool is_date(std::chrono::year_month_day v);

/// Returns whether Python can represent such a time of day.
bool is_clock(std::chrono::microseconds v, std::optional<std::chrono::seconds> offset);

std::string encoded_date(std::chrono::year_month_day v);

std::string encoded_offset(std::optional<std::chrono::seconds> offset);

/// Writes to the second, or to the microsecond, which `cut` cuts to the millisecond as Django's JSON encoder does.
std::string encoded_clock(std::chrono::microseconds v, bool cut);

/// Returns ISO 8601, or Python's total_seconds().
std::string encoded_duration(nautobot::long_duration const& v, bool as_seconds);

} // namespace ssot::detail::python

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/python/times.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_PYTHON_TIMES_HPP
