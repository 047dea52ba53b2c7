// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_ERASE_HPP
#define SSOT_IMPL_STORE_ERASE_HPP

// Erasing: first everything that is affected is found, then judged as a whole, then written in one transaction.
// Source: Django's Collector.

#include <ssot/storage/evaluate.hpp>
#include <ssot/store.hpp>

#include <ssot/detail/write_batch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ssot {

inline std::size_t erase_counts::total() const noexcept
{
    std::size_t n = 0;
    for (auto const& [name, rows] : counts_)
        n += rows;
    return n;
}

inline std::size_t erase_counts::of(std::string_view model_name) const noexcept
{
    auto const found = std::ranges::find(counts_, model_name, &std::pair<std::string_view, std::size_t>::first);
    return found == counts_.end() ? 0 : found->second;
}

template<model M>
std::size_t erase_counts::of() const noexcept
{
    return of(model_info_of<M>().name);
}

inline void erase_counts::add(std::string_view model_name, std::size_t rows)
{
    if (rows == 0)
        return;
    auto const found = std::ranges::find(counts_, model_name, &std::pair<std::string_view, std::size_t>::first);
    if (found == counts_.end())
        counts_.emplace_back(model_name, rows);
    else
        found->second += rows;
}

namespace detail {

/// A question for keys, or for rows that point at keys: in no order, only the key is wanted.
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

/// Rows of one model that an erase takes along.
struct leaving_rows {
    storage::model_desc const*                     model;
    std::deque<storage::value>                     keys{}; ///< a deque does not move what queries refer to
    std::unordered_map<std::string, std::uint32_t> places{};

    void add(storage::value_view key)
    {
        if (places.try_emplace(key_bytes(key), static_cast<std::uint32_t>(keys.size())).second)
            keys.emplace_back(key);
    }

    /// The place of a row; nothing when it stays.
    std::optional<std::uint32_t> find(storage::value_view key) const
    {
        auto const found = key.is_null() ? places.end() : places.find(key_bytes(key));
        return found == places.end() ? std::nullopt : std::optional(found->second);
    }
};

/// The error for rows that stand in the way: Django's words.
inline error protected_error(storage::model_desc const& model, std::set<std::string> const& edges,
                             std::vector<std::string> keys)
{
    std::string words = "Cannot delete some instances of model '" +
        std::string(model.label.substr(model.label.find('.') + 1)) +
        "' because they are referenced through protected foreign keys: ";
    for (std::string_view separator; auto const& edge : edges) {
        words.append(separator).append(edge);
        separator = ", ";
    }
    return error(errc::protected_, words + ".").with_keys(std::move(keys));
}

} // namespace detail

/// Finds the rows that go with others, level by level. A model that nothing points at is a leaf: its rows are not read where
/// the backend can erase them by their foreign key, so that their number does not matter.
template<class Backend>
class store<Backend>::collector {
public:
    explicit collector(store& s) noexcept : store_(s) {}

    result<erase_counts> erase(storage::query q)
    {
        q.fields = std::uint64_t{1} << q.model->pk;
        if (detail::asks_for_all(q))
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
            done = erase_rest();
        if (!done)
            return done.error();
        return counts_;
    }

    /// Finds all that would go, and whether it may. Nothing is written.
    result<void> plan(storage::query q)
    {
        auto const& root = *q.model;
        q.locking        = lock();
        auto& rows       = rows_of(root);
        auto  done       = store_.for_each_row(q, [&](auto const& row) -> result<void> {
            rows.add(row.at(root.pk));
            return {};
        });
        if (done)
            done = collect();
        return done ? judge(root) : done;
    }

private:
    /// A row that leaves: the model's place in `leaving_`, and its own.
    struct row_id {
        std::uint32_t model;
        std::uint32_t row;

        friend auto operator<=>(row_id const&, row_id const&) = default;
    };

    /// A foreign key of a type of its own knows its model; a bare key only that model's label, when this program has it.
    static bool points_at(storage::field_desc const& f, storage::model_desc const& model) noexcept
    {
        return f.target == &model || (!f.references.empty() && f.references == model.label);
    }

    /// Calls `fn(child, field)` for each foreign key with this rule that points at `model`.
    template<class Fn>
    result<void> for_each_edge(storage::model_desc const& model, on_delete rule, Fn&& fn)
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

    /// How many keys go into one query.
    std::size_t part() const noexcept { return std::clamp<std::size_t>(store_.caps().max_keys_in, 1, 1000); }

