// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_DYNAMIC_TRUTH_HPP
#define SSOT_DETAIL_DYNAMIC_TRUTH_HPP

// Which values of any type stand for nothing.

#include <ssot/nautobot/dynamic.hpp>

#include <string>

namespace ssot::nautobot::detail {

/// Django's EMPTY_VALUES: None, "", [], () and {}.
inline bool is_empty(dynamic const& v)
{
    auto const none_in = [](auto const* sequence) { return sequence && sequence->items().empty(); };
    auto const text    = v.get_if<std::string>();
    return v.is_null() || (text && text->empty()) || none_in(v.get_if<dynamic::list>()) ||
        none_in(v.get_if<dynamic::tuple>()) || none_in(v.get_if<dynamic::dict>());
}

/// Whether Python's bool() of what a filter may be given is False.
inline bool is_falsy(dynamic const& v)
{
    auto const d = v.get_if<long_duration>();
    return is_empty(v) || python_equal(v, 0) || (d && *d == long_duration());
}

} // namespace ssot::nautobot::detail

#endif // SSOT_DETAIL_DYNAMIC_TRUTH_HPP
