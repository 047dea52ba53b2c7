// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_TEXT_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_TEXT_IPP

#include <ssot/detail/json/escape.hpp>
#include <ssot/detail/nautobot/python/text.hpp>
#include <ssot/detail/text/utf8.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace ssot::detail::python {

SSOT_DECL bool append_text(std::string& out, std::string_view text, text_style style)
{
    auto const put_unit = [&](std::uint32_t unit) {
        constexpr char digits[] = "0123456789abcdef";
        char const     escape[] = {
            '\\', 'u', digits[unit >> 12], digits[unit >> 8 & 15], digits[unit >> 4 & 15], digits[unit & 15]};
        out.append(escape, sizeof escape);
    };

    auto const before = out.size();
    out += '"';
    auto const* const end = text.data() + text.size();
    auto const*       run = text.data(); // what has not been copied yet
    for (auto const* p = run; p != end;) {
        auto const byte = static_cast<unsigned char>(*p);
        if (byte >= 0x20 && byte != '"' && byte != '\\' && byte < 0x7f) {
            ++p;
            continue;
        }
        int const n = utf8_sequence(p, end);
        if (n == 0) {
            out.resize(before);
            return false;
        }
        auto const c        = n == 1 ? byte : code_point_of(p, n);
        bool const is_break = c == 0x2028 || c == 0x2029; // JavaScript takes these for the end of a line
        if (c >= 0x7f && !style.ascii && !(is_break && style.escape_separators)) {
            p += n;
            continue;
        }
        out.append(run, p);
        p += n;
        run = p;
        if (c >= 0x10000) {
            put_unit(0xd800 + ((c - 0x10000) >> 10));
            put_unit(0xdc00 + ((c - 0x10000) & 0x3ff));
        } else if (c >= 0x7f || escapes.kind[c] == 'u') {
            put_unit(c);
        } else {
            char const escape[] = {'\\', static_cast<char>(escapes.kind[c])};
            out.append(escape, sizeof escape);
        }
    }
    out.append(run, end);
    out += '"';
    return true;
}

} // namespace ssot::detail::python

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_TEXT_IPP
