// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_BASE64_IPP
#define SSOT_IMPL_DETAIL_JSON_BASE64_IPP

#include <ssot/detail/json/base64.hpp>

#include <cstddef>
#include <cstdint>

namespace ssot::detail {

inline constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

SSOT_DECL std::string to_base64(std::string_view bytes)
{
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        auto const    n     = bytes.size() - i < 3 ? bytes.size() - i : std::size_t{3};
        std::uint32_t three = 0;
        for (std::size_t k = 0; k != 3; ++k)
            three = three << 8 | (k < n ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k != 4; ++k)
            out += k <= n ? base64_digits[three >> (18 - 6 * k) & 63] : '=';
    }
    return out;
}

SSOT_DECL result<std::string> from_base64(std::string_view text)
{
    std::string   out;
    std::uint32_t bits   = 0;
    int           n      = 0;
    auto const    digits = text.substr(0, text.find_last_not_of('=') + 1);
    for (char const c : digits) {
        auto const digit = base64_digits.find(c);
        if (digit == std::string_view::npos)
            return error(errc::invalid_value, "the text is not base64");
        bits = bits << 6 | static_cast<std::uint32_t>(digit);
        if ((n += 6) >= 8)
            out += static_cast<char>(bits >> (n -= 8) & 255);
    }
    if (to_base64(out) != text)
        return error(errc::invalid_value, "the text is not base64");
    return out;
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_BASE64_IPP
