// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_LINE_HPP
#define SSOT_DETAIL_JSON_LINE_HPP

// Lines of a text that comes through a window: where they end, how long they may be, and where in the text they stand.

#include <ssot/error.hpp>

#include <ssot/detail/json/text_window.hpp>

#include <cstddef>
#include <string_view>

namespace ssot::detail {

bool is_blank(std::string_view text) noexcept;

error too_long(std::size_t limit);

/// What is at the front of a window.
enum class next_line : unsigned char { none, whole, too_long };

/// The next line without its "\n". Of one that is longer than `limit` bytes without its end no more is asked for than that.
result<next_line> find_line(text_window& window, std::size_t limit, std::string_view& line);

/// Drops what comes next up to the first byte that is not in `bytes`, and gives that byte; "\0" at the end of the text.
result<std::string_view> drop_all_of(text_window& window, std::string_view bytes);

/// Drops the rest of a line, with its end.
result<void> drop_line(text_window& window);

/// An error of a source at the place where the text broke off, unless it knows a better one.
error broken_off(error e, std::size_t offset, std::size_t line, std::size_t column);

/// Moves a line number and a column, both from 1, over `text`.
void advance(std::size_t& line, std::size_t& column, std::string_view text) noexcept;

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/line.ipp>
#endif

#endif // SSOT_DETAIL_JSON_LINE_HPP
