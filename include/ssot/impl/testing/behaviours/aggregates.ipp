// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_AGGREGATES_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_AGGREGATES_IPP

// Behaviours: counts that are right, also after rows went.

#include <ssot/aggregate.hpp>
#include <ssot/condition.hpp>
#include <ssot/error.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_counts.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/query.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/store/annotated.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/sample_rows.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>
#include <ssot/uuid.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

/// Returns the groups. If a session declines to make them, as it may, there is nothing to judge.
SSOT_DECL result<storage::any_cursor> ask_groups(storage::any_session& s, storage::aggregate_query const& q)
{
    auto out = s.aggregate(q);
    if (!out && out.error().code() == errc::unsupported)
        throw not_applicable("the session makes no groups, or declines to");
    return out;
}

SSOT_DECL void agg_seven_counts(trial& t)
{
    store_history(t, 5, 30);
    counts_agree(t, "of 30 entries each");
}

SSOT_DECL void agg_sync_without_logs(trial& t)
{
    store_history(t, 1, 3);
    sync const empty{.source = "none", .target = "b"};
    t.ok(t.store().insert(empty), "inserting a sync");
    auto const rows = t.ok(t.store().annotated_syncs(from<sync>().where(field<&sync::source> == "none")), "annotated_syncs");
    t.equal(rows.size(), 1U, "annotated syncs");
    t.equal(rows[0].counts, sync_counts{}, "counts of a sync without entries");
}

SSOT_DECL void agg_page_only(trial& t)
{
    auto const        runs = store_history(t, 8, 5);
    auto const        page = from<sync>().order_by(desc<&sync::start_time>).limit(3).offset(1);
    auto const        want = keys_in_order(t.ok(t.store().select(page), "selecting"));
    auto const        rows = t.ok(t.store().annotated_syncs(page), "annotated_syncs");
    std::vector<uuid> came;
    for (auto const& row : rows) {
        came.push_back(row.sync.id);
        t.equal(row.counts.succeeded + row.counts.failed + row.counts.errored, 5, "entries of one sync by status");
        t.equal(row.counts.unchanged + row.counts.created + row.counts.updated + row.counts.deleted,
                5,
                "entries of one sync by action");
    }
    t.equal(came, want, "keys of a page of annotated syncs");
    t.equal(runs.size(), 8U, "syncs");
}

SSOT_DECL void agg_min_max_null(trial& t)
{
    auto const               rows = store_specimens(t, 20);
    storage::aggregate_query q;
    q.base.model     = &storage::describe_model<specimen>();
    auto const field = static_cast<std::uint16_t>(field_index<&specimen::maybe_number>);
    q.measures       = {{.fn = storage::fold_fn::min, .field = field}, {.fn = storage::fold_fn::max, .field = field}};
    std::optional<std::int64_t> least;
    std::optional<std::int64_t> most;
    for (auto const& row : rows)
        if (row.maybe_number) {
            least = std::min(least.value_or(*row.maybe_number), *row.maybe_number);
            most  = std::max(most.value_or(*row.maybe_number), *row.maybe_number);
        }
    auto const ask = [&](std::optional<std::int64_t> low, std::optional<std::int64_t> high, std::string_view what) {
        auto s      = t.open();
        auto cursor = t.ok(ask_groups(s, q), what);
        t.expect(t.ok(cursor.next(), "next"), std::string(what) + ": no row");
        auto const value = [&](std::size_t i) {
            auto const v = cursor.at(i);
            return v.is_null() ? std::nullopt : std::optional(v.as_int());
        };
        t.equal(value(0), low, std::string("min of ") + std::string(what));
        t.equal(value(1), high, std::string("max of ") + std::string(what));
    };
    ask(least, most, "numbers of which some are null");
    auto const zero = storage::value_view::integer(0);
    q.base.where    = {{.what = storage::op::is_null, .field = field}};
    q.base.args     = {zero};
    ask(std::nullopt, std::nullopt, "numbers that are all null");
}

SSOT_DECL void agg_no_rows(trial& t)
{
    using storage::fold_fn;
    constexpr auto           number = static_cast<std::uint16_t>(field_index<&specimen::number>);
    auto                     s      = t.open();
    storage::aggregate_query q;
    q.base.model = &storage::describe_model<specimen>();
    q.measures   = {{.fn = fold_fn::count},
                    {.fn = fold_fn::min, .field = number},
                    {.fn = fold_fn::max, .field = number},
                    {.fn = fold_fn::sum, .field = number},
                    {.fn = fold_fn::sum, .field = static_cast<std::uint16_t>(field_index<&specimen::real>)}};
    auto whole   = t.ok(ask_groups(s, q), "an aggregate of no rows");
    t.expect(t.ok(whole.next(), "next"), "measures of no rows, without groups: expected one row, came none");
    t.equal(whole.at(0).as_int(), 0, "the count of no rows");
    for (std::size_t i = 1; i != q.measures.size(); ++i)
        t.expect(whole.at(i).is_null(), "the least, the greatest and the sum of no rows: expected null, came a value");
    t.expect(!t.ok(whole.next(), "next"), "measures of no rows, without groups: expected one row, came two");
    q.group_by  = {static_cast<std::uint16_t>(field_index<&specimen::flag>)};
    auto groups = t.ok(ask_groups(s, q), "an aggregate of no rows");
    t.expect(!t.ok(groups.next(), "next"), "groups of no rows: expected none, came one");
}

