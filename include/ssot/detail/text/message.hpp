// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TEXT_MESSAGE_HPP
#define SSOT_DETAIL_TEXT_MESSAGE_HPP

// The words of messages, put together. Sums of texts, inlined wherever an error is made, cost everyone's compile time, and in
// some of them g++ 12 warns of overruns that are none.
//
// Words quote what programs and files contain, so that they may hold any bytes. An error passes them through `one_line` when it
// is made, so that all of them can be printed and stored.

#include <ssot/detail/base/config.hpp>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace ssot::detail {

/// The parts, one behind the other.
std::string joined(std::initializer_list<std::string_view> parts);

/// The size of the longest beginning of a text, at most `most` bytes, that ends between two code points.
std::size_t cut_between_code_points(std::string_view text, std::size_t most) noexcept;

/// What is quoted of a text that may be long: its beginning, and "..." where something was left out.
std::string excerpt(std::string_view text, std::size_t most = 64);

/// Cuts a text to `most` bytes between two code points, "..." at its end included.
void shorten(std::string& text, std::size_t most);

/// Any bytes as words: UTF-8 without a line break, a control or a zero byte, and at most `most` bytes of it.
std::string one_line(std::string text, std::size_t most);

/// Of values nested deeper than a limit.
std::string too_deep_words(std::size_t most);

/// Of a text longer than a limit.
std::string over_size_words(std::size_t most);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/text/message.ipp>
#endif

#endif // SSOT_DETAIL_TEXT_MESSAGE_HPP
