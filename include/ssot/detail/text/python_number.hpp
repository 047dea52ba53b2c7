// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TEXT_PYTHON_NUMBER_HPP
#define SSOT_DETAIL_TEXT_PYTHON_NUMBER_HPP

// Numbers in the form in which Python writes and compares them.

#include <ssot/detail/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ssot::detail {

/// Room for the text of any double.
inline constexpr std::size_t max_float_text = 32;

/// Returns `repr` of a finite float: the shortest digits that read back, with an exponent below 1e-4 and from 1e16.
char* put_float(char* out, double v) noexcept;

/// The same for any float, with json.dumps's names for NaN and infinity.
std::string_view float_text(double v, char (&buffer)[max_float_text]);

/// An exact finite number: `digits` times ten to the `exponent`, without zeros at either end. Zero has no digits.
struct exact_number {
    bool         negative = false;
    std::string  digits{};
    std::int64_t exponent = 0;

    exact_number() = default;

    /// Reads `[-]digits[.digits][(e
    /// E)[+-]digits]`.
    explicit exact_number(std::string_view text);

    friend bool operator==(exact_number const&, exact_number const&) = default;
};

/// Returns all digits of a finite double.
exact_number exactly(double v);

/// Returns whether a double equals this integer.
bool equals_integer(double v, std::int64_t i) noexcept;

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/text/python_number.ipp>
#endif

#endif // SSOT_DETAIL_TEXT_PYTHON_NUMBER_HPP
