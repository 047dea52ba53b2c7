// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_TEXT_DECIMAL_DIGITS_IPP
#define SSOT_IMPL_DETAIL_TEXT_DECIMAL_DIGITS_IPP

#include <ssot/detail/text/decimal_digits.hpp>
#include <ssot/detail/text/utf8.hpp>

#include <algorithm>
#include <iterator>

namespace ssot::detail {

/// The zero of each script but ASCII, ascending; nine follow it. Source: Unicode 14, category Nd.
inline constexpr std::uint32_t digit_zeros[] = {
    0x660,   0x6f0,   0x7c0,   0x966,   0x9e6,   0xa66,   0xae6,   0xb66,   0xbe6,   0xc66,   0xce6,   0xd66,   0xde6,
    0xe50,   0xed0,   0xf20,   0x1040,  0x1090,  0x17e0,  0x1810,  0x1946,  0x19d0,  0x1a80,  0x1a90,  0x1b50,  0x1bb0,
    0x1c40,  0x1c50,  0xa620,  0xa8d0,  0xa900,  0xa9d0,  0xa9f0,  0xaa50,  0xabf0,  0xff10,  0x104a0, 0x10d30, 0x11066,
    0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50,
    0x11da0, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
};

SSOT_DECL std::string with_ascii_digits(std::string_view text)
{
    std::string out;
    for (auto const *p = text.data(), *end = p + text.size(); p != end;) {
        int const n = std::max(1, utf8_sequence(p, end));
        if (n > 1) {
            auto const        c    = code_point_of(p, n);
            auto const* const next = std::upper_bound(std::begin(digit_zeros), std::end(digit_zeros), c);
            if (next != std::begin(digit_zeros) && c - next[-1] < 10) {
                out += static_cast<char>('0' + (c - next[-1]));
                p += n;
                continue;
            }
        }
        out.append(p, static_cast<std::size_t>(n));
        p += n;
    }
    return out;
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_TEXT_DECIMAL_DIGITS_IPP
