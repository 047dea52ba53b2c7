// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TEXT_PYTHON_PRINTABLE_HPP
#define SSOT_DETAIL_TEXT_PYTHON_PRINTABLE_HPP

// Which code points Python's repr() writes as they are. Source: str.isprintable() of CPython 3.11, Unicode 14.0.

#include <ssot/detail/base/config.hpp>

#include <cstdint>

namespace ssot::detail {

/// Returns whether repr() writes a code point from 0x80 up unescaped: it is assigned, and is not a control, format,
/// separator, surrogate or private-use character.
bool is_printable_in_python(std::uint32_t c) noexcept;

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/text/python_printable.ipp>
#endif

#endif // SSOT_DETAIL_TEXT_PYTHON_PRINTABLE_HPP
