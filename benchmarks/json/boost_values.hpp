// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_BOOST_VALUES_HPP
#define BENCH_JSON_BOOST_VALUES_HPP

// Records as Boost.JSON values and back, in the form in which its documentation does it.

#include "fields.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bench {

/// What `convert` makes of the value, or null.
template<class T, class Convert>
boost::json::value or_null(std::optional<T> const& v, Convert convert)
{
    return v ? boost::json::value(convert(*v)) : boost::json::value(nullptr);
}

inline boost::json::string string_from(auto const& v) { return boost::json::string(ssot::to_string(v)); }

// Assigning to o[key] is a sixth faster than an initializer list, the other form that the documentation shows.
inline boost::json::value to_value(dom_entry const& e)
{
    boost::json::object o;
    o["id"]        = ssot::to_string(e.id);
    o["sync"]      = ssot::to_string(e.sync.key());
    o["timestamp"] = ssot::to_string(e.timestamp);
    o["action"]    = ssot::to_wire(e.action);
    o["status"]    = ssot::to_wire(e.status);
    if (e.diff)
        o["diff"] = *e.diff;
    else
        o["diff"] = nullptr;
    o["synced_object_type"] = or_null(e.synced_object_type, [](auto const& key) { return key.key(); });
    o["synced_object_id"]   = or_null(e.synced_object_id, string_from<ssot::uuid>);
    o["object_repr"]        = e.object_repr;
    o["message"]            = e.message;
    return o;
}

inline boost::json::value to_value(dom_sync const& s)
{
    auto const number = [](std::int64_t v) { return v; };
    auto const text   = [](ssot::duration v) { return string_from(v); };

    boost::json::object o;
    o["id"]                       = ssot::to_string(s.id);
    o["source"]                   = s.source;
    o["target"]                   = s.target;
    o["start_time"]               = or_null(s.start_time, string_from<ssot::timestamp>);
    o["source_load_time"]         = or_null(s.source_load_time, text);
    o["target_load_time"]         = or_null(s.target_load_time, text);
    o["diff_time"]                = or_null(s.diff_time, text);
    o["sync_time"]                = or_null(s.sync_time, text);
    o["source_load_memory_final"] = or_null(s.source_load_memory_final, number);
    o["source_load_memory_peak"]  = or_null(s.source_load_memory_peak, number);
    o["target_load_memory_final"] = or_null(s.target_load_memory_final, number);
    o["target_load_memory_peak"]  = or_null(s.target_load_memory_peak, number);
    o["diff_memory_final"]        = or_null(s.diff_memory_final, number);
    o["diff_memory_peak"]         = or_null(s.diff_memory_peak, number);
    o["sync_memory_final"]        = or_null(s.sync_memory_final, number);
    o["sync_memory_peak"]         = or_null(s.sync_memory_peak, number);
    o["dry_run"]                  = s.dry_run;
    o["diff"]                     = s.diff;
    if (s.summary)
        o["summary"] = *s.summary;
    else
        o["summary"] = nullptr;
    o["job_result"] = or_null(s.job_result, [](auto const& key) { return string_from(key.key()); });
    return o;
}

inline std::string_view text_of(boost::json::value const& v)
{
    auto const& text = v.as_string();
    return {text.data(), text.size()};
}

/// Nothing for null, else what `convert` makes of the value.
template<class Convert>
auto unless_null(boost::json::value const& v, Convert convert) -> std::optional<decltype(convert(v))>
{
    if (v.is_null())
        return std::nullopt;
    return convert(v);
}

inline dom_entry::content_type_key type_of(boost::json::value const& v) { return type_key_from(v.as_int64()); }
inline dom_sync::job_result_key    job_of(boost::json::value const& v) { return job_key_from(text_of(v)); }
inline ssot::uuid                  id_of(boost::json::value const& v) { return id_from(text_of(v)); }
inline ssot::timestamp             time_of(boost::json::value const& v) { return time_from(text_of(v)); }
inline ssot::duration              duration_of(boost::json::value const& v) { return duration_from(text_of(v)); }
inline std::int64_t                number_of(boost::json::value const& v) { return v.as_int64(); }

/// A copy in the default memory, wherever `v` is.
inline boost::json::value copy_of(boost::json::value const& v)
{
    return boost::json::value(v, boost::json::storage_ptr()); // in braces it would be an array
}

inline dom_entry entry_from(boost::json::value const& v)
{
    auto const& o = v.as_object();
    return {.id                 = id_of(o.at("id")),
            .sync               = sync_key_from(text_of(o.at("sync"))),
            .timestamp          = time_of(o.at("timestamp")),
            .action             = action_from(text_of(o.at("action"))),
            .status             = status_from(text_of(o.at("status"))),
            .diff               = unless_null(o.at("diff"), copy_of),
            .synced_object_type = unless_null(o.at("synced_object_type"), type_of),
            .synced_object_id   = unless_null(o.at("synced_object_id"), id_of),
            .object_repr        = std::string(text_of(o.at("object_repr"))),
            .message            = std::string(text_of(o.at("message")))};
}

/// With `diff` and `summary` as they are given.
inline dom_sync sync_from(boost::json::object const& o, boost::json::value&& diff,
                          std::optional<boost::json::value>&& summary)
{
    return {.id                       = id_of(o.at("id")),
            .source                   = std::string(text_of(o.at("source"))),
            .target                   = std::string(text_of(o.at("target"))),
            .start_time               = unless_null(o.at("start_time"), time_of),
            .source_load_time         = unless_null(o.at("source_load_time"), duration_of),
            .target_load_time         = unless_null(o.at("target_load_time"), duration_of),
            .diff_time                = unless_null(o.at("diff_time"), duration_of),
            .sync_time                = unless_null(o.at("sync_time"), duration_of),
            .source_load_memory_final = unless_null(o.at("source_load_memory_final"), number_of),
            .source_load_memory_peak  = unless_null(o.at("source_load_memory_peak"), number_of),
            .target_load_memory_final = unless_null(o.at("target_load_memory_final"), number_of),
            .target_load_memory_peak  = unless_null(o.at("target_load_memory_peak"), number_of),
            .diff_memory_final        = unless_null(o.at("diff_memory_final"), number_of),
            .diff_memory_peak         = unless_null(o.at("diff_memory_peak"), number_of),
            .sync_memory_final        = unless_null(o.at("sync_memory_final"), number_of),
            .sync_memory_peak         = unless_null(o.at("sync_memory_peak"), number_of),
            .dry_run                  = o.at("dry_run").as_bool(),
            .diff                     = std::move(diff),
            .summary                  = std::move(summary),
            .job_result               = unless_null(o.at("job_result"), job_of)};
}

} // namespace bench

#endif // BENCH_JSON_BOOST_VALUES_HPP
