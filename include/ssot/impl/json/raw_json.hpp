// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_JSON_RAW_JSON_HPP
#define SSOT_IMPL_JSON_RAW_JSON_HPP

#include <ssot/json/raw_json.hpp>

#include <ssot/detail/json_text_source.hpp>
#include <ssot/detail/words.hpp>

namespace ssot {

inline result<raw_json> raw_json::parse(std::string_view text, read_options const& options)
{
    if (text.size() > options.max_size)
        return error(errc::too_large, detail::over_size_words(options.max_size));
    detail::json_text_source in(text, options);
    std::string              kept;
    if (!in.read_document(kept) || !in.at_end())
        return in.take_error();
    return trusted(std::move(kept));
}

} // namespace ssot

#endif // SSOT_IMPL_JSON_RAW_JSON_HPP
