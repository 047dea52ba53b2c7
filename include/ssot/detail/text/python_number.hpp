// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TEXT_PYTHON_NUMBER_HPP
#define SSOT_DETAIL_TEXT_PYTHON_NUMBER_HPP

// Numbers as Python writes and compares them.

#include <ssot/detail/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ssot::detail {

/// Room for every double's text.
inline constexpr std::size_t max_float_text = 32;

/// `repr` of a finite float: the shortest digits that read back, with an exponent below 1e-4 and from 1e16.
char* put_float(char* out, double v) noexcept;

/// The same of any float, as json.dumps spells it.
std::string_view float_text(double v, char (&buffer)[max_float_text]);

/// A finite number without rounding: `digits` times ten to the `exponent`, with no zeros at either end; zero has no digits.
struct exact_number {
    bool         negative = false;
    std::string  digits{};
    std::int64_t exponent = 0;

    exact_number() = default;

    /// From `[-]digits[.digits][(e|E)[+-]digits]`.
    explicit exact_number(std::string_view text);

    friend bool operator==(exact_number const&, exact_number const&) = default;
};

/// Every digit of a finite double.
exact_number exactly(double v);

/// Whether a double is this integer.
bool equals_integer(double v, std::int64_t i) noexcept;

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/text/python_number.ipp>
#endif

#endif // SSOT_DETAIL_TEXT_PYTHON_NUMBER_HPP
