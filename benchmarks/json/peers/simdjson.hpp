// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_PEERS_SIMDJSON_HPP
#define BENCH_JSON_PEERS_SIMDJSON_HPP

// simdjson's On-Demand reader into the same structs as ours. It takes a diff as it stands in the text, without a look at its
// grammar, needs padding behind the text, and cannot write.

#include "../fields.hpp"
#include "../texts.hpp"

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

class simd_json {
public:
    using entry = raw_entry;

    std::vector<entry> read_lines(std::string const& text)
    {
        std::vector<entry> out;
        out.reserve(text.size() / 400);
        auto const end = text.data() + need_padding(text);
        for (std::string_view rest = text; !rest.empty();) {
            auto const size     = rest.find('\n');
            auto const capacity = static_cast<std::size_t>(end - rest.data());
            auto       document = parser_.iterate(simdjson::padded_string_view(rest.substr(0, size), capacity));
            out.push_back(get(document.get_object()));
            rest.remove_prefix(size + 1);
        }
        return out;
    }
    std::vector<entry> read_array(std::string const& text)
    {
        std::vector<entry> out;
        out.reserve(text.size() / 400);
        auto document = parser_.iterate(simdjson::padded_string_view(text, need_padding(text)));
        for (auto item : document.get_array())
            out.push_back(get(item.get_object()));
        return out;
    }

private:
    static std::size_t need_padding(std::string const& text)
    {
        static_assert(text_padding >= simdjson::SIMDJSON_PADDING);
        if (text.capacity() < text.size() + text_padding)
            throw std::logic_error("simdjson needs padding behind the text");
        return text.capacity();
    }

    static std::optional<ssot::raw_json> document_from(simdjson::ondemand::value v)
    {
        if (v.is_null())
            return std::nullopt;
        simdjson::ondemand::object object = v.get_object();
        std::string_view           text   = object.raw_json();
        text.remove_suffix(text.size() - 1 - text.find_last_of('}'));
        return ssot::raw_json::trusted(std::string(text));
    }
    static std::optional<raw_entry::content_type_key> type_from(simdjson::ondemand::value v)
    {
        if (v.is_null())
            return std::nullopt;
        return type_key_from(v.get_int64());
    }
    static std::optional<ssot::uuid> optional_id_from(simdjson::ondemand::value v)
    {
        if (v.is_null())
            return std::nullopt;
        return id_from(v.get_string());
    }

    static entry get(simdjson::ondemand::object o)
    {
        return {.id                 = id_from(o["id"].get_string()),
                .sync               = sync_key_from(o["sync"].get_string()),
                .timestamp          = time_from(o["timestamp"].get_string()),
                .action             = action_from(o["action"].get_string()),
                .status             = status_from(o["status"].get_string()),
                .diff               = document_from(o["diff"]),
                .synced_object_type = type_from(o["synced_object_type"]),
                .synced_object_id   = optional_id_from(o["synced_object_id"]),
                .object_repr        = std::string(std::string_view(o["object_repr"].get_string())),
                .message            = std::string(std::string_view(o["message"].get_string()))};
    }

    simdjson::ondemand::parser parser_{};
};

} // namespace bench

#endif // BENCH_JSON_PEERS_SIMDJSON_HPP
