// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TIME_DJANGO_DURATION_HPP
#define SSOT_DETAIL_TIME_DJANGO_DURATION_HPP

// Reads durations as Django does, and reproduces the message of Python's timedelta for one that is too long. Source:
// parse_duration of Django's dateparse, and CPython's _datetimemodule.c.

#include <ssot/detail/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ssot::detail {

struct text_taker; // of impl/time.hpp

__extension__ typedef __int128          wide_int;      // NOLINT(modernize-use-using): only a typedef can be marked
__extension__ typedef unsigned __int128 wide_unsigned; // NOLINT(modernize-use-using)

/// The two durations that Django adds, in microseconds: the days with their own sign, and the clock, whose sign is `minus`.
struct django_duration {
    wide_int days           = 0;
    wide_int clock          = 0;
    bool     minus          = false;
    bool     is_iso         = false; ///< the days were read without their sign, which is applied later
    bool     infinite_days  = false; ///< a number is beyond the range of a float
    bool     infinite_clock = false;

    wide_int sum() const noexcept { return days + (minus ? -clock : clock); }
};

/// Returns the digits after a decimal mark as microseconds. Digits after the first `most` are cut.
bool take_cut_fraction(text_taker& in, std::size_t most, std::int64_t& us) noexcept;

/// Python's `$` also matches before a line break at the end of the text.
std::string_view without_line_break(std::string_view text) noexcept;

/// Django's message for a text that is not a duration.
inline constexpr std::string_view duration_form_message =
    "value has an invalid format. It must be in [DD] [[HH:]MM:]ss[.uuuuuu] format.";

/// Returns nothing for a text that is not a duration.
std::optional<django_duration> read_django_duration(std::string_view text);

/// Returns microseconds, or nothing for a text that is not a duration.
std::optional<wide_int> parse_django_duration(std::string_view text);

/// Returns whole days, rounded down.
wide_int floor_days(wide_int us) noexcept;

/// Returns the message of the OverflowError that Python's timedelta raises while it adds; empty if it raises none.
std::string overflow_message(django_duration const& d);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/time/django_duration.ipp>
#endif

#endif // SSOT_DETAIL_TIME_DJANGO_DURATION_HPP
