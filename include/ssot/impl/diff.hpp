// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DIFF_HPP
#define SSOT_IMPL_DIFF_HPP

#include <ssot/diff.hpp>
#include <ssot/json/raw_json.hpp>

#include <ssot/detail/diff/walk.hpp>

#include <boost/json/value.hpp>

#include <concepts>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ssot::diff {

namespace detail {

raw_json           summary_text(summary const& s);
boost::json::value summary_value(summary const& s);

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
    auto added = append_all({&more, 1});
    if (added)
        more = {};
    return added;
}

template<class Types>
result<void> basic_difference<Types>::append(std::vector<basic_difference>&& more)
{
    auto added = append_all(more);
    if (added)
        more.clear();
    return added;
}

template<class Types>
result<void> basic_difference<Types>::append_all(std::span<basic_difference> more)
{
    if (auto checked = detail::check_form(diff); !checked)
        return checked;
    for (auto const& piece : more)
        if (auto checked = detail::check_form(piece.diff); !checked)
            return checked;
    detail::type_plan            plan(known, types);
    std::vector<document const*> all{&diff};
    std::vector<document*>       others;
    for (auto& piece : more) {
        plan.add(piece.types);
        all.push_back(&piece.diff);
        others.push_back(&piece.diff);
    }
    if (plan.has_repeated()) {
        detail::object_names names;
        auto const           note = [&](basic_difference const& piece) -> result<void> {
            for (auto const& c : piece.changes)
                if (c.depth == 0 && plan.is_repeated(c.type))
                    if (auto noted = names.add(c.type, c.name()); !noted)
                        return noted;
            return {};
        };
        if (auto noted = note(*this); !noted)
            return noted;
        for (auto const& piece : more)
            if (auto noted = note(piece); !noted)
                return noted;
        if (auto checked = detail::check_objects(all); !checked)
            return checked;
    }
    bool const sorted = order == key_order::bytes;
    if (!plan.has_repeated() && (plan.ascends() || !sorted))
        detail::join_diffs_behind(diff, others);
    else
        detail::join_diffs(diff, others, sorted);
    plan.apply();
    for (auto& piece : more) {
        summary += piece.summary;
        auto const before = changes.size();
        for (auto& added : piece.changes) {
            if (added.parent != none)
                added.parent += before;
            changes.push_back(std::move(added));
        }
    }
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
