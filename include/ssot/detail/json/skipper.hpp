// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_SKIPPER_HPP
#define SSOT_DETAIL_JSON_SKIPPER_HPP

// Moves over a whole JSON document at the speed of json/scan.hpp. Included only by bodies that are compiled once.

#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/json/number.hpp>
#include <ssot/detail/json/scan.hpp>
#include <ssot/detail/text/utf8.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

namespace ssot::detail {

/// Returns the value of four hexadecimal digits; above 0xffff if they are not hexadecimal.
inline std::uint32_t hex_unit(char const* at, char const* end) noexcept
{
    if (end - at < 4)
        return ~std::uint32_t{0};
    std::uint32_t unit = 0;
    for (int i = 0; i != 4; ++i) {
        char const c     = at[i];
        int const  digit = is_json_digit(c) ? c - '0'
             : c >= 'a' && c <= 'f'         ? c - 'a' + 10
             : c >= 'A' && c <= 'F'         ? c - 'A' + 10
                                            : -1;
        if (digit < 0)
            return ~std::uint32_t{0};
        unit = unit << 4 | static_cast<std::uint32_t>(digit);
    }
    return unit;
}

/// Appends the character for an escape whose backslash is just before `at`. Returns the position after the escape.
/// Precondition: json_skipper accepted the text.
inline char const* append_escape(std::string& out, char const* at, char const* end)
{
    switch (char const c = *at++) {
    case 'b': out += '\b'; return at;
    case 'f': out += '\f'; return at;
    case 'n': out += '\n'; return at;
    case 'r': out += '\r'; return at;
    case 't': out += '\t'; return at;
    case 'u': break;
    default: out += c; return at;
    }
    auto unit = hex_unit(at, end);
    at += 4;
    if (unit >= 0xd800 && unit <= 0xdbff) {
        unit = 0x10000 + ((unit - 0xd800) << 10) + (hex_unit(at + 2, end) - 0xdc00);
        at += 6;
    }
    append_utf8(out, unit);
    return at;
}

/// Moves over one document without interpreting it.
class json_skipper {
public:
    explicit json_skipper(char const* end) noexcept : end_(end) {}

    /// Returns whether there was a line break between two tokens.
    bool saw_line_break() const noexcept { return line_break_; }
    /// Returns whether a number was beyond the range of a double.
    bool saw_infinity() const noexcept { return infinity_; }

