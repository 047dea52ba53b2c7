// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TEXT_DECIMAL_DIGITS_HPP
#define SSOT_DETAIL_TEXT_DECIMAL_DIGITS_HPP

// Decimal digits of every script: Python's `\d`, `int` and `float` take them for numbers.

#include <ssot/detail/base/config.hpp>

#include <string>
#include <string_view>

namespace ssot::detail {

/// The text with digits of other scripts replaced by those of ASCII. Ill-formed bytes stay.
std::string with_ascii_digits(std::string_view text);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/text/decimal_digits.ipp>
#endif

#endif // SSOT_DETAIL_TEXT_DECIMAL_DIGITS_HPP
