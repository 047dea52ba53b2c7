// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_PYTHON_TEXT_HPP
#define SSOT_DETAIL_NAUTOBOT_PYTHON_TEXT_HPP

// A text as Python's json.dumps writes it.

#include <ssot/detail/base/config.hpp>

#include <string>
#include <string_view>

namespace ssot::detail {

struct python_text_style {
    bool ascii             = false; ///< escapes all that is not ASCII
    bool escape_separators = false; ///< U+2028 and U+2029, for JavaScript
};

/// Appends a text in quotes; false, with nothing appended, when it is not UTF-8.
bool append_python_text(std::string& out, std::string_view text, python_text_style style);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/python/text.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_PYTHON_TEXT_HPP
