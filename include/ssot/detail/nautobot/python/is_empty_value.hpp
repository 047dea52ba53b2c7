// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_PYTHON_IS_EMPTY_VALUE_HPP
#define SSOT_DETAIL_NAUTOBOT_PYTHON_IS_EMPTY_VALUE_HPP

// Which values of any type count as empty.

#include <ssot/nautobot/dynamic.hpp>

#include <ssot/detail/base/config.hpp>

namespace ssot::detail::python {

/// Whether the value is one of Django's EMPTY_VALUES: None, "", [], () and {}.
bool is_empty(nautobot::dynamic const& v);

/// Whether Python's bool() of a value is False, for the values that a filter may be given.
bool is_falsy(nautobot::dynamic const& v);

} // namespace ssot::detail::python

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/python/is_empty_value.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_PYTHON_IS_EMPTY_VALUE_HPP
