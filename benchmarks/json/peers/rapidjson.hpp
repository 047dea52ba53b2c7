// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_PEERS_RAPIDJSON_HPP
#define BENCH_JSON_PEERS_RAPIDJSON_HPP

// RapidJSON without its DOM: its Writer, and its Reader with a handler. With its default flags it does not check UTF-8.

#include "rapidjson_handler.hpp"

#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

class rapid_json {
public:
    using entry = raw_entry;

    std::string_view write_lines(std::vector<entry> const& entries)
    {
        out_.Clear();
        for (auto const& v : entries) {
            writer_.Reset(out_);
            put(v);
            out_.Put('\n');
        }
        return view();
    }
    std::string_view write_array(std::vector<entry> const& entries)
    {
        out_.Clear();
        writer_.Reset(out_);
        writer_.StartArray();
        for (auto const& v : entries)
            put(v);
        writer_.EndArray();
        return view();
    }

    std::vector<entry> read_lines(std::string const& text)
    {
        std::vector<entry> out;
        out.reserve(text.size() / 400);
        rapidjson_handler       handler(out);
        rapidjson::StringStream in(text.c_str());
        while (in.Peek() != '\0') {
            read<rapidjson::kParseStopWhenDoneFlag>(in, handler);
            if (in.Peek() == '\n')
                in.Take();
        }
        return out;
    }
    std::vector<entry> read_array(std::string const& text)
    {
        std::vector<entry> out;
        out.reserve(text.size() / 400);
        rapidjson_handler       handler(out);
        rapidjson::StringStream in(text.c_str());
        read<rapidjson::kParseDefaultFlags>(in, handler);
        return out;
    }

    entry round_trip(entry const& v)
    {
        out_.Clear();
        writer_.Reset(out_);
        put(v);
        one_.clear();
        rapidjson_handler       handler(one_);
        rapidjson::StringStream in(out_.GetString());
        read<rapidjson::kParseDefaultFlags>(in, handler);
        return std::move(one_.front());
    }

private:
    std::string_view view() const { return {out_.GetString(), out_.GetSize()}; }

    void key(std::string_view name) { writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }
    void text(std::string_view v) { writer_.String(v.data(), static_cast<rapidjson::SizeType>(v.size())); }

    void put(entry const& e)
    {
        writer_.StartObject();
        key("id");
        text(short_text(e.id).view());
        key("sync");
        text(short_text(e.sync.key()).view());
        key("timestamp");
        text(short_text(e.timestamp).view());
        key("action");
        text(ssot::to_wire(e.action));
        key("status");
        text(ssot::to_wire(e.status));
        key("diff");
        if (e.diff)
            writer_.RawValue(e.diff->text().data(), e.diff->text().size(), rapidjson::kObjectType);
        else
            writer_.Null();
        key("synced_object_type");
        if (e.synced_object_type)
            writer_.Int64(e.synced_object_type->key());
        else
            writer_.Null();
        key("synced_object_id");
        if (e.synced_object_id)
            text(short_text(*e.synced_object_id).view());
        else
            writer_.Null();
        key("object_repr");
        text(e.object_repr);
        key("message");
        text(e.message);
        writer_.EndObject();
    }

    template<unsigned Flags>
    void read(rapidjson::StringStream& in, rapidjson_handler& handler)
    {
        if (!reader_.Parse<Flags>(in, handler))
            throw std::runtime_error("RapidJSON cannot read this");
    }

    rapidjson::StringBuffer                    out_{};
    rapidjson::Writer<rapidjson::StringBuffer> writer_{out_};
    rapidjson::Reader                          reader_{};
    std::vector<entry>                         one_{};
};

} // namespace bench

#endif // BENCH_JSON_PEERS_RAPIDJSON_HPP