    char const* space(char const* at) noexcept
    {
        for (; at != end_ && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r'); ++at)
            line_break_ |= *at == '\n' || *at == '\r';
        return at;
    }

    /// Returns the position after the value at `at`, which may be nested `depth` levels deep; null if it is not valid.
    SSOT_DETAIL_INLINE char const* value(char const* at, std::size_t depth) noexcept
    {
        at = token(at);
        if (at == end_)
            return nullptr;
        if (*at == '"')
            return string(at + 1);
        switch (*at) {
        case '{': return depth != 0 ? object(at + 1, depth - 1) : nullptr;
        case '[': return depth != 0 ? array(at + 1, depth - 1) : nullptr;
        case 't': return word<4>(at, "true");
        case 'f': return word<5>(at, "false");
        case 'n': return word<4>(at, "null");
        default: return number(at);
        }
    }

    /// Returns the position after the string whose opening quote is just before `at`.
    SSOT_DETAIL_INLINE char const* string(char const* at) const noexcept
    {
        at = ascii_text_end(at, end_);
        return at != end_ && *at == '"' ? at + 1 : rest_of_string(at);
    }

    /// The same from any position inside a string.
    char const* rest_of_string(char const* at) const noexcept
    {
        for (;;) {
            at = text_end(at, end_);
            if (at == end_)
                return nullptr;
            if (*at == '"') [[likely]]
                return at + 1;
            if (*at != '\\')
                return nullptr;
            at = escape(at + 1);
            if (!at)
                return nullptr;
        }
    }

    SSOT_DETAIL_INLINE char const* number(char const* at) noexcept
    {
        auto const* const first = at;
        if (*at == '-')
            ++at;
        if (at != end_ && *at == '0')
            ++at;
        else if (at = digits(at); !at)
            return nullptr;
        if ((at != end_ && (*at == '.' || *at == 'e' || *at == 'E')) || at - first > most_digits) [[unlikely]]
            return rest_of_number(first, at);
        return at;
    }

private:
    /// A double has at most 309 digits before its point.
    static constexpr std::ptrdiff_t most_digits = 200;

    /// Moves over the fraction and the exponent, if there are any.
    char const* rest_of_number(char const* first, char const* at) noexcept
    {
        if (at == end_)
            return note_size(first, at);
        if (*at == '.')
            if (at = digits(at + 1); !at)
                return nullptr;
        if (at != end_ && (*at == 'e' || *at == 'E')) {
            ++at;
            if (at != end_ && (*at == '+' || *at == '-'))
                ++at;
            auto const* const exponent = at;
            at                         = digits(at);
            if (at && at - exponent > 2)
                return note_size(first, at);
        }
        return at && at - first > most_digits ? note_size(first, at) : at;
    }

    /// Checks whether a number is beyond the range of a double.
    SSOT_DETAIL_COLD char const* note_size(char const* first, char const* at) noexcept
    {
        infinity_ |= std::isinf(to_double({first, static_cast<std::size_t>(at - first)}));
        return at;
    }

    /// Most tokens have no space before them.
    SSOT_DETAIL_INLINE char const* token(char const* at) noexcept
    {
        return at != end_ && static_cast<unsigned char>(*at) > ' ' ? at : space(at);
    }

    char const* object(char const* at, std::size_t depth) noexcept
    {
        at = token(at);
        if (at != end_ && *at == '}')
            return at + 1;
        for (;;) {
            at = token(at);
            if (at == end_ || *at != '"')
                return nullptr;
            at = string(at + 1);
            if (!at)
                return nullptr;
            at = token(at);
            if (at == end_ || *at != ':')
                return nullptr;
            at = value(at + 1, depth);
            if (!at)
                return nullptr;
            at = token(at);
            if (at == end_)
                return nullptr;
            if (*at == '}')
                return at + 1;
            if (*at++ != ',')
                return nullptr;
        }
    }

    char const* array(char const* at, std::size_t depth) noexcept
    {
        at = token(at);
        if (at != end_ && *at == ']')
            return at + 1;
        for (;;) {
            at = value(at, depth);
            if (!at)
                return nullptr;
            at = token(at);
            if (at == end_)
                return nullptr;
            if (*at == ']')
                return at + 1;
            if (*at++ != ',')
                return nullptr;
        }
    }

    template<std::size_t N>
    char const* word(char const* at, char const (&text)[N + 1]) const noexcept
    {
        return static_cast<std::size_t>(end_ - at) >= N && std::memcmp(at, text, N) == 0 ? at + N : nullptr;
    }

    SSOT_DETAIL_INLINE char const* digits(char const* at) const noexcept
    {
        auto const* const first = at;
        while (at != end_ && is_json_digit(*at))
            ++at;
        return at != first ? at : nullptr;
    }

    /// Returns the position after the escape whose backslash is just before `at`.
    char const* escape(char const* at) const noexcept
    {
        if (at == end_)
            return nullptr;
        switch (*at++) {
        case '"':
        case '\\':
        case '/':
        case 'b':
        case 'f':
        case 'n':
        case 'r':
        case 't': return at;
        case 'u': break;
        default: return nullptr;
        }
        auto const unit = hex_unit(at, end_);
        if (unit > 0xffff || (unit >= 0xdc00 && unit <= 0xdfff))
            return nullptr;
        at += 4;
        if (unit < 0xd800 || unit > 0xdbff)
            return at;
        if (end_ - at < 6 || at[0] != '\\' || at[1] != 'u')
            return nullptr;
        auto const low = hex_unit(at + 2, end_);
        return low >= 0xdc00 && low <= 0xdfff ? at + 6 : nullptr;
    }

    char const* end_;
    bool        line_break_ = false;
    bool        infinity_   = false;
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_SKIPPER_HPP
