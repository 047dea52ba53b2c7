// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_ANNOTATED_IPP
#define SSOT_IMPL_DETAIL_STORE_ANNOTATED_IPP

// Reading syncs with their counts.

#include <ssot/condition.hpp>
#include <ssot/model/choices.hpp>
#include <ssot/model/sync_counts.hpp>
#include <ssot/query.hpp>
#include <ssot/store.hpp>

#include <ssot/detail/base/seeded_hash.hpp>
#include <ssot/detail/storage/field_view.hpp>
#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/give_row.hpp>
#include <ssot/detail/store/history_models.hpp>
#include <ssot/detail/store/library_terms.hpp>
#include <ssot/detail/store/memory_budget.hpp>
#include <ssot/detail/store/object_batch.hpp>
#include <ssot/detail/store/read_plan.hpp>
#include <ssot/detail/store/row_reader.hpp>
#include <ssot/detail/store/row_sink.hpp>
#include <ssot/detail/store/shared_state.hpp>
#include <ssot/detail/store/statement.hpp>
#include <ssot/detail/store/sync_note.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace ssot::detail {
inline namespace SSOT_MODE {

/// The counts of log entries, by the sync that these belong to.
class counts_by_sync : public boost::unordered_flat_map<uuid, sync_counts, seeded_hash> {};

/// The positions of job results among those that were read, by key.
class job_places : public std::map<uuid, std::optional<std::size_t>> {};

/// Returns the enumerator of a stored choice, or nothing if its text is not a known one.
template<choice E>
std::optional<E> known_choice(storage::value_view v)
{
    auto const* const known = storage::detail::choice_by_ordinal<E>(v);
    return known ? std::optional(*known) : open_choice<E>::from_text(v.as_chars()).known();
}

/// Adds `n` entries with this stored action and status.
SSOT_DECL void add_entries(sync_counts& to, storage::value_view action, storage::value_view status, std::int64_t n)
{
    sync_counts one;
    one.add(known_choice<sync_log_entry_action>(action), known_choice<sync_log_entry_status>(status));
    to.unchanged += n * one.unchanged;
    to.created += n * one.created;
    to.updated += n * one.updated;
    to.deleted += n * one.deleted;
    to.succeeded += n * one.succeeded;
    to.failed += n * one.failed;
    to.errored += n * one.errored;
}

/// Returns count `i`, in the order of declaration.
SSOT_DECL std::int64_t count_at(sync_counts const& c, std::size_t i) noexcept
{
    std::int64_t const all[] = {c.unchanged, c.created, c.updated, c.deleted, c.succeeded, c.failed, c.errored};
    return all[i];
}

/// Returns whether a query uses counts, which are numbered after the fields of the model.
SSOT_DECL bool names_counts(storage::query const& q) noexcept
{
    auto const counts = [&](auto const& t) { return storage::names_children(*q.model, t); };
    return std::ranges::any_of(q.where, counts) || std::ranges::any_of(q.order, counts);
}

/// Adds the default ordering after an ordering by counts, unless that ends with the key.
SSOT_DECL void order_ties(storage::query& q, storage::question const& question)
{
    bool const keyed = question.order && !question.order->empty() && question.order->back().via == storage::no_field &&
        question.order->back().field == q.model->pk;
    if (question.order && !keyed)
        q.order.insert(q.order.end() - 1, q.model->ordering.begin(), q.model->ordering.end());
}

/// Lets the backend count the log entries of each sync: those with each action, then those with each status.
SSOT_DECL void add_counts(storage::query& q, history_models const& models)
{
    auto const add = [&]<choice E>(std::uint16_t field, E which) {
        auto const all  = choices<E>();
        auto const at   = std::ranges::find(all, which, &choice_entry<E>::value);
        auto const text = storage::value_view::choice(at->wire, static_cast<std::uint8_t>(at - all.begin()));
        q.counts |= std::uint64_t{1} << q.children.size();
        q.children.push_back({.model = models.entries,
                              .field = models.entry_sync,
                              .where = {{storage::op::eq, field, 0, 1}},
                              .args  = {text}});
    };
    using action = sync_log_entry_action;
    using status = sync_log_entry_status;
    for (auto const a : {action::no_change, action::create, action::update, action::delete_})
        add(models.entry_action, a);
    for (auto const s : {status::success, status::failure, status::error})
        add(models.entry_status, s);
}

/// The counts of a row of such a query.
SSOT_DECL sync_counts counts_in(row_reader const& row, std::size_t first)
{
    auto const at = [&](std::size_t i) { return row.at(first + i).as_int(); };
    return {at(0), at(1), at(2), at(3), at(4), at(5), at(6)};
}

/// Adds the counts to a query that names them, if the backend then does all of it.
SSOT_DECL bool store_core::counts_by_backend(storage::query& q) const
{
    if (!caps().reverse)
        return false;
    auto counted = q;
    add_counts(counted, shared_->history);
    read_planner const planner(caps());
    auto const         plan = planner.plan(counted, false);
    if (!planner.takes(counted) || !plan.whole() || plan.sorts)
        return false;
    q = std::move(counted);
    return true;
}

/// Counts the log entries of these syncs, or of all if there is no list.
SSOT_DECL result<void> store_core::count_entries(std::vector<storage::value> const* syncs, counts_by_sync& into)
{
    auto const                  by_sync   = shared_->history.entry_sync;
    auto const                  by_action = shared_->history.entry_action;
    auto const                  by_status = shared_->history.entry_status;
    storage::aggregate_query    q{.base     = {.model = shared_->history.entries},
                                  .group_by = {by_sync, by_action, by_status},
                                  .measures = {{storage::fold_fn::count}}};
    memory_budget               memory(shared_->options.max_sort_bytes);
    counts_by_sync::value_type* last = nullptr; ///< the counts that the entry before belongs to
    auto const add = [&](storage::value_view key, storage::value_view action, storage::value_view status, std::int64_t n) {
        if (key.type() != kind::uuid || key.as_chars().size() != 16 || !action.is_buffer() || !status.is_buffer())
            return result<void>(error(errc::corrupted, "the backend gave log entries without sync, action or status"));
        auto const id = key.as_uuid();
        if (last && last->first == id) { // most often: the entries of a sync lie together
            add_entries(last->second, action, status, n);
            return result<void>();
        }
        auto const [found, fresh] = into.try_emplace(id);
        last                      = &*found;
        add_entries(found->second, action, status, n);
        return fresh && !syncs ? memory.add(2 * sizeof(*found)) : result<void>();
    };
    auto const read_these = [&](std::span<storage::value const> keys) -> result<void> {
        q.base.where.clear();
        q.base.args.clear();
        if (syncs) {
            for (auto const& key : keys)
                q.base.args.push_back(key.view());
            q.base.where = {{.what = storage::op::in, .field = by_sync, .count = static_cast<std::uint32_t>(keys.size())}};
        }
        auto const grouped = scan_groups(
            q, [&](storage::any_cursor const& row) { return add(row.at(0), row.at(1), row.at(2), row.at(3).as_int()); });
        if (!grouped || *grouped)
            return grouped ? result<void>() : result<void>(grouped.error());
        q.base.fields = std::uint64_t{1} << by_sync | std::uint64_t{1} << by_action | std::uint64_t{1} << by_status;
        return for_each_row(
            q.base, [&](row_reader const& row) { return add(row.at(by_sync), row.at(by_action), row.at(by_status), 1); });
    };
    if (!syncs)
        return read_these({});
    auto const at_a_time = caps().aggregate ? most_keys(caps()) : syncs->size();
    for (std::size_t first = 0; first < syncs->size();) {
        auto const n = std::min(at_a_time, syncs->size() - first);
        if (auto read = read_these(std::span(*syncs).subspan(first, n)); !read)
            return read;
        first += n;
    }
    return {};
}

SSOT_DECL result<void> store_core::annotated_syncs(storage::question const& question, storage::model_desc const& model,
                                                   row_sink& syncs, storage::model_desc const& job_model, row_sink& jobs,
                                                   std::vector<sync_note>& notes)
{
    if (auto prepared = prepare(question, model); !prepared)
        return prepared;
    auto       q       = to_query(question, model);
    bool const counted = names_counts(q);
    if (counted)
        order_ties(q, question);
    follow_rules(q);
    return atomically(storage::tx_mode::read_only, [&]() -> result<void> {
        counts_by_sync counts;
        library_terms  terms;
        bool const     ready = counted && counts_by_backend(q); // the rows have their counts
        if (counted && !ready) {
            if (auto all = count_entries(nullptr, counts); !all)
                return all;
            terms.columns = [&](storage::value_view key, std::size_t column) {
                auto const found = counts.find(key.as_uuid());
                return storage::value_view::integer(found == counts.end() ? 0 : count_at(found->second, column));
            };
        }
        std::vector<storage::value>      keys;
        std::vector<std::optional<uuid>> job_keys;     // of each sync
        std::vector<sync_counts>         found_counts; // of each sync, if `ready`
        job_places                       places;       // of job results
        auto                             reader = new_reader();
        auto                             read   = start(reader, question, q, std::move(terms));
        if (read)
            read = reader.for_each([&](row_reader const& row) -> result<void> {
                auto given = give_row(syncs, question, model, row);
                if (!given || !*given)
                    return given ? result<void>() : result<void>(given.error());
                keys.emplace_back(row.at(model.pk));
                if (ready)
                    found_counts.push_back(counts_in(row, model.fields.size()));
                auto const job = row.at(shared_->history.sync_job_result);
                job_keys.push_back(job.is_null() ? std::nullopt : std::optional(job.as_uuid()));
                if (!job.is_null())
                    places.try_emplace(job.as_uuid());
                return {};
            });
        if (!read)
            return read;

        if (!places.empty())
            if (auto found = read_jobs(job_model, jobs, places); !found)
                return found;
        if (!counted && !keys.empty()) {
            bool const all = q.where.empty() && question.reverse.empty() && q.limit == no_limit && q.offset == 0;
            if (auto these = count_entries(all ? nullptr : &keys, counts); !these)
                return these;
        }
        notes.reserve(keys.size());
        for (std::size_t i = 0; i != keys.size(); ++i) {
            auto& note = notes.emplace_back();
            if (job_keys[i])
                note.job_result = places.at(*job_keys[i]);
            if (ready)
                note.counts = found_counts[i];
            else if (auto const found = counts.find(keys[i].view().as_uuid()); found != counts.end())
                note.counts = found->second;
        }
        return {};
    });
}

/// Reads the job results whose keys are in `places`, and sets the position of each.
SSOT_DECL result<void> store_core::read_jobs(storage::model_desc const& model, row_sink& into, job_places& places)
{
    std::vector<storage::value> keys;
    for (auto const& [key, place] : places)
        keys.emplace_back(storage::value_view::id(key));
    storage::question wanted;
    wanted.where = {storage::op::in, {model.pk}, std::move(keys), true};
    wanted.order.emplace();
    if (auto prepared = prepare(wanted, model); !prepared)
        return prepared;
    auto reader = new_reader();
    if (auto started = start(reader, wanted, to_query(wanted, model)); !started)
        return started;
    std::size_t n = 0;
    return reader.for_each([&](row_reader const& row) -> result<void> {
        if (auto given = give_row(into, wanted, model, row); !given)
            return given.error();
        places[row.at(model.pk).as_uuid()] = n++;
        return {};
    });
}

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_ANNOTATED_IPP
