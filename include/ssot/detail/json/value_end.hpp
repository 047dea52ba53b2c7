// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_VALUE_END_HPP
#define SSOT_DETAIL_JSON_VALUE_END_HPP

// Finds where a value ends in a text that arrives piece by piece. It looks at each byte once and does not validate: what it
// finds contains all that a reader needs to read the value, or to say what is wrong with it, as if the text continued.

#include <ssot/error.hpp>

#include <ssot/detail/json/text_window.hpp>

#include <cstddef>
#include <string_view>

namespace ssot::detail {

/// Returns whether a number or a word ends before `c`.
bool ends_json_word(char c) noexcept;

class json_value_end {
public:
    static constexpr std::size_t npos = std::string_view::npos;

    /// `text` is the text of the last call with more text after it; it starts with the value. Returns how many bytes belong
    /// to the value, or `npos` if its end has not arrived. At least one byte, even if no value starts there.
    std::size_t find(std::string_view text) noexcept;

private:
    /// Moves past `c`, or up to it if the value ends before it.
    bool value_ends(char c) noexcept;

    /// Moves over the next part of a string. A control character ends every string.
    bool string_ends(std::string_view text) noexcept;

    std::size_t at_        = 0; ///< index of the first byte not yet seen
    std::size_t depth_     = 0;
    bool        in_string_ = false;
    bool        escaped_   = false; ///< whether the last byte was a backslash
};

/// Returns the value at the front of the window, which is filled as far as necessary; false if the value is longer than
/// `most`, beyond which nothing is requested. The end of the text ends the value.
result<bool> take_value(text_window& window, std::size_t most, std::string_view& value);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/value_end.ipp>
#endif

#endif // SSOT_DETAIL_JSON_VALUE_END_HPP
