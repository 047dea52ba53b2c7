// SPDX-License-Identifier: BSL-1.0
// Writes the metrics of a store with a few runs, for check_metrics.py, which knows what they are.

#include <ssot/metrics.hpp>
#include <ssot/ssot.hpp>

#include <chrono>
#include <iostream>

int main()
{
    using namespace std::chrono_literals;
    using enum ssot::job_result_status;
    constexpr ssot::timestamp start{std::chrono::sys_days{std::chrono::year{2024} / 7 / 31}};

    ssot::store     store{ssot::storage::memory{}};
    ssot::job const job{
        .module_name = "nautobot_ssot.jobs.examples", .job_class_name = "ExampleDataSource", .name = "Example"};
    store.insert(job).value();
    ssot::job_result const older{.job_model = job, .name = "Example", .status = failure};
    ssot::job_result const newer{.job_model = job, .name = "Example", .date_done = start + 36h, .status = success};
    ssot::job_result const odd{.name = "quote \" backslash \\ line\nbreak é", .status = started};
    for (auto const* const j : {&older, &newer, &odd})
        store.insert(*j).value();

    store.insert(ssot::sync{.source = "a", .target = "b", .start_time = start - 1h, .diff_time = 99s, .job_result = older})
        .value();
    store
        .insert(ssot::sync{
            .source                   = "a",
            .target                   = "b",
            .start_time               = start,
            .source_load_time         = 1500ms,
            .target_load_time         = 250us,
            .diff_time                = 25h,
            .sync_time                = 0s,
            .source_load_memory_final = 1'048'576,
            .sync_memory_peak         = 123'456'789'012,
            .summary    = boost::json::value{{"create", 1}, {"update", 2}, {"delete", 3}, {"no-change", 4}, {"skip", 5}},
            .job_result = newer})
        .value();
    store.insert(ssot::sync{.source = "a", .target = "b", .start_time = start, .job_result = odd}).value();
    store.insert(ssot::sync{.source = "a", .target = "b"}).value();
    std::cout << ssot::metrics(store, {.clock = [&] { return start + 1500ms; }}).value();
}
