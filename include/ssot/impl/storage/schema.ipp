// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORAGE_SCHEMA_IPP
#define SSOT_IMPL_STORAGE_SCHEMA_IPP

#include <ssot/storage/schema.hpp>

#include <ssot/detail/text/message.hpp>

#include <algorithm>

namespace ssot::storage {

namespace detail {

SSOT_DECL bool same_field(field_desc const& a, field_desc const& b) noexcept
{
    return a.name == b.name && a.column == b.column && a.type == b.type && a.nullable == b.nullable &&
        a.unique == b.unique && a.indexed == b.indexed && a.max_length == b.max_length && a.on == b.on &&
        !a.target == !b.target && (!a.target || same_model(*a.target, *b.target)) && a.references == b.references &&
        std::ranges::equal(a.choices, b.choices, {}, &choice_text::wire, &choice_text::wire);
}

} // namespace detail

SSOT_DECL bool is_unique_together(model_desc const& model, std::uint16_t field) noexcept
{
    return std::ranges::any_of(model.unique_together,
                               [&](field_list of) { return std::ranges::find(of, field) != of.end(); });
}

SSOT_DECL std::string_view difference(model_desc const& a, model_desc const& b) noexcept
{
    if (&a == &b)
        return {};
    for (std::size_t i = 0, n = std::min(a.fields.size(), b.fields.size()); i != n; ++i)
        if (!detail::same_field(a.fields[i], b.fields[i]))
            return i == a.revision ? b.fields[i].name : a.fields[i].name;
    if (a.fields.size() != b.fields.size())
        return a.fields.size() < b.fields.size() ? b.fields[a.fields.size()].name : a.fields[b.fields.size()].name;
    auto const same_order = [](order_by const& x, order_by const& y) {
        return x.field == y.field && x.desc == y.desc && x.where == y.where && x.via == y.via && x.then == y.then;
    };
    auto const same_list = [](field_list x, field_list y) { return std::ranges::equal(x, y); };
    return a.name != b.name                                                    ? "name"
        : a.table != b.table                                                   ? "table"
        : a.label != b.label                                                   ? "label"
        : a.pk != b.pk                                                         ? "key"
        : a.revision != b.revision || a.append_only != b.append_only           ? "append_only"
        : !std::ranges::equal(a.ordering, b.ordering, same_order)              ? "ordering"
        : a.singleton != b.singleton                                           ? "singleton"
        : !std::ranges::equal(a.unique_together, b.unique_together, same_list) ? "unique_together"
        : a.version != b.version                                               ? "model_version"
                                                                               : std::string_view();
}

SSOT_DECL result<void> check_schema(std::span<model_desc const* const> others, model_desc const& model)
{
    using ssot::detail::concat;
    for (auto const* const other : others) {
        if (same_model(*other, model)) {
            if (auto const what = difference(*other, model); !what.empty())
                return error(errc::schema_mismatch,
                             concat({"the types ",
                                     other->type,
                                     " and ",
                                     model.type,
                                     " both have the model_name \"",
                                     model.name,
                                     "\" and are described differently (",
                                     what,
                                     "); give each model a name of its own"}));
        } else if (other->table == model.table) {
            return error(errc::schema_mismatch,
                         concat({"the models ",
                                 other->type,
                                 " (\"",
                                 other->name,
                                 "\") and ",
                                 model.type,
                                 " (\"",
                                 model.name,
                                 "\") both have the table \"",
                                 model.table,
                                 "\"; give one of them another table_name"}));
        }
    }
    return {};
}

SSOT_DECL record_batch record_batch::slice(std::size_t first, std::size_t count,
                                           std::span<replaced_column> columns) const noexcept
{
    for (std::size_t i = 0; i != replaced.size(); ++i)
        columns[i] = {replaced[i].field, replaced[i].values + first};
    return {model, accessors, base + first * stride, stride, count, columns.first(replaced.size()), read};
}

} // namespace ssot::storage

#endif // SSOT_IMPL_STORAGE_SCHEMA_IPP
