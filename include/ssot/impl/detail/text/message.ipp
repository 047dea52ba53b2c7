// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_TEXT_MESSAGE_IPP
#define SSOT_IMPL_DETAIL_TEXT_MESSAGE_IPP

#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/text/message.hpp>
#include <ssot/detail/text/utf8.hpp>

#include <algorithm>
#include <cstdint>

namespace ssot::detail {

SSOT_DETAIL_COLD SSOT_DECL std::string concat(std::initializer_list<std::string_view> parts)
{
    std::string out;
    for (auto const part : parts)
        out.append(part);
    return out;
}

SSOT_DECL std::size_t cut_between_code_points(std::string_view text, std::size_t most) noexcept
{
    if (text.size() <= most)
        return text.size();
    auto cut = most;
    for (int back = 0; back != 3 && cut != 0 && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80; ++back)
        --cut;
    return cut;
}

SSOT_DETAIL_COLD SSOT_DECL std::string excerpt(std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return std::string(text);
    return concat({text.substr(0, cut_between_code_points(text, most)), "..."});
}

SSOT_DECL void shorten(std::string& text, std::size_t most)
{
    if (text.size() > most) {
        text.resize(cut_between_code_points(text, most - 3));
        text += "...";
    }
}

/// Whether a code point breaks or turns the line that it stands in, or has no shape: controls, separators of lines and
/// paragraphs, and what changes the direction of writing.
inline constexpr bool bends_line(std::uint32_t c) noexcept
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || (c >= 0x200e && c <= 0x200f) ||
        (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/// Appends an escape in the place of what cannot stand in words: `\n`, `\x00` for a byte, `\u2028` for a code point.
SSOT_DECL void append_escape(std::string& out, std::uint32_t c, bool is_byte)
{
    constexpr char digits[] = "0123456789abcdef";
    out += '\\';
    if (c == '\n' || c == '\r' || c == '\t') {
        out += c == '\n' ? 'n' : c == '\r' ? 'r' : 't';
        return;
    }
    out += is_byte ? 'x' : 'u';
    for (int shift = is_byte ? 4 : 12; shift >= 0; shift -= 4)
        out += digits[c >> shift & 15];
}

SSOT_DETAIL_COLD SSOT_DECL std::string one_line(std::string text, std::size_t most)
{
    auto const* const begin        = text.data();
    auto const* const end          = begin + text.size();
    auto const        size_of_good = [&](char const* p) {
        int const n = utf8_sequence(p, end);
        return n != 0 && !bends_line(code_point_of(p, n)) ? n : 0;
    };
    auto const* p = begin;
    while (p != end) {
        int const n = size_of_good(p);
        if (n == 0)
            break;
        p += n;
    }
    if (p == end) {
        shorten(text, most);
        return text;
    }
    std::string out(begin, p);
    while (p != end && out.size() <= most) {
        if (int const n = size_of_good(p); n != 0) {
            out.append(p, static_cast<std::size_t>(n));
            p += n;
        } else {
            int const size = std::max(1, utf8_sequence(p, end));
            append_escape(out, size == 1 ? static_cast<unsigned char>(*p) : code_point_of(p, size), size == 1);
            p += size;
        }
    }
    shorten(out, most);
    return out;
}

SSOT_DETAIL_COLD SSOT_DECL std::string too_deep_message(std::size_t most)
{
    return concat({"nested deeper than ", std::to_string(most), " levels"});
}

SSOT_DETAIL_COLD SSOT_DECL std::string over_size_message(std::size_t most)
{
    return concat({"the text is longer than ", std::to_string(most), " bytes"});
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_TEXT_MESSAGE_IPP
