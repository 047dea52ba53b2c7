// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_SCAN_HPP
#define SSOT_DETAIL_JSON_SCAN_HPP

// Moves over JSON text as fast as possible and returns only whether it is well-formed so far. To learn what is wrong, the
// caller reads the same text again with json_text_source.

#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/json/escape.hpp>
#include <ssot/detail/text/utf8.hpp>

#include <bit>

namespace ssot::detail {

inline constexpr bool is_json_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Returns the first byte of [at, end) that is a quote, a backslash, a control character or not ASCII; `end` if there is
/// none.
SSOT_DETAIL_INLINE char const* ascii_text_end(char const* at, char const* end) noexcept
{
#if SSOT_DETAIL_SSE2
    while (end - at >= 16) {
        auto const special = special_bytes(_mm_loadu_si128(reinterpret_cast<__m128i const*>(at)));
        if (special != 0)
            return at + std::countr_zero(special);
        at += 16;
    }
#endif
    while (at != end && escapes.kind[static_cast<unsigned char>(*at)] == 0)
        ++at;
    return at;
}

/// The same, but also passes well-formed UTF-8 and stops at ill-formed bytes.
SSOT_DETAIL_INLINE char const* text_end(char const* at, char const* end) noexcept
{
    for (;;) {
        at = ascii_text_end(at, end);
        if (at == end || static_cast<unsigned char>(*at) < 0x80) [[likely]]
            return at;
        do {
            int const n = utf8_sequence(at, end);
            if (n == 0)
                return at;
            at += n;
        } while (at != end && static_cast<unsigned char>(*at) >= 0x80);
    }
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_SCAN_HPP
