// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TIME_DJANGO_DURATION_HPP
#define SSOT_DETAIL_TIME_DJANGO_DURATION_HPP

// Text as Django takes it for a duration, and what Python's timedelta says of one that is too long. Source: parse_duration of
// Django's dateparse, and CPython's _datetimemodule.c.

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

/// The two durations that Django adds up, in microseconds: days have their sign, `minus` is that of the clock.
struct django_duration {
    wide_int days           = 0;
    wide_int clock          = 0;
    bool     minus          = false;
    bool     is_iso         = false; ///< the days were read without their sign, which came to them later
    bool     infinite_days  = false; ///< a number is beyond every float
    bool     infinite_clock = false;

    wide_int sum() const noexcept { return days + (minus ? -clock : clock); }
};

/// The digits after a decimal mark as microseconds, cut; at most `most` digits.
bool take_cut_fraction(text_taker& in, std::size_t most, std::int64_t& us) noexcept;

/// Python's `$` also matches in front of a line break that ends the text.
std::string_view without_line_break(std::string_view text) noexcept;

/// Django's words for a text that is none.
inline constexpr std::string_view duration_form_words =
    "value has an invalid format. It must be in [DD] [[HH:]MM:]ss[.uuuuuu] format.";

/// Nothing for a text that is no duration.
std::optional<django_duration> read_django_duration(std::string_view text);

/// Microseconds; nothing for a text that is no duration.
std::optional<wide_int> parse_django_duration(std::string_view text);

/// Whole days, down.
wide_int floor_days(wide_int us) noexcept;

/// The words of the OverflowError that Python's timedelta raises on the way to the sum; empty when there is none.
std::string overflow_words(django_duration const& d);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/time/django_duration.ipp>
#endif

#endif // SSOT_DETAIL_TIME_DJANGO_DURATION_HPP
