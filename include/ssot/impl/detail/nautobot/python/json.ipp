// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_JSON_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_JSON_IPP

#include <ssot/error.hpp>

#include <ssot/detail/base/seeded_hash.hpp>
#include <ssot/detail/json/number.hpp>
#include <ssot/detail/json/scan.hpp>
#include <ssot/detail/nautobot/python/json.hpp>
#include <ssot/detail/text/message.hpp>
#include <ssot/detail/text/utf8.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ssot::detail::python {

SSOT_DECL std::string_view value::type_name() const noexcept
{
    constexpr std::string_view names[] = {"NoneType", "bool", "int", "float", "str", "list", "dict"};
    return names[static_cast<std::size_t>(is)];
}

class json_parser {
public:
    json_parser(std::string_view text, std::size_t max_depth) noexcept : text_(text), max_depth_(max_depth) {}

    result<value> parse()
    {
        value out;
        if (!read_all([&] { return read_value(out); }))
            return std::move(error_);
        return out;
    }

    result<std::string_view> check()
    {
        std::string_view text;
        auto const       check_one = [&] {
            auto const begin = at_;
            bool const valid = check_value();
            text             = text_.substr(begin, at_ - begin);
            return valid;
        };
        if (!read_all(check_one))
            return std::move(error_);
        return text;
    }

    /// Anything but a list or dict, in a text that is valid.
    value scalar()
    {
        value out;
        read_scalar(out);
        return out;
    }

private:
    using type = value::type;

    /// A text that is not kept.
    struct no_text {
        void append(std::string_view) noexcept {}
        void operator+=(char) noexcept {}
    };

    template<class Read>
    bool read_all(Read&& read)
    {
        if (!is_utf8(text_)) {
            error_ = error(errc::invalid_utf8, "the text is not UTF-8");
            return false;
        }
        if (text_.starts_with("\xef\xbb\xbf"))
            return fail("Unexpected UTF-8 BOM (decode using utf-8-sig)", 0);
        skip_space();
        if (!read())
            return false;
        skip_space();
        return at_ == text_.size() || fail("Extra data", at_);
    }

    bool fail(std::string_view what, std::size_t offset, errc code = errc::syntax)
    {
        auto const before = text_.substr(0, offset);
        auto const lines  = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
        auto const start  = before.rfind('\n') + 1; // npos + 1 is 0
        auto const column = count_code_points(before.substr(start)) + 1;
        error_            = error(code,
                       std::string(what) + ": line " + std::to_string(lines + 1) + " column " + std::to_string(column) +
                           " (char " + std::to_string(count_code_points(before)) + ')')
                     .with_position(offset, lines + 1, offset - start + 1);
        return false;
    }

    bool more() const noexcept { return at_ != text_.size(); }
    bool next_is(char c) const noexcept { return more() && text_[at_] == c; }
    bool digit_at(std::size_t i) const noexcept { return i < text_.size() && text_[i] >= '0' && text_[i] <= '9'; }

