// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DIFF_HPP
#define SSOT_IMPL_DIFF_HPP

#include <ssot/diff.hpp>

#include <ssot/detail/diff_walk.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::diff {

template<json_document Document>
Document summary::to_document() const
{
    if constexpr (std::same_as<Document, raw_json>) {
        auto const part = [](std::string_view name, std::size_t n) {
            return '"' + std::string(name) + "\":" + std::to_string(n);
        };
        return raw_json::trusted('{' + part("create", created) + ',' + part("update", updated) + ',' +
                                 part("delete", deleted) + ',' + part("no-change", unchanged) + ',' + part("skip", skipped) +
                                 '}');
    } else {
        auto const n = [](std::size_t v) { return static_cast<std::int64_t>(v); };
        return boost::json::object{{"create", n(created)},
                                   {"update", n(updated)},
                                   {"delete", n(deleted)},
                                   {"no-change", n(unchanged)},
                                   {"skip", n(skipped)}};
    }
}

inline summary& summary::operator+=(summary const& more) noexcept
{
    created += more.created;
    updated += more.updated;
    deleted += more.deleted;
    unchanged += more.unchanged;
    skipped += more.skipped;
    return *this;
}

inline std::string_view message_for(sync_log_entry_action done) noexcept
{
    switch (done) {
    case sync_log_entry_action::create: return "Created successfully";
    case sync_log_entry_action::update: return "Updated successfully";
    case sync_log_entry_action::delete_: return "Deleted successfully";
    case sync_log_entry_action::no_change: break;
    }
    return "No changes to apply; no action needed";
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

namespace detail {

/// The types of two diffs in one.
inline boost::json::value join_types(boost::json::value&& first, boost::json::value&& second, key_order order)
{
    std::vector<std::pair<std::string, boost::json::value>> types;
    for (auto* const diff : {&first, &second})
        for (auto& type : diff->as_object())
            types.emplace_back(std::string(type.key()), std::move(type.value()));
    if (order == key_order::bytes)
        std::ranges::sort(types, {}, [](auto const& type) -> std::string const& { return type.first; });
    boost::json::object out(types.size());
    for (auto& [name, type] : types)
        out.emplace(name, std::move(type));
    return out;
}

inline raw_json join_types(raw_json&& first, raw_json&& second, key_order order)
{
    if (first.text() == "{}")
        return std::move(second);
    if (second.text() == "{}")
        return std::move(first);
    auto const inside = [](raw_json const& diff) { return diff.text().substr(1, diff.text().size() - 2); };
    auto       joined = raw_json::trusted(std::string("{").append(inside(first)).append(",").append(inside(second)) + '}');
    if (order == key_order::source)
        return joined;
    return raw_json::trusted(to_json(parts_of<std::map<std::string, raw_json>>(joined).value())); // sorted by the map
}

} // namespace detail

template<class Types>
result<void> basic_difference<Types>::append(basic_difference&& more)
{
    for (auto const& type : more.types)
        if (std::ranges::find(types, type) != types.end())
            return error(errc::duplicate_key, "the type \"" + type + "\" is in both differences");
    types.insert(types.end(), more.types.begin(), more.types.end());
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
