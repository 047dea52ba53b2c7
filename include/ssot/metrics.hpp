// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_METRICS_HPP
#define SSOT_METRICS_HPP

// What a store knows of its runs, for Prometheus.
//
//   std::string const page = ssot::metrics(store).value();       // answer GET /metrics with it, as ssot::metrics_content_type
//
// Four gauges with the names and labels of the original: nautobot_ssot_duration_seconds, nautobot_ssot_sync_total,
// nautobot_ssot_operation_total and nautobot_ssot_sync_memory_usage_bytes. Example: docs/examples/metrics.cpp.
// Source: nautobot_ssot/metrics.py; the text exposition format 0.0.4 of Prometheus.

#include <ssot/error.hpp>
#include <ssot/store.hpp>
#include <ssot/time.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace ssot {

/// What an HTTP answer with metrics says that it is.
inline constexpr std::string_view metrics_content_type = "text/plain; version=0.0.4; charset=utf-8";

struct metrics_options {
    std::function<timestamp()> clock{now}; ///< of the duration of runs that go on
};

/// All metrics of a store as text. Of each job, its last sync counts: the one that started last. A job is named by its class
/// path, `task_name` once the job is gone, or else by the name of the job result; syncs without one count in the totals only.
/// What a sync does not know has no sample. The diffs are not loaded. Errors: those of the store.
inline result<std::string> metrics(store& in, metrics_options const& options = {});

} // namespace ssot

#include <ssot/impl/metrics.hpp>

#endif // SSOT_METRICS_HPP
