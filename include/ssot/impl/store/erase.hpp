// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_ERASE_HPP
#define SSOT_IMPL_STORE_ERASE_HPP

// Erasing rows, with what goes with them, in one transaction.

#include <ssot/store.hpp>

#include <ssot/detail/row_key.hpp>
#include <ssot/impl/store/collector.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
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

template<class Backend>
result<erase_counts> store<Backend>::erase_rows(storage::query const& q)
{
    if (auto prepared = prepare(*q.model); !prepared)
        return prepared.error();
    known_ = shared_->met->all(); // other sessions may have brought models that point here

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
        return guarded([]() -> result<erase_counts> { return erase_counts(); });
    return erase_rows(detail::query_in(model, model.pk, {key}));
}

template<class Backend>
template<model M>
result<erase_counts> store<Backend>::erase(M const& m)
{
    return erase_key(storage::describe_model<M>(), storage::detail::held_value<key_t<M>>(key_of(m)).view());
}

template<class Backend>
template<model M>
result<erase_counts> store<Backend>::erase(stored<M> const& row)
{
    if (auto same = detail::check_key<M>(row, row.ssot_key_); !same)
        return same.error();
    return erase(static_cast<M const&>(row));
}

template<class Backend>
template<model M>
result<erase_counts> store<Backend>::erase(partial<M> const& row)
{
    if (auto same = detail::check_key<M>(row, row.ssot_key_); !same)
        return same.error();
    return erase(static_cast<M const&>(row));
}

template<class Backend>
template<model M>
result<erase_counts> store<Backend>::erase(key_t<M> const& id)
{
    return erase_key(storage::describe_model<M>(), storage::detail::held_value<key_t<M>>(id).view());
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
