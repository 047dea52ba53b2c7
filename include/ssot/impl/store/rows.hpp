// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_ROWS_HPP
#define SSOT_IMPL_STORE_ROWS_HPP

// Reading rows: what a backend does itself is left to it, the rest is done here.

#include <ssot/storage/evaluate.hpp>
#include <ssot/storage/packed_row.hpp>
#include <ssot/store.hpp>

#include <ssot/detail/row_reader.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ssot {

/// Calls `on_row(row)` for each row that `q` asks for, in its order. `on_row` returns a `result<void>`; an error ends the walk.
template<class Backend>
template<class OnRow>
result<void> store<Backend>::for_each_row(storage::query const& q, OnRow&& on_row)
{
    auto reader = new_reader();
    if (auto opened = reader.open(q); !opened)
        return opened;
    return reader.for_each(on_row);
}

/// All rows that `q` asks for, kept.
template<class Backend>
result<std::vector<storage::packed_row>> store<Backend>::read_all(storage::query const& q)
{
    std::vector<storage::packed_row> rows;
    auto                             read = for_each_row(q, [&](auto const& row) -> result<void> {
        rows.push_back(storage::packed_row::pack(row, q.model->fields.size()));
        return {};
    });
    if (!read)
        return std::move(read).error();
    return rows;
}

/// The keys of the rows that a question asks for, each once.
template<class Backend>
result<std::vector<storage::value>> store<Backend>::keys_of(detail::question const& of, storage::model_desc const& model)
{
    auto q   = to_query(of, model);
    q.fields = std::uint64_t{1} << model.pk;
    std::vector<storage::value> keys;
    std::set<std::string>       seen;
    auto                        reader = new_reader();
    auto                        read   = start(reader, of, std::move(q));
    if (read)
        read = reader.for_each([&](auto const& row) -> result<void> {
            if (seen.insert(detail::key_bytes(row.at(model.pk))).second)
                keys.emplace_back(row.at(model.pk));
            return {};
        });
    if (!read)
        return read.error();
    return keys;
}

template<class Backend>
auto store<Backend>::new_reader() -> reader_type
{
    return reader_type(session_.state()->session, caps(), shared_->options.max_sort_bytes);
}

/// The models of a question are known to the backend from here on, and none of its conditions is beyond the limits.
template<class Backend>
result<void> store<Backend>::prepare(detail::question const& of, storage::model_desc const& model)
{
    bool const deep = of.where.too_deep() ||
        std::ranges::any_of(of.reverse, [](detail::reverse_condition const& r) { return r.where.too_deep(); });
    if (deep)
        return detail::condition::too_deep_error();
    auto done = prepare(model);
    for (auto const& r : of.reverse)
        if (done)
            done = prepare(*r.model);
    return done;
}

/// A question as the backend is asked it, by the store's rules.
template<class Backend>
storage::query store<Backend>::to_query(detail::question const& of, storage::model_desc const& model) const
{
    auto out = of.to_query(model);
    out.fields |= std::uint64_t{1} << model.pk; // so that an error can name the row
    follow_rules(out);
    return out;
}

template<class Backend>
void store<Backend>::follow_rules(storage::query& q) const
{
    q.by = shared_->options.rules;
    if (q.by == rules::sqlite) // whose nulls are the smallest values
        for (auto& o : q.order)
            if (o.where == storage::nulls::largest)
                o.where = o.desc ? storage::nulls::last : storage::nulls::first;
}

/// Whether a question is answered by more than one scan.
template<class Backend>
bool store<Backend>::needs_snapshot(detail::question const& of, storage::query const& q) const
{
    bool const long_list = std::ranges::any_of(
        q.where, [&](auto const& t) { return t.what == storage::op::in && t.count > caps().max_keys_in; });
    bool const joins =
        storage::uses_joins(q) && !(caps().joins && caps().filters == storage::filtering::all && caps().order);
    return long_list || joins || !of.reverse.empty();
}

