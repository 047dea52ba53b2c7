// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_JSON_DOCUMENT_HPP
#define SSOT_JSON_DOCUMENT_HPP

// JSON documents as field types: boost::json::value for programs that look into them, raw_json for programs that move them.

#include <ssot/codec.hpp>
#include <ssot/json/raw_json.hpp>

#include <boost/json/value.hpp>

#include <concepts>

namespace ssot {

/// The codecs of documents state their kind and nothing else, because JSON and stores handle documents as text.
template<>
struct codec<boost::json::value> {
    static constexpr kind stored_as = kind::json;
};
template<>
struct codec<raw_json> {
    static constexpr kind stored_as = kind::json;
};

/// The two types that hold any JSON document.
template<class T>
concept json_document = std::same_as<T, boost::json::value> || std::same_as<T, raw_json>;

/// Returns the document `{}`.
template<json_document T>
T empty_object()
{
    if constexpr (std::same_as<T, raw_json>)
        return raw_json::trusted("{}");
    else
        return boost::json::object();
}

/// Returns the document `[]`.
template<json_document T>
T empty_array()
{
    if constexpr (std::same_as<T, raw_json>)
        return raw_json::trusted("[]");
    else
        return boost::json::array();
}

} // namespace ssot

#endif // SSOT_JSON_DOCUMENT_HPP
