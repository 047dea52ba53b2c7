// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_IPP
#define SSOT_IMPL_STORE_IPP

#include <ssot/store.hpp>

#include <ssot/detail/store/session.hpp>

#include <algorithm>
#include <utility>

namespace ssot {

SSOT_DECL std::size_t erase_counts::total() const noexcept
{
    std::size_t n = 0;
    for (auto const& [name, rows] : counts_)
        n += rows;
    return n;
}

SSOT_DECL std::size_t erase_counts::of(std::string_view model_name) const noexcept
{
    auto const found = std::ranges::find(counts_, model_name, &std::pair<std::string_view, std::size_t>::first);
    return found == counts_.end() ? 0 : found->second;
}

SSOT_DECL void erase_counts::add(std::string_view model_name, std::size_t rows)
{
    if (rows == 0)
        return;
    auto const found = std::ranges::find(counts_, model_name, &std::pair<std::string_view, std::size_t>::first);
    if (found == counts_.end())
        counts_.emplace_back(model_name, rows);
    else
        found->second += rows;
}

inline namespace SSOT_MODE {

SSOT_DECL result<store> store::session() const
{
    auto other = core().session();
    if (!other)
        return std::move(other).error();
    return store(std::move(*other));
}

SSOT_DECL result<purge_report> store::purge(timestamp older_than, purge_options const& options)
{
    return core().purge(older_than, options);
}

SSOT_DECL result<transaction> store::begin(storage::tx_options options)
{
    auto serial = core().begin(options);
    if (!serial)
        return std::move(serial).error();
    return transaction(core().state(), *serial);
}

} // namespace SSOT_MODE

} // namespace ssot

#endif // SSOT_IMPL_STORE_IPP