    bool backend_can_erase(storage::query const& q) const
    {
        bool const fits = std::ranges::all_of(
            q.where, [&](auto const& t) { return t.what != storage::op::in || t.count <= store_.caps().max_keys_in; });
        return detail::asks_for_all(q) && fits &&
            (q.by_key() || (filters() && (store_.caps().joins || !storage::uses_joins(q))));
    }

    detail::leaving_rows* find(storage::model_desc const& model)
    {
        auto const found = std::ranges::find(leaving_, &model, &detail::leaving_rows::model);
        return found == leaving_.end() ? nullptr : &*found;
    }
    detail::leaving_rows& rows_of(storage::model_desc const& model)
    {
        auto* const found = find(model);
        return found ? *found : leaving_.emplace_back(detail::leaving_rows{&model});
    }
    std::uint32_t place_of(storage::model_desc const& model) const
    {
        return static_cast<std::uint32_t>(std::ranges::find(leaving_, &model, &detail::leaving_rows::model) -
                                          leaving_.begin());
    }

    /// Calls `fn(keys)` with views of the keys of places [first, last), in parts that fit into a query.
    template<class Fn>
    result<void> in_parts(std::deque<storage::value> const& keys, std::size_t first, std::size_t last, Fn&& fn)
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

    /// Calls `on_row` for the rows whose foreign key `field` points at rows of places [first, last). `fields` are read as well.
    template<class OnRow>
    result<void> for_each_pointing_at(detail::leaving_rows const& targets, std::size_t first, std::size_t last,
                                      storage::model_desc const& child, std::uint16_t field, std::uint64_t fields,
                                      OnRow&& on_row)
    {
        fields |= std::uint64_t{1} << field | std::uint64_t{1} << child.pk;
        if (filters())
            return in_parts(targets.keys, first, last, [&](auto keys) {
                auto q   = detail::query_in(child, field, std::move(keys));
                q.fields = fields;
                return store_.for_each_row(q, on_row);
            });
        storage::query const all{.model = &child, .fields = fields}; // once, however many keys
        return store_.for_each_row(all, [&](auto const& row) -> result<void> {
            auto const at = targets.find(row.at(field));
            return at && *at >= first && *at < last ? on_row(row) : result<void>();
        });
    }

    static std::uint64_t cascading_fields(storage::model_desc const& model)
    {
        std::uint64_t out = 0;
        for (std::size_t f = 0; f != model.fields.size(); ++f)
            if (model.fields[f].on == on_delete::cascade)
                out |= std::uint64_t{1} << f;
        return out;
    }

    /// Whether a row of which key and cascading fields were read leaves itself.
    template<class Row>
    bool leaves(storage::model_desc const& model, Row const& row)
    {
        if (auto const* const rows = find(model); rows && rows->find(row.at(model.pk)))
            return true;
        for (std::size_t f = 0; f != model.fields.size(); ++f)
            if (model.fields[f].on == on_delete::cascade)
                for (auto const& targets : leaving_)
                    if (points_at(model.fields[f], *targets.model) && targets.find(row.at(f)))
                        return true;
        return false;
    }

    /// Follows the cascading foreign keys to all rows that leave, those of leaves excepted.
    result<void> collect()
    {
        struct range {
            std::uint32_t model;
            std::size_t   first, last;
        };
        std::vector<range> todo{{0, 0, leaving_[0].keys.size()}};
        for (std::size_t at = 0; at != todo.size(); ++at) {
            auto const  now     = todo[at];
            auto const& targets = leaving_[now.model];
            auto        done    = for_each_edge(
                *targets.model,
                on_delete::cascade,
                [&](storage::model_desc const& child, std::uint16_t field) -> result<void> {
                    if (is_leaf(child))
                        return {};
                    auto&      rows   = rows_of(child);
                    auto const place  = place_of(child);
                    auto const before = rows.keys.size();
                    auto       read   = for_each_pointing_at(
                        targets, now.first, now.last, child, field, 0, [&](auto const& row) -> result<void> {
                            rows.add(row.at(child.pk));
                            link({place, *rows.find(row.at(child.pk))}, {now.model, *targets.find(row.at(field))});
                            return {};
                        });
                    if (rows.keys.size() != before)
                        todo.push_back({place, before, rows.keys.size()});
                    return read;
                });
            if (!done)
                return done;
        }
        return {};
    }

    void link(row_id child, row_id parent)
    {
        if (child != parent)
            links_.emplace_back(child, parent);
    }

