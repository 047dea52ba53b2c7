// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_CANONICAL_TEXT_HPP
#define SSOT_DETAIL_JSON_CANONICAL_TEXT_HPP

// Reads uuids and timestamps in the form that this library writes, 16 bytes at a time. Every other form, valid or not, is
// left to parse_uuid and parse_timestamp.

#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/simd.hpp>

#include <cstdint>
#include <cstring>

namespace ssot::detail {

#if SSOT_DETAIL_SSE2
/// Returns the values of 16 hexadecimal digits in the low bytes of eight 16-bit lanes. Clears the lanes of `valid` that have
/// other bytes.
SSOT_DETAIL_INLINE __m128i join_hex_digits(__m128i text, __m128i& valid) noexcept
{
    auto const at_most = [](__m128i v, char most) { return _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(most)), v); };

    auto const digit     = _mm_sub_epi8(text, _mm_set1_epi8('0'));
    auto const letter    = _mm_sub_epi8(_mm_or_si128(text, _mm_set1_epi8(0x20)), _mm_set1_epi8('a'));
    auto const is_digit  = at_most(digit, 9);
    auto const is_letter = at_most(letter, 5);
    valid                = _mm_and_si128(valid, _mm_or_si128(is_digit, is_letter));

    auto const values =
        _mm_or_si128(_mm_and_si128(is_digit, digit), _mm_and_si128(is_letter, _mm_add_epi8(letter, _mm_set1_epi8(10))));
    return _mm_and_si128(_mm_or_si128(_mm_slli_epi16(values, 4), _mm_srli_epi16(values, 8)), _mm_set1_epi16(0xff));
}
#endif

/// Reads 36 bytes of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx.
SSOT_DETAIL_INLINE bool read_uuid(char const* text, uuid& out) noexcept
{
    if (((text[8] ^ '-') | (text[13] ^ '-') | (text[18] ^ '-') | (text[23] ^ '-')) != 0)
        return false;
#if SSOT_DETAIL_SSE2
    auto const four = [&](int i) {
        int v;
        std::memcpy(&v, text + i, 4);
        return _mm_cvtsi32_si128(v);
    };
    auto const eight = [&](int i) { return _mm_loadl_epi64(reinterpret_cast<__m128i const*>(text + i)); };

    auto       valid = _mm_set1_epi8(-1);
    auto const left  = join_hex_digits(_mm_unpacklo_epi64(eight(0), _mm_unpacklo_epi32(four(9), four(14))), valid);
    auto const right = join_hex_digits(_mm_unpacklo_epi64(_mm_unpacklo_epi32(four(19), four(24)), eight(28)), valid);
    if (_mm_movemask_epi8(valid) != 0xffff)
        return false;
    _mm_storeu_si128(reinterpret_cast<__m128i*>(&*out.begin()), _mm_packus_epi16(left, right));
    return true;
#else
    int bad = 0;
    for (int i = 0; i != 16; ++i) {
        text += hyphen_before(i);
        int const high = hex_digit(text[0]);
        int const low  = hex_digit(text[1]);
        bad |= high | low;
        out.data[i] = static_cast<std::uint8_t>(high << 4 | low);
        text += 2;
    }
    return bad >= 0;
#endif
}

/// Reads timestamps and remembers the last day, because the records of one day usually follow each other.
class timestamp_reader {
public:
    /// Reads 27 bytes of the form YYYY-MM-DDTHH:MM:SS.ffffffZ.
    SSOT_DETAIL_INLINE bool read(char const* text, timestamp& out) noexcept
    {
        std::int64_t us = 0;
        if (!read_time(text + 11, us) || (std::memcmp(text, day_text_, sizeof day_text_) != 0 && !read_day(text)))
            return false;
        out = timestamp(duration(day_ + us));
        return true;
    }

private:
    /// Reads HH:MM:SS.ffffffZ as microseconds.
    SSOT_DETAIL_INLINE static bool read_time(char const* text, std::int64_t& us) noexcept
    {
        // After the exclusive or, each byte holds its digit, or 0 for a separator.
        constexpr char form[17] = "00:00:00.000000Z";
        unsigned char  digit[16];
#if SSOT_DETAIL_SSE2
        auto const most = _mm_setr_epi8(9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9, 9, 9, 9, 9, 0);
        auto const rest = _mm_xor_si128(_mm_loadu_si128(reinterpret_cast<__m128i const*>(text)),
                                        _mm_loadu_si128(reinterpret_cast<__m128i const*>(form)));
        if (_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(rest, most), rest)) != 0xffff)
            return false;
        _mm_storeu_si128(reinterpret_cast<__m128i*>(digit), rest);
#else
        for (int i = 0; i != 16; ++i) {
            digit[i] = static_cast<unsigned char>(text[i] ^ form[i]);
            if (digit[i] > (form[i] == '0' ? 9 : 0))
                return false;
        }
#endif
        auto const pair     = [&](int i) { return digit[i] * 10 + digit[i + 1]; };
        int const  hours    = pair(0);
        int const  minutes  = pair(3);
        int const  seconds  = pair(6);
        int const  fraction = (pair(9) * 100 + pair(11)) * 100 + pair(13);
        us                  = ((hours * 60 + minutes) * 60 + seconds) * us_per_second + fraction;
        return hours <= 23 && minutes <= 59 && seconds <= 59;
    }

    /// Reads YYYY-MM-DDT.
    SSOT_DETAIL_RARE bool read_day(char const* text) noexcept;

    char         day_text_[11] = {'1', '9', '7', '0', '-', '0', '1', '-', '0', '1', 'T'};
    std::int64_t day_          = 0; // in microseconds
};

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/canonical_text.ipp>
#endif

#endif // SSOT_DETAIL_JSON_CANONICAL_TEXT_HPP