    void skip_space() noexcept
    {
        while (more() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
            ++at_;
    }

    bool take_word(std::string_view word) noexcept
    {
        if (!text_.substr(at_).starts_with(word))
            return false;
        at_ += word.size();
        return true;
    }

    bool read_value(value& out)
    {
        if (next_is('{'))
            return enter() && read_dict(out) && leave();
        if (next_is('['))
            return enter() && read_list(out) && leave();
        return read_scalar(out);
    }

    /// The same without a tree, and without a nested call a level.
    bool check_value()
    {
        std::string closers; // of the lists and dicts that are open
        for (;;) {
            bool done = false;
            if (next_is('{') || next_is('[')) {
                closers += next_is('{') ? '}' : ']';
                if (!enter())
                    return false;
                done = next_is(closers.back());
            } else if (next_is('"') ? !check_text() : !read_scalar(ignored_)) {
                return false;
            } else if (closers.empty()) {
                return true;
            } else if (!read_separator(closers.back(), done)) {
                return false;
            }
            while (done) {
                leave();
                closers.pop_back();
                if (closers.empty())
                    return true;
                if (!read_separator(closers.back(), done))
                    return false;
            }
            if (closers.back() == '}' && !(next_is('"') ? check_text() : fail_at_key()))
                return false;
            if (closers.back() == '}' && !read_colon())
                return false;
        }
    }

    bool check_text()
    {
        no_text ignored;
        return read_text(ignored);
    }

    bool fail_at_key() { return fail("Expecting property name enclosed in double quotes", at_); }

    bool read_colon()
    {
        skip_space();
        if (!next_is(':'))
            return fail("Expecting ':' delimiter", at_);
        ++at_;
        skip_space();
        return true;
    }

    bool read_scalar(value& out)
    {
        auto const real = [&](double v) { return out.is = type::real, out.real = v, true; };
        if (!more())
            return fail("Expecting value", at_);
        if (next_is('"')) {
            out.is = type::text;
            return read_text(out.text);
        }
        if (take_word("null"))
            return true;
        if (take_word("true") || take_word("false")) {
            out.is      = type::boolean;
            out.boolean = text_[at_ - 2] == 'u';
            return true;
        }
        if (take_word("NaN"))
            return real(std::numeric_limits<double>::quiet_NaN());
        if (take_word("Infinity"))
            return real(std::numeric_limits<double>::infinity());
        if (take_word("-Infinity"))
            return real(-std::numeric_limits<double>::infinity());
        return read_number(out);
    }

    bool enter()
    {
        if (depth_ == max_depth_)
            return fail(too_deep_message(max_depth_), at_, errc::too_deep);
        ++depth_;
        ++at_;
        skip_space();
        return true;
    }
    bool leave() noexcept { return --depth_, ++at_, true; }

    /// A comma and what follows it, or the end.
    bool read_separator(char close, bool& done)
    {
        skip_space();
        done = next_is(close);
        if (done)
            return true;
        if (!next_is(','))
            return fail("Expecting ',' delimiter", at_);
        ++at_;
        skip_space();
        return true;
    }

    bool read_list(value& out)
    {
        out.is = type::list;
        for (bool done = next_is(']'); !done;)
            if (!read_value(out.items.emplace_back()) || !read_separator(']', done))
                return false;
        return true;
    }

    bool read_dict(value& out)
    {
        out.is = type::dict;
        key_places places;
        for (bool done = next_is('}'); !done;) {
            std::string key;
            if (!next_is('"'))
                return fail_at_key();
            if (!read_text(key) || !read_colon())
                return false;
            value held;
            if (!read_value(held) || !read_separator('}', done))
                return false;
            place(out, places, std::move(key)) = std::move(held);
        }
        return true;
    }

    /// The places of the keys of a dict, once there are many.
    using key_places = std::unordered_map<std::string, std::size_t, seeded_hash>;

    static value& place(value& out, key_places& places, std::string key)
    {
        constexpr std::size_t many = 16;
        if (out.keys.size() == many && places.empty())
            for (std::size_t i = 0; i != many; ++i)
                places.emplace(out.keys[i], i);
        std::size_t index = out.keys.size();
        if (index >= many) {
            index = places.emplace(key, index).first->second;
        } else {
            index = static_cast<std::size_t>(std::find(out.keys.begin(), out.keys.end(), key) - out.keys.begin());
        }
        if (index == out.keys.size()) {
            out.keys.push_back(std::move(key));
            out.items.emplace_back();
        }
        return out.items[index];
    }

    bool read_number(value& out)
    {
        auto const start = at_;
        auto       end   = at_ + (text_[at_] == '-' ? 1 : 0);
        if (!digit_at(end))
            return fail("Expecting value", start);
        if (text_[end] == '0')
            ++end;
        else
            while (digit_at(end))
                ++end;
        out.is = type::integer;
        if (end < text_.size() && text_[end] == '.' && digit_at(end + 1)) {
            out.is = type::real;
            while (digit_at(++end)) {
            }
        }
        if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
            auto digits = end + 1;
            if (digits < text_.size() && (text_[digits] == '+' || text_[digits] == '-'))
                ++digits;
            if (digit_at(digits)) {
                out.is = type::real;
                for (end = digits; digit_at(end);)
                    ++end;
            }
        }
        at_               = end;
        auto const number = text_.substr(start, end - start);
        if (out.is == type::real)
            out.real = to_double(number);
        else
            out.text = number == "-0" ? "0" : number;
        return true;
    }

    template<class Out>
    bool read_text(Out& out)
    {
        auto const        begin = at_++;
        auto const* const end   = text_.data() + text_.size();
        for (;;) {
            auto const* p = text_.data() + at_;
            for (; (p = ascii_text_end(p, end)) != end && *p != '"' && *p != '\\'; ++p)
                if (static_cast<unsigned char>(*p) < 0x20)
                    return fail("Invalid control character at", static_cast<std::size_t>(p - text_.data()));
            auto const run_end = static_cast<std::size_t>(p - text_.data());
            out.append(text_.substr(at_, run_end - at_));
            at_ = run_end;
            if (!more())
                return fail("Unterminated string starting at", begin);
            if (text_[at_++] == '"')
                return true;
            if (!more())
                return fail("Unterminated string starting at", begin);
            if (!read_escape(out))
                return false;
        }
    }

