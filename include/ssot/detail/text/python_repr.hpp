// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TEXT_PYTHON_REPR_HPP
#define SSOT_DETAIL_TEXT_PYTHON_REPR_HPP

// Python's repr() of a text, as it occurs in Django's messages.

#include <ssot/detail/base/config.hpp>

#include <string>
#include <string_view>

namespace ssot::detail {

/// Returns a text as a Python literal. A byte that is not UTF-8 is written as `\xff`.
std::string python_repr(std::string_view text);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/text/python_repr.ipp>
#endif

#endif // SSOT_DETAIL_TEXT_PYTHON_REPR_HPP
