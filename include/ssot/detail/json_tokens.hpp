// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_TOKENS_HPP
#define SSOT_DETAIL_JSON_TOKENS_HPP

// The tokens of contiguous JSON text, one after the other, with words for each that is wrong. Strict: RFC 8259 grammar,
// well-formed UTF-8, paired surrogates. Functions return false after setting the error.

#include <ssot/error.hpp>

#include <ssot/detail/json_failure.hpp>
#include <ssot/detail/json_number.hpp>
#include <ssot/detail/json_scan.hpp>
#include <ssot/detail/words.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace ssot::detail {

class json_tokens : public json_failure {
public:
    explicit json_tokens(std::string_view text) noexcept : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {}

    /// Whether there was a line break between two tokens since the start.
    bool saw_line_break() const noexcept { return line_break_; }

protected:
    struct number {
        std::string_view text;
        bool             integer = true;
    };

    void skip_space() noexcept
    {
        for (; at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r'); ++at_)
            line_break_ |= *at_ == '\n';
    }

    bool take(char c) noexcept
    {
        skip_space();
        if (at_ == end_ || *at_ != c)
            return false;
        ++at_;
        return true;
    }

    bool take_word(std::string_view word) noexcept
    {
        if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(word))
            return false;
        at_ += word.size();
        return true;
    }

    bool at_number() const noexcept { return at_ != end_ && (*at_ == '-' || (*at_ >= '0' && *at_ <= '9')); }

    bool scan_digits() noexcept
    {
        auto const* const first = at_;
        while (at_ != end_ && *at_ >= '0' && *at_ <= '9')
            ++at_;
        return at_ != first;
    }

    bool scan_number(number& out)
    {
        auto const* const first = at_;
        if (*at_ == '-')
            ++at_;
        if (at_ != end_ && *at_ == '0')
            ++at_;
        else if (!scan_digits())
            return fail_here(errc::syntax, "expected a digit");
        if (at_ != end_ && *at_ == '.') {
            out.integer = false;
            ++at_;
            if (!scan_digits())
                return fail_here(errc::syntax, "expected a digit after the decimal point");
        }
        if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
            out.integer = false;
            ++at_;
            if (at_ != end_ && (*at_ == '+' || *at_ == '-'))
                ++at_;
            if (!scan_digits())
                return fail_here(errc::syntax, "expected a digit in the exponent");
        }
        out.text = std::string_view(first, static_cast<std::size_t>(at_ - first));
        return true;
    }

    /// Reads the string whose opening quote is at `at_`. Points into the text unless there are escapes.
    bool scan_string(std::string_view& out)
    {
        auto const* run = ++at_;
        at_             = text_end(at_, end_);
        if (at_ != end_ && *at_ == '"') [[likely]] {
            out = std::string_view(run, static_cast<std::size_t>(at_ - run));
            ++at_;
            return true;
        }
        for (scratch_.clear();; at_ = text_end(at_, end_)) {
            scratch_.append(run, at_);
            if (at_ == end_)
                return fail_here(errc::syntax, "the text ends inside a string");
            if (*at_ == '"')
                break;
            if (*at_ != '\\')
                return static_cast<unsigned char>(*at_) < 0x20
                    ? fail_here(errc::syntax, "a control character inside a string must be escaped")
                    : fail_here(errc::invalid_utf8, "bytes that are not UTF-8");
            if (!scan_escape())
                return false;
            run = at_;
        }
        out = scratch_;
        ++at_;
        return true;
    }

    bool scan_escape()
    {
        if (++at_ == end_)
            return fail_here(errc::syntax, "the text ends inside a string");
        switch (*at_++) {
        case '"': scratch_ += '"'; return true;
        case '\\': scratch_ += '\\'; return true;
        case '/': scratch_ += '/'; return true;
        case 'b': scratch_ += '\b'; return true;
        case 'f': scratch_ += '\f'; return true;
        case 'n': scratch_ += '\n'; return true;
        case 'r': scratch_ += '\r'; return true;
        case 't': scratch_ += '\t'; return true;
        case 'u': break;
        default: --at_; return fail_here(errc::syntax, "no such escape");
        }
        std::uint32_t unit = 0;
        if (!scan_unit(unit))
            return false;
        if (unit >= 0xdc00 && unit <= 0xdfff)
            return fail_here(errc::syntax, "a low surrogate without a high one");
        if (unit >= 0xd800 && unit <= 0xdbff) {
            std::uint32_t low = 0;
            if (end_ - at_ < 2 || at_[0] != '\\' || at_[1] != 'u')
                return fail_here(errc::syntax, "a high surrogate without a low one");
            at_ += 2;
            if (!scan_unit(low))
                return false;
            if (low < 0xdc00 || low > 0xdfff)
                return fail_here(errc::syntax, "a high surrogate without a low one");
            unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        }
        append_utf8(scratch_, unit);
        return true;
    }

    bool scan_unit(std::uint32_t& out)
    {
        out = 0;
        if (end_ - at_ < 4)
            return fail_here(errc::syntax, "expected four hexadecimal digits");
        auto const r = std::from_chars(at_, at_ + 4, out, 16);
        if (r.ptr != at_ + 4 || r.ec != std::errc())
            return fail_here(errc::syntax, "expected four hexadecimal digits");
        at_ += 4;
        return true;
    }

    SSOT_DETAIL_COLD bool fail_here(errc code, std::string_view text) { return fail_at(at_, code, text); }

    SSOT_DETAIL_COLD bool fail_at(char const* where, errc code, std::string_view text)
    {
        return fail(position(error(code, std::string(text)), where));
    }

    SSOT_DETAIL_COLD error position(error e, char const* where) const
    {
        std::size_t line = 1, column = 1;
        for (auto const* p = begin_; p != where; ++p) {
            ++column;
            if (*p == '\n') {
                ++line;
                column = 1;
            }
        }
        return std::move(e).with_position(static_cast<std::size_t>(where - begin_), line, column);
    }

    SSOT_DETAIL_COLD static std::string excerpt(std::string_view text)
    {
        return text.size() <= 40 ? std::string(text) : joined({text.substr(0, 40), "..."});
    }

    char const* begin_;
    char const* at_;
    char const* end_;
    bool        line_break_ = false;
    std::string scratch_{}; ///< a text that had escapes
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_TOKENS_HPP
