// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_VALIDATE_IPP
#define SSOT_IMPL_DETAIL_STORE_VALIDATE_IPP

// Validation of a row with regard to other rows, with Django's messages.

#include <ssot/store.hpp>
#include <ssot/validate.hpp>

#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/met_models.hpp>
#include <ssot/detail/store/object_batch.hpp>
#include <ssot/detail/store/object_span.hpp>
#include <ssot/detail/store/shared_state.hpp>
#include <ssot/detail/store/statement.hpp>
#include <ssot/detail/validate/validation_messages.hpp>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ssot::detail {
inline namespace SSOT_MODE {

SSOT_DECL result<std::vector<field_problem>> store_core::validate(object_span const& row, std::string_view verbose_name,
                                                                  bool fresh, validation_options const& options)
{
    if (auto prepared = prepare(*row.model); !prepared)
        return prepared.error();
    auto       found       = row.problems(row.object(0), options);
    auto const is_excluded = [&](std::string_view name) {
        return std::ranges::find(options.exclude, name) != options.exclude.end();
    };
    for (auto const name : options.exclude) // counts as a problem until the end, so that the field is not checked
        found.push_back({name, {}, {}});
    if (auto done = find_missing(row, found); !done)
        return done.error();
    if (auto done = find_taken(row, verbose_name, fresh, found); !done)
        return done.error();
    std::erase_if(found, [&](auto const& p) { return is_excluded(p.field); });
    return found;
}

/// Adds a problem for each foreign key whose row does not exist, in declaration order. A key to a model of another program
/// is checked once the store knows a model with that label.
SSOT_DECL result<void> store_core::find_missing(object_span const& row, std::vector<field_problem>& found)
{
    auto const place_of = [&](std::string_view name) { return std::ranges::find(row.fields, name, &field_info::name); };
    auto const known    = shared_->met->all();
    for (std::uint16_t f = 0; f != row.fields.size(); ++f) {
        auto const& info   = row.fields[f];
        auto const* target = row.model->fields[f].target;
        if (!target && !info.target_label.empty()) {
            auto const met = std::ranges::find(known, info.target_label, [](auto const* m) { return m->label; });
            target         = met == known.end() ? nullptr : *met;
        }
        auto const key = target ? row.at(0, f) : storage::value_view();
        if (key.is_null() || std::ranges::find(found, info.name, &field_problem::field) != found.end())
            continue;
        auto there = has_key(*target, key);
        if (!there)
            return there.error();
        if (*there)
            continue;
        auto const behind =
            std::ranges::find_if(found, [&](auto const& p) { return place_of(p.field) > place_of(info.name); });
        auto const text = key_text(key);
        auto const repr = key.type() == kind::uuid ? "UUID('" + text + "')" : text;
        found.insert(behind,
                     field_problem{info.name, "invalid", missing_message(info, target->fields[target->pk].name, repr)});
    }
    return {};
}

SSOT_DECL result<void> store_core::find_taken(object_span const& row, std::string_view verbose_name, bool fresh,
                                              std::vector<field_problem>& found)
{
    auto const is_good = [&](std::uint16_t f) {
        return std::ranges::find(found, row.fields[f].name, &field_problem::field) == found.end();
    };
    std::vector<std::vector<std::uint16_t>> checks; // chosen before any of them adds a problem
    for (auto const together : row.model->unique_together)
        if (std::ranges::all_of(together, is_good))
            checks.emplace_back(together.begin(), together.end());
    for (std::uint16_t f = 0; f != row.fields.size(); ++f)
        if (row.fields[f].options.unique && is_good(f))
            checks.push_back({f});
    for (auto const& fields : checks) {
        auto taken = is_taken(row, 0, row.at(0, row.model->pk), fields, fresh);
        if (!taken)
            return taken.error();
        if (!*taken)
            continue;
        std::vector<std::string_view> names;
        for (auto const f : fields)
            names.push_back(row.fields[f].options.verbose_name);
        bool const one = fields.size() == 1;
        found.push_back({one ? row.fields[fields[0]].name : model_wide,
                         one ? "unique" : "unique_together",
                         taken_message(verbose_name, names)});
    }
    return {};
}

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_VALIDATE_IPP
