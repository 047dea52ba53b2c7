// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_PEERS_RAPIDJSON_HANDLER_HPP
#define BENCH_JSON_PEERS_RAPIDJSON_HANDLER_HPP

// Takes the events of RapidJSON's reader and puts them into log entries; those of a diff are written again as text.

#include "../fields.hpp"

#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

class rapidjson_handler {
public:
    using size = rapidjson::SizeType;

    explicit rapidjson_handler(std::vector<raw_entry>& out) : out_(out) {}

    bool Null() { return !in_diff() || diff_.Null(); } // a nullable field is absent until something comes
    bool Bool(bool v) { return in_diff() && diff_.Bool(v); }
    bool Int(int v) { return in_diff() ? diff_.Int(v) : number(v); }
    bool Uint(unsigned v) { return in_diff() ? diff_.Uint(v) : number(v); }
    bool Int64(std::int64_t v) { return in_diff() ? diff_.Int64(v) : number(v); }
    bool Uint64(std::uint64_t v) { return in_diff() && diff_.Uint64(v); }
    bool Double(double v) { return in_diff() && diff_.Double(v); }
    bool RawNumber(char const*, size, bool) { return false; } // not asked for

    bool String(char const* at, size n, bool copy) { return in_diff() ? diff_.String(at, n, copy) : text({at, n}); }

    bool StartObject()
    {
        if (++depth_ == 1) {
            out_.push_back({.id = {}});
            return true;
        }
        if (depth_ == 2) {
            if (field_ != field::diff)
                return false;
            diff_text_.Clear();
            diff_.Reset(diff_text_);
        }
        return diff_.StartObject();
    }
    bool Key(char const* at, size n, bool copy) { return in_diff() ? diff_.Key(at, n, copy) : find({at, n}); }
    bool EndObject(size count)
    {
        if (--depth_ == 0)
            return true;
        if (!diff_.EndObject(count))
            return false;
        if (depth_ == 1)
            out_.back().diff = ssot::raw_json::trusted({diff_text_.GetString(), diff_text_.GetSize()});
        return true;
    }

    bool StartArray() { return !in_diff() || diff_.StartArray(); }
    bool EndArray(size count) { return !in_diff() || diff_.EndArray(count); }

private:
    enum class field {
        id,
        sync,
        timestamp,
        action,
        status,
        diff,
        synced_object_type,
        synced_object_id,
        object_repr,
        message
    };

    bool in_diff() const { return depth_ > 1; }

    bool find(std::string_view key)
    {
        constexpr std::string_view names[] = {"id",
                                              "sync",
                                              "timestamp",
                                              "action",
                                              "status",
                                              "diff",
                                              "synced_object_type",
                                              "synced_object_id",
                                              "object_repr",
                                              "message"};
        for (std::size_t i = 0; i != std::size(names); ++i)
            if (names[i] == key) {
                field_ = static_cast<field>(i);
                return true;
            }
        return false;
    }

    bool number(std::int64_t v)
    {
        if (field_ != field::synced_object_type)
            return false;
        out_.back().synced_object_type = type_key_from(v);
        return true;
    }

    bool text(std::string_view v)
    {
        auto& out = out_.back();
        switch (field_) {
        case field::id: out.id = id_from(v); return true;
        case field::sync: out.sync = sync_key_from(v); return true;
        case field::timestamp: out.timestamp = time_from(v); return true;
        case field::action: out.action = action_from(v); return true;
        case field::status: out.status = status_from(v); return true;
        case field::synced_object_id: out.synced_object_id = id_from(v); return true;
        case field::object_repr: out.object_repr = v; return true;
        case field::message: out.message = v; return true;
        default: return false;
        }
    }

    std::vector<raw_entry>&                    out_;
    rapidjson::StringBuffer                    diff_text_{};
    rapidjson::Writer<rapidjson::StringBuffer> diff_{diff_text_};
    field                                      field_ = field::id;
    unsigned                                   depth_ = 0;
};

} // namespace bench

#endif // BENCH_JSON_PEERS_RAPIDJSON_HANDLER_HPP
