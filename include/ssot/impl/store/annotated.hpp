// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_ANNOTATED_HPP
#define SSOT_IMPL_STORE_ANNOTATED_HPP

// The history of synchronizations.

#include <ssot/store.hpp>

#include <ssot/detail/read_as.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace ssot {

namespace detail {

/// Adds `n` entries of an action and a status, as they are stored.
inline void add_entries(sync_counts& to, storage::value_view action, storage::value_view status, std::int64_t n)
{
    sync_counts one;
    one.add(open_choice<sync_log_entry_action>::from_text(action.as_chars()).known(),
            open_choice<sync_log_entry_status>::from_text(status.as_chars()).known());
    to.unchanged += n * one.unchanged;
    to.created += n * one.created;
    to.updated += n * one.updated;
    to.deleted += n * one.deleted;
    to.succeeded += n * one.succeeded;
    to.failed += n * one.failed;
    to.errored += n * one.errored;
}

/// The counts in the order of their declaration.
inline std::int64_t count_at(sync_counts const& c, std::size_t i) noexcept
{
    std::int64_t const all[] = {c.unchanged, c.created, c.updated, c.deleted, c.succeeded, c.failed, c.errored};
    return all[i];
}

/// Whether a query names counts, which are columns behind the fields of the model.
inline bool names_counts(storage::query const& q) noexcept
{
    auto const counts = [&](auto const& t) {
        return t.via == storage::no_field && t.field != storage::no_field && t.field >= q.model->fields.size();
    };
    return std::ranges::any_of(q.where, counts) || std::ranges::any_of(q.order, counts);
}

/// An ordering by counts goes on with the default one, unless it ends with the key by itself.
inline void order_ties(storage::query& q, question const& of)
{
    bool const keyed =
        of.order && !of.order->empty() && of.order->back().via == storage::no_field && of.order->back().field == q.model->pk;
    if (of.order && !keyed)
        q.order.insert(q.order.end() - 1, q.model->ordering.begin(), q.model->ordering.end());
}

} // namespace detail

/// Counts the log entries of these syncs, or of all.
template<class Backend>
result<void> store<Backend>::count_entries(std::vector<storage::value> const* syncs, detail::counts_by_sync& into)
{
    using entry                        = sync_log_entry;
    constexpr auto           by_sync   = static_cast<std::uint16_t>(field_index<&entry::sync>);
    constexpr auto           by_action = static_cast<std::uint16_t>(field_index<&entry::action>);
    constexpr auto           by_status = static_cast<std::uint16_t>(field_index<&entry::status>);
    storage::aggregate_query q{.base     = {.model = &storage::describe_model<entry>()},
                               .group_by = {by_sync, by_action, by_status},
                               .measures = {{storage::fold_fn::count}}};
    detail::memory_bound     memory(shared_->options.max_sort_bytes);
    auto const               add = [&](storage::value_view key, auto const& row, std::size_t at, std::int64_t n) {
        if (key.type() != kind::uuid || key.as_chars().size() != 16 || !row.at(at).is_buffer() ||
            !row.at(at + 1).is_buffer())
            return result<void>(error(errc::corrupted, "the backend gave log entries without sync, action or status"));
        auto const [found, fresh] = into.try_emplace(key.as_uuid());
        detail::add_entries(found->second, row.at(at), row.at(at + 1), n);
        return fresh && !syncs ? memory.add(2 * sizeof(*found)) : result<void>();
    };
    static_assert(by_status == by_action + 1);
    auto const read_these = [&](std::span<storage::value const> keys) -> result<void> {
        q.base.where.clear();
        q.base.args.clear();
        if (syncs) {
            for (auto const& key : keys)
                q.base.args.push_back(key.view());
            q.base.where = {{.what = storage::op::in, .field = by_sync, .count = static_cast<std::uint32_t>(keys.size())}};
        }
        if (aggregates(q))
            return scan_groups(q, [&](auto const& row) { return add(row.at(0), row, 1, row.at(3).as_int()); });
        q.base.fields = std::uint64_t{1} << by_sync | std::uint64_t{1} << by_action | std::uint64_t{1} << by_status;
        return for_each_row(q.base, [&](auto const& row) { return add(row.at(by_sync), row, by_action, 1); });
    };
    if (!syncs)
        return read_these({});
    auto const at_a_time = caps().aggregate ? std::max<std::size_t>(1, caps().max_keys_in) : syncs->size();
    for (std::size_t first = 0; first < syncs->size();) {
        auto const n = std::min(at_a_time, syncs->size() - first);
        if (auto read = read_these(std::span(*syncs).subspan(first, n)); !read)
            return read;
        first += n;
    }
    return {};
}

template<class Backend>
template<class Types>
result<std::vector<basic_annotated_sync<Types>>> store<Backend>::annotated_syncs(selection<basic_sync<Types>> const& query)
{
    using sync_model  = basic_sync<Types>;
    using job_model   = basic_job_result<Types>;
    using asked       = deferring_selection<sync_model>;
    auto const& model = storage::describe_model<sync_model>();
    auto const  light = query.template defer<&sync_model::diff>();
    auto const& of    = light.plain();
    if (auto prepared = prepare(of, model); !prepared)
        return prepared.error();
    auto       q       = to_query(of, model);
    bool const counted = detail::names_counts(q);
    if (counted)
        detail::order_ties(q, of);
    follow_rules(q);
    return atomically(storage::tx_mode::read_only, [&]() -> result<std::vector<basic_annotated_sync<Types>>> {
        detail::counts_by_sync counts;
        detail::read_extras    extras;
        if (counted) {
            if (auto all = count_entries(nullptr, counts); !all)
                return all.error();
            extras.columns = [&](storage::value_view key, std::size_t column) {
                auto const found = counts.find(key.as_uuid());
                return storage::value_view::integer(found == counts.end() ? 0 : detail::count_at(found->second, column));
            };
        }
        std::vector<partial<sync_model>> syncs;
        std::vector<storage::value>      keys;
        std::set<uuid>                   job_keys;
        auto                             reader = new_reader();
        auto                             read   = start(reader, of, q, std::move(extras));
        if (read)
            read = reader.for_each([&](auto const& row) -> result<void> {
                auto s = detail::read_row_as<asked>(row, of.fields);
                if (!s)
                    return of.skips(s.error()) ? result<void>() : result<void>(std::move(s).error());
                keys.emplace_back(row.at(model.pk));
                if (s->job_result)
                    job_keys.insert(s->job_result->key());
                syncs.push_back(std::move(*s));
                return {};
            });
        if (!read)
            return read.error();

        auto jobs = select(from<job_model>().where(in(field<&job_model::id>, job_keys)).order_by());
        if (!jobs)
            return std::move(jobs).error();
        std::map<uuid, job_model> job_by_key;
        for (auto& j : *jobs)
            job_by_key.emplace(j.id, std::move(*j));
        if (!counted && !keys.empty()) {
            bool const all = q.where.empty() && of.reverse.empty() && q.limit == detail::no_limit && q.offset == 0;
            if (auto these = count_entries(all ? nullptr : &keys, counts); !these)
                return these.error();
        }

        std::vector<basic_annotated_sync<Types>> out;
        out.reserve(syncs.size());
        for (auto& s : syncs) {
            std::optional<job_model> run;
            if (s.job_result)
                if (auto const found = job_by_key.find(s.job_result->key()); found != job_by_key.end())
                    run = found->second;
            auto const n = counts[s.id];
            out.push_back({std::move(s), std::move(run), n});
        }
        return out;
    });
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_ANNOTATED_HPP
