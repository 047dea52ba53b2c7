// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_IPP
#define SSOT_IMPL_STORE_IPP

#include <ssot/store.hpp>

#include <ssot/detail/session_state.hpp>

#include <algorithm>
#include <string>
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

SSOT_DECL result<stored<content_type>> store::content_type_of(model_info const& info)
{
    auto const named = from<content_type>().where(field<&content_type::app_label> == info.app_label &&
                                                  field<&content_type::model> == info.model);
    auto       find  = [&] { return select(named.limit(1)); };
    auto       found = find();
    if (found && found->empty()) {
        auto made = insert(content_type{.app_label = std::string(info.app_label), .model = std::string(info.model)});
        if (!made && (made.error().code() != errc::already_exists || core().state()->in_transaction()))
            return made.error();
        found = find(); // somebody else may have been faster
    }
    if (!found)
        return std::move(found).error();
    if (found->empty())
        return error(
            errc::serialization, "the content type of " + std::string(info.label) + " went away", retry::transaction);
    return std::move(found->front());
}

SSOT_DECL result<std::optional<content_type>> store::content_type_with(std::int64_t key)
{
    auto type = get<content_type>(key);
    if (!type && type.error().code() == errc::not_found)
        return std::nullopt;
    if (!type)
        return std::move(type).error();
    return std::optional<content_type>(std::move(**type));
}

} // namespace SSOT_MODE

} // namespace ssot

#endif // SSOT_IMPL_STORE_IPP
