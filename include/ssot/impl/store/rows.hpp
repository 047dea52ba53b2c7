// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_ROWS_HPP
#define SSOT_IMPL_STORE_ROWS_HPP

// Reading rows: what a backend does itself is left to it, the rest is done here.

#include <ssot/storage/evaluate.hpp>
#include <ssot/storage/packed_row.hpp>
#include <ssot/store.hpp>

#include <ssot/detail/write_batch.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <ranges>
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
    using storage::filtering;
    bool const all_filters = caps().filters == filtering::all && (caps().joins || !storage::uses_joins(q));
    bool const filters     = q.where.empty() || all_filters || (q.by_key() && caps().filters != filtering::none);
    bool const orders      = q.order.empty() || (filters && caps().order);
    bool const limits = (q.limit == std::numeric_limits<std::uint64_t>::max() && q.offset == 0) || (orders && caps().limit);
    bool const fits   = std::ranges::all_of(
        q.where, [&](auto const& t) { return t.what != storage::op::in || t.count <= caps().max_keys_in; });
    if (!(filters && orders && limits && fits)) {
        auto rows = read_unaided(q, filters && fits);
        if (!rows)
            return std::move(rows).error();
        for (auto const& row : *rows)
            if (auto done = on_row(row); !done)
                return done;
        return {};
    }

    auto cursor = session_.scan(q);
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

namespace detail {

/// Rows that foreign keys point at: by the model and the field that holds the key, then by the key.
using parent_rows =
    std::map<std::pair<storage::model_desc const*, std::uint16_t>, std::map<std::string, storage::packed_row>>;

/// The foreign keys that the paths of a query go through, those of the row (second: `no_field`) before what is behind them.
inline auto paths_of(storage::query const& q)
{
    std::set<std::pair<std::uint16_t, std::uint16_t>, std::greater<>> out; // `no_field` is the greatest
    auto const                                                        add = [&](auto const& terms) {
        for (auto const& t : terms)
            if (t.via != storage::no_field)
                out.insert({{t.via, storage::no_field}, {t.via, t.then}});
    };
    add(q.where);
    add(q.order);
    return out;
}

} // namespace detail

/// The rows of a query that the backend cannot answer in full: reads what it must, keeps what matches, sorts and cuts.
template<class Backend>
result<std::vector<storage::packed_row>> store<Backend>::read_unaided(storage::query const& q, bool filters)
{
    using storage::packed_row;

    storage::query asked{.model = q.model};
    if (filters) {
        asked.where = q.where;
        asked.args  = q.args;
    }
    auto rows = read_all(asked);
    if (!rows)
        return rows;

    detail::parent_rows parents;
    auto const          read_parents = [&](storage::model_desc const& model, std::uint16_t via, auto&& of) -> result<void> {
        auto const* const target = model.fields[via].target;
        if (!target)
            return error(errc::unsupported, "a path needs a foreign key to a model of this program");
        auto&                                      by_key = parents[{&model, via}];
        std::map<std::string, storage::value_view> keys;
        for (packed_row const& row : of)
            if (auto const key = row.at(via); !key.is_null())
                keys.emplace(detail::key_bytes(key), key);
        storage::query wanted{.model = target};
        for (auto const& [bytes, key] : keys)
            if (!by_key.contains(bytes))
                wanted.args.push_back(key);
        wanted.where = {{storage::op::in, target->pk, 0, static_cast<std::uint32_t>(wanted.args.size())}};
        auto found   = read_all(wanted);
        if (!found)
            return std::move(found).error();
        for (auto& row : *found) {
            auto bytes = detail::key_bytes(row.at(target->pk));
            by_key.emplace(std::move(bytes), std::move(row));
        }
        return {};
    };
    for (auto const& [via, then] : detail::paths_of(q)) {
        auto const read = then == storage::no_field
            ? read_parents(*q.model, via, *rows)
            : read_parents(*q.model->fields[via].target, then, parents[{q.model, via}] | std::views::values);
        if (!read)
            return read.error();
    }
    auto const follow =
        [&](storage::model_desc const& model, packed_row const& row, std::uint16_t via) -> packed_row const* {
        auto const& by_key = parents[{&model, via}];
        auto const  key    = row.at(via);
        auto const  found  = key.is_null() ? by_key.end() : by_key.find(detail::key_bytes(key));
        return found == by_key.end() ? nullptr : &found->second;
    };

    std::erase_if(*rows, [&](packed_row const& row) { return !matches(q, row, follow); });
    std::ranges::sort(*rows, [&](auto const& a, auto const& b) { return before(q, a, b, follow); });
    auto const first = std::min<std::uint64_t>(q.offset, rows->size());
    auto const count = std::min<std::uint64_t>(q.limit, rows->size() - first);
    rows->erase(rows->begin() + static_cast<std::ptrdiff_t>(first + count), rows->end());
    rows->erase(rows->begin(), rows->begin() + static_cast<std::ptrdiff_t>(first));
    return rows;
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_ROWS_HPP
