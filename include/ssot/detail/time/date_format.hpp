// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TIME_DATE_FORMAT_HPP
#define SSOT_DETAIL_TIME_DATE_FORMAT_HPP

// Formats a time by the letters of Django's date filter. Source: django.utils.dateformat, in English.

#include <ssot/time.hpp>

#include <ssot/detail/base/config.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace ssot::detail {

/// A letter after a backslash stands for itself. A `naive` time shows no offset.
std::string format_date(timestamp t, std::string_view format, std::chrono::seconds offset, bool exact, bool naive = false);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/time/date_format.ipp>
#endif

#endif // SSOT_DETAIL_TIME_DATE_FORMAT_HPP
