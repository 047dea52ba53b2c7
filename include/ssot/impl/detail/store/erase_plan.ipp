// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_ERASE_PLAN_IPP
#define SSOT_IMPL_DETAIL_STORE_ERASE_PLAN_IPP

#include <ssot/detail/store/erase_plan.hpp>

#include <algorithm>
#include <deque>
#include <map>

namespace ssot::detail {

inline namespace SSOT_MODE {

SSOT_DECL result<erase_counts> erase_plan::erase(storage::query q)
{
    q.fields = std::uint64_t{1} << q.model->pk;
    if (asks_for_all(q))
        q.order.clear();
    if (is_leaf(*q.model) && backend_can_erase(q)) {
        if (auto done = erase_now(q); !done)
            return done.error();
        return counts_;
    }
    auto done = plan(std::move(q));
    if (done)
        done = forget();
    if (done)
        done = erase_leaves();
    if (done)
        done = graph_.in_order([&](std::vector<leaving_row_id> const& rows) { return erase_together(rows); });
    if (!done)
        return done.error();
    return counts_;
}

SSOT_DECL result<void> erase_plan::plan(storage::query q)
{
    auto const& root = *q.model;
    q.locking        = lock();
    auto& rows       = graph_.rows_of(root);
    auto  done       = store_.for_each_row(q, [&](auto const& row) -> result<void> {
        rows.add(row.at(root.pk));
        return {};
    });
    if (done)
        done = collect();
    return done ? check_protected(root) : done;
}

SSOT_DECL result<void> erase_plan::for_each_edge(storage::model_desc const& model, on_delete rule, on_edge_fn fn)
{
    for (auto const* child : store_.known_)
        for (std::uint16_t f = 0; f != child->fields.size(); ++f)
            if (points_at(child->fields[f], model) && child->fields[f].on == rule)
                if (auto done = fn(*child, f); !done)
                    return done;
    return {};
}

SSOT_DECL bool erase_plan::is_leaf(storage::model_desc const& model) const
{
    return std::ranges::none_of(store_.known_, [&](auto const* child) {
        return std::ranges::any_of(child->fields,
                                   [&](auto const& f) { return points_at(f, model) && f.on != on_delete::none; });
    });
}

SSOT_DECL bool erase_plan::backend_can_erase(storage::query const& q) const
{
    if (!asks_for_all(q))
        return false;
    bool const short_enough = q.where.empty() || q.where.front().count <= most_keys(store_.caps());
    return (q.by_key() && short_enough) || read_planner(store_.caps()).answers_at_once(q, q.where);
}

SSOT_DECL result<void> erase_plan::collect()
{
    struct range {
        std::size_t model, first, last;
    };
    std::vector<range> pending{{0, 0, graph_.models().front().keys.size()}};
    for (std::size_t at = 0; at != pending.size(); ++at) {
        auto const  now     = pending[at];
        auto const& targets = graph_.models()[now.model];

        auto const take_along = [&](storage::model_desc const& child, std::uint16_t field) -> result<void> {
            if (is_leaf(child))
                return {};
            auto&      rows   = graph_.rows_of(child);
            auto const before = rows.keys.size();
            auto       read =
                for_each_pointing_at(targets, now.first, now.last, child, field, 0, [&](auto const& row) -> result<void> {
                    rows.add(row.at(child.pk));
                    graph_.link(graph_.id(child, row.at(child.pk)), graph_.id(*targets.model, row.at(field)));
                    return {};
                });
            if (rows.keys.size() != before)
                pending.push_back({graph_.place_of(child), before, rows.keys.size()});
            return read;
        };
        if (auto done = for_each_edge(*targets.model, on_delete::cascade, take_along); !done)
            return done;
    }
    return {};
}

SSOT_DECL result<void> erase_plan::check_protected(storage::model_desc const& root)
{
    protecting_rows protecting;
    for (auto const& targets : graph_.models()) {
        auto const look = [&](storage::model_desc const& child, std::uint16_t field) -> result<void> {
            auto const see = [&](row_reader const& row) -> result<void> {
                auto const key = row.at(child.pk);
                if (!graph_.leaves(child, row))
                    return protecting.add(child, field, key) ? result<void>() : result<void>(errc::protected_);
                if (auto const* const rows = graph_.find(child); rows && rows->find(key))
                    graph_.link(graph_.id(child, key), graph_.id(*targets.model, row.at(field)));
                return {};
            };
            auto read = for_each_pointing_at(targets, 0, targets.keys.size(), child, field, cascading_fields(child), see);
            return protecting.full() ? result<void>() : read;
        };
        if (auto done = for_each_edge(*targets.model, on_delete::protect, look); !done)
            return done;
    }
    return protecting.empty() ? result<void>() : std::move(protecting).why(root);
}

SSOT_DECL result<void> erase_plan::forget()
{
    for (auto const& targets : graph_.models()) {
        auto done = for_each_edge(
            *targets.model, on_delete::set_null, [&](storage::model_desc const& child, std::uint16_t field) -> result<void> {
                bool const counted = child.revision != storage::no_field;
                auto const fields  = cascading_fields(child) | (counted ? std::uint64_t{1} << child.revision : 0);
                std::map<std::int64_t, std::deque<storage::value>> by_revision;
                auto                                               read = for_each_pointing_at(
                    targets, 0, targets.keys.size(), child, field, fields, [&](auto const& row) -> result<void> {
                        if (!graph_.leaves(child, row))
                            by_revision[counted ? row.at(child.revision).as_int() : 0].emplace_back(row.at(child.pk));
                        return {};
                    });
                if (!read)
                    return read;
                for (auto const& [revision, keys] : by_revision) {
                    std::vector<storage::assignment> set{{field, {}}};
                    if (counted)
                        set.push_back({child.revision, storage::value_view::integer(revision + 1)});
                    auto changed =
                        in_parts(keys, 0, keys.size(), [&](std::vector<storage::value_view> part_of_keys) -> result<void> {
                            auto one = store_.session_->update(query_in(child, child.pk, std::move(part_of_keys)), set);
                            return one ? result<void>() : result<void>(one.error());
                        });
                    if (!changed)
                        return changed;
                }
                return {};
            });
        if (!done)
            return done;
    }
    return {};
}

SSOT_DECL result<void> erase_plan::erase_leaves()
{
    for (auto const& targets : graph_.models()) {
        auto done = for_each_edge(
            *targets.model, on_delete::cascade, [&](storage::model_desc const& child, std::uint16_t field) -> result<void> {
                if (!is_leaf(child))
                    return {};
                if (filters())
                    return in_parts(targets.keys, 0, targets.keys.size(), [&](std::vector<storage::value_view> keys) {
                        return erase_now(query_in(child, field, std::move(keys)));
                    });
                std::deque<storage::value> keys;
                auto                       read = for_each_pointing_at(
                    targets, 0, targets.keys.size(), child, field, 0, [&](auto const& row) -> result<void> {
                        keys.emplace_back(row.at(child.pk));
                        return {};
                    });
                if (!read)
                    return read;
                return in_parts(keys, 0, keys.size(), [&](std::vector<storage::value_view> part_of_keys) {
                    return erase_now(query_in(child, child.pk, std::move(part_of_keys)));
                });
            });
        if (!done)
            return done;
    }
    return {};
}

SSOT_DECL result<void> erase_plan::erase_together(std::vector<leaving_row_id> const& rows)
{
    for (auto at = rows.begin(); at != rows.end();) {
        auto const&                      group = graph_.models()[at->model];
        std::vector<storage::value_view> keys;
        for (auto const model = at->model; at != rows.end() && at->model == model && keys.size() != part(); ++at)
            keys.push_back(group.keys[at->row].view());
        if (auto done = erase_now(query_in(*group.model, group.model->pk, std::move(keys))); !done)
            return done;
    }
    return {};
}

SSOT_DECL result<void> erase_plan::erase_now(storage::query const& q)
{
    auto erased = store_.session_->erase(q);
    if (!erased && erased.error().code() == errc::unsupported && !q.by_key()) // declined
        return store_.for_each_keys(q, [&](std::span<storage::value const> all) {
            return in_parts(all, 0, all.size(), [&](std::vector<storage::value_view> keys) {
                return erase_now(query_in(*q.model, q.model->pk, std::move(keys)));
            });
        });
    if (!erased)
        return std::move(erased).error();
    counts_.add(q.model->name, *erased);
    return {};
}

} // namespace SSOT_MODE

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_ERASE_PLAN_IPP
