// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_LINE_IPP
#define SSOT_IMPL_DETAIL_JSON_LINE_IPP

#include <ssot/detail/json/line.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail {

SSOT_DECL bool is_blank(std::string_view text) noexcept
{
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

SSOT_DECL error too_long(std::size_t limit)
{
    return error(errc::too_large, "a record is longer than " + std::to_string(limit) + " bytes");
}

SSOT_DECL result<next_line> find_line(text_window& window, std::size_t limit, std::string_view& line)
{
    for (std::size_t searched = 0;;) {
        auto const rest       = window.rest();
        auto const line_break = rest.find('\n', searched);
        bool const ends       = line_break != std::string_view::npos;
        if (ends || window.complete()) {
            line            = rest.substr(0, line_break);
            auto const size = line.size() - (ends && line.ends_with('\r'));
            return size > limit ? next_line::too_long : ends || !line.empty() ? next_line::whole : next_line::none;
        }
        searched = rest.size();
        if (searched > limit && searched - limit > 1) // one more may be a "\r"
            return next_line::too_long;
        if (auto filled = window.fill(); !filled)
            return filled.error();
    }
}

SSOT_DECL result<std::string_view> drop_all_of(text_window& window, std::string_view bytes)
{
    for (;;) {
        auto const rest = window.rest();
        window.drop(std::min(rest.find_first_not_of(bytes), rest.size()));
        if (!window.rest().empty() || window.complete())
            return window.rest().substr(0, 1);
        if (auto filled = window.fill(); !filled)
            return filled.error();
    }
}

SSOT_DECL result<void> drop_line(text_window& window)
{
    for (;;) {
        auto const rest       = window.rest();
        auto const line_break = rest.find('\n');
        window.drop(line_break == std::string_view::npos ? rest.size() : line_break + 1);
        if (line_break != std::string_view::npos || window.complete())
            return {};
        if (auto filled = window.fill(); !filled)
            return filled.error();
    }
}

SSOT_DECL error broken_off(error e, std::size_t offset, std::size_t line, std::size_t column)
{
    return e.line() == 0 && e.offset() == error::npos ? std::move(e).with_position(offset, line, column) : std::move(e);
}

SSOT_DECL void advance(std::size_t& line, std::size_t& column, std::string_view text) noexcept
{
    column += text.size();
    for (auto i = text.find('\n'); i != std::string_view::npos; i = text.find('\n', i + 1)) {
        ++line;
        column = text.size() - i;
    }
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_LINE_IPP
