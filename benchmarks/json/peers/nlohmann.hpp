// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_PEERS_NLOHMANN_HPP
#define BENCH_JSON_PEERS_NLOHMANN_HPP

// JSON for Modern C++, with its own DOM for diffs. It sorts the keys of what it writes.

#include "../fields.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

struct nlohmann_types {
    using text     = std::string;
    using document = nlohmann::json;
    template<ssot::choice E>
    using choice_of = E;
};

class nlohmann_json {
public:
    using entry = ssot::basic_sync_log_entry<nlohmann_types>;

    std::string_view write_lines(std::vector<entry> const& entries)
    {
        out_.clear();
        for (auto const& v : entries) {
            out_ += to_dom(v).dump();
            out_ += '\n';
        }
        return out_;
    }
    std::string_view write_array(std::vector<entry> const& entries)
    {
        auto all = nlohmann::json::array();
        for (auto const& v : entries)
            all.push_back(to_dom(v));
        return out_ = all.dump();
    }

    std::vector<entry> read_lines(std::string const& text)
    {
        std::vector<entry> out;
        out.reserve(text.size() / 400);
        for (std::string_view rest = text; !rest.empty();) {
            auto const size = rest.find('\n');
            out.push_back(from_dom(nlohmann::json::parse(rest.substr(0, size))));
            rest.remove_prefix(size + 1);
        }
        return out;
    }
    std::vector<entry> read_array(std::string const& text)
    {
        auto const         all = nlohmann::json::parse(text);
        std::vector<entry> out;
        out.reserve(all.size());
        for (auto const& v : all)
            out.push_back(from_dom(v));
        return out;
    }

    entry round_trip(entry const& v)
    {
        out_ = to_dom(v).dump();
        return from_dom(nlohmann::json::parse(out_));
    }

private:
    static nlohmann::json to_dom(entry const& e)
    {
        nlohmann::json out{
            {"id", ssot::to_string(e.id)},
            {"sync", ssot::to_string(e.sync.key())},
            {"timestamp", ssot::to_string(e.timestamp)},
            {"action", ssot::to_wire(e.action)},
            {"status", ssot::to_wire(e.status)},
            {"diff", nullptr},
            {"synced_object_type", nullptr},
            {"synced_object_id", nullptr},
            {"object_repr", e.object_repr},
            {"message", e.message},
        };
        if (e.diff)
            out["diff"] = *e.diff;
        if (e.synced_object_type)
            out["synced_object_type"] = e.synced_object_type->key();
        if (e.synced_object_id)
            out["synced_object_id"] = ssot::to_string(*e.synced_object_id);
        return out;
    }

    static entry from_dom(nlohmann::json const& v)
    {
        auto const text = [&](char const* key) -> std::string const& { return v.at(key).get_ref<std::string const&>(); };
        entry      out{.id                 = id_from(text("id")),
                       .sync               = sync_key_from(text("sync")),
                       .timestamp          = time_from(text("timestamp")),
                       .action             = action_from(text("action")),
                       .status             = status_from(text("status")),
                       .diff               = {},
                       .synced_object_type = {},
                       .synced_object_id   = {},
                       .object_repr        = text("object_repr"),
                       .message            = text("message")};
        if (auto const& diff = v.at("diff"); !diff.is_null())
            out.diff.emplace(diff);
        if (auto const& type = v.at("synced_object_type"); !type.is_null())
            out.synced_object_type = type_key_from(type.get<std::int64_t>());
        if (!v.at("synced_object_id").is_null())
            out.synced_object_id = id_from(text("synced_object_id"));
        return out;
    }

    std::string out_{};
};

} // namespace bench

#endif // BENCH_JSON_PEERS_NLOHMANN_HPP
