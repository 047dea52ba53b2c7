// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TEXT_MESSAGE_HPP
#define SSOT_DETAIL_TEXT_MESSAGE_HPP

// Builds the texts of messages. Sums of strings, inlined wherever an error is made, would cost compile time, and g++ 12
// gives false warnings of overruns for some of them.
//
// Messages quote what programs and files contain, so they may hold any bytes. An error passes its message through
// `one_line`, so that it can always be printed and stored.

#include <ssot/detail/base/config.hpp>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace ssot::detail {

/// Returns the parts concatenated.
std::string concat(std::initializer_list<std::string_view> parts);

/// Returns the size of the longest prefix of at most `most` bytes that ends between two code points.
std::size_t cut_between_code_points(std::string_view text, std::size_t most) noexcept;

/// Returns a quotable form of a text: its beginning, and "..." if something was left out.
std::string excerpt(std::string_view text, std::size_t most = 64);

/// Cuts a text to `most` bytes between two code points, including a "..." at its end.
void shorten(std::string& text, std::size_t most);

/// Turns any bytes into UTF-8 of at most `most` bytes without line breaks, control characters and zero bytes.
std::string one_line(std::string text, std::size_t most);

/// The message for values nested deeper than a limit.
std::string too_deep_message(std::size_t most);

/// The message for a text longer than a limit.
std::string over_size_message(std::size_t most);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/text/message.ipp>
#endif

#endif // SSOT_DETAIL_TEXT_MESSAGE_HPP
