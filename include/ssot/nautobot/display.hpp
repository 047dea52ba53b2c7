// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_NAUTOBOT_DISPLAY_HPP
#define SSOT_NAUTOBOT_DISPLAY_HPP

// Formats durations, sizes, times and diffs as Nautobot's pages do.
//
//   namespace nb = ssot::nautobot;
//   nb::shorter_timedelta(run.diff_time)                       // "0:00:01.5"
//   nb::humanize_bytes(1536), nb::format_size(10'240)          // "1.50 KiB", "10.0 KiB"
//   nb::date_format(ssot::now())                               // "2024-07-31 23:43"
//   nb::render_diff(run.diff)                                  // nested <ul>, everything escaped
//
// With `exact` the result is that of the original's filters, including their padding and exceptions. Source: the template
// filters of nautobot_ssot. Example: docs/examples/methods.cpp.

#include <ssot/error.hpp>
#include <ssot/json/raw_json.hpp>
#include <ssot/model/methods.hpp>
#include <ssot/nautobot/dynamic.hpp>
#include <ssot/time.hpp>

#include <ssot/detail/base/config.hpp>

#include <boost/json/fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace ssot::nautobot {

/// Requests exactly the result of the original's filter.
struct exact_t {};
inline constexpr exact_t exact{};

/// Returns `[D day[s], ]H:MM:SS.f` with the fraction cut to a tenth; "&mdash;" for a null or a zero duration.
std::string shorter_timedelta(std::optional<duration> const& d);
/// Returns Python's str() of the value with its fraction cut. Errors: `invalid_value` if there is no fraction, as for whole
/// seconds, with the message of Python's ValueError.
result<std::string> shorter_timedelta(dynamic const& v, exact_t);

/// Returns a size in bytes in the largest unit in which it is at least 1, without decimals if they are zero: "1 B", "1.50
/// KiB", "1 MiB". Returns "no data" for null, NaN and infinity.
std::string humanize_bytes(std::optional<double> const& size);
/// Returns the size padded to three characters and not carried over to the next unit: "  1 B", "1024 KiB". Returns "no data"
/// for anything but a number. Errors: `out_of_range` for an integer beyond the range of a double, with the message of
/// Python's OverflowError.
result<std::string> humanize_bytes(dynamic const& v, exact_t);

/// Returns a size in the form of the log lines of jobs: "10239 B", "10.0 KiB", "100 MiB".
std::string format_size(double size);

/// Formats a time by the letters of Django's date filter.
std::string date_format(timestamp t, date_style const& style = {});

/// Returns a diff of DiffSync's shape as nested lists. Everything in it is escaped, so that it is safe in a page. Parts that
/// do not have that shape are written as values. An empty diff, or null, gives an empty text.
std::string render_diff(boost::json::value const& diff);
std::string render_diff(raw_json const& diff);

/// Escapes text for a page: `&`, `<`, `>`, `"` and `'`.
std::string escape_html(std::string_view text);

} // namespace ssot::nautobot

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/nautobot/display.ipp>
#endif

#endif // SSOT_NAUTOBOT_DISPLAY_HPP
