// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_VALUE_END_HPP
#define SSOT_DETAIL_JSON_VALUE_END_HPP

// Where a value ends in a text that comes piece by piece. It looks at each byte once and judges nothing: what it finds has in it
// all that a reader needs to read the value, or to say what is wrong with it, as if the text went on.

#include <ssot/error.hpp>

#include <ssot/detail/json_scan.hpp>
#include <ssot/detail/text_window.hpp>

#include <cstddef>
#include <string_view>

namespace ssot::detail {

/// Whether a number or a word ends before `c`.
inline bool ends_json_word(char c) noexcept { return std::string_view(" \t\r\n,:[]{}\"").find(c) != std::string_view::npos; }

class json_value_end {
public:
    static constexpr std::size_t npos = std::string_view::npos;

    /// `text` is what it has seen with more behind it, and begins with the value. How many bytes of it are the value; `npos` while
    /// its end has not come. At least one byte, also where no value begins.
    std::size_t find(std::string_view text) noexcept
    {
        while (at_ < text.size())
            if (char const c = text[at_]; in_string_ ? string_ends(text) : value_ends(c))
                return at_;
        return npos;
    }

private:
    /// Moves over `c`, or up to it when the value ends before it.
    bool value_ends(char c) noexcept
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

    /// Moves over the next part of a string. No string goes on behind a control character.
    bool string_ends(std::string_view text) noexcept
    {
        auto const* const end = text.data() + text.size();
        if (escaped_) {
            escaped_ = false;
            ++at_;
            return false;
        }
        at_ = static_cast<std::size_t>(plain_end(text.data() + at_, end) - text.data());
        if (at_ == text.size())
            return false;
        auto const c = static_cast<unsigned char>(text[at_++]);
        escaped_     = c == '\\';
        in_string_   = c != '"' && c >= 0x20;
        return !in_string_ && (depth_ == 0 || c != '"');
    }

    std::size_t at_        = 0; ///< the first byte that it has not seen
    std::size_t depth_     = 0;
    bool        in_string_ = false;
    bool        escaped_   = false; ///< behind a backslash
};

/// The value at the front of the window, which is filled as far as that needs; false when it is longer than `most`, and no more
/// of it is asked for than that. A text that ends inside the value ends it.
inline result<bool> take_value(text_window& window, std::size_t most, std::string_view& value)
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

#endif // SSOT_DETAIL_JSON_VALUE_END_HPP
