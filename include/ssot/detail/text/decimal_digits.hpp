// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TEXT_DECIMAL_DIGITS_HPP
#define SSOT_DETAIL_TEXT_DECIMAL_DIGITS_HPP

// Decimal digits of every script, which Python's `\d`, `int` and `float` accept.

#include <ssot/detail/base/config.hpp>

#include <string>
#include <string_view>

namespace ssot::detail {

/// Returns the text with the digits of other scripts replaced by ASCII digits. Ill-formed bytes are unchanged.
std::string with_ascii_digits(std::string_view text);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/text/decimal_digits.ipp>
#endif

#endif // SSOT_DETAIL_TEXT_DECIMAL_DIGITS_HPP
