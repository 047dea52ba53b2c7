// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_CODEC_JSON_HPP
#define SSOT_DETAIL_CODEC_JSON_HPP

// JSON that codecs of the user's make.

#include <ssot/error.hpp>
#include <ssot/json/raw_json.hpp>

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

namespace ssot::detail {

/// A document that a codec made, which is the only kind that the library did not read before. Errors: `invalid_value`.
inline result<raw_json> check_json_of_codec(std::string_view text)
{
    auto document = raw_json::parse(text, {.max_size = std::numeric_limits<std::size_t>::max()});
    if (!document)
        return error(errc::invalid_value, "the codec of the field made no JSON: " + to_string(document.error()));
    return document;
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_CODEC_JSON_HPP
