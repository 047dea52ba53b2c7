// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_CODEC_JSON_HPP
#define SSOT_DETAIL_JSON_CODEC_JSON_HPP

// Checks the JSON that codecs of users produce.

#include <ssot/error.hpp>
#include <ssot/json/raw_json.hpp>

#include <string_view>

namespace ssot::detail {

/// Validates a document that a codec produced. It is the only kind of document that the library has not read before. Errors:
/// `invalid_value`.
result<raw_json> check_json_of_codec(std::string_view text);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/codec_json.ipp>
#endif

#endif // SSOT_DETAIL_JSON_CODEC_JSON_HPP
