// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_ERASE_HPP
#define SSOT_IMPL_STORE_ERASE_HPP

// Erasing rows, and the rows that go with them.

#include <ssot/store.hpp>

#include <ssot/detail/store/row_key.hpp>

#include <cstddef>

namespace ssot {

template<model M>
std::size_t erase_counts::of() const noexcept
{
    return of(model_info_of<M>().name);
}

inline namespace SSOT_MODE {

template<model M>
result<erase_counts> store::erase(M const& m)
{
    return erase<M>(key_of(m));
}

template<model M>
result<erase_counts> store::erase(stored<M> const& row)
{
    if (auto same = detail::check_key<M>(row, detail::row_access::key(row)); !same)
        return same.error();
    return erase<M>(key_of<M>(row));
}

template<model M>
result<erase_counts> store::erase(partial<M> const& row)
{
    if (auto same = detail::check_key<M>(row, detail::row_access::key(row)); !same)
        return same.error();
    return erase<M>(key_of<M>(row));
}

template<model M>
result<erase_counts> store::erase(key_t<M> const& id)
{
    return core().erase(storage::describe_model<M>(), storage::detail::held_value<key_t<M>>(id).view());
}

template<model M>
result<erase_counts> store::erase(selection<M> const& query)
{
    return core().erase(query.untyped(), storage::describe_model<M>());
}

} // namespace SSOT_MODE

} // namespace ssot

#endif // SSOT_IMPL_STORE_ERASE_HPP
