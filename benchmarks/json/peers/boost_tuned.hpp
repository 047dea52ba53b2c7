// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_PEERS_BOOST_TUNED_HPP
#define BENCH_JSON_PEERS_BOOST_TUNED_HPP

// Boost.JSON as one uses it who has measured: values live in a monotonic resource over memory that is kept, the parser and the
// serializer are reused, text is written where it stays.

#include <ssot/json/buffer.hpp>

#include "../boost_values.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

class boost_tuned {
public:
    using entry = dom_entry;
    using sync  = dom_sync;

    std::string_view write_lines(std::vector<entry> const& entries)
    {
        out_.clear();
        for (auto const& v : entries) {
            put(v);
            out_.append("\n");
        }
        return out_.view();
    }
    std::string_view write_array(std::vector<entry> const& entries)
    {
        out_.clear();
        out_.append("[");
        for (auto const& v : entries) {
            if (&v != entries.data())
                out_.append(",");
            put(v);
        }
        out_.append("]");
        return out_.view();
    }

    std::vector<entry> read_lines(std::string const& text)
    {
        std::vector<entry> out;
        out.reserve(text.size() / 400);
        for (std::string_view rest = text; !rest.empty();) {
            auto const size = rest.find('\n');
            out.push_back(get(rest.substr(0, size)));
            rest.remove_prefix(size + 1);
        }
        return out;
    }
    std::vector<entry> read_array(std::string const& text)
    {
        boost::json::monotonic_resource memory;
        auto const                      all = parse(text, &memory);
        std::vector<entry>              out;
        out.reserve(all.as_array().size());
        for (auto const& v : all.as_array())
            out.push_back(entry_from(v));
        return out;
    }

    entry round_trip(entry const& v)
    {
        out_.clear();
        put(v);
        return get(out_.view());
    }

    std::string_view write_sync(sync const& s)
    {
        boost::json::monotonic_resource memory(large_.data(), large_.size());
        boost::json::object             o(&memory);
        o.reserve(20);
        o.emplace("id", short_text(s.id).view());
        o.emplace("source", s.source);
        o.emplace("target", s.target);
        put_text(o, "start_time", s.start_time);
        put_text(o, "source_load_time", s.source_load_time);
        put_text(o, "target_load_time", s.target_load_time);
        put_text(o, "diff_time", s.diff_time);
        put_text(o, "sync_time", s.sync_time);
        put_number(o, "source_load_memory_final", s.source_load_memory_final);
        put_number(o, "source_load_memory_peak", s.source_load_memory_peak);
        put_number(o, "target_load_memory_final", s.target_load_memory_final);
        put_number(o, "target_load_memory_peak", s.target_load_memory_peak);
        put_number(o, "diff_memory_final", s.diff_memory_final);
        put_number(o, "diff_memory_peak", s.diff_memory_peak);
        put_number(o, "sync_memory_final", s.sync_memory_final);
        put_number(o, "sync_memory_peak", s.sync_memory_peak);
        o.emplace("dry_run", s.dry_run);
        o.emplace("diff", s.diff);
        put_value(o, "summary", s.summary);
        put_text(o, "job_result", s.job_result ? std::optional(s.job_result->key()) : std::nullopt);
        out_.clear();
        serialize(o);
        return out_.view();
    }

    /// The documents are copied into the default memory, as the caller does not know of another.
    sync read_sync(std::string const& text)
    {
        boost::json::monotonic_resource memory(large_.data(), large_.size());
        auto const                      v = parse(text, &memory);
        auto const&                     o = v.as_object();
        return sync_from(o, copy_of(o.at("diff")), unless_null(o.at("summary"), copy_of));
    }

private:
    void put(entry const& e)
    {
        boost::json::monotonic_resource memory(small_, sizeof small_);
        boost::json::object             o(&memory);
        o.reserve(10);
        o.emplace("id", short_text(e.id).view());
        o.emplace("sync", short_text(e.sync.key()).view());
        o.emplace("timestamp", short_text(e.timestamp).view());
        o.emplace("action", ssot::to_wire(e.action));
        o.emplace("status", ssot::to_wire(e.status));
        put_value(o, "diff", e.diff);
        put_number(
            o, "synced_object_type", e.synced_object_type ? std::optional(e.synced_object_type->key()) : std::nullopt);
        put_text(o, "synced_object_id", e.synced_object_id);
        o.emplace("object_repr", e.object_repr);
        o.emplace("message", e.message);
        serialize(o);
    }

    entry get(std::string_view text)
    {
        boost::json::monotonic_resource memory(small_, sizeof small_);
        return entry_from(parse(text, &memory));
    }

    template<class T>
    static void put_text(boost::json::object& o, std::string_view key, std::optional<T> const& v)
    {
        if (v)
            o.emplace(key, short_text(*v).view());
        else
            o.emplace(key, nullptr);
    }
    template<class T>
    static void put_number(boost::json::object& o, std::string_view key, std::optional<T> const& v)
    {
        if (v)
            o.emplace(key, *v);
        else
            o.emplace(key, nullptr);
    }
    static void put_value(boost::json::object& o, std::string_view key, std::optional<boost::json::value> const& v)
    {
        if (v)
            o.emplace(key, *v);
        else
            o.emplace(key, nullptr);
    }

    void serialize(boost::json::object const& o)
    {
        constexpr std::size_t step = 4096;
        for (serializer_.reset(&o); !serializer_.done();)
            out_.commit(serializer_.read(out_.prepare(step), step).size());
    }

    boost::json::value parse(std::string_view text, boost::json::storage_ptr memory)
    {
        parser_.reset(std::move(memory));
        parser_.write(text.data(), text.size());
        return parser_.release();
    }

    boost::json::parser        parser_{};
    boost::json::serializer    serializer_{};
    ssot::json_buffer          out_{};
    std::vector<unsigned char> large_ = std::vector<unsigned char>(8 << 20);
    unsigned char              small_[16 << 10];
};

} // namespace bench

#endif // BENCH_JSON_PEERS_BOOST_TUNED_HPP
