// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_ERASING_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_ERASING_IPP

// Behaviours: what goes with a row that is erased, and what keeps it.

#include <ssot/error.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/reflect.hpp>
#include <ssot/store/stored.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/sample_rows.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>
#include <ssot/uuid.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace ssot::conformance::detail {

/// Rows that point at each other go together, whichever of them is erased.
SSOT_DECL void delete_circle(trial& t)
{
    auto&      store = t.store();
    auto const a     = [](std::int64_t id) { return key_to<circle_a, std::int64_t>{id}; };
    t.ok(store.insert(std::vector{circle_a{.id = 1}, circle_a{.id = 2}}), "inserting rows of a circle of models");
    t.ok(store.insert(std::vector{circle_b{.id = 1, .next = a(1)}, circle_b{.id = 2, .next = a(2)}}), "the rest of it");
    auto closing  = t.ok(store.get<circle_a>(1), "get");
    closing.next  = key_to<circle_b, std::int64_t>{1};
    closing.other = a(1);
    t.ok(store.update(closing), "closing the circle");
    auto beside  = t.ok(store.get<circle_a>(2), "get");
    beside.other = a(1);
    t.ok(store.update(beside), "pointing into it");
    t.equal(t.ok(store.erase<circle_b>(1), "erasing a row of the circle").total(), 2U, "rows that went");
    t.equal(t.ok(store.count<circle_b>(), "counting"), 1U, "rows that stayed");
    t.expect(!t.ok(store.get<circle_a>(2), "get").other, "a key that pointed into it: expected nothing");
}

SSOT_DECL void delete_cascade(trial& t)
{
    delete_circle(t);
    auto const runs = store_history(t, 3, 4);
    auto const gone = t.ok(t.store().erase(runs[1]), "erasing a sync");
    t.equal(gone.total(), 5U, "rows that went");
    t.equal(gone.of<sync_log_entry>(), 4U, "entries that went");
    t.equal(t.ok(t.store().count<sync>(), "counting"), 2U, "syncs that stayed");
    t.equal(t.ok(t.store().count<sync_log_entry>(), "counting"), 8U, "entries that stayed");
    t.equal(t.ok(t.store().count(t.store().logs_of(runs[1])), "counting"), 0U, "entries of the sync that went");
    t.refused(t.store().get<sync>(runs[1].id), {errc::not_found}, "get of the sync that went");
    t.equal(t.ok(t.store().erase(runs[1]), "erasing it again").total(), 0U, "rows that went the second time");
    auto s = t.open();
    t.equal(t.ok(erase_rows<sync>(s, {runs[1].id}), "erase"), 0U, "rows that a session erases of a key that is not there");
    t.equal(all_rows<sync>(t, s).size(), 2U, "syncs as another session sees them");
}

SSOT_DECL void delete_protect(trial& t)
{
    job_result const used{.name = "used"};
    job_result const free{.name = "free"};
    t.ok(t.store().insert(std::vector{used, free}), "inserting job results");
    std::vector<std::string> keys;
    for (int i = 0; i != 3; ++i) {
        sync const run{.source = "a", .target = "b", .job_result = used};
        t.ok(t.store().insert(run), "inserting a sync");
        keys.push_back(ssot::to_string(run.id));
    }
    auto const before = contents(t, t.store());
    auto const e      = t.refused(t.store().erase(used), {errc::protected_}, "erasing a job result that syncs point at");
    std::vector<std::string> named(e.keys().begin(), e.keys().end());
    std::ranges::sort(named);
    std::ranges::sort(keys);
    t.equal(named, keys, "the keys of the syncs that stand in the way");
    t.equal(contents(t, t.store()), before, "all rows after that");
    t.equal(t.ok(t.store().erase(free), "erasing a job result that nothing points at").total(), 1U, "rows that went");
}

SSOT_DECL void delete_protect_content_type(trial& t)
{
    content_type device{.app_label = "dcim", .model = "device"};
    content_type rack{.app_label = "dcim", .model = "rack"};
    t.ok(t.store().insert(device), "inserting a content type");
    t.ok(t.store().insert(rack), "inserting a content type");
    t.expect(device.id != rack.id && device.id > 0 && rack.id > 0,
             "keys that the store made: came " + std::to_string(device.id) + " and " + std::to_string(rack.id));
    sync const           run{.source = "a", .target = "b"};
    sync_log_entry const entry{.sync = run, .synced_object_type = device, .synced_object_id = new_id(), .message = "m"};
    t.ok(t.store().insert(run), "inserting a sync");
    t.ok(t.store().insert(entry), "inserting an entry");
    auto const e = t.refused(t.store().erase(device), {errc::protected_}, "erasing a content type that an entry points at");
    t.equal(std::vector<std::string>(e.keys().begin(), e.keys().end()),
            std::vector{ssot::to_string(entry.id)},
            "the key of the entry that stands in the way");
    t.equal(t.ok(t.store().erase(rack), "erasing one that nothing points at").total(), 1U, "rows that went");
    t.ok(t.store().erase(run), "erasing the sync, and the entry with it");
    t.equal(t.ok(t.store().erase(device), "erasing the content type now").total(), 1U, "rows that went");
}

