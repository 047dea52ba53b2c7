// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_NAUTOBOT_DISPLAY_HPP
#define SSOT_NAUTOBOT_DISPLAY_HPP

// How Nautobot's pages write durations, sizes, times and diffs.
//
//   namespace nb = ssot::nautobot;
//   nb::shorter_timedelta(run.diff_time)                       // "0:00:01.5"
//   nb::humanize_bytes(1536), nb::format_size(10'240)          // "1.50 KiB", "10.0 KiB"
//   nb::date_format(ssot::now())                               // "2024-07-31 23:43"
//   nb::render_diff(run.diff)                                  // nested <ul>, everything escaped
//
// With `exact`, what the original's filters give, pads and crashes included. Source: the template filters of nautobot_ssot.
// Example: docs/examples/methods.cpp.

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

/// Asks for what the original's filter gives, and for nothing better.
struct exact_t {};
inline constexpr exact_t exact{};

/// `[D day[s], ]H:MM:SS.f`, the fraction cut to a tenth; "&mdash;" for nothing and for zero.
std::string shorter_timedelta(std::optional<duration> const& d);
/// Python's str() of the value, its fraction cut. Errors: `invalid_value` without a fraction, as for whole seconds, with the
/// words of Python's ValueError.
result<std::string> shorter_timedelta(dynamic const& v, exact_t);

/// "1 B", "1.50 KiB", "1 MiB": a size in bytes in the largest unit that is not below 1, without decimals when they are zero.
/// "no data" for nothing, NaN and infinity.
std::string humanize_bytes(std::optional<double> const& size);
/// "  1 B", "1024 KiB": padded to three characters, and not carried over to the next unit. "no data" for all but numbers.
/// Errors: `out_of_range` for an integer beyond every double, with the words of Python's OverflowError.
result<std::string> humanize_bytes(dynamic const& v, exact_t);

/// "10239 B", "10.0 KiB", "100 MiB": the form of the log lines of jobs.
std::string format_size(double size);

/// A time by the letters of Django's date filter.
std::string date_format(timestamp t, date_style const& style = {});

/// A diff of DiffSync's shape as nested lists. Everything in it is escaped, so that it is safe in a page. What is not of that
/// shape is written as a value; an empty diff, or null, gives nothing.
std::string render_diff(boost::json::value const& diff);
std::string render_diff(raw_json const& diff);

/// Text for a page: `&`, `<`, `>`, `"` and `'` are escaped.
std::string escape_html(std::string_view text);

} // namespace ssot::nautobot

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/nautobot/display.ipp>
#endif

#endif // SSOT_NAUTOBOT_DISPLAY_HPP
