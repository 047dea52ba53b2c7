// SPDX-License-Identifier: BSL-1.0
// Removing old syncs in small portions, stopping, and going on.

#include <ssot/ssot.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <stop_token>

int main()
{
    ssot::store store{ssot::storage::memory{}};
    for (int days = 0; days != 100; ++days) {
        ssot::sync run{.source = "ServiceNow", .target = "Nautobot", .start_time = ssot::now() - std::chrono::days(days)};
        store.insert(run).value();
        store.insert(ssot::sync_log_entry{.sync = run}).value();
    }

    //[ purge
    auto const       older_than = ssot::now() - std::chrono::days(90);
    std::stop_source stop; // request_stop() from anywhere ends it between two batches

    auto report = store.purge(older_than, {.batch_syncs = 4, .keep_newest = 10, .stop = stop.get_token()}).value();
    std::cout << report.syncs << " syncs with " << report.log_entries << " log entries\n";
    if (report.resume) // stopped: go on behind the last sync that was looked at
        report = store.purge(older_than, {.resume = report.resume}).value();
    //]
    return store.count<ssot::sync>().value() == 90 && report.syncs == 10 && report.log_entries == 10 ? EXIT_SUCCESS
                                                                                                     : EXIT_FAILURE;
}
