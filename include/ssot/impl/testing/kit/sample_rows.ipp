// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_SAMPLE_ROWS_IPP
#define SSOT_IMPL_TESTING_KIT_SAMPLE_ROWS_IPP

#include <ssot/choice.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/query.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/testing/kit/sample_rows.hpp>
#include <ssot/testing/model_store.hpp>
#include <ssot/uuid.hpp>

#include <chrono>
#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace ssot::conformance::detail {

SSOT_DECL std::vector<specimen> store_specimens(trial& t, std::size_t n)
{
    std::vector<specimen> out(n);
    for (std::size_t i = 0; i != n; ++i) {
        fill(out[i], t.random, absent::some);
        out[i].id = static_cast<std::int64_t>(i + 1);
    }
    t.ok(t.store().insert(out), "inserting rows");
    return out;
}

SSOT_DECL std::vector<std::int64_t> found_by(trial& t, predicate<specimen> const& asked)
{
    std::vector<std::int64_t> out;
    for (auto const& row : t.ok(t.store().select(from<specimen>().where(asked).order_by(asc<&specimen::id>)), "selecting"))
        out.push_back(row.id);
    return out;
}

SSOT_DECL std::vector<sync> store_history(trial& t, std::size_t syncs, std::size_t entries_each)
{
    std::vector<sync> out;
    for (std::size_t i = 0; i != syncs; ++i) {
        sync run{.source = i % 2 == 0 ? "ServiceNow" : "Arista", .target = "Nautobot"};
        if (i % 3 != 0)
            run.start_time = trial::first_moment - std::chrono::hours(i);
        t.ok(t.store().insert(run), "inserting a sync");
        std::vector<sync_log_entry> entries;
        for (std::size_t k = 0; k != entries_each; ++k)
            entries.push_back({.sync    = run,
                               .action  = any_value<sync_log_entry_action>(t.random),
                               .status  = any_value<sync_log_entry_status>(t.random),
                               .message = std::to_string(i) + "/" + std::to_string(k)});
        t.ok(t.store().insert(entries), "inserting entries");
        out.push_back(std::move(run));
    }
    return out;
}

SSOT_DECL void counts_agree(trial& t, std::string_view when)
{
    model_store judge;
    for (auto const& e : t.ok(t.store().select<sync_log_entry>({}), "reading entries"))
        judge.put(static_cast<sync_log_entry const&>(e));
    std::size_t seen_syncs = 0;
    for (auto const& row : t.ok(t.store().annotated_syncs(), "annotated_syncs")) {
        t.equal(row.counts, judge.counts(row.sync.id), "counts of a sync " + std::string(when));
        ++seen_syncs;
    }
    t.equal(seen_syncs, t.ok(t.store().count<sync>(), "counting"), "annotated syncs " + std::string(when));
    if (!t.caps().aggregate)
        return;
    storage::aggregate_query q;
    q.base.model = &storage::describe_model<sync_log_entry>();
    q.group_by   = {static_cast<std::uint16_t>(field_index<&sync_log_entry::sync>),
                    static_cast<std::uint16_t>(field_index<&sync_log_entry::action>),
                    static_cast<std::uint16_t>(field_index<&sync_log_entry::status>)};
    q.measures   = {{.fn = storage::fold_fn::count}};
    std::map<std::tuple<uuid, std::string, std::string>, std::int64_t> came;
    std::map<std::tuple<uuid, std::string, std::string>, std::int64_t> want;
    auto                                                               s     = t.open();
    auto                                                               asked = s.aggregate(q);
    if (!asked && asked.error().code() == errc::unsupported)
        return; // declined, as it may be
    auto cursor = t.ok(std::move(asked), "aggregate");
    while (t.ok(cursor.next(), "next"))
        came[{cursor.at(0).as_uuid(), std::string(cursor.at(1).as_chars()), std::string(cursor.at(2).as_chars())}] =
            cursor.at(3).as_int();
    for (auto const& [key, e] : judge.rows<sync_log_entry>())
        ++want[{e.m.sync.key(), std::string(to_wire(e.m.action)), std::string(to_wire(e.m.status))}];
    t.expect(came == want,
             "groups of entries by sync, action and status, " + std::string(when) + ": expected " +
                 std::to_string(want.size()) + " groups, came " + std::to_string(came.size()) +
                 ", or other numbers in them");
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_KIT_SAMPLE_ROWS_IPP
