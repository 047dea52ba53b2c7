// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_PURGE_IPP
#define SSOT_IMPL_DETAIL_STORE_PURGE_IPP

// Removing old syncs in small transactions.

#include <ssot/condition.hpp>
#include <ssot/query.hpp>
#include <ssot/store.hpp>

#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/erase_plan.hpp>
#include <ssot/detail/store/met_models.hpp>
#include <ssot/detail/store/object_batch.hpp>
#include <ssot/detail/store/row_reader.hpp>
#include <ssot/detail/store/shared_state.hpp>
#include <ssot/detail/store/statement.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <thread>
#include <vector>

namespace ssot::detail {
inline namespace SSOT_MODE {

/// The position at which a purge begins.
inline constexpr purge_position before_all_syncs{min_timestamp, {}};

SSOT_DECL purge_position position_of(history_models const& m, row_reader const& row)
{
    purge_position out{{}, row.at(m.syncs->pk).as_uuid()};
    if (auto const started = row.at(m.sync_start_time); !started.is_null())
        out.start_time = timestamp(duration(started.as_int()));
    return out;
}

/// Returns the syncs that a purge considers next: after `from`, before `older_than`, and older than the newest that it
/// keeps.
SSOT_DECL storage::question syncs_to_purge(history_models const& m, timestamp older_than, purge_position const& from,
                                           std::optional<purge_position> const& oldest_kept)
{
    using storage::op;
    auto const start = [&](op what, timestamp t) {
        auto const v = storage::value_view::integer(t.time_since_epoch().count(), kind::timestamp);
        return storage::condition(what, {m.sync_start_time}, {storage::value(v)});
    };
    auto const id = [&](op what, uuid const& key) {
        return storage::condition(what, {m.syncs->pk}, {storage::value(storage::value_view::id(key))});
    };
    auto const beside = [&](op what, timestamp t, uuid const& key) { // in the order of start and key
        return storage::condition::join(
            op::or_, start(what, t), storage::condition::join(op::and_, start(op::eq, t), id(what, key)));
    };
    storage::question out;
    auto const        add = [&](storage::condition const& c) {
        out.where = storage::condition::join(op::and_, std::move(out.where), c);
    };
    if (!from.start_time) {
        add(storage::condition(op::is_null, {m.sync_start_time}, {}));
        add(id(op::gt, from.id));
        if (oldest_kept && !oldest_kept->start_time)
            add(id(op::lt, oldest_kept->id));
        out.order = std::vector<storage::order_by>{{.field = m.syncs->pk}};
        return out;
    }
    add(start(op::lt, older_than));
    add(beside(op::gt, *from.start_time, from.id));
    if (oldest_kept && oldest_kept->start_time)
        add(beside(op::lt, *oldest_kept->start_time, oldest_kept->id));
    else if (oldest_kept) // all that started are newer than it
        add(storage::condition(op::in, {m.syncs->pk}, {}));
    out.order = std::vector<storage::order_by>{{.field = m.sync_start_time}, {.field = m.syncs->pk}};
    return out;
}

SSOT_DECL result<purge_report> store_core::purge(timestamp older_than, purge_options const& options)
{
    using storage::op;
    if (!session_)
        return moved_from("store");
    if (session_->in_transaction())
        return error(errc::misuse, "purge makes its own transactions; end this one first");
    auto const& m = shared_->history;
    if (auto prepared = prepare(*m.entries); !prepared)
        return prepared.error();
    look_up_models();

    // The newest syncs are those that started last; syncs that never started are the oldest.
    std::optional<purge_position> oldest_kept;
    if (options.keep_newest != 0) {
        storage::query const q{.model  = m.syncs,
                               .order  = {{.field = m.sync_start_time, .desc = true, .where = storage::nulls::last},
                                          {.field = m.syncs->pk, .desc = true}},
                               .limit  = 1,
                               .offset = options.keep_newest - 1,
                               .fields = std::uint64_t{1} << m.syncs->pk | std::uint64_t{1} << m.sync_start_time};
        auto                 read = guarded([&] {
            return for_each_row(q, [&](row_reader const& row) -> result<void> {
                oldest_kept = position_of(m, row);
                return {};
            });
        });
        if (!read)
            return read.error();
        if (!oldest_kept)
            return purge_report(); // there are not more syncs than it keeps
    }

    // Finding the next syncs may be a look at all of them, so that many batches are found at once. What is found is asked for
    // again when it goes: it may have changed meanwhile.
    std::vector<purge_position> found;
    std::size_t                 at         = 0;
    auto const                  batch      = std::max<std::size_t>(options.batch_syncs, 1);
    auto const                  sort_bytes = shared_->options.max_sort_bytes;
    auto const                  ahead      = std::max(batch, std::min<std::size_t>(sort_bytes / 1024, 16'384));

    purge_report report{.resume = options.resume.value_or(before_all_syncs)};
    for (;;) {
        if (options.stop.stop_requested())
            return report;
        if (!report.resume->start_time && !options.without_start_time) { // where an earlier purge with other options ended
            report.resume.reset();
            return report;
        }
        auto syncs = syncs_to_purge(m, older_than, *report.resume, oldest_kept);
        if (at == found.size()) {
            auto next  = syncs;
            next.limit = ahead;
            auto q     = next.to_query(*m.syncs);
            q.fields   = std::uint64_t{1} << m.syncs->pk | std::uint64_t{1} << m.sync_start_time;
            found.clear();
            at        = 0;
            auto read = guarded([&] {
                return for_each_row(q, [&](row_reader const& row) -> result<void> {
                    found.push_back(position_of(m, row));
                    return {};
                });
            });
            if (!read)
                return read.error();
        }
        auto const these = std::span(found).subspan(at, std::min(batch, found.size() - at));
        if (!these.empty()) {
            std::vector<storage::value> keys;
            for (auto const& position : these)
                keys.emplace_back(storage::value_view::id(position.id));
            syncs.where = storage::condition::join(
                op::and_, std::move(syncs.where), storage::condition(op::in, {m.syncs->pk}, std::move(keys)));
            auto now  = report;
            auto done = atomically(storage::tx_mode::read_write,
                                   [&] { return purge_batch(syncs.to_query(*m.syncs), options, now); });
            if (!done)
                return done.error();
            at += these.size();
            report        = now;
            report.resume = these.back();
            if (options.pause.count() > 0)
                std::this_thread::sleep_for(options.pause);
        } else if (report.resume->start_time && options.without_start_time) {
            report.resume = purge_position();
        } else {
            report.resume.reset();
            return report;
        }
    }
}

/// Removes the syncs that a query asks for.
SSOT_DECL result<void> store_core::purge_batch(storage::query q, purge_options const& options, purge_report& report)
{
    auto const&                    m       = shared_->history;
    auto const&                    syncs   = *m.syncs;
    auto const&                    entries = *m.entries;
    auto const&                    jobs    = *m.jobs;
    std::vector<storage::value>    going;
    std::map<uuid, storage::value> job_keys;
    q.fields  = std::uint64_t{1} << syncs.pk | std::uint64_t{1} << m.sync_job_result;
    auto read = for_each_row(q, [&](row_reader const& row) -> result<void> {
        going.emplace_back(row.at(syncs.pk));
        if (auto const key = row.at(m.sync_job_result); !key.is_null())
            job_keys.try_emplace(key.as_uuid(), key);
        return {};
    });
    if (!read)
        return read.error();

    auto const by_key = [](storage::model_desc const& model, std::span<storage::value const> keys) {
        std::vector<storage::value_view> views;
        for (auto const& k : keys)
            views.push_back(k.view());
        return query_in(model, model.pk, std::move(views));
    };
    auto const erase = [&](storage::query const& what) -> result<void> {
        auto counts = erase_plan(*this).erase(what);
        if (!counts)
            return counts.error();
        report.syncs += counts->of(syncs.name);
        report.log_entries += counts->of(entries.name);
        report.job_results += counts->of(jobs.name);
        report.others += counts->total() - counts->of(syncs.name) - counts->of(entries.name) - counts->of(jobs.name);
        return {};
    };
    /// Removes from `keys` the rows that others protect. They are few, so that they are checked one by one.
    auto const without_protected = [&](storage::model_desc const&   model,
                                       std::vector<storage::value>& keys) -> result<std::size_t> {
        auto all = erase_plan(*this).plan(by_key(model, keys));
        if (all)
            return 0;
        if (all.error().code() != errc::protected_)
            return all.error();
        std::vector<storage::value> free;
        for (auto const& k : keys) {
            auto one = erase_plan(*this).plan(by_key(model, {&k, 1}));
            if (!one && one.error().code() != errc::protected_)
                return one.error();
            if (one)
                free.push_back(k);
        }
        auto const skipped = keys.size() - free.size();
        keys               = std::move(free);
        return skipped;
    };

    auto skipped = without_protected(syncs, going);
    if (!skipped)
        return skipped.error();
    report.skipped += *skipped;
    if (going.empty())
        return {};

    // The log entries first, in portions: a sync may have any number of them. Each portion begins where the one before ended,
    // where the backend can do that, so that nobody passes over those that are gone.
    std::vector<storage::value>   portion;
    std::array<storage::value, 3> end;
    do {
        auto logs           = by_key(syncs, going);
        logs.model          = &entries;
        logs.where[0].field = m.entry_sync;
        logs.fields =
            std::uint64_t{1} << entries.pk | std::uint64_t{1} << m.entry_sync | std::uint64_t{1} << m.entry_timestamp;
        logs.order = {{.field = m.entry_sync}, {.field = m.entry_timestamp}, {.field = entries.pk}};
        logs.limit = std::max<std::size_t>(options.batch_rows, 1);
        if (caps().pages && !portion.empty())
            for (auto const& v : end)
                logs.after.push_back(v.view());
        portion.clear();
        std::array<storage::value, 3> last;
        auto                          found = for_each_row(logs, [&](row_reader const& row) -> result<void> {
            portion.emplace_back(row.at(entries.pk));
            if (portion.size() == logs.limit)
                last = {storage::value(row.at(m.entry_sync)),
                        storage::value(row.at(m.entry_timestamp)),
                        storage::value(row.at(entries.pk))};
            return {};
        });
        if (!found)
            return found.error();
        end = std::move(last);
        for (std::size_t first = 0; first < portion.size();) {
            auto const n = std::min({portion.size() - first, most_keys(caps()), std::size_t{1000}});
            if (auto done = erase(by_key(entries, std::span(portion).subspan(first, n))); !done)
                return done.error();
            first += n;
        }
    } while (portion.size() == std::max<std::size_t>(options.batch_rows, 1));
    if (auto done = erase(by_key(syncs, going)); !done)
        return done.error();

    if (options.with_job_results && !job_keys.empty()) {
        std::vector<storage::value_view> asked;
        for (auto const& [id, key] : job_keys)
            asked.push_back(key.view());
        auto used = query_in(syncs, m.sync_job_result, std::move(asked));
        used.fields |= std::uint64_t{1} << m.sync_job_result;
        std::set<uuid> still;
        auto           found = for_each_row(used, [&](row_reader const& row) -> result<void> {
            still.insert(row.at(m.sync_job_result).as_uuid());
            return {};
        });
        if (!found)
            return found.error();
        std::vector<storage::value> unused;
        for (auto const& [id, key] : job_keys)
            if (!still.contains(id))
                unused.push_back(key);
        if (auto kept = without_protected(jobs, unused); !kept)
            return kept.error();
        if (!unused.empty())
            if (auto done = erase(by_key(jobs, unused)); !done)
                return done.error();
    }
    return {};
}

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_PURGE_IPP
