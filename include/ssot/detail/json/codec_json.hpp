// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_CODEC_JSON_HPP
#define SSOT_DETAIL_JSON_CODEC_JSON_HPP

// JSON that codecs of the user's make.

#include <ssot/error.hpp>
#include <ssot/json/raw_json.hpp>

#include <string_view>

namespace ssot::detail {

/// A document that a codec made, which is the only kind that the library did not read before. Errors: `invalid_value`.
result<raw_json> check_json_of_codec(std::string_view text);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/codec_json.ipp>
#endif

#endif // SSOT_DETAIL_JSON_CODEC_JSON_HPP
