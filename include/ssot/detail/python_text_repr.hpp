// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_PYTHON_TEXT_REPR_HPP
#define SSOT_DETAIL_PYTHON_TEXT_REPR_HPP

// Python's repr() of a text, which Django puts into its messages.

#include <ssot/detail/utf8.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ssot::detail {

/// Whether repr() escapes a code point from 0x80 up: controls, formats, separators, surrogates, private use. Code points that
/// are not assigned are taken as printable.
inline bool is_printable_in_python(std::uint32_t c) noexcept
{
    static constexpr std::uint32_t ranges[][2] = {
        {0x80, 0xa0},        {0xad, 0xad},       {0x600, 0x605},     {0x61c, 0x61c},     {0x6dd, 0x6dd},
        {0x70f, 0x70f},      {0x890, 0x891},     {0x8e2, 0x8e2},     {0x1680, 0x1680},   {0x180e, 0x180e},
        {0x2000, 0x200f},    {0x2028, 0x202f},   {0x205f, 0x206f},   {0x3000, 0x3000},   {0xd800, 0xf8ff},
        {0xfdd0, 0xfdef},    {0xfeff, 0xfeff},   {0xfff0, 0xfffb},   {0xfffe, 0xffff},   {0x110bd, 0x110bd},
        {0x110cd, 0x110cd},  {0x13430, 0x13438}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe00ff},
        {0xf0000, 0x10ffff},
    };
    return std::ranges::none_of(ranges, [&](auto const& range) { return c >= range[0] && c <= range[1]; });
}

/// A text as a Python literal.
inline std::string python_repr(std::string_view text)
{
    bool const doubled = text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
    char const quote   = doubled ? '"' : '\'';
    auto const hex     = [](std::uint32_t c) {
        constexpr char digits[] = "0123456789abcdef";
        int const      width    = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
        std::string    out      = width == 2 ? "\\x" : width == 4 ? "\\u" : "\\U";
        for (int i = width - 1; i >= 0; --i)
            out += digits[c >> (4 * i) & 15];
        return out;
    };
    std::string out(1, quote);
    for (auto const *p = text.data(), *end = p + text.size(); p != end;) {
        int const  n = std::max(1, utf8_sequence(p, end));
        auto const c = code_point_of(p, n);
        if (*p == quote || *p == '\\')
            (out += '\\') += *p;
        else if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\t')
            out += "\\t";
        else if (c < 0x20 || c == 0x7f || (c >= 0x80 && !is_printable_in_python(c)))
            out += hex(c);
        else
            out.append(p, static_cast<std::size_t>(n));
        p += n;
    }
    return out += quote;
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_PYTHON_TEXT_REPR_HPP
