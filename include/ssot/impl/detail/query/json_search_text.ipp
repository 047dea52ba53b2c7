// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_QUERY_JSON_SEARCH_TEXT_IPP
#define SSOT_IMPL_DETAIL_QUERY_JSON_SEARCH_TEXT_IPP

#include <ssot/detail/json/escape.hpp>
#include <ssot/detail/json/scan.hpp>
#include <ssot/detail/json/skipper.hpp>
#include <ssot/detail/query/json_search_text.hpp>
#include <ssot/detail/text/utf8.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::detail {

/// Rewrites a document that is known to be valid.
class json_search_text {
public:
    json_search_text(std::string_view document, json_search_form form) noexcept
        : at_(document.data()), end_(document.data() + document.size()), form_(form)
    {
    }

    std::string text()
    {
        value();
        return std::move(out_);
    }

private:
    /// A member of an object of jsonb, and where it stands in the text.
    struct member {
        std::string key;
        std::size_t first;
        std::size_t last = 0;
    };

    void value()
    {
        space();
        switch (*at_) {
        case '{': object(); break;
        case '[': array(); break;
        case '"': put_quoted(string()); break;
        default: scalar();
        }
    }

    void space() noexcept { at_ = json_skipper(end_).space(at_); }

    /// Moves behind `c` if it comes next.
    bool take(char c) noexcept
    {
        space();
        if (*at_ != c)
            return false;
        ++at_;
        return true;
    }

    /// In the order of jsonb: by length, then by bytes.
    static bool by_length(std::string_view a, std::string_view b) noexcept
    {
        return a.size() != b.size() ? a.size() < b.size() : a < b;
    }

    void object()
    {
        bool const          sorts  = form_ == json_search_form::jsonb;
        bool                sorted = true;
        std::vector<member> members;
        out_ += '{';
        auto const begin = out_.size();
        ++at_;
        if (!take('}'))
            do {
                space();
                if (out_.size() != begin)
                    out_ += ", ";
                auto       key   = string();
                auto const first = out_.size();
                put_quoted(key);
                out_ += ": ";
                take(':');
                if (sorts) {
                    sorted = sorted && (members.empty() || by_length(members.back().key, key));
                    members.push_back({std::move(key), first});
                }
                value();
                if (sorts)
                    members.back().last = out_.size();
            } while (!take('}') && take(','));
        if (!sorted)
            sort(members, begin);
        out_ += '}';
    }

    /// Puts members in order, the last of equal keys alone.
    void sort(std::vector<member> const& members, std::size_t begin)
    {
        std::map<std::string_view, member const*, decltype(&by_length)> last(&by_length);
        for (auto const& m : members)
            last[m.key] = &m;
        std::string in_order;
        in_order.reserve(out_.size() - begin);
        for (auto const& [key, m] : last)
            in_order.append(in_order.empty() ? "" : ", ").append(out_, m->first, m->last - m->first);
        out_.replace(begin, std::string::npos, in_order);
    }

    void array()
    {
        out_ += '[';
        auto const begin = out_.size();
        ++at_;
        if (!take(']'))
            do {
                if (out_.size() != begin)
                    out_ += ", ";
                value();
            } while (!take(']') && take(','));
        out_ += ']';
    }

    std::string string()
    {
        std::string out;
        for (++at_; *at_ != '"';)
            if (*at_ == '\\')
                at_ = append_escape(out, at_ + 1, end_);
            else
                out += *at_++;
        ++at_;
        return out;
    }

    void scalar()
    {
        auto const* const first = at_;
        while (at_ != end_ && std::string_view(" \t\r\n,]}").find(*at_) == std::string_view::npos)
            ++at_;
        std::string_view const text(first, static_cast<std::size_t>(at_ - first));
        bool const             number = *first == '-' || is_json_digit(*first);
        if (number && form_ == json_search_form::jsonb)
            out_ += plain_number(text);
        else
            out_ += text;
    }

    /// A number without its exponent, and zero without its sign.
    static std::string plain_number(std::string_view text)
    {
        bool const negative = text.front() == '-';
        if (negative)
            text.remove_prefix(1);
        auto const       e        = text.find_first_of("eE");
        auto const       mantissa = text.substr(0, e);
        auto const       point    = mantissa.find('.');
        std::string      digits(mantissa.substr(0, point));
        std::string      fraction(point == std::string_view::npos ? std::string_view() : mantissa.substr(point + 1));
        int              exponent = 0;
        std::string_view power    = e == std::string_view::npos ? std::string_view("0") : text.substr(e + 1);
        if (power.front() == '+')
            power.remove_prefix(1);
        std::from_chars(power.data(), power.data() + power.size(), exponent);
        exponent = std::clamp(exponent, -17'000, 17'000); // jsonb refuses what is far beyond
        if (exponent > 0) {
            if (fraction.size() < static_cast<std::size_t>(exponent))
                fraction.resize(static_cast<std::size_t>(exponent), '0');
            digits += fraction.substr(0, static_cast<std::size_t>(exponent));
            fraction.erase(0, static_cast<std::size_t>(exponent));
        } else if (exponent < 0) {
            auto const moved = static_cast<std::size_t>(-exponent);
            if (digits.size() < moved)
                digits.insert(0, moved - digits.size(), '0');
            fraction.insert(0, digits, digits.size() - moved);
            digits.erase(digits.size() - moved);
        }
        digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
        bool const zero = digits.empty() && fraction.find_first_not_of('0') == std::string::npos;
        return (negative && !zero ? "-" : "") + (digits.empty() ? "0" : digits) + (fraction.empty() ? "" : '.' + fraction);
    }

    void put_quoted(std::string_view text)
    {
        constexpr char hex[] = "0123456789abcdef";
        auto&          out   = out_;
        out += '"';
        auto const unit = [&](std::uint32_t u) {
            out.append("\\u").append(1, hex[u >> 12]).append(1, hex[u >> 8 & 15]).append(1, hex[u >> 4 & 15]);
            out += hex[u & 15];
        };
        for (auto const *p = text.data(), *end = p + text.size(); p != end;) {
            auto const byte = static_cast<unsigned char>(*p);
            int const  n    = std::max(1, utf8_sequence(p, end));
            if (escapes.kind[byte] > 1) {
                char  escape[max_escape];
                auto* escape_end = put_escape(escape, byte);
                out.append(escape, escape_end);
            } else if (form_ == json_search_form::jsonb || byte < 0x7f) {
                out.append(p, static_cast<std::size_t>(n));
            } else if (auto const c = code_point_of(p, n); c < 0x10000) {
                unit(c);
            } else {
                unit(0xd800 + ((c - 0x10000) >> 10));
                unit(0xdc00 + ((c - 0x10000) & 0x3ff));
            }
            p += n;
        }
        out += '"';
    }

    char const*      at_;
    char const*      end_;
    json_search_form form_;
    std::string      out_{};
};

SSOT_DECL std::string json_text_to_search(std::string_view document, json_search_form form)
{
    constexpr std::size_t depth = 1'024;
    auto const* const     end   = document.data() + document.size();
    json_skipper          skipper(end);
    auto const* const     behind = skipper.value(skipper.space(document.data()), depth);
    if (!behind || skipper.space(behind) != end)
        return std::string(document);
    return json_search_text(document, form).text();
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_QUERY_JSON_SEARCH_TEXT_IPP
