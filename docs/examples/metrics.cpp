// SPDX-License-Identifier: BSL-1.0
// What a store knows of its runs, for Prometheus.

#include <ssot/metrics.hpp>
#include <ssot/ssot.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>

int main()
{
    ssot::store            store{ssot::storage::memory{}};
    ssot::job_result const job{.name = "Import", .status = ssot::job_result_status::started};
    store.insert(job).value();
    store.insert(ssot::sync{.source = "a", .target = "b", .diff_time = std::chrono::milliseconds(1500), .job_result = job}).value();

    //[ metrics
    std::string const page = ssot::metrics(store).value();
    std::cout << "Content-Type: " << ssot::metrics_content_type << "\n\n" << page;
    // ...
    // nautobot_ssot_duration_seconds{phase="diff_time",job="Import"} 1.5
    // ...
    // nautobot_ssot_sync_total{sync_type="started_syncs"} 1
    //]
    return page.find("nautobot_ssot_duration_seconds{phase=\"diff_time\",job=\"Import\"} 1.5\n") != std::string::npos ? EXIT_SUCCESS
                                                                                                                     : EXIT_FAILURE;
}
