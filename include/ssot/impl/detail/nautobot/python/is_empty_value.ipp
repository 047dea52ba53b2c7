// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_IS_EMPTY_VALUE_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_IS_EMPTY_VALUE_IPP

#include <ssot/nautobot/dynamic.hpp>

#include <ssot/detail/nautobot/python/is_empty_value.hpp>

#include <string>

namespace ssot::nautobot::detail {

SSOT_DECL bool is_empty(dynamic const& v)
{
    auto const none_in = [](auto const* sequence) { return sequence && sequence->items().empty(); };
    auto const text    = v.get_if<std::string>();
    return v.is_null() || (text && text->empty()) || none_in(v.get_if<dynamic::list>()) ||
        none_in(v.get_if<dynamic::tuple>()) || none_in(v.get_if<dynamic::dict>());
}

SSOT_DECL bool is_falsy(dynamic const& v)
{
    auto const d = v.get_if<long_duration>();
    return is_empty(v) || python_equal(v, 0) || (d && *d == long_duration());
}

} // namespace ssot::nautobot::detail

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_IS_EMPTY_VALUE_IPP
