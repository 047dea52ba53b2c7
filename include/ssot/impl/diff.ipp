// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DIFF_IPP
#define SSOT_IMPL_DIFF_IPP

#include <ssot/diff.hpp>
#include <ssot/json/raw_json.hpp>
#include <ssot/json/text.hpp>

#include <ssot/detail/json/equal.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::diff {

SSOT_DECL summary& summary::operator+=(summary const& more) noexcept
{
    created += more.created;
    updated += more.updated;
    deleted += more.deleted;
    unchanged += more.unchanged;
    skipped += more.skipped;
    return *this;
}

SSOT_DECL std::string_view message_for(sync_log_entry_action done) noexcept
{
    switch (done) {
    case sync_log_entry_action::create: return "Created successfully";
    case sync_log_entry_action::update: return "Updated successfully";
    case sync_log_entry_action::delete_: return "Deleted successfully";
    case sync_log_entry_action::no_change: break;
    }
    return "No changes to apply; no action needed";
}

namespace detail {

SSOT_DECL raw_json summary_text(summary const& s)
{
    auto const part = [](std::string_view name, std::size_t n) {
        return '"' + std::string(name) + "\":" + std::to_string(n);
    };
    return raw_json::trusted('{' + part("create", s.created) + ',' + part("update", s.updated) + ',' +
                             part("delete", s.deleted) + ',' + part("no-change", s.unchanged) + ',' +
                             part("skip", s.skipped) + '}');
}

SSOT_DECL boost::json::value summary_value(summary const& s)
{
    auto const n = [](std::size_t v) { return static_cast<std::int64_t>(v); };
    return boost::json::object{{"create", n(s.created)},
                               {"update", n(s.updated)},
                               {"delete", n(s.deleted)},
                               {"no-change", n(s.unchanged)},
                               {"skip", n(s.skipped)}};
}

SSOT_DECL boost::json::value join_types(boost::json::value&& first, boost::json::value&& second, key_order order)
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

SSOT_DECL raw_json join_types(raw_json&& first, raw_json&& second, key_order order)
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

SSOT_DECL result<void> add_types(std::vector<std::string>& types, std::vector<std::string> const& more)
{
    for (auto const& type : more)
        if (std::ranges::find(types, type) != types.end())
            return error(errc::duplicate_key, "the type \"" + type + "\" is in both differences");
    types.insert(types.end(), more.begin(), more.end());
    return {};
}

} // namespace detail

} // namespace ssot::diff

#endif // SSOT_IMPL_DIFF_IPP
