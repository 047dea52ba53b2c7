// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_CODEC_JSON_IPP
#define SSOT_IMPL_DETAIL_JSON_CODEC_JSON_IPP

#include <ssot/detail/json/codec_json.hpp>

#include <cstddef>
#include <limits>
#include <string_view>

namespace ssot::detail {

SSOT_DECL result<raw_json> check_json_of_codec(std::string_view text)
{
    auto document = raw_json::parse(text, {.max_size = std::numeric_limits<std::size_t>::max()});
    if (!document)
        return error(errc::invalid_value, "the codec of the field made no JSON: " + to_string(document.error()));
    return document;
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_CODEC_JSON_IPP
