// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_VALUE_END_IPP
#define SSOT_IMPL_DETAIL_JSON_VALUE_END_IPP

#include <ssot/detail/json/scan.hpp>
#include <ssot/detail/json/value_end.hpp>

#include <cstddef>
#include <string_view>

namespace ssot::detail {

SSOT_DECL bool ends_json_word(char c) noexcept
{
    return std::string_view(" \t\r\n,:[]{}\"").find(c) != std::string_view::npos;
}

SSOT_DECL bool json_value_end::value_ends(char c) noexcept
{
    if (depth_ == 0 && at_ != 0) { // inside a number or a word
        bool const ends = ends_json_word(c);
        at_ += !ends;
        return ends;
    }
    ++at_;
    switch (c) {
    case '"': in_string_ = true; return false;
    case '[':
    case '{': ++depth_; return false;
    case ']':
    case '}': return depth_ <= 1 || (--depth_, false);
    default: return depth_ == 0 && ends_json_word(c);
    }
}

SSOT_DECL bool json_value_end::string_ends(std::string_view text) noexcept
{
    auto const* const end = text.data() + text.size();
    if (escaped_) {
        escaped_ = false;
        ++at_;
        return false;
    }
    at_ = static_cast<std::size_t>(ascii_text_end(text.data() + at_, end) - text.data());
    if (at_ == text.size())
        return false;
    auto const c = static_cast<unsigned char>(text[at_++]);
    escaped_     = c == '\\';
    in_string_   = c != '"' && c >= 0x20;
    return !in_string_ && (depth_ == 0 || c != '"');
}

SSOT_DECL std::size_t json_value_end::find(std::string_view text) noexcept
{
    while (at_ < text.size())
        if (char const c = text[at_]; in_string_ ? string_ends(text) : value_ends(c))
            return at_;
    return npos;
}

SSOT_DECL result<bool> take_value(text_window& window, std::size_t most, std::string_view& value)
{
    for (json_value_end end;;) {
        auto const rest = window.rest();
        auto const size = end.find(rest);
        if (size != json_value_end::npos || window.complete()) {
            value = rest.substr(0, size);
            return value.size() <= most;
        }
        if (rest.size() > most)
            return false;
        if (auto filled = window.fill(); !filled)
            return filled.error();
    }
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_VALUE_END_IPP
