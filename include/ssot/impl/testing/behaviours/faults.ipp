// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_FAULTS_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_FAULTS_IPP

// Long checks: whichever call of the backend fails, all or nothing of the work is done.

#include <ssot/error.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/kit_store.hpp>
#include <ssot/testing/trial.hpp>
#include <ssot/testing/with_faults.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::conformance::detail {

/// Rows that the work below is about.
struct fault_history {
    sync          run{.source = "a", .target = "b"};
    sync          other{.source = "c", .target = "d"};
    secrets_group group{.name = "g"};
};

SSOT_DECL fault_history store_fault_history(checks& c, kit_store& store)
{
    fault_history h;
    c.ok(store.insert(h.run), "inserting");
    c.ok(store.insert(h.other), "inserting");
    c.ok(store.insert(h.group), "inserting");
    std::vector<sync_log_entry> entries;
    for (int i = 0; i != 4; ++i)
        entries.push_back({.sync = i % 2 == 0 ? h.run : h.other, .message = std::to_string(i)});
    c.ok(store.insert(entries), "inserting");
    auto config               = c.ok(store.load<servicenow_config>(), "load");
    config.servicenow_secrets = h.group;
    c.ok(store.update(config), "update");
    return h;
}

/// Work on such rows, failed at its first call, its second and so on, until it passes.
SSOT_DECL void fails_whole(trial& t, bool throws, std::string_view what,
                           std::function<result<void>(kit_store&, fault_history const&)> const& work)
{
    constexpr std::size_t most = 1000;
    for (std::size_t n = 0;; ++n) {
        t.expect(n != most, std::string(what) + " ends after " + std::to_string(most) + " calls");
        auto const  at      = std::string(what) + " whose call number " + std::to_string(n + 1) + " fails";
        auto        backend = t.fresh();
        kit_store   store   = t.ok(kit_store::open(backend), "opening a store");
        auto const  rows    = store_fault_history(t, store);
        auto const  before  = contents(t, store);
        fault_plan  plan;
        with_faults wrapped(backend, plan);
        auto        faulty = storage::any_backend(wrapped);
        auto        other  = t.ok(kit_store::open(faulty), "opening a store with faults");
        plan.arm(n, errc::io, throws);
        auto const done = work(other, rows);
        plan.disarm();
        if (!plan.fired()) {
            t.ok(done, std::string(what) + " without a fault");
            t.expect(contents(t, store) != before, std::string(what) + ": nothing changed");
            t.expect(n > 2, std::string(what) + " took no more than two calls of the backend");
            return;
        }
        t.refused(done, {throws ? errc::out_of_memory : errc::io}, at);
        t.equal(contents(t, store), before, "all rows after " + at);
        t.ok(work(other, rows), std::string(what) + " again, after a fault");
        t.expect(contents(t, store) != before, std::string(what) + " again: nothing changed");
    }
}

SSOT_DECL void every_call_fails(trial& t, bool throws)
{
    auto const nothing = [](auto const& r) -> result<void> {
        if (!r)
            return r.error();
        return {};
    };
    fails_whole(t, throws, "a batch of entries", [&](kit_store& store, fault_history const& h) {
        std::vector<sync_log_entry> entries;
        for (int i = 0; i != 3; ++i)
            entries.push_back({.sync = h.run, .message = "new"});
        return nothing(store.insert(entries));
    });
    fails_whole(t, throws, "an update", [&](kit_store& store, fault_history const& h) -> result<void> {
        auto row = store.get<sync>(h.run.id);
        if (!row)
            return row.error();
        row->source += "x";
        return store.update(*row);
    });
    fails_whole(t, throws, "erasing a sync with its entries", [&](kit_store& store, fault_history const& h) {
        return nothing(store.erase(h.run));
    });
    fails_whole(t, throws, "erasing what another row lets go of", [&](kit_store& store, fault_history const& h) {
        return nothing(store.erase(h.group));
    });
}

SSOT_DECL void fault_every_call(trial& t) { every_call_fails(t, false); }

SSOT_DECL void fault_out_of_memory(trial& t) { every_call_fails(t, true); }

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_FAULTS_IPP
