// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_ESCAPE_IPP
#define SSOT_IMPL_DETAIL_JSON_ESCAPE_IPP

#include <ssot/detail/json/escape.hpp>

namespace ssot::detail {

SSOT_DECL char* put_escape(char* out, unsigned char c) noexcept
{
    constexpr char digits[] = "0123456789abcdef";
    auto const     kind     = escapes.kind[c];
    *out++                  = '\\';
    *out++                  = static_cast<char>(kind);
    if (kind != 'u')
        return out;
    *out++ = '0';
    *out++ = '0';
    *out++ = digits[c >> 4];
    *out++ = digits[c & 15];
    return out;
}

SSOT_DECL char* escape_bytes(char* out, char const* at, char const* end) noexcept
{
    while (at != end) {
        if (escapes.kind[static_cast<unsigned char>(*at)] == 0)
            *out++ = *at++;
        else if (out = put_special(out, at, end); !out)
            return nullptr;
    }
    return out;
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_ESCAPE_IPP
