// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_ESCAPE_HPP
#define SSOT_DETAIL_JSON_ESCAPE_HPP

// Writes text as the inside of a JSON string: runs that need no escape are copied 16 bytes at a time, others are escaped or
// checked.

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/text/utf8.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace ssot::detail {

/// The character after the backslash for each byte: a letter, 'u' for four digits, 0 for a byte that needs no escape. Bytes
/// from 0x80 are marked 1: they are copied after the sequence to which they belong was checked.
struct escape_table {
    unsigned char kind[256]{};

    constexpr escape_table()
    {
        for (int i = 0; i != 32; ++i)
            kind[i] = 'u';
        kind[int{'\b'}] = 'b';
        kind[int{'\f'}] = 'f';
        kind[int{'\n'}] = 'n';
        kind[int{'\r'}] = 'r';
        kind[int{'\t'}] = 't';
        kind[int{'"'}]  = '"';
        kind[int{'\\'}] = '\\';
        for (int i = 128; i != 256; ++i)
            kind[i] = 1;
    }
};
inline constexpr escape_table escapes{};

/// The most bytes that one byte of text becomes.
inline constexpr std::size_t max_escape = 6;

/// Writes `c` as an escape.
char* put_escape(char* out, unsigned char c) noexcept;

#if SSOT_DETAIL_SSE2
/// Returns a bit for each byte that is below 0x20, above 0x7f, a quote or a backslash.
SSOT_DETAIL_INLINE unsigned special_bytes(__m128i v) noexcept
{
    auto const quote     = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
    auto const backslash = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));
    auto const other = _mm_cmplt_epi8(v, _mm_set1_epi8(0x20)); // signed comparison: bytes from 0x80 are below 0x20 as well
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), other)));
}
#endif

/// Handles the byte at `at`, which needs an escape or a check, and moves `at`. Returns null if the text is not UTF-8.
SSOT_DETAIL_INLINE char* put_special(char* out, char const*& at, char const* end) noexcept
{
    auto const c = static_cast<unsigned char>(*at);
    if (c < 0x80) {
        ++at;
        return put_escape(out, c);
    }
    do { // a text with one such character usually has more
        int const n = utf8_sequence(at, end);
        if (n == 0)
            return nullptr;
        std::memcpy(out, at, static_cast<std::size_t>(n));
        at += n;
        out += n;
    } while (at != end && static_cast<unsigned char>(*at) >= 0x80);
    return out;
}

/// The same byte by byte, for the rest of a text and for machines without SSE2.
char* escape_bytes(char* out, char const* at, char const* end) noexcept;

/// Writes [at, end) escaped to `out`, which has room for `max_escape` bytes for each byte of text and 16 more. Returns the
/// end of what it wrote, or null if the text is not UTF-8.
SSOT_DETAIL_INLINE char* escape(char* out, char const* at, char const* end) noexcept
{
#if SSOT_DETAIL_SSE2
    if (end - at >= 16) {
        char const* const last = end - 16;
        do {
            auto const v = _mm_loadu_si128(reinterpret_cast<__m128i const*>(at));
            _mm_storeu_si128(reinterpret_cast<__m128i*>(out), v);
            auto const special = special_bytes(v);
            if (special == 0) [[likely]] {
                at += 16;
                out += 16;
                continue;
            }
            auto const run = std::countr_zero(special);
            at += run;
            out = put_special(out + run, at, end);
            if (!out)
                return nullptr;
        } while (at <= last);
    }
    auto const left = static_cast<std::size_t>(end - at);
    if (left >= 8) { // two halves that overlap
        std::uint64_t a, b;
        std::memcpy(&a, at, 8);
        std::memcpy(&b, end - 8, 8);
        auto const v =
            _mm_unpacklo_epi64(_mm_cvtsi64_si128(static_cast<long long>(a)), _mm_cvtsi64_si128(static_cast<long long>(b)));
        if (special_bytes(v) == 0) [[likely]] {
            std::memcpy(out, &a, 8);
            std::memcpy(out + left - 8, &b, 8);
            return out + left;
        }
    } else if (left >= 4) {
        std::uint32_t a, b;
        std::memcpy(&a, at, 4);
        std::memcpy(&b, end - 4, 4);
        auto const v = _mm_unpacklo_epi32(_mm_cvtsi32_si128(static_cast<int>(a)), _mm_cvtsi32_si128(static_cast<int>(b)));
        if ((special_bytes(v) & 0xff) == 0) [[likely]] {
            std::memcpy(out, &a, 4);
            std::memcpy(out + left - 4, &b, 4);
            return out + left;
        }
    }
#endif
    return escape_bytes(out, at, end);
}

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/escape.ipp>
#endif

#endif // SSOT_DETAIL_JSON_ESCAPE_HPP
