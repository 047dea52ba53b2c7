// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MIGRATION_TAKE_BACK_HPP
#define SSOT_DETAIL_MIGRATION_TAKE_BACK_HPP

// From the fields of one version of a model to those of the version before.

#include <ssot/detail/base/stored_types.hpp>

#include <cstdint>
#include <string_view>

namespace ssot::detail {

/// What is wrong with a step.
enum class migration_fault : std::uint8_t { none, no_field, other_type, taken, key, model };

/// Returns the place of a field, or the end.
template<class Fields>
constexpr auto find_field(Fields& fields, std::string_view name)
{
    auto at = fields.begin();
    while (at != fields.end() && at->name != name)
        ++at;
    return at;
}

/// Turns the fields that a step led to, of which the key is the first, into those that it began with. Returns what does not fit; then
/// nothing is changed.
template<class Fields>
constexpr migration_fault take_back(Fields& fields, migration_info const& step)
{
    auto const after = find_field(fields, step.after.name);
    bool const taken = find_field(fields, step.before.name) != fields.end();
    switch (step.what) {
    case migration_kind::add_field:
    case migration_kind::change_field:
        if (after == fields.end())
            return migration_fault::no_field;
        if (after == fields.begin())
            return migration_fault::key;
        if (*after != step.after)
            return migration_fault::other_type;
        if (step.what == migration_kind::add_field)
            fields.erase(after);
        else
            *after = step.before;
        return migration_fault::none;
    case migration_kind::drop_field:
        if (taken)
            return migration_fault::taken;
        fields.push_back(step.before);
        return migration_fault::none;
    case migration_kind::rename_field:
        if (after == fields.end())
            return migration_fault::no_field;
        if (taken)
            return migration_fault::taken;
        after->name = step.before.name;
        return migration_fault::none;
    case migration_kind::rename_model: {
        auto const dot = step.old_model.find('.');
        return dot == 0 || dot == std::string_view::npos || dot + 1 == step.old_model.size() ? migration_fault::model
                                                                                             : migration_fault::none;
    }
    case migration_kind::add_index:
        for (auto const name : step.index)
            if (find_field(fields, name) == fields.end())
                return migration_fault::no_field;
        return migration_fault::none;
    case migration_kind::native: break;
    }
    return migration_fault::none;
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_MIGRATION_TAKE_BACK_HPP
