// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_PURGES_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_PURGES_IPP

// Behaviours: a purge may be stopped, goes on where it was, and keeps what it must.

#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/store/purge.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/trial.hpp>
#include <ssot/uuid.hpp>

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

namespace ssot::conformance::detail {

SSOT_DECL void purge_resumes(trial& t)
{
    auto&             store = t.store();
    std::vector<uuid> newest;
    auto const        start = trial::first_moment;
    for (int i = 0; i != 12; ++i) {
        sync const run{.source = "a", .target = "b", .start_time = start + std::chrono::hours(i)};
        t.ok(store.insert(run), "inserting a sync");
        std::vector<sync_log_entry> entries(5, sync_log_entry{.sync = run, .message = "m"});
        for (auto& e : entries)
            e.id = new_id();
        t.ok(store.insert(entries), "inserting entries");
        if (i >= 9)
            newest.push_back(run.id);
    }
    std::stop_source stop;
    purge_options    options{.batch_syncs = 2, .batch_rows = 3, .keep_newest = 3, .stop = stop.get_token()};
    stop.request_stop();
    auto        report = t.ok(store.purge(start + std::chrono::hours(100), options), "a purge that is stopped at once");
    std::size_t syncs  = report.syncs;
    std::size_t rows   = report.log_entries;
    t.expect(syncs <= 2, "a purge that is stopped removes one batch at most: came " + std::to_string(syncs) + " syncs");
    t.equal(t.ok(store.count<sync>(), "counting"), 12 - syncs, "syncs after it");
    options.stop = {};
    for (int rounds = 0; rounds == 0 || report.resume; ++rounds) {
        t.expect(rounds != 20, "a purge that goes on again and again");
        options.resume = report.resume;
        report         = t.ok(store.purge(start + std::chrono::hours(100), options), "a purge that goes on");
        syncs += report.syncs;
        rows += report.log_entries;
    }
    t.equal(syncs, 9U, "syncs that were removed, the three newest kept");
    t.equal(rows, 45U, "entries that went along");
    std::vector<uuid> left;
    for (auto const& run : t.ok(store.select<sync>({}), "reading"))
        left.push_back(run.id);
    t.equal(left, newest, "keys of the syncs that stayed");
    t.equal(t.ok(store.count<sync_log_entry>(), "counting"), 15U, "entries that stayed");
}

inline constexpr behaviour purge_behaviours[] = {
    {"purge.bounded_resumable", "stop in the middle, resume, keep_newest held", need::nothing, 0, &purge_resumes},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_PURGES_IPP
