// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_VALUE_END_HPP
#define SSOT_DETAIL_JSON_VALUE_END_HPP

// Where a value ends in a text that comes piece by piece. It looks at each byte once and judges nothing: what it finds has in it
// all that a reader needs to read the value, or to say what is wrong with it, as if the text went on.

#include <ssot/error.hpp>

#include <ssot/detail/json/text_window.hpp>

#include <cstddef>
#include <string_view>

namespace ssot::detail {

/// Whether a number or a word ends before `c`.
bool ends_json_word(char c) noexcept;

class json_value_end {
public:
    static constexpr std::size_t npos = std::string_view::npos;

    /// `text` is what it has seen with more behind it, and begins with the value. How many bytes of it are the value; `npos` while
    /// its end has not come. At least one byte, also where no value begins.
    std::size_t find(std::string_view text) noexcept;

private:
    /// Moves over `c`, or up to it when the value ends before it.
    bool value_ends(char c) noexcept;

    /// Moves over the next part of a string. No string goes on behind a control character.
    bool string_ends(std::string_view text) noexcept;

    std::size_t at_        = 0; ///< the first byte that it has not seen
    std::size_t depth_     = 0;
    bool        in_string_ = false;
    bool        escaped_   = false; ///< behind a backslash
};

/// The value at the front of the window, which is filled as far as that needs; false when it is longer than `most`, and no more
/// of it is asked for than that. A text that ends inside the value ends it.
result<bool> take_value(text_window& window, std::size_t most, std::string_view& value);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/value_end.ipp>
#endif

#endif // SSOT_DETAIL_JSON_VALUE_END_HPP