/// Calls `work` such that all its reading sees one moment, as far as the backend can.
template<class Backend>
template<class Work>
auto store<Backend>::in_snapshot(bool several_scans, Work&& work) -> decltype(work())
{
    return several_scans ? atomically(storage::tx_mode::read_only, work) : guarded(work);
}

/// Begins to read what a question asks for. `q` is the question as a query, which this may add to; `of` must outlive the reader.
template<class Backend>
result<void> store<Backend>::start(reader_type& reader, detail::question const& of, storage::query q,
                                   detail::read_extras extras)
{
    for (auto const& r : of.reverse) {
        auto& m    = extras.multipliers.emplace_back();
        m.none     = r.none;
        m.distinct = of.distinct;
        if (auto counted = count_reverse(r, m); !counted)
            return counted;
        bool const few = m.keys.size() <= std::min<std::size_t>(caps().max_keys_in, 10'000);
        if (r.none || !few || caps().filters == storage::filtering::none)
            continue;
        if (!q.where.empty())
            q.where.insert(q.where.begin(), {storage::op::and_, storage::no_field, 0, 2});
        q.where.push_back({.what  = storage::op::in,
                           .field = q.model->pk,
                           .first = static_cast<std::uint32_t>(q.args.size()),
                           .count = static_cast<std::uint32_t>(m.keys.size())});
        for (auto const& key : m.keys) // which stay where they are when the vector is moved
            q.args.push_back(key.view());
    }
    return reader.open(std::move(q), std::move(extras));
}

/// How often the foreign key of a reverse condition leads to each row.
template<class Backend>
result<void> store<Backend>::count_reverse(detail::reverse_condition const& r, detail::row_multiplier& into)
{
    detail::question of;
    of.where = r.where;
    of.order.emplace();
    storage::aggregate_query q{
        .base = of.to_query(*r.model), .group_by = {r.field}, .measures = {{storage::fold_fn::count}}};
    q.base.order.clear();
    follow_rules(q.base);
    detail::memory_bound memory(shared_->options.max_sort_bytes);
    auto const           add = [&](storage::value_view key, std::int64_t n) -> result<void> {
        if (key.is_null())
            return {};
        auto const bytes          = detail::key_bytes(key);
        auto const [found, fresh] = into.times.try_emplace(bytes, 0);
        found->second += static_cast<std::uint64_t>(n);
        if (!fresh)
            return {};
        if (!r.none)
            into.keys.emplace_back(key);
        return memory.add(2 * bytes.size() + 160);
    };
    if (aggregates(q))
        return scan_groups(q, [&](auto const& row) { return add(row.at(0), row.at(1).as_int()); });
    q.base.fields = std::uint64_t{1} << r.field;
    return for_each_row(q.base, [&](auto const& row) { return add(row.at(r.field), 1); });
}

/// Whether the backend aggregates a query, every row of it.
template<class Backend>
bool store<Backend>::aggregates(storage::aggregate_query const& q) const
{
    if constexpr (storage::aggregating<session_type>) {
        detail::read_planner const planner(caps());
        return caps().aggregate && q.base.limit == detail::no_limit && q.base.offset == 0 && q.base.after.empty() &&
            (q.base.where.empty() || planner.answers_at_once(q.base, q.base.where)) &&
            (q.where_if.empty() || planner.answers_at_once(q.base, q.where_if));
    } else {
        return false;
    }
}

/// Calls `on_row(row)` for each group that the backend finds. Precondition: `aggregates(q)`.
template<class Backend>
template<class OnRow>
result<void> store<Backend>::scan_groups([[maybe_unused]] storage::aggregate_query const& q, [[maybe_unused]] OnRow&& on_row)
{
    if constexpr (storage::aggregating<session_type>) {
        auto cursor = session_.aggregate(q);
        if (!cursor)
            return cursor.error();
        for (;;) {
            auto more = cursor->next();
            if (!more)
                return more.error();
            if (!*more)
                return {};
            if (auto done = on_row(*cursor); !done)
                return done;
        }
    }
    return {};
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_ROWS_HPP
