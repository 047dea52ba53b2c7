// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_RELATED_ROWS_HPP
#define SSOT_DETAIL_STORE_RELATED_ROWS_HPP

// The rows that a sync refers to, for functions that take a store. `store` may be incomplete here.

#include <ssot/error.hpp>
#include <ssot/fwd.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/sync.hpp>

#include <optional>
#include <utility>

namespace ssot::detail {

/// Returns the row that a foreign key refers to, or nothing if the key is absent or the row no longer exists.
template<class M, class Store, class Key>
result<std::optional<M>> row_behind(Store& from, std::optional<Key> const& key)
{
    if (!key)
        return std::optional<M>();
    auto row = from.template get<M>(key->key());
    if (row)
        return std::optional<M>(static_cast<M const&>(*row));
    if (row.error().code() == errc::not_found)
        return std::optional<M>();
    return std::move(row).error();
}

template<class Types>
result<std::optional<basic_job_result<Types>>> job_result_behind(store& from, basic_sync<Types> const& s)
{
    return row_behind<basic_job_result<Types>>(from, s.job_result);
}

template<class Types>
result<std::optional<basic_job<Types>>> job_behind(store& from, basic_job_result<Types> const& r)
{
    return row_behind<basic_job<Types>>(from, r.job_model);
}

template<class T>
T const* address_of(std::optional<T> const& v) noexcept
{
    return v ? &*v : nullptr;
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_RELATED_ROWS_HPP
