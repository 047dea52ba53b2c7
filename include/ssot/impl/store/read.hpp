// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_READ_HPP
#define SSOT_IMPL_STORE_READ_HPP

// Reading models.

#include <ssot/store.hpp>

#include <ssot/detail/store/rows_of.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace ssot {

inline namespace SSOT_MODE {

template<model M>
result<stored<M>> store::get(key_t<M> const& id)
{
    std::optional<stored<M>>                                  out;
    detail::rows_into<selection<M>, std::optional<stored<M>>> into(out, ~std::uint64_t{0});
    storage::detail::held_value<key_t<M>> const               key(id);
    if (auto read = core().get(storage::describe_model<M>(), key.view(), into); !read)
        return read.error();
    return std::move(*out);
}

template<auto Field, class V>
auto store::get_by(V const& value) -> result<stored<owner_of<Field>>>
{
    static_assert(field_index<Field> == 0 || field_info_of<Field>.options.unique,
                  "ssot::store::get_by: this field is not unique, so that several rows may have the value; use "
                  "store.first(ssot::from<M>().where(...)), or say .unique() in describe_fields");
    using M   = owner_of<Field>;
    auto rows = select(from<M>().where(field<Field> == value).limit(1));
    if (!rows)
        return std::move(rows).error();
    if (rows->empty())
        return detail::nothing_found(storage::describe_model<M>(), field_info_of<Field>.name);
    return std::move(rows->front());
}

template<class Query, model M>
result<row_of<Query>> store::first(query_steps<Query, M> const& query)
{
    auto one = static_cast<Query const&>(query);
    if (!query.untyped().skip_corrupt) // otherwise rows that are left out would count
        one = one.limit(query.untyped().limit == 0 ? 0 : 1);
    for (auto& row : stream(static_cast<query_steps<Query, M> const&>(one)))
        return std::move(row);
    return detail::nothing_found(storage::describe_model<M>(), {});
}

template<class Query, model M>
result<std::vector<row_of<Query>>> store::select(query_steps<Query, M> const& query)
{
    std::vector<row_of<Query>>                           rows;
    detail::rows_into<Query, std::vector<row_of<Query>>> into(rows, query.untyped().fields);
    if (auto read = core().select(query.untyped(), storage::describe_model<M>(), into); !read)
        return read.error();
    return rows;
}

template<class Query, model M>
result<page_of<row_of<Query>>> store::page(query_steps<Query, M> const& query, std::optional<page_key> const& after)
{
    page_of<row_of<Query>>                               out;
    detail::rows_into<Query, std::vector<row_of<Query>>> into(out.rows, query.untyped().fields);
    auto next = core().page(query.untyped(), storage::describe_model<M>(), after, into);
    if (!next)
        return std::move(next).error();
    out.next = std::move(*next);
    return out;
}

template<class Query, model M>
result<std::size_t> store::count(query_steps<Query, M> const& query)
{
    return core().count(query.untyped(), storage::describe_model<M>());
}

template<model M>
result<std::vector<stored<M>>> store::select(selection<M> const& query)
{
    return select(static_cast<query_steps<selection<M>, M> const&>(query));
}

template<model M>
result<std::size_t> store::count(selection<M> const& query)
{
    return count(static_cast<query_steps<selection<M>, M> const&>(query));
}

} // namespace SSOT_MODE

} // namespace ssot

#endif // SSOT_IMPL_STORE_READ_HPP
