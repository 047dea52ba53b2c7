// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DIFF_HPP
#define SSOT_IMPL_DIFF_HPP

#include <ssot/diff.hpp>
#include <ssot/json/raw_json.hpp>

#include <ssot/detail/diff/walk.hpp>

#include <boost/json/value.hpp>

#include <concepts>
#include <string>
#include <utility>
#include <vector>

namespace ssot::diff {

namespace detail {

raw_json           summary_text(summary const& s);
boost::json::value summary_value(summary const& s);

/// Returns one diff with the types of both.
boost::json::value join_types(boost::json::value&& first, boost::json::value&& second, key_order order);
raw_json           join_types(raw_json&& first, raw_json&& second, key_order order);

/// Adds names of types. Errors: `duplicate_key` if one is there already, and then none is added.
result<void> add_types(std::vector<std::string>& types, std::vector<std::string> const& more);

} // namespace detail

template<json_document Document>
Document summary::to_document() const
{
    if constexpr (std::same_as<Document, raw_json>)
        return detail::summary_text(*this);
    else
        return detail::summary_value(*this);
}

template<class Types>
basic_sync_log_entry<Types> basic_change<Types>::to_entry(typename basic_sync_log_entry<Types>::sync_key run) const
{
    return {.sync        = run,
            .action      = action,
            .status      = sync_log_entry_status::success,
            .diff        = diff,
            .object_repr = object_repr(),
            .message     = std::string(message_for(action))};
}

template<class Types>
result<void> basic_difference<Types>::append(basic_difference&& more)
{
    if (auto added = detail::add_types(types, more.types); !added)
        return added;
    diff = detail::join_types(std::move(diff), std::move(more.diff), order);
    summary += more.summary;
    auto const before = changes.size();
    for (auto& added : more.changes) {
        if (added.parent != none)
            added.parent += before;
        changes.push_back(std::move(added));
    }
    more = {};
    return {};
}

template<class Types, std::ranges::forward_range Source, std::ranges::forward_range Target, class Key>
result<basic_difference<Types>> compute(Source const& source, Target const& target, Key const& key, options const& how)
{
    if constexpr (requires { key.flags_of(); }) {
        if (how.order == key_order::bytes)
            return detail::comparison<Types, key_order::bytes>(how).run(source, target, key);
        return detail::comparison<Types, key_order::source>(how).run(source, target, key);
    } else {
        return compute<Types>(source, target, by(key), how);
    }
}

} // namespace ssot::diff

#endif // SSOT_IMPL_DIFF_HPP
