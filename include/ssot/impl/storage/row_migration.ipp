// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORAGE_ROW_MIGRATION_IPP
#define SSOT_IMPL_STORAGE_ROW_MIGRATION_IPP

#include <ssot/storage/row_migration.hpp>

#include <ssot/detail/migration/take_back.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::storage {

namespace detail {

/// A row while steps change it.
using named_values = std::vector<std::pair<std::string_view, value>>;

SSOT_DECL value* find_value(named_values& row, std::string_view name)
{
    auto const found = std::ranges::find(row, name, &named_values::value_type::first);
    return found == row.end() ? nullptr : &found->second;
}

/// What a step of `add_field` or `change_field` makes of a row.
SSOT_DECL result<value> make_value(migration_step const& step, named_values& row)
{
    std::vector<value_view> inputs;
    for (auto const name : step.inputs) {
        auto const* const old = find_value(row, name);
        inputs.push_back(old ? old->view() : value_view());
    }
    return step.make(inputs);
}

SSOT_DECL result<void> take_step(migration_step const& step, named_values& row)
{
    switch (step.what) {
    case migration_kind::drop_field:
        std::erase_if(row, [&](auto const& field) { return field.first == step.before.name; });
        break;
    case migration_kind::rename_field:
        for (auto& field : row)
            if (field.first == step.before.name)
                field.first = step.after.name;
        break;
    case migration_kind::add_field:
    case migration_kind::change_field: {
        auto made = make_value(step, row);
        if (!made)
            return std::move(made).error();
        if (auto* const old = find_value(row, step.after.name))
            *old = std::move(*made);
        else
            row.emplace_back(step.after.name, std::move(*made));
        break;
    }
    case migration_kind::rename_model:
    case migration_kind::add_index:
    case migration_kind::native: break;
    }
    return {};
}

/// The table that a name of a model gives.
SSOT_DECL std::string table_of_name(std::string_view model)
{
    std::string out(model);
    std::ranges::replace(out, '.', '_');
    return out;
}

} // namespace detail

SSOT_DECL row_migration::old_model::old_model(model_desc const& model, std::uint32_t version)
{
    std::vector<migrated_field> then;
    for (std::size_t i = 0; i != model.fields.size(); ++i)
        if (auto const& f = model.fields[i]; i != model.revision)
            then.push_back({f.name, f.type, f.nullable, f.column.size() != f.name.size()});
    auto name  = model.name;
    auto table = model.table;
    for (auto const& step : std::vector(model.migrations.rbegin(), model.migrations.rend())) {
        if (step.to_version <= version)
            break;
        static_cast<void>(ssot::detail::take_back(then, step)); // which was checked when the model was compiled
        if (step.what == migration_kind::rename_model) {
            if (table == detail::table_of_name(name))
                table = texts.emplace_back(detail::table_of_name(step.old_model));
            name = step.old_model;
        }
    }
    for (auto const& f : then) {
        auto const same = std::ranges::find_if(model.fields, [&](field_desc const& now) {
            return now.name == f.name && now.type == f.kind && now.nullable == f.nullable;
        });
        if (same != model.fields.end()) {
            fields.push_back(*same);
            continue;
        }
        field_desc out{};
        out.name     = f.name;
        out.column   = f.foreign_key ? std::string_view(texts.emplace_back(std::string(f.name) + "_id")) : f.name;
        out.type     = f.kind;
        out.nullable = f.nullable;
        fields.push_back(out);
    }
    description = {.name            = name,
                   .table           = table,
                   .label           = model.label,
                   .fields          = {},
                   .pk              = model.pk,
                   .revision        = no_field,
                   .ordering        = {},
                   .append_only     = model.append_only,
                   .singleton       = model.singleton,
                   .unique_together = {},
                   .indexes         = {},
                   .type            = model.type,
                   .version         = std::max<std::uint32_t>(version, 1),
                   .migrations      = {}};
    if (model.revision != no_field) {
        description.revision = static_cast<std::uint16_t>(fields.size());
        fields.push_back(model.fields[model.revision]);
    }
    description.fields = fields;
}

SSOT_DECL row_migration::row_migration(model_desc const& model, std::uint32_t from, std::uint32_t to)
    : model_(&model), from_(from), to_(to), before_(model, from), after_(model, to)
{
}

SSOT_DECL result<packed_row> row_migration::apply(packed_row const& row) const
{
    detail::named_values values;
    for (std::size_t i = 0; i != before_.fields.size(); ++i)
        values.emplace_back(before_.fields[i].name, value(row.at(i)));
    for (auto const& step : model_->migrations)
        if (step.to_version > from_ && step.to_version <= to_)
            if (auto done = detail::take_step(step, values); !done)
                return std::move(done).error();
    packed_row out;
    for (auto const& f : after_.fields) {
        auto const* const found = detail::find_value(values, f.name);
        out.push(found ? found->view() : value_view());
    }
    return out;
}

} // namespace ssot::storage

#endif // SSOT_IMPL_STORAGE_ROW_MIGRATION_IPP
