// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_TEXT_PYTHON_REPR_IPP
#define SSOT_IMPL_DETAIL_TEXT_PYTHON_REPR_IPP

#include <ssot/detail/text/python_printable.hpp>
#include <ssot/detail/text/python_repr.hpp>
#include <ssot/detail/text/utf8.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ssot::detail {

SSOT_DECL std::string python_repr(std::string_view text)
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
        int const  size = utf8_sequence(p, end);
        int const  n    = std::max(1, size);
        auto const c    = size == 0 ? static_cast<unsigned char>(*p) : code_point_of(p, n);
        if (*p == quote || *p == '\\')
            (out += '\\') += *p;
        else if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\t')
            out += "\\t";
        else if (size == 0 || c < 0x20 || c == 0x7f || (c >= 0x80 && !is_printable_in_python(c)))
            out += hex(c);
        else
            out.append(p, static_cast<std::size_t>(n));
        p += n;
    }
    return out += quote;
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_TEXT_PYTHON_REPR_IPP
