// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_EQUAL_IPP
#define SSOT_IMPL_DETAIL_JSON_EQUAL_IPP

#include <ssot/json/text.hpp>

#include <ssot/detail/json/equal.hpp>
#include <ssot/detail/json/member_index.hpp>
#include <ssot/detail/json/scan.hpp>
#include <ssot/detail/json/skipper.hpp>
#include <ssot/detail/json/value_end.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace ssot::detail {

/// An integer equals a double when that holds exactly its value.
template<class Integer>
bool same_number(Integer n, double d) noexcept
{
    double const limit = std::ldexp(1.0, 8 * sizeof(Integer) - (std::is_signed_v<Integer> ? 1 : 0));
    double const least = std::is_signed_v<Integer> ? -limit : 0.0;
    return d >= least && d < limit && std::trunc(d) == d && static_cast<Integer>(d) == n;
}

SSOT_DECL bool same_number(boost::json::value const& a, boost::json::value const& b) noexcept
{
    if (a.is_double() && b.is_double())
        return a.get_double() == b.get_double();
    if (b.is_double())
        return same_number(b, a);
    if (a.is_double())
        return b.is_int64() ? same_number(b.get_int64(), a.get_double()) : same_number(b.get_uint64(), a.get_double());
    return a == b;
}

/// Compares documents of any depth: parts that must be the same are put off instead of compared by nested calls.
class json_comparison {
public:
    using value  = boost::json::value;
    using object = boost::json::object;

    bool same(value const& first, value const& second)
    {
        put_off(first, second);
        while (!pairs_.empty()) {
            auto const [a, b] = pairs_.back();
            pairs_.pop_back();
            if (!same_here(*a, *b))
                return false;
        }
        return true;
    }

private:
    void put_off(value const& a, value const& b) { pairs_.emplace_back(&a, &b); }

    bool same_here(value const& a, value const& b)
    {
        if (a.is_number() && b.is_number())
            return same_number(a, b);
        if (a.kind() != b.kind())
            return false;
        if (auto const* const left = a.if_array()) {
            auto const& right = b.get_array();
            if (left->size() != right.size())
                return false;
            for (std::size_t i = 0; i != left->size(); ++i)
                put_off((*left)[i], right[i]);
            return true;
        }
        if (auto const* const left = a.if_object())
            return left->size() == b.get_object().size() && same_members(*left, b.get_object());
        return a == b;
    }

    bool same_members(object const& left, object const& right)
    {
        auto const same_key = [](auto const& x, auto const& y) { return x.key() == y.key(); };
        if (std::ranges::equal(left, right, same_key)) { // most documents keep an order
            for (auto x = left.begin(), y = right.begin(); x != left.end(); ++x, ++y)
                put_off(x->value(), y->value());
            return true;
        }
        auto const ours   = sorted(left);
        auto const theirs = sorted(right);
        for (std::size_t i = 0; i != ours.size(); ++i) {
            if (!same_key(*ours[i], *theirs[i]))
                return false;
            put_off(ours[i]->value(), theirs[i]->value());
        }
        return true;
    }

    /// Strangers choose the keys, and could make them collide in the hash that an object looks them up by.
    static std::vector<boost::json::key_value_pair const*> sorted(object const& all)
    {
        std::vector<boost::json::key_value_pair const*> out;
        out.reserve(all.size());
        for (auto const& member : all)
            out.push_back(&member);
        std::ranges::sort(out, {}, [](auto const* m) { return m->key(); });
        return out;
    }

    std::vector<std::pair<value const*, value const*>> pairs_{};
};

SSOT_DECL bool same_json(boost::json::value const& a, boost::json::value const& b) { return json_comparison().same(a, b); }

/// Integers of any size by their digits, all others as the DOM reads them, so that both kinds of documents agree.
SSOT_DECL bool same_number(raw_json const& a, raw_json const& b)
{
    auto const is_integer = [](std::string_view text) {
        return text.find_first_of(".eE") == std::string_view::npos && text != "-0";
    };
    if (is_integer(a.text()) && is_integer(b.text()))
        return a == b;
    auto const x = from_json<boost::json::value>(a.text());
    auto const y = from_json<boost::json::value>(b.text());
    return x && y && x->is_number() && y->is_number() ? same_number(*x, *y) : a == b;
}

/// Goes through two texts side by side, in the order of keys.
class json_text_comparison {
public:
    json_text_comparison(std::string_view a, std::string_view b)
        : a_(a.data()), b_(b.data()), a_end_(a_ + a.size()), b_end_(b_ + b.size()), a_index_(a), b_index_(b)
    {
    }

    bool same()
    {
        do
            if (!same_here())
                return false;
        while (next());
        return same_;
    }

private:
    /// An array, or an object with the number of its members that have been compared.
    struct open {
        bool                      is_object;
        json_member_index::object a{};
        json_member_index::object b{};
        std::size_t               next = 0;
    };

    char both() noexcept
    {
        a_ = json_skipper(a_end_).space(a_);
        b_ = json_skipper(b_end_).space(b_);
        return a_ != a_end_ && b_ != b_end_ && *a_ == *b_ ? *a_ : '\0';
    }

    /// The values at both places, as far as they stand by themselves.
    bool same_here()
    {
        char const c = both();
        if (c == '{') {
            open_.push_back({true, a_index_.object_at(a_), b_index_.object_at(b_)});
            return open_.back().a.members.size() == open_.back().b.members.size();
        }
        if (c == '[') {
            ++a_;
            ++b_;
            open_.push_back({false});
            return true;
        }
        auto const x = take(a_, a_end_), y = take(b_, b_end_);
        if (c == '"')
            return compare_json_keys(x, y) == 0;
        auto const is_number = [](std::string_view text) { return text.front() == '-' || is_json_digit(text.front()); };
        return x == y ||
            (is_number(x) && is_number(y) &&
             same_number(raw_json::trusted(std::string(x)), raw_json::trusted(std::string(y))));
    }

    /// Moves both to the values that come next; false at the end, and when one has more than the other.
    bool next()
    {
        for (; !open_.empty(); open_.pop_back()) {
            auto& in = open_.back();
            if (in.is_object && in.next != in.a.members.size()) {
                auto const& x = in.a.members[in.next];
                auto const& y = in.b.members[in.next++];
                a_            = x.value;
                b_            = y.value;
                return same_  = compare_json_keys(x.key, y.key) == 0;
            }
            if (in.is_object) {
                a_ = in.a.end;
                b_ = in.b.end;
                continue;
            }
            bool const first = std::exchange(in.next, std::size_t{1}) == 0;
            char const c     = both();
            if (c == ']') {
                ++a_;
                ++b_;
                continue;
            }
            if (first && *a_ != ']' && *b_ != ']')
                return true;
            if (c != ',')
                return same_ = false;
            ++a_;
            ++b_;
            return true;
        }
        return false;
    }

    /// A string, a number or a word, which is passed.
    static std::string_view take(char const*& at, char const* end) noexcept
    {
        auto const* const first = at;
        if (*at == '"')
            at = json_skipper(end).string(at + 1);
        else
            for (++at; at != end && !ends_json_word(*at);)
                ++at;
        return {first, static_cast<std::size_t>(at - first)};
    }

    char const*       a_;
    char const*       b_;
    char const*       a_end_;
    char const*       b_end_;
    json_member_index a_index_;
    json_member_index b_index_;
    std::vector<open> open_{};
    bool              same_ = true;
};

SSOT_DECL bool same_json(raw_json const& a, raw_json const& b)
{
    return a == b || json_text_comparison(a.text(), b.text()).same();
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_EQUAL_IPP
