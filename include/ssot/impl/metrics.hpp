// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_METRICS_HPP
#define SSOT_IMPL_METRICS_HPP

#include <ssot/json/text.hpp>
#include <ssot/metrics.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/metrics/prometheus.hpp>

#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ssot {

namespace detail::metrics_text {

using metrics_sync = basic_sync<raw_types>;
using metrics_job  = basic_job_result<lenient_types>; // accepts any text as a status

/// The last sync of a job, and the job result that it belongs to.
struct last_sync {
    metrics_sync sync;
    uuid         job_result;
};

/// What the metrics need of a job result.
struct job_result_facts {
    std::string                      job{}; ///< the name of the job
    std::optional<job_result_status> status{};
    std::optional<timestamp>         date_done{};
};

struct metrics_facts {
    std::map<uuid, job_result_facts>         job_results{}; ///< by their keys
    std::map<std::string, last_sync>         last{};        ///< by the name of the job
    std::map<job_result_status, std::size_t> by_status{};
    std::size_t                              syncs = 0;
};

inline result<void> read_job_results(store& in, metrics_facts& out)
{
    using job = basic_job<raw_types>;
    std::map<uuid, std::string> class_paths;
    for (auto const& row : in.stream(from<job>())) {
        if (!row)
            return row.error();
        class_paths[row->id] = row->module_name + '.' + row->job_class_name;
    }
    auto const rows = from<metrics_job>()
                          .template only<&metrics_job::id,
                                         &metrics_job::job_model,
                                         &metrics_job::task_name,
                                         &metrics_job::name,
                                         &metrics_job::status,
                                         &metrics_job::date_done>();
    for (auto const& row : in.stream(rows)) {
        if (!row)
            return row.error();
        auto const& [id, job_model, task_name, name, status, date_done] = *row;
        auto const known    = job_model ? class_paths.find(job_model->key()) : class_paths.end();
        out.job_results[id] = {
            known != class_paths.end() ? known->second : task_name.value_or(name), status.known(), date_done};
    }
    return {};
}

inline result<void> read_syncs(store& in, metrics_facts& out)
{
    for (auto const& row : in.stream(from<metrics_sync>().template defer<&metrics_sync::diff>())) {
        if (!row)
            return row.error();
        ++out.syncs;
        if (!row->job_result)
            continue;
        auto const id    = row->job_result->key();
        auto const found = out.job_results.find(id);
        if (found == out.job_results.end())
            continue;
        if (found->second.status)
            ++out.by_status[*found->second.status];
        auto const [last, is_new] = out.last.try_emplace(found->second.job, last_sync{*row, id});
        if (!is_new && row->start_time >= last->second.sync.start_time) // a sync without a start time counts as the earliest
            last->second = {*row, id};
    }
    return {};
}

inline double in_seconds(duration d) noexcept { return static_cast<double>(d.count()) / 1e6; }

inline void write_durations(prometheus_text& out, metrics_facts const& facts, timestamp now)
{
    out.begin("nautobot_ssot_duration_seconds", "Duration of each phase of the last sync of a job, in seconds");
    for (auto const& [job, last] : facts.last) {
        auto const& s   = last.sync;
        auto const  add = [&, &name = job](std::string_view phase, std::optional<duration> d) {
            if (d)
                out.sample({{"phase", phase}, {"job", name}}, in_seconds(*d));
        };
        add("source_load_time", s.source_load_time);
        add("target_load_time", s.target_load_time);
        add("diff_time", s.diff_time);
        add("sync_time", s.sync_time);
        if (s.start_time)
            add("sync_duration", span_between(*s.start_time, facts.job_results.at(last.job_result).date_done.value_or(now)));
    }
}

inline void write_totals(prometheus_text& out, metrics_facts const& facts)
{
    out.begin("nautobot_ssot_sync_total", "Number of syncs, by the status of their job result");
    auto const add = [&](std::string_view type, std::size_t n) {
        out.sample({{"sync_type", type}}, static_cast<double>(n));
    };
    add("total_syncs", facts.syncs);
    constexpr std::pair<std::string_view, job_result_status> types[] = {{"failure_syncs", job_result_status::failure},
                                                                        {"pending_syncs", job_result_status::pending},
                                                                        {"received_syncs", job_result_status::received},
                                                                        {"retry_syncs", job_result_status::retry},
                                                                        {"revoked_syncs", job_result_status::revoked},
                                                                        {"started_syncs", job_result_status::started},
                                                                        {"success_syncs", job_result_status::success}};
    for (auto const& [type, status] : types) {
        auto const found = facts.by_status.find(status);
        add(type, found == facts.by_status.end() ? 0 : found->second);
    }
}

inline void write_operations(prometheus_text& out, metrics_facts const& facts)
{
    out.begin("nautobot_ssot_operation_total",
              "Number of objects of the last sync of a job, by what its summary says of them");
    for (auto const& [job, last] : facts.last) {
        if (!last.sync.summary)
            continue;
        auto const        summary = from_json<boost::json::value>(last.sync.summary->text());
        auto const* const counts  = summary ? summary->if_object() : nullptr;
        for (std::string_view const operation : {"create", "update", "delete", "no-change", "skip"}) {
            auto const* const n = counts ? counts->if_contains(operation) : nullptr;
            if (n && n->is_number())
                out.sample({{"job", job}, {"operation", operation}}, n->to_number<double>());
        }
    }
}

inline void write_memory(prometheus_text& out, metrics_facts const& facts)
{
    using m = metrics_sync;
    out.begin("nautobot_ssot_sync_memory_usage_bytes",
              "Memory at the end of each phase of the last sync of a job and at most in it");
    constexpr std::pair<std::string_view, std::optional<std::int64_t> m::*> phases[] = {
        {"source_load_memory_final", &m::source_load_memory_final},
        {"source_load_memory_peak", &m::source_load_memory_peak},
        {"target_load_memory_final", &m::target_load_memory_final},
        {"target_load_memory_peak", &m::target_load_memory_peak},
        {"diff_memory_final", &m::diff_memory_final},
        {"diff_memory_peak", &m::diff_memory_peak},
        {"sync_memory_final", &m::sync_memory_final},
        {"sync_memory_peak", &m::sync_memory_peak}};
    for (auto const& [job, last] : facts.last)
        for (auto const& [phase, member] : phases)
            if (auto const& bytes = last.sync.*member)
                out.sample({{"phase", phase}, {"job", job}}, static_cast<double>(*bytes));
}

} // namespace detail::metrics_text

inline result<std::string> metrics(store& in, metrics_options const& options)
{
    detail::metrics_text::metrics_facts facts;
    if (auto read = detail::metrics_text::read_job_results(in, facts); !read)
        return read.error();
    if (auto read = detail::metrics_text::read_syncs(in, facts); !read)
        return read.error();
    detail::metrics_text::prometheus_text out;
    detail::metrics_text::write_durations(out, facts, options.clock());
    detail::metrics_text::write_totals(out, facts);
    detail::metrics_text::write_operations(out, facts);
    detail::metrics_text::write_memory(out, facts);
    return out.take();
}

} // namespace ssot

#endif // SSOT_IMPL_METRICS_HPP
