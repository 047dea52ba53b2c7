// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_PYTHON_REPR_HPP
#define SSOT_DETAIL_NAUTOBOT_PYTHON_REPR_HPP

// Python's str() and repr() of what JSON can hold. Django puts them into its messages, and stores them: a number in a text
// field becomes its str().

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/nautobot/python/json.hpp>
#include <ssot/detail/text/python_repr.hpp>

#include <string>

namespace ssot::detail::python {

/// Returns `repr` of a float.
std::string float_repr(double v);

std::string repr(value const& v);

std::string str(value const& v);

} // namespace ssot::detail::python

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/python/repr.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_PYTHON_REPR_HPP
