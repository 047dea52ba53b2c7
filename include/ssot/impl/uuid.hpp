// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_UUID_HPP
#define SSOT_IMPL_UUID_HPP

#include <ssot/uuid.hpp>

#include <ssot/detail/base/simd.hpp>

#include <cstring>

namespace ssot {

namespace detail {

inline constexpr int hex_digit(char c) noexcept
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/// Returns whether a hyphen is before byte `i` in the text.
inline constexpr bool hyphen_before(int i) noexcept { return i == 4 || i == 6 || i == 8 || i == 10; }

} // namespace detail

inline char* to_chars(char* out, uuid const& id) noexcept
{
#if SSOT_DETAIL_SSE2
    // All 32 digits at once: high and low halves of the bytes, interleaved, each as a hexadecimal digit.
    auto const bytes  = _mm_loadu_si128(reinterpret_cast<__m128i const*>(&*id.begin()));
    auto const low4   = _mm_set1_epi8(15);
    auto const high   = _mm_and_si128(_mm_srli_epi16(bytes, 4), low4);
    auto const low    = _mm_and_si128(bytes, low4);
    auto const digits = [](__m128i v) {
        auto const letter = _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8(9)), _mm_set1_epi8('a' - '0' - 10));
        return _mm_add_epi8(_mm_add_epi8(v, _mm_set1_epi8('0')), letter);
    };
    char text[32];
    _mm_storeu_si128(reinterpret_cast<__m128i*>(text), digits(_mm_unpacklo_epi8(high, low)));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(text + 16), digits(_mm_unpackhi_epi8(high, low)));
    std::memcpy(out, text, 8);
    std::memcpy(out + 9, text + 8, 4);
    std::memcpy(out + 14, text + 12, 4);
    std::memcpy(out + 19, text + 16, 4);
    std::memcpy(out + 24, text + 20, 12);
    out[8] = out[13] = out[18] = out[23] = '-';
    return out + uuid_text_size;
#else
    constexpr char digits[] = "0123456789abcdef";
    for (int i = 0; i < 16; ++i) {
        if (detail::hyphen_before(i))
            *out++ = '-';
        *out++ = digits[id.data[i] >> 4];
        *out++ = digits[id.data[i] & 15];
    }
    return out;
#endif
}

} // namespace ssot

#endif // SSOT_IMPL_UUID_HPP
