// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_TOKENS_HPP
#define SSOT_DETAIL_JSON_TOKENS_HPP

// The tokens of contiguous JSON text, with a message for each that is wrong. Strict: RFC 8259 grammar, well-formed UTF-8,
// paired surrogates. Functions set the error and return false on failure.

#include <ssot/error.hpp>

#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/json/error_slot.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace ssot::detail {

class json_tokens : public error_slot {
public:
    explicit json_tokens(std::string_view text) noexcept : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {}

    /// Returns whether there was a line break between two tokens since the start.
    bool saw_line_break() const noexcept { return line_break_; }

protected:
    struct number {
        std::string_view text;
        bool             integer = true;
    };

    /// Most tokens have no space before them.
    SSOT_DETAIL_INLINE void skip_space() noexcept
    {
        if (at_ != end_ && static_cast<unsigned char>(*at_) <= ' ')
            pass_space();
    }

    void pass_space() noexcept;

    bool take(char c) noexcept
    {
        skip_space();
        if (at_ == end_ || *at_ != c)
            return false;
        ++at_;
        return true;
    }

    bool take_word(std::string_view word) noexcept;

    bool at_number() const noexcept { return at_ != end_ && (*at_ == '-' || (*at_ >= '0' && *at_ <= '9')); }

    bool scan_digits() noexcept;
    bool scan_number(number& out);

    /// Reads the string whose opening quote is at `at_`. The result points into the text unless the string has escapes.
    bool scan_string(std::string_view& out);
    bool scan_escape();
    bool scan_unit(std::uint32_t& out);

    SSOT_DETAIL_RARE bool fail_here(errc code, std::string_view text);
    SSOT_DETAIL_RARE bool fail_at(char const* where, errc code, std::string_view text);

    /// Sets the error with the position `where`.
    SSOT_DETAIL_RARE error with_position_of(error e, char const* where) const;

    SSOT_DETAIL_RARE static std::string excerpt(std::string_view text);

    char const* begin_;
    char const* at_;
    char const* end_;
    bool        line_break_ = false;
    std::string scratch_{}; ///< the last string that had escapes
};

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/tokens.ipp>
#endif

#endif // SSOT_DETAIL_JSON_TOKENS_HPP