    /// Whether rows that stay stand in the way; those that leave as well do not count.
    result<void> judge(storage::model_desc const& root)
    {
        std::vector<std::string> keys;
        std::set<std::string>    edges;
        std::set<std::string>    named; // a row may stand in the way by two foreign keys
        for (std::uint32_t i = 0; i != leaving_.size(); ++i) {
            auto const& targets = leaving_[i];
            auto        done =
                for_each_edge(*targets.model,
                              on_delete::protect,
                              [&](storage::model_desc const& child, std::uint16_t field) -> result<void> {
                                  auto const edge = "'" + std::string(child.label.substr(child.label.find('.') + 1)) + "." +
                                      std::string(child.fields[field].name) + "'";
                                  bool enough = false;
                                  auto read   = for_each_pointing_at(
                                      targets,
                                      0,
                                      targets.keys.size(),
                                      child,
                                      field,
                                      cascading_fields(child),
                                      [&](auto const& row) -> result<void> {
                                          auto const key = row.at(child.pk);
                                          if (leaves(child, row)) {
                                              if (auto const* const rows = find(child))
                                                  if (auto const at = rows->find(key))
                                                      link({place_of(child), *at}, {i, *targets.find(row.at(field))});
                                              return {};
                                          }
                                          edges.insert(edge);
                                          enough = keys.size() == 100;
                                          if (enough)
                                              return error(errc::protected_);
                                          if (named.insert(std::string(child.name) + detail::key_bytes(key)).second)
                                              keys.push_back(detail::key_text(key));
                                          return {};
                                      });
                                  return enough ? result<void>() : read;
                              });
            if (!done)
                return done;
        }
        if (keys.empty())
            return {};
        return detail::protected_error(root, edges, std::move(keys));
    }

