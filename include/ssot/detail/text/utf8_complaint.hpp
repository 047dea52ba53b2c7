// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TEXT_UTF8_COMPLAINT_HPP
#define SSOT_DETAIL_TEXT_UTF8_COMPLAINT_HPP

// Python's error message for bytes that are not UTF-8. Source: CPython's decoder, Objects/stringlib/codecs.h.

#include <ssot/detail/base/config.hpp>

#include <string>
#include <string_view>

namespace ssot::detail {

/// Returns the message of the exception that `bytes.decode()` raises; empty if the bytes are UTF-8.
std::string utf8_complaint(std::string_view bytes);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/text/utf8_complaint.ipp>
#endif

#endif // SSOT_DETAIL_TEXT_UTF8_COMPLAINT_HPP
