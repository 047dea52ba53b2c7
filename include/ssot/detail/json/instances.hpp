// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_INSTANCES_HPP
#define SSOT_DETAIL_JSON_INSTANCES_HPP

// The parts, away from the fast path, that read and write members of common types as text. With SSOT_SEPARATE_COMPILATION
// they are compiled once.

#include <ssot/detail/base/config.hpp>

#ifdef SSOT_SEPARATE_COMPILATION

#include <ssot/json/raw_json.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/json/encode.hpp>
#include <ssot/detail/json/record/reader.hpp>
#include <ssot/detail/json/record/writer.hpp>
#include <ssot/detail/json/text_sink.hpp>
#include <ssot/detail/json/text_source.hpp>

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#define SSOT_DETAIL_JSON_TEMPLATES(PREFIX, T)                                                                               \
    PREFIX template bool ssot::detail::encode_at<ssot::detail::json_text_sink, T>(ssot::detail::json_text_sink&,            \
                                                                                  void const*);                             \
    PREFIX template bool ssot::detail::decode_member<ssot::detail::json_text_source, T>(ssot::detail::json_text_source&,    \
                                                                                        void*);                             \
    PREFIX template char const* ssot::detail::get_value<T>(ssot::detail::json_text_source&, char const*, T&);               \
    PREFIX template char const* ssot::detail::get_by_general_path<T>(                                                       \
        ssot::detail::json_text_source&, char const*, T&, std::string_view);

#define SSOT_DETAIL_JSON_TEMPLATES_OF_BOTH(PREFIX, T)                                                                       \
    SSOT_DETAIL_JSON_TEMPLATES(PREFIX, T)                                                                                   \
    SSOT_DETAIL_JSON_TEMPLATES(PREFIX, std::optional<T>)

#define SSOT_DETAIL_FOR_EACH_JSON_TYPE(PREFIX)                                                                              \
    SSOT_DETAIL_JSON_TEMPLATES_OF_BOTH(PREFIX, bool)                                                                        \
    SSOT_DETAIL_JSON_TEMPLATES_OF_BOTH(PREFIX, std::int32_t)                                                                \
    SSOT_DETAIL_JSON_TEMPLATES_OF_BOTH(PREFIX, std::int64_t)                                                                \
    SSOT_DETAIL_JSON_TEMPLATES_OF_BOTH(PREFIX, std::uint32_t)                                                               \
    SSOT_DETAIL_JSON_TEMPLATES_OF_BOTH(PREFIX, double)                                                                      \
    SSOT_DETAIL_JSON_TEMPLATES_OF_BOTH(PREFIX, std::string)                                                                 \
    SSOT_DETAIL_JSON_TEMPLATES_OF_BOTH(PREFIX, ssot::uuid)                                                                  \
    SSOT_DETAIL_JSON_TEMPLATES_OF_BOTH(PREFIX, ssot::timestamp)                                                             \
    SSOT_DETAIL_JSON_TEMPLATES_OF_BOTH(PREFIX, ssot::duration)                                                              \
    SSOT_DETAIL_JSON_TEMPLATES_OF_BOTH(PREFIX, boost::json::value)                                                          \
    SSOT_DETAIL_JSON_TEMPLATES_OF_BOTH(PREFIX, ssot::raw_json)

SSOT_DETAIL_FOR_EACH_JSON_TYPE(extern)

#endif

#endif // SSOT_DETAIL_JSON_INSTANCES_HPP
