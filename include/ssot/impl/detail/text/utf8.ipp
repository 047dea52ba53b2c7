// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_TEXT_UTF8_IPP
#define SSOT_IMPL_DETAIL_TEXT_UTF8_IPP

#include <ssot/detail/text/utf8.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace ssot::detail {

SSOT_DECL bool is_utf8(std::string_view text) noexcept
{
    for (auto const *p = text.data(), *end = p + text.size(); p != end;) {
        int const n = utf8_sequence(p, end);
        if (n == 0)
            return false;
        p += n;
    }
    return true;
}

SSOT_DECL std::size_t count_code_points(std::string_view text) noexcept
{
    std::size_t n = 0;
    for (char const c : text)
        n += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return n;
}

SSOT_DECL void append_utf8(std::string& out, std::uint32_t code_point)
{
    auto const put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xc0 | code_point >> 6);
        put(0x80 | (code_point & 0x3f));
    } else if (code_point < 0x10000) {
        put(0xe0 | code_point >> 12);
        put(0x80 | (code_point >> 6 & 0x3f));
        put(0x80 | (code_point & 0x3f));
    } else {
        put(0xf0 | code_point >> 18);
        put(0x80 | (code_point >> 12 & 0x3f));
        put(0x80 | (code_point >> 6 & 0x3f));
        put(0x80 | (code_point & 0x3f));
    }
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_TEXT_UTF8_IPP