    /// What stands behind a backslash.
    template<class Out>
    bool read_escape(Out& out)
    {
        constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
        char const                 c = text_[at_++];
        if (c != 'u') {
            auto const i = letters.find(c);
            if (i == std::string_view::npos)
                return fail("Invalid \\escape", at_ - 2);
            out += meanings[i];
            return true;
        }
        std::uint32_t code = 0;
        if (!read_hex(code))
            return false;
        bool const high = code >= 0xd800 && code < 0xdc00;
        if (high && text_.size() - at_ > 6 && text_[at_] == '\\' && text_[at_ + 1] == 'u') {
            at_ += 2;
            std::uint32_t low = 0;
            if (!read_hex(low))
                return false;
            if (low >= 0xdc00 && low < 0xe000) {
                append_code_point(out, 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00));
                return true;
            }
        }
        if (code >= 0xd800 && code < 0xe000)
            return fail("a lone surrogate has no UTF-8", at_ - 6, errc::invalid_utf8);
        append_code_point(out, code);
        return true;
    }

    static void append_code_point(std::string& out, std::uint32_t c) { append_utf8(out, c); }
    static void append_code_point(no_text&, std::uint32_t) noexcept {}

    /// Four digits, and something behind them, as a text must end.
    bool read_hex(std::uint32_t& out)
    {
        if (text_.size() - at_ <= 4)
            return fail("Invalid \\uXXXX escape", at_ - 1);
        auto const digits = text_.substr(at_, 4);
        auto const end    = digits.data() + digits.size();
        for (char const c : digits)
            if (!digit_value_ok(c))
                return fail("Invalid \\uXXXX escape", at_ - 1);
        std::from_chars(digits.data(), end, out, 16);
        at_ += 4;
        return true;
    }

    static bool digit_value_ok(char c) noexcept
    {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    std::string_view text_;
    std::size_t      max_depth_;
    std::size_t      at_    = 0;
    std::size_t      depth_ = 0;
    error            error_{};
    value            ignored_{};
};

SSOT_DECL result<std::string_view> check_json(std::string_view text, std::size_t max_depth)
{
    return json_parser(text, max_depth).check();
}

SSOT_DECL result<value> parse_json(std::string_view text, std::size_t max_depth)
{
    return json_parser(text, max_depth).parse();
}

SSOT_DECL value look_at_json(std::string_view text)
{
    if (text.starts_with('{'))
        return {.is = value::type::dict, .json = text};
    if (text.starts_with('['))
        return {.is = value::type::list, .json = text};
    return json_parser(text, 0).scalar();
}

SSOT_DECL char const* skip_json_space(char const* at, char const* end) noexcept
{
    while (at != end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
        ++at;
    return at;
}

SSOT_DECL char const* json_text_end(char const* at, char const* end) noexcept
{
    for (++at; *(at = ascii_text_end(at, end)) != '"'; ++at)
        at += *at == '\\';
    return at + 1;
}

SSOT_DECL char const* json_end(char const* at, char const* end) noexcept
{
    if (*at == '"')
        return json_text_end(at, end);
    if (*at != '{' && *at != '[') {
        while (at != end && std::string_view(" \t\r\n,]}").find(*at) == std::string_view::npos)
            ++at;
        return at;
    }
    for (std::size_t depth = 0;;)
        switch (*at) {
        case '"': at = json_text_end(at, end); break;
        case '{':
        case '[':
            ++depth;
            ++at;
            break;
        case '}':
        case ']':
            ++at;
            if (--depth == 0)
                return at;
            break;
        default: ++at; break;
        }
}

SSOT_DECL json_items::json_items(std::string_view list) noexcept : at_(list.data()), end_(list.data() + list.size()) {}

SSOT_DECL bool json_items::next(std::string_view& item) noexcept
{
    at_ = skip_json_space(at_ + 1, end_); // the bracket, or a comma
    if (at_ >= end_ || *at_ == ']')
        return false;
    auto const* const behind = json_end(at_, end_);
    item                     = std::string_view(at_, static_cast<std::size_t>(behind - at_));
    at_                      = skip_json_space(behind, end_);
    return true;
}

SSOT_DECL std::vector<json_member> find_json_members(std::string_view dict, function_ref<bool(std::string_view)> is_wanted)
{
    std::vector<json_member> out;
    auto const* const        end = dict.data() + dict.size();
    for (auto const* at = dict.data(); *at != '}';) {
        at = skip_json_space(at + 1, end); // the brace, or a comma
        if (*at == '}')
            break;
        auto const* const key_end = json_text_end(at, end);
        std::string_view  key(at + 1, static_cast<std::size_t>(key_end - at - 2));
        std::string       unescaped;
        if (key.find('\\') != std::string_view::npos) {
            unescaped = look_at_json({at, static_cast<std::size_t>(key_end - at)}).text;
            key       = unescaped;
        }
        auto const* const value     = skip_json_space(skip_json_space(key_end, end) + 1, end);
        auto const* const value_end = json_end(value, end);
        at                          = skip_json_space(value_end, end);
        if (!is_wanted(key))
            continue;
        auto same = std::ranges::find(out, key, &json_member::key);
        if (same == out.end())
            same = out.insert(same, {.key = std::string(key)});
        same->value = std::string_view(value, static_cast<std::size_t>(value_end - value));
    }
    return out;
}

} // namespace ssot::detail::python

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_JSON_IPP
