// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_PYTHON_DYNAMIC_TEXT_HPP
#define SSOT_DETAIL_NAUTOBOT_PYTHON_DYNAMIC_TEXT_HPP

// Python's str() and repr() of any value, which Django puts into its messages and stores in text fields.

#include <ssot/nautobot/dynamic.hpp>

#include <ssot/detail/base/config.hpp>

#include <string>

namespace ssot::detail::python {

/// Returns `[D day[s], ]H:MM:SS[.ffffff]`.
std::string timedelta_text(nautobot::long_duration d);

std::string repr_of(nautobot::dynamic const& v);

std::string str_of(nautobot::dynamic const& v);

} // namespace ssot::detail::python

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/python/dynamic_text.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_PYTHON_DYNAMIC_TEXT_HPP