SSOT_DECL void agg_sum_out_of_range(trial& t)
{
    auto           s    = t.open();
    auto           high = make_specimen(1);
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    high.number         = most;
    insert_rows<specimen>(t, s, {high});
    auto const sum = [&]() -> result<std::int64_t> {
        storage::aggregate_query q;
        q.base.model = &storage::describe_model<specimen>();
        q.measures   = {{.fn = storage::fold_fn::sum, .field = static_cast<std::uint16_t>(field_index<&specimen::number>)}};
        auto rows    = ask_groups(s, q);
        if (!rows)
            return rows.error();
        auto more = rows->next();
        if (!more)
            return more.error();
        if (!*more)
            return error(errc::not_found, "no row");
        return rows->at(0).as_int();
    };
    t.equal(t.ok(sum(), "the sum of the greatest number"), most, "the sum of the greatest number");
    high.id     = 2;
    high.number = 1;
    insert_rows<specimen>(t, s, {high});
    t.refused(sum(), {errc::out_of_range}, "a sum beyond 64 bits");
    high.id     = 3;
    high.number = -1;
    insert_rows<specimen>(t, s, {high});
    t.equal(t.ok(sum(), "a sum that only in part is beyond 64 bits"), most, "a sum that only in part is beyond 64 bits");
}

SSOT_DECL void agg_order_by_count(trial& t)
{
    store_history(t, 12, 4); // so few entries that several syncs have as many failures
    std::map<uuid, std::int64_t> failures;
    for (auto const& entry : t.ok(t.store().select<sync_log_entry>({}), "reading entries"))
        failures[entry.sync.key()] += entry.status == sync_log_entry_status::failure;
    auto                        want = keys_in_order(t.ok(t.store().select(from<sync>()), "reading syncs"));
    std::map<uuid, std::size_t> places;
    for (auto const& id : want)
        places.emplace(id, places.size());
    std::ranges::sort(want, {}, [&](uuid const& id) { return std::pair(-failures[id], places[id]); });

    auto const        worst = from<sync>().order_by(counted<&sync_counts::failed>.desc());
    std::vector<uuid> came;
    for (auto const& row : t.ok(t.store().annotated_syncs(worst), "annotated_syncs"))
        came.push_back(row.sync.id);
    t.equal(came, want, "syncs, the one with most failures first, and those with as many in the default order");
    came.clear();
    for (auto const& row : t.ok(t.store().annotated_syncs(worst.limit(3).offset(1)), "annotated_syncs"))
        came.push_back(row.sync.id);
    t.equal(came, std::vector(want.begin() + 1, want.begin() + 4), "three of them, the first left out");
}

SSOT_DECL void agg_after_delete_and_rollback(trial& t)
{
    auto const runs = store_history(t, 4, 12);
    counts_agree(t, "before anything is erased");
    auto const entries = t.ok(t.store().select<sync_log_entry>({}), "reading");
    for (std::size_t i = 0; i < entries.size(); i += 3) {
        auto const gone = t.ok(t.store().erase(entries[i]), "erasing an entry");
        t.equal(gone.total(), 1U, "rows that an erase says are gone");
    }
    counts_agree(t, "after entries were erased");
    t.ok(t.store().erase(runs[1]), "erasing a sync");
    counts_agree(t, "after a sync was erased");
    for (auto const& run : runs) {
        auto const left = t.ok(t.store().count(t.store().logs_of(run)), "counting");
        t.equal(left, run.id == runs[1].id ? 0U : 8U, "entries of a sync after one in three was erased");
    }
    if (t.caps().transactions) {
        auto s = t.open();
        t.ok(s.begin({}), "begin");
        insert_rows<sync_log_entry>(t, s, {{.sync = runs[0], .message = "m"}, {.sync = runs[2], .message = "m"}});
        t.equal(t.ok(erase_rows<sync_log_entry>(s, {entries[1].id}), "erase"), 1U, "rows that erase says are gone");
        s.rollback();
        counts_agree(t, "after a rollback");
        t.equal(t.ok(t.store().count<sync_log_entry>(), "counting"), 24U, "entries after a rollback");
    }
}

inline constexpr behaviour aggregate_behaviours[] = {
    {"agg.seven_counts", "equals counting by hand", need::nothing, 3, &agg_seven_counts},
    {"agg.sync_without_logs", "gives zeros", need::nothing, 3, &agg_sync_without_logs},
    {"agg.page_only", "counts for the ids asked, no others", need::nothing, 3, &agg_page_only},
    {"agg.min_max_null", "nulls ignored, all null gives null", need::aggregate, 3, &agg_min_max_null},
    {"agg.no_rows", "one row of null without groups, none with", need::aggregate, 3, &agg_no_rows},
    {"agg.sum_out_of_range", "an error if the sum is, not if only a part is", need::aggregate, 3, &agg_sum_out_of_range},
    {"agg.order_by_count", "most failures first, then the default order", need::nothing, 3, &agg_order_by_count},
    {"agg.after_delete_and_rollback", "counters right", need::nothing, 3, &agg_after_delete_and_rollback},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_AGGREGATES_IPP