    /// Lets the rows that stay forget those that leave. Their revision moves on, so that nobody writes the old key back.
    result<void> forget()
    {
        for (auto const& targets : leaving_) {
            auto done = for_each_edge(
                *targets.model,
                on_delete::set_null,
                [&](storage::model_desc const& child, std::uint16_t field) -> result<void> {
                    bool const counted = child.revision != storage::no_field;
                    auto const fields  = cascading_fields(child) | (counted ? std::uint64_t{1} << child.revision : 0);
                    std::map<std::int64_t, std::deque<storage::value>> by_revision;
                    auto                                               read = for_each_pointing_at(
                        targets, 0, targets.keys.size(), child, field, fields, [&](auto const& row) -> result<void> {
                            if (!leaves(child, row))
                                by_revision[counted ? row.at(child.revision).as_int() : 0].emplace_back(row.at(child.pk));
                            return {};
                        });
                    if (!read)
                        return read;
                    for (auto const& [revision, keys] : by_revision) {
                        std::vector<storage::assignment> set{{field, {}}};
                        if (counted)
                            set.push_back({child.revision, storage::value_view::integer(revision + 1)});
                        auto changed = in_parts(keys, 0, keys.size(), [&](auto part_of_keys) -> result<void> {
                            auto one =
                                store_.session_.update(detail::query_in(child, child.pk, std::move(part_of_keys)), set);
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
        for (auto const& targets : leaving_) {
            auto done = for_each_edge(
                *targets.model,
                on_delete::cascade,
                [&](storage::model_desc const& child, std::uint16_t field) -> result<void> {
                    if (!is_leaf(child))
                        return {};
                    if (filters())
                        return in_parts(targets.keys, 0, targets.keys.size(), [&](auto keys) {
                            return erase_now(detail::query_in(child, field, std::move(keys)));
                        });
                    std::deque<storage::value> keys;
                    auto                       read = for_each_pointing_at(
                        targets, 0, targets.keys.size(), child, field, 0, [&](auto const& row) -> result<void> {
                            keys.emplace_back(row.at(child.pk));
                            return {};
                        });
                    if (!read)
                        return read;
                    return in_parts(keys, 0, keys.size(), [&](auto part_of_keys) {
                        return erase_now(detail::query_in(child, child.pk, std::move(part_of_keys)));
                    });
                });
            if (!done)
                return done;
        }
        return {};
    }

    /// Erases the collected rows, each after all that point at it; those of a circle at the end.
    result<void> erase_rest()
    {
        std::ranges::sort(links_);
        std::vector<std::vector<std::uint32_t>> waits_for; // how many rows that point here are left
        std::vector<row_id>                     ready;
        for (auto const& rows : leaving_)
            waits_for.emplace_back(rows.keys.size());
        for (auto const& [child, parent] : links_)
            ++waits_for[parent.model][parent.row];
        for (std::uint32_t m = 0; m != leaving_.size(); ++m)
            for (std::uint32_t r = 0; r != leaving_[m].keys.size(); ++r)
                if (waits_for[m][r] == 0)
                    ready.push_back({m, r});

        while (!ready.empty()) {
            if (auto done = erase_together(ready); !done)
                return done;
            std::vector<row_id> next;
            for (auto const& gone : ready)
                for (auto const& [child, parent] :
                     std::ranges::equal_range(links_, gone, {}, &std::pair<row_id, row_id>::first))
                    if (--waits_for[parent.model][parent.row] == 0)
                        next.push_back(parent);
            ready = std::move(next);
        }
        std::vector<row_id> circles;
        for (std::uint32_t m = 0; m != leaving_.size(); ++m)
            for (std::uint32_t r = 0; r != leaving_[m].keys.size(); ++r)
                if (waits_for[m][r] != 0)
                    circles.push_back({m, r});
        return erase_together(circles);
    }

    result<void> erase_together(std::vector<row_id>& rows)
    {
        std::ranges::sort(rows);
        for (auto at = rows.begin(); at != rows.end();) {
            auto const&                      group = leaving_[at->model];
            std::vector<storage::value_view> keys;
            for (auto const model = at->model; at != rows.end() && at->model == model && keys.size() != part(); ++at)
                keys.push_back(group.keys[at->row].view());
            if (auto done = erase_now(detail::query_in(*group.model, group.model->pk, std::move(keys))); !done)
                return done;
        }
        return {};
    }

    result<void> erase_now(storage::query const& q)
    {
        auto erased = store_.session_.erase(q);
        if (!erased)
            return std::move(erased).error();
        counts_.add(q.model->name, *erased);
        return {};
    }

    store&                                 store_;
    std::deque<detail::leaving_rows>       leaving_{}; ///< a deque does not move what is being walked
    std::vector<std::pair<row_id, row_id>> links_{};   ///< child and parent, both of which leave
    erase_counts                           counts_{};
};

template<class Backend>
result<erase_counts> store<Backend>::erase_rows(storage::query const& q)
{
    if (auto prepared = prepare(*q.model); !prepared)
        return prepared.error();
    known_ = shared_->prepared(); // other sessions may have brought models that point here

    // Where rows are locked one by one, a snapshot taken before the lock would not have the children that came meanwhile.
    auto const level = caps().row_locks ? storage::isolation::read_committed : storage::isolation::snapshot;
    auto       out   = atomically(storage::tx_options{.level = level}, [&] { return collector(*this).erase(q); });
    if (!out && out.error().code() == errc::foreign_key) // somebody pointed here in between
        return error(errc::serialization, to_string(out.error()), retry::transaction);
    return out;
}

template<class Backend>
result<erase_counts> store<Backend>::erase_key(storage::model_desc const& model, storage::value_view key)
{
    if (model.singleton) // as in the original: a singleton stays
        return erase_counts();
    return erase_rows(detail::query_in(model, model.pk, {key}));
}

template<class Backend>
template<model M>
result<erase_counts> store<Backend>::erase(M const& m)
{
    return erase_key(storage::describe_model<M>(), storage::detail::to_view(key_of(m)));
}

template<class Backend>
template<model M>
result<erase_counts> store<Backend>::erase(stored<M> const& row)
{
    return erase(static_cast<M const&>(row));
}

template<class Backend>
template<model M>
result<erase_counts> store<Backend>::erase(key_t<M> const& id)
{
    return erase_key(storage::describe_model<M>(), storage::detail::to_view(id));
}

template<class Backend>
template<model M>
result<erase_counts> store<Backend>::erase(selection<M> const& query)
{
    auto const& model = storage::describe_model<M>();
    auto const& of    = query.plain();
    if (auto prepared = prepare(of, model); !prepared)
        return prepared.error();
    if (of.reverse.empty())
        return erase_rows(to_query(of, model));
    return atomically(storage::tx_mode::read_write, [&]() -> result<erase_counts> {
        auto keys = keys_of(of, model);
        if (!keys)
            return std::move(keys).error();
        std::vector<storage::value_view> views;
        for (auto const& k : *keys)
            views.push_back(k.view());
        return erase_rows(detail::query_in(model, model.pk, std::move(views)));
    });
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_ERASE_HPP
