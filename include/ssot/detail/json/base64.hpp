// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_BASE64_HPP
#define SSOT_DETAIL_JSON_BASE64_HPP

// Base64 by RFC 4648 with padding, in which Django writes a BinaryField.

#include <ssot/error.hpp>

#include <ssot/detail/base/config.hpp>

#include <string>
#include <string_view>

namespace ssot::detail {

std::string to_base64(std::string_view bytes);

/// Decodes base64. Errors: `invalid_value`. Accepts only what `to_base64` writes, so that bytes have exactly one text.
result<std::string> from_base64(std::string_view text);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/base64.ipp>
#endif

#endif // SSOT_DETAIL_JSON_BASE64_HPP
