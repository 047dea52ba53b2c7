// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_TOKENS_IPP
#define SSOT_IMPL_DETAIL_JSON_TOKENS_IPP

#include <ssot/detail/json/scan.hpp>
#include <ssot/detail/json/tokens.hpp>
#include <ssot/detail/text/message.hpp>
#include <ssot/detail/text/utf8.hpp>

#include <charconv>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace ssot::detail {

SSOT_DECL void json_tokens::pass_space() noexcept
{
    for (; at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t' || *at_ == '\r'); ++at_)
        line_break_ |= *at_ == '\n';
}

SSOT_DECL bool json_tokens::take_word(std::string_view word) noexcept
{
    if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(word))
        return false;
    at_ += word.size();
    return true;
}

SSOT_DECL bool json_tokens::scan_digits() noexcept
{
    auto const* const first = at_;
    while (at_ != end_ && *at_ >= '0' && *at_ <= '9')
        ++at_;
    return at_ != first;
}

SSOT_DECL bool json_tokens::scan_number(number& out)
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

SSOT_DECL bool json_tokens::scan_string(std::string_view& out)
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

SSOT_DECL bool json_tokens::scan_escape()
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

SSOT_DECL bool json_tokens::scan_unit(std::uint32_t& out)
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

SSOT_DETAIL_COLD SSOT_DECL bool json_tokens::fail_here(errc code, std::string_view text) { return fail_at(at_, code, text); }

SSOT_DETAIL_COLD SSOT_DECL bool json_tokens::fail_at(char const* where, errc code, std::string_view text)
{
    return fail(with_position_of(error(code, std::string(text)), where));
}

SSOT_DETAIL_COLD SSOT_DECL error json_tokens::with_position_of(error e, char const* where) const
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

SSOT_DETAIL_COLD SSOT_DECL std::string json_tokens::excerpt(std::string_view text)
{
    return text.size() <= 40 ? std::string(text) : concat({text.substr(0, 40), "..."});
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_TOKENS_IPP
