// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_INSERT_HPP
#define SSOT_IMPL_STORE_INSERT_HPP

// Inserting rows.

#include <ssot/store.hpp>

#include <ssot/detail/base/ranges.hpp>
#include <ssot/detail/store/object_span.hpp>

#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace ssot {

namespace detail {

/// Inserts all rows or none, and returns their keys.
template<model M>
result<std::vector<key_t<M>>> insert_all(store_core& core, object_span const& rows, M* write_back, insert_options how)
{
    auto const keys = core.insert(rows, write_back, how);
    if (!keys)
        return keys.error();
    std::vector<key_t<M>> out(keys->size());
    for (std::size_t i = 0; i != out.size(); ++i)
        static_cast<void>(storage::detail::from_view(out[i], (*keys)[i].view()));
    return out;
}

} // namespace detail

inline namespace SSOT_MODE {

template<class M>
    requires model<M>
result<key_t<M>> store::insert(M& m, insert_options options)
{
    auto keys = detail::insert_all<M>(core(), detail::objects_of(&m, 1, true), &m, options);
    if (!keys)
        return std::move(keys).error();
    return keys->front();
}

template<model M>
result<key_t<M>> store::insert(M const& m, insert_options options)
{
    auto keys = detail::insert_all<M>(core(), detail::objects_of(&m, 1, true), nullptr, options);
    if (!keys)
        return std::move(keys).error();
    return keys->front();
}

template<class M>
    requires model<std::remove_const_t<M>>
result<std::vector<key_t<std::remove_const_t<M>>>> store::insert(std::span<M> rows, insert_options options)
{
    using row_type = std::remove_const_t<M>;
    auto const all = detail::objects_of<row_type>(rows.data(), rows.size(), false);
    if constexpr (std::is_const_v<M>)
        return detail::insert_all<row_type>(core(), all, nullptr, options);
    else
        return detail::insert_all<row_type>(core(), all, rows.data(), options);
}

template<std::ranges::contiguous_range R>
    requires model<std::ranges::range_value_t<R>>
result<std::vector<key_t<std::ranges::range_value_t<R>>>> store::insert(R&& rows, insert_options options)
{
    return insert(std::span(std::ranges::data(rows), std::ranges::size(rows)), options);
}

template<model M>
result<key_t<M>> store::insert(stored<M> const& row, insert_options options)
{
    return insert(*row, options);
}

template<std::ranges::contiguous_range R>
    requires stored_row<std::ranges::range_value_t<R>>
result<std::vector<key_t<typename std::ranges::range_value_t<R>::stored_model>>> store::insert(R const&       rows,
                                                                                               insert_options options)
{
    using row        = std::ranges::range_value_t<R>;
    using M          = typename row::stored_model;
    auto const n     = std::ranges::size(rows);
    M const*   first = n == 0 ? nullptr : &**std::ranges::data(rows);
    return detail::insert_all<M>(core(), detail::objects_of<M>(first, n, false, sizeof(row)), nullptr, options);
}

template<class M>
    requires model<M>
result<bool> store::insert_if_absent(M& m, insert_options options)
{
    return core().insert_if_absent(detail::objects_of(&m, 1, true), &m, options);
}

template<model M>
result<bool> store::insert_if_absent(M const& m, insert_options options)
{
    return core().insert_if_absent(detail::objects_of(&m, 1, true), nullptr, options);
}

} // namespace SSOT_MODE

} // namespace ssot

#endif // SSOT_IMPL_STORE_INSERT_HPP
