// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_GROUP_HPP
#define SSOT_IMPL_STORE_GROUP_HPP

// Reading what groups of rows come to.

#include <ssot/store.hpp>

#include <ssot/detail/memory_bound.hpp>
#include <ssot/detail/row_groups.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace ssot {

namespace detail {

/// The values of one group as a tuple.
template<model M, auto... Groups, class... Measures>
result<typename grouping<M, member_list<Groups...>, Measures...>::row>
read_group(grouping<M, member_list<Groups...>, Measures...> const&, storage::packed_row const& row)
{
    std::size_t  at = 0;
    result<void> read;
    M            blank = make_blank<M>();
    auto const   set   = [&](std::size_t field, storage::value_view v) {
        if (!read)
            return;
        read = storage::accessors_of<M>()[field].set(&blank, v);
        if (!read)
            read = std::move(read).error().inside(model_info_of<M>().name);
    };
    [[maybe_unused]] auto const group = [&]<auto Member>() {
        set(field_index<Member>, row.at(at++));
        return std::move(blank.*Member);
    };
    [[maybe_unused]] auto const measure = [&]<class Measure>() -> typename Measure::type {
        using storage::fold_fn;
        auto const v = row.at(at++);
        if constexpr (Measure::fold == fold_fn::count || Measure::fold == fold_fn::count_if) {
            return v.as_int();
        } else {
            if (v.is_null())
                return std::nullopt;
            using value = unwrap_t<typename Measure::type>;
            if constexpr (Measure::fold == fold_fn::sum) {
                if constexpr (std::same_as<value, double>)
                    return v.type() == kind::real ? v.as_real() : static_cast<double>(v.as_int());
                else
                    return value(v.as_int());
            } else {
                set(field_index<Measure::member>, v);
                return std::move(blank.*Measure::member);
            }
        }
    };
    // Braces, so that the values are read from left to right.
    typename grouping<M, member_list<Groups...>, Measures...>::row out {
        group.template operator()<Groups>()...,
        measure.template operator()<Measures>()...
    };
    if (!read)
        return read.error();
    return out;
}

} // namespace detail

/// Calls `on_row(row)` for each group, in no order: its values, then its measures. `of` is the question that `q` was made of.
template<class Backend>
template<class OnRow>
result<void> store<Backend>::for_each_group(storage::aggregate_query const& q, detail::question const& of, OnRow&& on_row)
{
    if (of.reverse.empty() && aggregates(q))
        return scan_groups(q, on_row);
    auto                            reader = new_reader();
    detail::read_extras             extras{.looks = q.where_if};
    detail::row_groups<reader_type> groups(q, shared_->options.max_sort_bytes);
    auto                            base = q.base;
    base.fields                          = groups.fields();
    if (base.limit == detail::no_limit && base.offset == 0)
        base.order.clear();
    if (auto started = start(reader, of, std::move(base), std::move(extras)); !started)
        return started;
    if (auto read = reader.for_each([&](auto const& row) { return groups.add(row); }); !read)
        return read;
    auto const rows = groups.rows();
    if (!rows)
        return rows.error();
    for (auto const& row : *rows)
        if (auto done = on_row(row); !done)
            return done;
    return {};
}

template<class Backend>
template<model M, class Groups, class... Measures>
result<std::vector<typename grouping<M, Groups, Measures...>::row>>
store<Backend>::select(grouping<M, Groups, Measures...> const& query)
{
    using row         = typename grouping<M, Groups, Measures...>::row;
    auto const& model = storage::describe_model<M>();
    auto const& of    = query.plain();
    if (std::ranges::any_of(query.groups().measures, [](auto const& m) { return m.when.too_deep(); }))
        return detail::condition::too_deep_error();
    if (auto prepared = prepare(of, model); !prepared)
        return prepared.error();
    auto q = query.groups().to_query(of, model);
    follow_rules(q.base);
    bool const joins = storage::uses_joins({.where = q.where_if});
    return in_snapshot(joins || needs_snapshot(of, q.base), [&]() -> result<std::vector<row>> {
        std::vector<storage::packed_row> groups;
        detail::memory_bound             memory(shared_->options.max_sort_bytes);
        auto const                       n    = q.group_by.size() + q.measures.size();
        auto                             read = for_each_group(q, of, [&](auto const& g) -> result<void> {
            groups.push_back(storage::packed_row::pack(g, n));
            return memory.add(detail::kept_bytes(g, n, ~std::uint64_t{0}));
        });
        if (!read)
            return read.error();
        detail::sort_groups(groups, q.group_by.size());
        std::vector<row> out;
        out.reserve(groups.size());
        for (auto const& g : groups) {
            auto one = detail::read_group(query, g);
            if (one)
                out.push_back(std::move(*one));
            else if (!of.skips(one.error()))
                return std::move(one).error();
        }
        return out;
    });
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_GROUP_HPP
