// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_ERASE_PLAN_HPP
#define SSOT_DETAIL_STORE_ERASE_PLAN_HPP

// Finds the rows that go with an erased row, and erases them. Source: Django's Collector.

#include <ssot/storage/evaluate.hpp>
#include <ssot/store.hpp>

#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/erase_graph.hpp>
#include <ssot/detail/store/object_batch.hpp>
#include <ssot/detail/store/read_plan.hpp>
#include <ssot/detail/store/row_reader.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::detail {
inline namespace SSOT_MODE {

/// A query for the rows in which `field` has one of these values, in no order. Only the key is read.
inline storage::query query_in(storage::model_desc const& model, std::uint16_t field, std::vector<storage::value_view> keys)
{
    storage::query q{.model = &model, .args = std::move(keys), .fields = std::uint64_t{1} << model.pk};
    q.where = {{storage::op::in, field, 0, static_cast<std::uint32_t>(q.args.size())}};
    return q;
}

inline bool asks_for_all(storage::query const& q) noexcept
{
    return q.limit == std::numeric_limits<std::uint64_t>::max() && q.offset == 0 && q.after.empty();
}

/// The rows that prevent an erase: they stay, and refer to rows to be removed by a foreign key that protects.
class rows_in_the_way {
public:
    bool empty() const noexcept { return keys_.empty(); }

    /// Returns whether there are as many as an error names.
    bool full() const noexcept { return keys_.size() == 100; }

    /// Adds a row, which may come twice, by two foreign keys. Returns false if no more are wanted.
    bool add(storage::model_desc const& model, std::uint16_t field, storage::value_view key)
    {
        if (full())
            return false;
        edges_.insert("'" + class_name(model) + "." + std::string(model.fields[field].name) + "'");
        if (seen_.insert(std::string(model.name) + key_bytes(key)).second)
            keys_.push_back(key_text(key));
        return true;
    }

    /// Returns the error, with Django's message.
    error why(storage::model_desc const& erased) &&
    {
        std::string words = "Cannot delete some instances of model '" + class_name(erased) +
            "' because they are referenced through protected foreign keys: ";
        for (std::string_view separator; auto const& edge : edges_) {
            words.append(separator).append(edge);
            separator = ", ";
        }
        return error(errc::protected_, words + ".").with_keys(std::move(keys_));
    }

private:
    static std::string class_name(storage::model_desc const& model)
    {
        return std::string(model.label.substr(model.label.find('.') + 1));
    }

    std::vector<std::string> keys_{};
    std::set<std::string>    edges_{};
    std::set<std::string>    seen_{};
};

/// Finds the rows that go with an erased row, level by level. A model to which no foreign key refers is a leaf. Where the
/// backend can erase its rows by their foreign key, they are not read, so that their number does not matter.
class erase_plan {
    using on_edge_fn = function_ref<result<void>(storage::model_desc const& child, std::uint16_t field)>;
    using on_keys_fn = function_ref<result<void>(std::vector<storage::value_view> keys)>;

public:
    explicit erase_plan(store_core& s) noexcept : store_(s) {}

    result<erase_counts> erase(storage::query q)
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

    /// Finds all rows that would be removed, and checks whether that is allowed. Writes nothing.
    result<void> plan(storage::query q)
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
        return done ? judge(root) : done;
    }

private:
    /// Calls `fn(child, field)` for each foreign key with this rule that refers to `model`.
    result<void> for_each_edge(storage::model_desc const& model, on_delete rule, on_edge_fn fn)
    {
        for (auto const* child : store_.known_)
            for (std::uint16_t f = 0; f != child->fields.size(); ++f)
                if (points_at(child->fields[f], model) && child->fields[f].on == rule)
                    if (auto done = fn(*child, f); !done)
                        return done;
        return {};
    }

    bool is_leaf(storage::model_desc const& model) const
    {
        return std::ranges::none_of(store_.known_, [&](auto const* child) {
            return std::ranges::any_of(child->fields,
                                       [&](auto const& f) { return points_at(f, model) && f.on != on_delete::none; });
        });
    }

    bool filters() const noexcept { return store_.caps().filters == storage::filtering::all; }

    storage::lock lock() const noexcept { return store_.caps().row_locks ? storage::lock::update : storage::lock::none; }

    /// The maximum number of keys in one query.
    std::size_t part() const noexcept { return std::clamp<std::size_t>(store_.caps().max_keys_in, 1, 1000); }

    bool backend_can_erase(storage::query const& q) const
    {
        if (!asks_for_all(q))
            return false;
        bool const short_enough = q.where.empty() || q.where.front().count <= store_.caps().max_keys_in;
        return (q.by_key() && short_enough) || read_planner(store_.caps()).answers_at_once(q, q.where);
    }

    /// Calls `fn(keys)` with views of the keys at positions [first, last), in parts that fit into a query.
    result<void> in_parts(std::deque<storage::value> const& keys, std::size_t first, std::size_t last, on_keys_fn fn)
    {
        while (first < last) {
            auto const                       end = first + std::min(part(), last - first);
            std::vector<storage::value_view> views;
            for (; first != end; ++first)
                views.push_back(keys[first].view());
            if (auto done = fn(std::move(views)); !done)
                return done;
        }
        return {};
    }

    /// Calls `on_row` for the rows whose foreign key `field` refers to the rows at positions [first, last). Also reads
    /// `fields`.
    result<void> for_each_pointing_at(leaving_rows const& targets, std::size_t first, std::size_t last,
                                      storage::model_desc const& child, std::uint16_t field, std::uint64_t fields,
                                      on_row_fn on_row)
    {
        fields |= std::uint64_t{1} << field | std::uint64_t{1} << child.pk;
        if (filters())
            return in_parts(targets.keys, first, last, [&](std::vector<storage::value_view> keys) {
                auto q   = query_in(child, field, std::move(keys));
                q.fields = fields;
                return store_.for_each_row(q, on_row);
            });
        storage::query const all{.model = &child, .fields = fields}; // one scan, however many keys
        return store_.for_each_row(all, [&](auto const& row) -> result<void> {
            auto const at = targets.find(row.at(field));
            return at && *at >= first && *at < last ? on_row(row) : result<void>();
        });
    }

    /// Follows the cascading foreign keys to all rows that are removed, except the rows of leaves.
    result<void> collect()
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
                auto       read   = for_each_pointing_at(
                    targets, now.first, now.last, child, field, 0, [&](auto const& row) -> result<void> {
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

    /// Returns an error if rows that stay protect rows to be removed. Rows that are removed themselves protect nothing.
    result<void> judge(storage::model_desc const& root)
    {
        rows_in_the_way blocking;
        for (auto const& targets : graph_.models()) {
            auto const look = [&](storage::model_desc const& child, std::uint16_t field) -> result<void> {
                auto const see = [&](row_reader const& row) -> result<void> {
                    auto const key = row.at(child.pk);
                    if (!graph_.leaves(child, row))
                        return blocking.add(child, field, key) ? result<void>() : result<void>(errc::protected_);
                    if (auto const* const rows = graph_.find(child); rows && rows->find(key))
                        graph_.link(graph_.id(child, key), graph_.id(*targets.model, row.at(field)));
                    return {};
                };
                auto read =
                    for_each_pointing_at(targets, 0, targets.keys.size(), child, field, cascading_fields(child), see);
                return blocking.full() ? result<void>() : read;
            };
            if (auto done = for_each_edge(*targets.model, on_delete::protect, look); !done)
                return done;
        }
        return blocking.empty() ? result<void>() : std::move(blocking).why(root);
    }

    /// Sets the foreign keys of rows that stay to null. Increases their revisions, so that nobody writes the old key back.
    result<void> forget()
    {
        for (auto const& targets : graph_.models()) {
            auto done = for_each_edge(
                *targets.model,
                on_delete::set_null,
                [&](storage::model_desc const& child, std::uint16_t field) -> result<void> {
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
                        auto changed = in_parts(
                            keys, 0, keys.size(), [&](std::vector<storage::value_view> part_of_keys) -> result<void> {
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

    result<void> erase_leaves()
    {
        for (auto const& targets : graph_.models()) {
            auto done = for_each_edge(
                *targets.model,
                on_delete::cascade,
                [&](storage::model_desc const& child, std::uint16_t field) -> result<void> {
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

    /// Erases rows, which are sorted by model, in parts that fit into a query.
    result<void> erase_together(std::vector<leaving_row_id> const& rows)
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

    result<void> erase_now(storage::query const& q)
    {
        auto erased = store_.session_->erase(q);
        if (!erased)
            return std::move(erased).error();
        counts_.add(q.model->name, *erased);
        return {};
    }

    store_core&   store_;
    leaving_graph graph_{};
    erase_counts  counts_{};
};

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_ERASE_PLAN_HPP
