// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TEXT_UTF8_HPP
#define SSOT_DETAIL_TEXT_UTF8_HPP

// UTF-8: whether bytes are well-formed (RFC 3629, table 3-7 of the Unicode standard), and how many code points they have.

#include <ssot/detail/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace ssot::detail {

/// Returns the length of the well-formed sequence at the start of [p, end), or 0. Precondition: p != end.
inline int utf8_sequence(char const* p, char const* end) noexcept
{
    auto const byte = [&](int i) { return static_cast<unsigned char>(p[i]); };
    auto const tail = [&](int i) { return (byte(i) & 0xc0) == 0x80; };
    auto const left = end - p;

    unsigned const lead = byte(0);
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2)
        return 0;
    if (lead < 0xe0)
        return left >= 2 && tail(1) ? 2 : 0;
    if (lead < 0xf0) {
        if (left < 3 || !tail(1) || !tail(2))
            return 0;
        bool const overlong  = lead == 0xe0 && byte(1) < 0xa0;
        bool const surrogate = lead == 0xed && byte(1) > 0x9f;
        return overlong || surrogate ? 0 : 3;
    }
    if (lead > 0xf4 || left < 4 || !tail(1) || !tail(2) || !tail(3))
        return 0;
    bool const overlong = lead == 0xf0 && byte(1) < 0x90;
    bool const beyond   = lead == 0xf4 && byte(1) > 0x8f;
    return overlong || beyond ? 0 : 4;
}

/// Returns whether the text is ASCII without a zero byte, which is the usual case and fast to check.
inline bool is_ascii_without_nul(std::string_view text) noexcept
{
    auto const all_ascii = [](std::uint64_t v) { // a zero byte borrows from the next one
        return (((v - 0x0101010101010101U) | v) & 0x8080808080808080U) == 0;
    };
    std::uint64_t eight = 0x0101010101010101U;
    if (text.size() < 8) {
        if (!text.empty())
            std::memcpy(&eight, text.data(), text.size());
        return all_ascii(eight);
    }
    auto const* p   = text.data();
    auto const* end = p + text.size() - 8;
    for (; p < end; p += 8) {
        std::memcpy(&eight, p, 8);
        if (!all_ascii(eight))
            return false;
    }
    std::memcpy(&eight, end, 8);
    return all_ascii(eight);
}

bool is_utf8(std::string_view text) noexcept;

/// Returns the code point of a well-formed sequence of `size` bytes.
inline std::uint32_t code_point_of(char const* p, int size) noexcept
{
    auto const    lead = static_cast<unsigned char>(*p);
    std::uint32_t out  = size == 1 ? lead : lead & (0xffu >> (size + 1));
    for (int i = 1; i < size; ++i)
        out = out << 6 | (static_cast<unsigned char>(p[i]) & 0x3fu);
    return out;
}

/// Returns the number of code points. Precondition: `is_utf8(text)`.
std::size_t count_code_points(std::string_view text) noexcept;

void append_utf8(std::string& out, std::uint32_t code_point);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/text/utf8.ipp>
#endif

#endif // SSOT_DETAIL_TEXT_UTF8_HPP
