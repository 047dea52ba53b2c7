// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_IS_EMPTY_VALUE_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_IS_EMPTY_VALUE_IPP

#include <ssot/nautobot/dynamic.hpp>

#include <ssot/detail/nautobot/python/is_empty_value.hpp>

#include <string>

namespace ssot::detail::python {

SSOT_DECL bool is_empty(nautobot::dynamic const& v)
{
    auto const none_in = [](auto const* sequence) { return sequence && sequence->items().empty(); };
    auto const text    = v.get_if<std::string>();
    return v.is_null() || (text && text->empty()) || none_in(v.get_if<nautobot::dynamic::list>()) ||
        none_in(v.get_if<nautobot::dynamic::tuple>()) || none_in(v.get_if<nautobot::dynamic::dict>());
}

SSOT_DECL bool is_falsy(nautobot::dynamic const& v)
{
    auto const d = v.get_if<nautobot::long_duration>();
    return is_empty(v) || python_equal(v, 0) || (d && *d == nautobot::long_duration());
}

} // namespace ssot::detail::python

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_IS_EMPTY_VALUE_IPP
