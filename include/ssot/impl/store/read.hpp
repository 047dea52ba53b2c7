// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_READ_HPP
#define SSOT_IMPL_STORE_READ_HPP

// Reading models.

#include <ssot/store.hpp>

#include <ssot/detail/read_as.hpp>
#include <ssot/detail/row_groups.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
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
    storage::query q{.model = &model};
    q.args  = {storage::detail::to_view(id)};
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
                         "there is no " + std::string(model.label) + " with the key " +
                             detail::key_text(storage::detail::to_view(id)));
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
        auto                       read = open(reader, of, q);
        if (read)
            read = for_each_row(reader, [&](auto const& row) -> result<void> {
                auto m = detail::read_row_as<Query>(row, of.fields);
                if (!m)
                    return std::move(m).error();
                out.push_back(std::move(*m));
                return {};
            });
        if (!read)
            return read.error();
        return out;
    });
}

/// The values that say where a page ended: those of its last row in the ordering, behind foreign keys too.
template<class Backend>
result<std::vector<storage::value>> store<Backend>::end_of_page(storage::query const& q, storage::packed_row const& last)
{
    using storage::no_field;
    result<void> read;
    auto const   follow = [&](storage::model_desc const& model, storage::packed_row const& row, std::uint16_t via) {
        std::optional<storage::packed_row> out;
        auto const                         key    = row.at(via);
        auto const* const                  target = model.fields[via].target;
        if (key.is_null() || !target || !read)
            return out;
        storage::query parent{.model = target, .where = {{storage::op::eq, target->pk, 0, 1}}, .args = {key}};
        auto           found = read_all(parent);
        if (!found)
            read = found.error();
        else if (!found->empty())
            out = std::move(found->front());
        return out;
    };
    std::vector<storage::value> out;
    for (auto const& o : q.order) {
        if (o.via == no_field) {
            out.emplace_back(last.at(o.field));
            continue;
        }
        auto row = follow(*q.model, last, o.via);
        if (row && o.then != no_field)
            row = follow(*q.model->fields[o.via].target, *row, o.then);
        out.push_back(row ? storage::value(row->at(o.field)) : storage::value());
    }
    if (!read)
        return read.error();
    return out;
}

template<class Backend>
template<class Query, model M>
result<page_of<row_of<Query>>> store<Backend>::page(detail::query_steps<Query, M> const& query,
                                                    std::optional<page_key> const&       after)
{
    auto const& model = storage::describe_model<M>();
    auto const& of    = query.plain();
    if (auto prepared = prepare(of, model); !prepared)
        return prepared.error();
    auto q = to_query(of, model);
    if (after) {
        if (!detail::fits(*after, q))
            return error(errc::misuse, "this page key belongs to another query");
        for (auto const& v : after->values())
            q.after.push_back(v.view());
        q.offset = 0;
    }
    for (auto const& o : q.order)
        if (auto const field = o.via == storage::no_field ? o.field : o.via; field < model.fields.size())
            q.fields |= std::uint64_t{1} << field;
    q.limit += q.limit != detail::no_limit; // whether there is one row more
    return in_snapshot(true, [&]() -> result<page_of<row_of<Query>>> {
        auto                   reader = new_reader();
        page_of<row_of<Query>> out;
        storage::packed_row    last;
        bool                   more = false;
        auto                   read = open(reader, of, q);
        if (read)
            read = for_each_row(reader, [&](auto const& row) -> result<void> {
                if (out.rows.size() == of.limit) {
                    more = true;
                    return {};
                }
                auto m = detail::read_row_as<Query>(row, of.fields);
                if (!m)
                    return std::move(m).error();
                out.rows.push_back(std::move(*m));
                if (out.rows.size() == of.limit)
                    last = storage::packed_row::pack(row, model.fields.size(), q.fields);
                return {};
            });
        if (!read)
            return read.error();
        if (more && of.limit != 0) {
            auto end = end_of_page(q, last);
            if (!end)
                return std::move(end).error();
            out.next.emplace(std::move(*end), detail::ordering_mark(q));
        }
        return out;
    });
}

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
                    return v.as_real();
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

template<class Backend>
template<model M, class Groups, class... Measures>
result<std::vector<typename grouping<M, Groups, Measures...>::row>>
store<Backend>::select(grouping<M, Groups, Measures...> const& query)
{
    using row         = typename grouping<M, Groups, Measures...>::row;
    auto const& model = storage::describe_model<M>();
    auto const& of    = query.plain();
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
            if (!one)
                return std::move(one).error();
            out.push_back(std::move(*one));
        }
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
            auto counted = for_each_group(all, of, [&](auto const& row) -> result<void> {
                n = static_cast<std::size_t>(row.at(0).as_int());
                return {};
            });
            if (!counted)
                return counted.error();
            n -= std::min<std::uint64_t>(q.offset, n);
            return static_cast<std::size_t>(std::min<std::uint64_t>(q.limit, n));
        }
        auto reader = new_reader();
        auto read   = open(reader, of, q);
        if (read)
            read = for_each_row(reader, [&](auto const&) -> result<void> {
                ++n;
                return {};
            });
        if (!read)
            return read.error();
        return n;
    });
}

template<class Backend>
template<model M>
result<std::size_t> store<Backend>::count()
{
    return count(from<M>());
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_READ_HPP
