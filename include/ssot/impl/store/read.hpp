// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_READ_HPP
#define SSOT_IMPL_STORE_READ_HPP

// Reading models.

#include <ssot/store.hpp>

#include <ssot/detail/read_as.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ssot {

template<class Backend>
template<model M>
result<stored<M>> store<Backend>::get(key_t<M> const& id)
{
    auto const& model = storage::describe_model<M>();
    if (auto prepared = prepare(model); !prepared)
        return prepared.error();
    storage::query                              q{.model = &model};
    storage::detail::held_value<key_t<M>> const key(id);
    q.args  = {key.view()};
    q.where = {{storage::op::eq, model.pk, 0, 1}};
    return guarded([&]() -> result<stored<M>> {
        std::optional<stored<M>> out;
        auto                     read = for_each_row(q, [&](auto const& row) -> result<void> {
            auto m = detail::read_row_as<selection<M>>(row, q.fields);
            if (!m)
                return std::move(m).error();
            out.emplace(std::move(*m));
            return {};
        });
        if (!read)
            return read.error();
        if (!out)
            return error(errc::not_found,
                         "there is no " + std::string(model.label) + " with the key " + detail::key_text(key.view()));
        return std::move(*out);
    });
}

template<class Backend>
template<class Query, model M>
result<std::vector<row_of<Query>>> store<Backend>::select(detail::query_steps<Query, M> const& query)
{
    auto const& model = storage::describe_model<M>();
    auto const& of    = query.plain();
    if (auto prepared = prepare(of, model); !prepared)
        return prepared.error();
    auto q = to_query(of, model);
    return in_snapshot(needs_snapshot(of, q), [&]() -> result<std::vector<row_of<Query>>> {
        auto                       reader = new_reader();
        std::vector<row_of<Query>> out;
        auto                       read = start(reader, of, q);
        if (read)
            read = reader.for_each([&](auto const& row) -> result<void> {
                auto m = detail::read_row_as<Query>(row, of.fields);
                if (m)
                    out.push_back(std::move(*m));
                else if (!of.skips(m.error()))
                    return std::move(m).error();
                return {};
            });
        if (!read)
            return read.error();
        return out;
    });
}

template<class Backend>
template<class Query, model M>
result<std::size_t> store<Backend>::count(detail::query_steps<Query, M> const& query)
{
    return count(query.plain(), storage::describe_model<M>());
}

template<class Backend>
result<std::size_t> store<Backend>::count(detail::question const& of, storage::model_desc const& model)
{
    if (auto prepared = prepare(of, model); !prepared)
        return prepared.error();
    auto q   = to_query(of, model);
    q.fields = 0;
    q.order.clear();
    return in_snapshot(needs_snapshot(of, q), [&]() -> result<std::size_t> {
        storage::aggregate_query all{.base = q, .measures = {{storage::fold_fn::count}}};
        all.base.limit  = detail::no_limit;
        all.base.offset = 0;
        std::size_t n   = 0;
        if (of.reverse.empty() && aggregates(all)) {
            auto counted = scan_groups(all, [&](auto const& row) -> result<void> {
                n = static_cast<std::size_t>(row.at(0).as_int());
                return {};
            });
            if (!counted)
                return counted.error();
            n -= std::min<std::uint64_t>(q.offset, n);
            return static_cast<std::size_t>(std::min<std::uint64_t>(q.limit, n));
        }
        auto reader = new_reader();
        auto read   = start(reader, of, q);
        if (read)
            read = reader.for_each([&](auto const&) -> result<void> {
                ++n;
                return {};
            });
        if (!read)
            return read.error();
        return n;
    });
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_READ_HPP
