// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_CONVERT_HPP
#define BENCH_JSON_CONVERT_HPP

// Records from one kind of types to another, for what a peer writes and for comparing what it read. Nothing here is measured.

#include "types.hpp"

#include <boost/json.hpp>

#include <optional>
#include <type_traits>
#include <vector>

namespace bench {

inline void convert(boost::json::value const& from, boost::json::value& to) { to = from; }
inline void convert(boost::json::value const& from, ssot::raw_json& to)
{
    to = ssot::raw_json::trusted(boost::json::serialize(from));
}
inline void convert(ssot::raw_json const& from, boost::json::value& to)
{
    auto const text = from.text();
    to              = boost::json::parse({text.data(), text.size()});
}

/// nlohmann's, without including it.
template<class Dom>
concept dumped = requires(Dom const& v) { v.dump(); };

void convert(boost::json::value const& from, dumped auto& to)
{
    to = std::remove_cvref_t<decltype(to)>::parse(boost::json::serialize(from));
}
void convert(dumped auto const& from, boost::json::value& to) { to = boost::json::parse(from.dump()); }

template<class From, class To>
void convert(std::optional<From> const& from, std::optional<To>& to)
{
    if (from)
        convert(*from, to.emplace());
    else
        to.reset();
}

template<class To, class From>
To entry_as(From const& from)
{
    To to{.id                 = from.id,
          .sync               = ssot::key_to<dom_sync>{from.sync.key()},
          .timestamp          = from.timestamp,
          .action             = from.action,
          .status             = from.status,
          .diff               = {},
          .synced_object_type = {},
          .synced_object_id   = from.synced_object_id,
          .object_repr        = from.object_repr,
          .message            = from.message};
    convert(from.diff, to.diff);
    if (from.synced_object_type)
        to.synced_object_type = ssot::key_to<ssot::content_type, std::int64_t>{from.synced_object_type->key()};
    return to;
}

template<class To>
std::vector<To> entries_as(std::vector<dom_entry> const& from)
{
    std::vector<To> to;
    to.reserve(from.size());
    for (auto const& entry : from)
        to.push_back(entry_as<To>(entry));
    return to;
}

template<class To, class From>
To sync_as(From const& from)
{
    To to{.id                       = from.id,
          .source                   = from.source,
          .target                   = from.target,
          .start_time               = from.start_time,
          .source_load_time         = from.source_load_time,
          .target_load_time         = from.target_load_time,
          .diff_time                = from.diff_time,
          .sync_time                = from.sync_time,
          .source_load_memory_final = from.source_load_memory_final,
          .source_load_memory_peak  = from.source_load_memory_peak,
          .target_load_memory_final = from.target_load_memory_final,
          .target_load_memory_peak  = from.target_load_memory_peak,
          .diff_memory_final        = from.diff_memory_final,
          .diff_memory_peak         = from.diff_memory_peak,
          .sync_memory_final        = from.sync_memory_final,
          .sync_memory_peak         = from.sync_memory_peak,
          .dry_run                  = from.dry_run,
          .diff                     = {},
          .summary                  = {},
          .job_result               = {}};
    convert(from.diff, to.diff);
    convert(from.summary, to.summary);
    if (from.job_result)
        to.job_result = ssot::key_to<ssot::job_result>{from.job_result->key()};
    return to;
}

} // namespace bench

#endif // BENCH_JSON_CONVERT_HPP
