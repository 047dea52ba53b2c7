// SPDX-License-Identifier: BSL-1.0
#ifndef DEMO_TEXT_HPP
#define DEMO_TEXT_HPP

// Text for people: safe to print, and not too long.

#include <ssot/json/text.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace demo {

inline bool is_utf8(std::string const& text)
{
    std::string ignored;
    return ssot::to_json(text, ignored).has_value();
}

/// Whether `c` is the first or only byte of a code point.
inline bool starts_code_point(char c) noexcept { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

inline std::size_t count_code_points(std::string_view utf8) noexcept
{
    std::size_t n = 0;
    for (char const c : utf8)
        n += starts_code_point(c);
    return n;
}

/// At most `limit` code points of `utf8`; an ellipsis is the last of them when some are missing. Precondition: `limit` > 0.
inline std::string shortened(std::string_view utf8, std::size_t limit)
{
    if (count_code_points(utf8) <= limit)
        return std::string(utf8);
    std::size_t end = 0;
    for (std::size_t kept = 0; kept + starts_code_point(utf8[end]) != limit; ++end)
        kept += starts_code_point(utf8[end]);
    return std::string(utf8.substr(0, end)) + "…";
}

/// Whether byte `i` belongs to a control character, from U+0000 to U+001F or from U+007F to U+009F.
inline bool in_control_character(std::string_view utf8, std::size_t i) noexcept
{
    auto const byte        = [&](std::size_t k) { return static_cast<unsigned char>(utf8[k]); };
    auto const two_byte_at = [&](std::size_t k) { return k + 1 < utf8.size() && byte(k) == 0xc2 && byte(k + 1) < 0xa0; };
    return byte(i) < 0x20 || byte(i) == 0x7f || two_byte_at(i) || (i != 0 && two_byte_at(i - 1));
}

/// `text` on one line, without anything that a terminal would obey: the bytes of control characters, and all that are not
/// ASCII when the text is not UTF-8, are written as "\x1b". Text that was printable before stays as it is.
inline std::string printable(std::string const& text)
{
    constexpr char digits[] = "0123456789abcdef";
    bool const     utf8     = is_utf8(text);
    std::string    out;
    for (std::size_t i = 0; i != text.size(); ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        if (in_control_character(text, i) || (byte >= 0x80 && !utf8))
            out.append("\\x").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
        else
            out += text[i];
    }
    return out;
}

/// A text from outside in the middle of a sentence.
inline std::string in_quotes(std::string_view utf8) { return '"' + shortened(utf8, 60) + '"'; }

} // namespace demo

#endif // DEMO_TEXT_HPP
