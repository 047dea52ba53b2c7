// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_LINE_HPP
#define SSOT_DETAIL_JSON_LINE_HPP

// Finds the lines of a text that arrives through a window: where they end, how long they may be, and their place in the
// text.

#include <ssot/error.hpp>

#include <ssot/detail/json/text_window.hpp>

#include <cstddef>
#include <string_view>

namespace ssot::detail {

bool is_blank(std::string_view text) noexcept;

error too_long(std::size_t limit);

/// What was found at the front of a window.
enum class next_line : unsigned char { none, whole, too_long };

/// Finds the next line, without its "\n". If it is longer than `limit` bytes, no more than that is requested from the
/// source.
result<next_line> find_line(text_window& window, std::size_t limit, std::string_view& line);

/// Drops everything up to the first byte that is not in `bytes`, and returns that byte; "\0" at the end of the text.
result<std::string_view> drop_all_of(text_window& window, std::string_view bytes);

/// Drops the rest of a line and its end.
result<void> drop_line(text_window& window);

/// Returns an error of a source with the place where the text broke off, unless it has a position of its own.
error broken_off(error e, std::size_t offset, std::size_t line, std::size_t column);

/// Moves a line number and a column, both counted from 1, past `text`.
void advance(std::size_t& line, std::size_t& column, std::string_view text) noexcept;

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/line.ipp>
#endif

#endif // SSOT_DETAIL_JSON_LINE_HPP
