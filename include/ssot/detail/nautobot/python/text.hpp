// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_PYTHON_TEXT_HPP
#define SSOT_DETAIL_NAUTOBOT_PYTHON_TEXT_HPP

// Writes a text as Python's json.dumps does.

#include <ssot/detail/base/config.hpp>

#include <string>
#include <string_view>

namespace ssot::detail::python {

struct text_style {
    bool ascii             = false; ///< escapes everything that is not ASCII
    bool escape_separators = false; ///< escapes U+2028 and U+2029, for JavaScript
};

/// Appends a text in quotes. Returns false, and appends nothing, if it is not UTF-8.
bool append_text(std::string& out, std::string_view text, text_style style);

} // namespace ssot::detail::python

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/python/text.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_PYTHON_TEXT_HPP
