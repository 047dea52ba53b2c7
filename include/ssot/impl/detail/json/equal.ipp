// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_EQUAL_IPP
#define SSOT_IMPL_DETAIL_JSON_EQUAL_IPP

#include <ssot/detail/json/equal.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
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

SSOT_DECL bool same_json(boost::json::value const& a, boost::json::value const& b)
{
    if (a.is_number() && b.is_number())
        return same_number(a, b);
    if (a.kind() != b.kind())
        return false;
    if (auto const* const left = a.if_array())
        return std::ranges::equal(*left, b.get_array(), [](auto const& x, auto const& y) { return same_json(x, y); });
    if (auto const* const left = a.if_object()) {
        auto const& right = b.get_object();
        return left->size() == right.size() && std::ranges::all_of(*left, [&](auto const& member) {
                   auto const* const other = right.if_contains(member.key());
                   return other && same_json(member.value(), *other);
               });
    }
    return a == b;
}

/// Integers of any size by their digits, all others as the DOM reads them, so that both kinds of documents agree.
SSOT_DECL bool same_number(raw_json const& a, raw_json const& b)
{
    auto const is_integer = [](std::string_view text) {
        return text.find_first_of(".eE") == std::string_view::npos && text != "-0";
    };
    if (is_integer(a.text()) && is_integer(b.text()))
        return a == b;
    auto const x = parts_of<boost::json::value>(a);
    auto const y = parts_of<boost::json::value>(b);
    return x && y && x->is_number() && y->is_number() ? same_number(*x, *y) : a == b;
}

SSOT_DECL bool same_json(raw_json const& a, raw_json const& b)
{
    if (a == b)
        return true;
    auto const both_start_with = [&](char c) { return a.text().front() == c && b.text().front() == c; };
    auto const are_equal       = [](auto const& x, auto const& y, auto same) {
        return x && y && std::ranges::equal(*x, *y, same);
    };
    if (both_start_with('"')) {
        auto const x = parts_of<std::string>(a);
        auto const y = parts_of<std::string>(b);
        return x && y && *x == *y;
    }
    if (both_start_with('['))
        return are_equal(parts_of<std::vector<raw_json>>(a),
                         parts_of<std::vector<raw_json>>(b),
                         [](auto const& x, auto const& y) { return same_json(x, y); });
    using members = std::map<std::string, raw_json>;
    if (both_start_with('{'))
        return are_equal(parts_of<members>(a), parts_of<members>(b), [](auto const& x, auto const& y) {
            return x.first == y.first && same_json(x.second, y.second);
        });
    auto const is_number = [](char c) { return c == '-' || (c >= '0' && c <= '9'); };
    return is_number(a.text().front()) && is_number(b.text().front()) && same_number(a, b);
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_EQUAL_IPP
