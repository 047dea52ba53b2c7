// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_METRICS_HPP
#define SSOT_METRICS_HPP

// The syncs of a store as metrics for Prometheus.
//
//   std::string const page = ssot::metrics(store).value();   // answers GET /metrics, with ssot::metrics_content_type
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

/// The Content-Type of an HTTP response that holds these metrics.
inline constexpr std::string_view metrics_content_type = "text/plain; version=0.0.4; charset=utf-8";

struct metrics_options {
    /// The time up to which the duration of runs that have not ended is measured. Must not be empty. Called once, by the
    /// calling thread and under no lock; an exception leaves `metrics`.
    std::function<timestamp()> clock{now};
};

/// Returns the metrics of a store as text.
///
/// Per-job gauges describe the sync of that job with the latest start time; a sync without a start time counts as the
/// earliest. The job is named by its class path; if the job no longer exists, by the `task_name` of the job result, or else
/// by its `name`. Syncs without a job result are counted in the totals only. A value that is absent from the sync produces
/// no sample.
///
/// Complexity: reads every job, job result and sync of the store, without the diffs, in three separate queries. Begin a
/// transaction before the call if they must see one moment. Keeps a few fields of each job result, and one sync per job.
/// Errors: those of the store.
inline result<std::string> metrics(store& in, metrics_options const& options = {});

} // namespace ssot

#include <ssot/impl/metrics.hpp>

#endif // SSOT_METRICS_HPP
