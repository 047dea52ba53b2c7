// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_QUERY_JSON_SEARCH_TEXT_HPP
#define SSOT_DETAIL_QUERY_JSON_SEARCH_TEXT_HPP

// The text of a document in which Django's databases search: what json.dumps stored in SQLite, or what PostgreSQL prints for
// a jsonb.

#include <ssot/detail/base/config.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace ssot::detail {

enum class json_search_form : std::uint8_t {
    dumps, ///< ASCII, with spaces after `,` and `:`
    jsonb  ///< UTF-8, the same spaces, keys by length and bytes, the last of equal keys, no exponents
};

/// Returns the text in which a stored document is searched; the document itself if it is not valid JSON.
std::string json_text_to_search(std::string_view document, json_search_form form);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/query/json_search_text.ipp>
#endif

#endif // SSOT_DETAIL_QUERY_JSON_SEARCH_TEXT_HPP
