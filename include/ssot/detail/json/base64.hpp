// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_BASE64_HPP
#define SSOT_DETAIL_JSON_BASE64_HPP

// Bytes as text: base64 of RFC 4648 with padding, which is how Django writes a BinaryField.

#include <ssot/error.hpp>

#include <ssot/detail/base/config.hpp>

#include <string>
#include <string_view>

namespace ssot::detail {

std::string to_base64(std::string_view bytes);

/// Errors: `invalid_value`. Only what `to_base64` writes is accepted, so that bytes have one text.
result<std::string> from_base64(std::string_view text);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/base64.ipp>
#endif

#endif // SSOT_DETAIL_JSON_BASE64_HPP
