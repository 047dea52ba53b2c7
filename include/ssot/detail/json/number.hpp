// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_NUMBER_HPP
#define SSOT_DETAIL_JSON_NUMBER_HPP

// Converts the text of a JSON number to an integer or a double. The text must have been validated.

#include <ssot/detail/base/config.hpp>

#include <string_view>

namespace ssot::detail {

/// Returns whether a number is outside the range of every 64-bit integer, however it is written.
inline bool is_beyond_integers(double v) noexcept { return v >= 18446744073709551616.0 || v < -9223372036854775808.0; }

/// Returns whether
/// text
/// >= 1, for numbers outside the range of a double.
bool magnitude_above_one(std::string_view text) noexcept;

/// Returns the nearest double, which is infinity or zero outside its range, as in Boost.JSON.
double to_double(std::string_view text) noexcept;

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/number.ipp>
#endif

#endif // SSOT_DETAIL_JSON_NUMBER_HPP