SSOT_DECL void delete_set_null(trial& t)
{
    secrets_group const used{.name = "used"};
    t.ok(t.store().insert(used), "inserting a secrets group");
    auto config               = t.ok(t.store().load<servicenow_config>(), "load");
    config.servicenow_secrets = used;
    t.ok(t.store().update(config), "pointing at it");
    t.equal(t.ok(t.store().erase(used), "erasing it").total(), 1U, "rows that went");
    auto const after = t.ok(t.store().load<servicenow_config>(), "load");
    t.expect(!after.servicenow_secrets, "a key that pointed at the row that went: expected nothing");
    t.equal(revision_of(after), revision_of(config) + 1, "the revision of the row that pointed there");
    t.refused(t.store().update(config), {errc::conflict}, "writing the old key back");

    auto parent   = make_specimen(1);
    auto child    = make_specimen(2);
    child.part_of = parent;
    t.ok(t.store().insert(std::vector{parent, child}), "a row that points at another of its model");
    t.ok(t.store().erase<specimen>(1), "erasing the other");
    t.expect(!t.ok(t.store().get<specimen>(2), "get").part_of, "a key that pointed at it: expected nothing");
}

SSOT_DECL void delete_order(trial& t)
{
    auto const runs = store_history(t, 1, 3);
    auto const gone = t.ok(t.store().erase(runs[0]), "erasing");
    t.equal(gone.by_model().size(), 2U, "models of which rows went");
    t.equal(gone.by_model()[0].first, model_info_of<sync_log_entry>().name, "the model whose rows went first");
    t.equal(gone.by_model()[1].first, model_info_of<sync>().name, "the model whose rows went last");
}

SSOT_DECL void delete_many_children(trial& t)
{
    auto const                  n    = t.scaled(3000, 100'000);
    auto const                  runs = store_history(t, 2, 1);
    std::vector<sync_log_entry> entries(n, sync_log_entry{.sync = runs[0], .message = "m"});
    for (auto& e : entries)
        e.id = new_id();
    t.ok(t.store().insert(entries), "inserting many entries");
    t.equal(t.ok(t.store().erase(runs[0]), "erasing their sync").total(), n + 2, "rows that went");
    t.equal(t.ok(t.store().count<sync_log_entry>(), "counting"), 1U, "entries that stayed: those of the other sync");
}

/// Whether every entry has its sync.
SSOT_DECL bool no_orphans(trial& t)
{
    auto       s     = t.open();
    auto const syncs = all_rows<sync>(t, s);
    for (auto const& e : all_rows<sync_log_entry>(t, s))
        if (std::ranges::none_of(syncs, [&](sync const& run) { return e.sync == run.id; }))
            return false;
    return true;
}

SSOT_DECL void delete_insert_race(trial& t)
{
    t.store();
    for (std::size_t round = 0; round != t.scaled(50, 1000); ++round) {
        sync const run{.source = "a", .target = "b"};
        t.ok(t.store().insert(run), "inserting a sync");
        std::string odd[2];
        {
            auto               inserting = t.another_store();
            auto               erasing   = t.another_store();
            std::jthread const one([&] {
                auto const done = inserting.insert(sync_log_entry{.sync = run, .message = "m"});
                if (!done && done.error().code() != errc::foreign_key && done.error().again() != retry::transaction)
                    odd[0] = to_string(done.error());
            });
            std::jthread const two([&] {
                auto const done = erasing.erase(run);
                if (!done && done.error().again() != retry::transaction)
                    odd[1] = to_string(done.error());
            });
        }
        t.equal(odd[0] + odd[1], std::string(), "errors of an insert and an erase at once");
        t.expect(no_orphans(t),
                 "an entry is left whose sync is gone: one session inserted it while another erased the sync");
    }
}

SSOT_DECL void singleton_load_race(trial& t)
{
    t.store();
    std::string odd[4];
    {
        std::vector<std::jthread> threads;
        for (std::string& wrong : odd)
            threads.emplace_back([&wrong, store = t.another_store()]() mutable {
                for (int i = 0; i != 50; ++i) { // again where two got in each other's way
                    auto const loaded = store.load<servicenow_config>();
                    if (loaded)
                        return;
                    wrong = to_string(loaded.error());
                    if (loaded.error().again() == retry::never)
                        return;
                }
            });
    }
    t.equal(
        t.ok(t.store().count<servicenow_config>(), "counting"), 1U, "rows of a singleton that four threads loaded at once");
    auto const first = t.ok(t.store().load<servicenow_config>(), "load");
    t.equal(t.ok(t.another_store().load<servicenow_config>(), "load").id, first.id, "its key, loaded again");
}

SSOT_DECL void singleton_delete_noop(trial& t)
{
    auto const config = t.ok(t.store().load<servicenow_config>(), "load");
    t.equal(t.ok(t.store().erase(config), "erasing a singleton").total(), 0U, "rows that went");
    t.equal(t.ok(t.store().load<servicenow_config>(), "load").id, config.id, "the key of the singleton");
    t.equal(t.ok(t.store().count<servicenow_config>(), "counting"), 1U, "rows of the singleton");
}

inline constexpr behaviour erase_behaviours[] = {
    {"delete.cascade", "logs go, others stay, and a circle goes at once", need::nothing, 3, &delete_cascade},
    {"delete.protect",
     "a job result with a sync is refused, nothing changed, keys listed",
     need::nothing,
     0,
     &delete_protect},
    {"delete.protect_content_type",
     "log entries protect their content type",
     need::nothing,
     0,
     &delete_protect_content_type},
    {"delete.set_null", "secrets group", need::nothing, 0, &delete_set_null},
    {"delete.order", "children first", need::nothing, 0, &delete_order},
    {"delete.100k_children", "all go, no other", need::nothing, 3, &delete_many_children},
    {"delete.insert_race", "no orphan", need::isolation, 9, &delete_insert_race},
    {"singleton.load_race", "one row", need::isolation, 9, &singleton_load_race},
    {"singleton.delete_noop", "returns 0, row still there", need::nothing, 0, &singleton_delete_noop},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_ERASING_IPP
