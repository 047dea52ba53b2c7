// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORAGE_DESCRIBED_MODEL_HPP
#define SSOT_DETAIL_STORAGE_DESCRIBED_MODEL_HPP

// The description of a model as backends see it, in static storage.

#include <ssot/fwd.hpp>
#include <ssot/migration.hpp>
#include <ssot/storage/describe.hpp>

#include <ssot/detail/base/type_name.hpp>
#include <ssot/detail/reflect/encoded.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace ssot::storage::detail {

using namespace ssot::detail;

/// The model whose description the whole family shares: basic_X<default_types> for basic_X<Types>.
template<class M>
struct canonical {
    using type = M;
};
template<template<class> class Basic, class Types>
    requires requires {
        typename Types::document;
        typename Types::text;
    } && requires { typename Basic<default_types>; }
struct canonical<Basic<Types>> {
    using type = Basic<default_types>;
};

template<class M>
struct described_model;

/// The steps of a migrating model, in detail/storage/described_steps.hpp.
template<class M>
struct described_steps;

template<class M>
constexpr std::span<migration_step const> steps_of() noexcept
{
    if constexpr (migrating<M>)
        return described_steps<M>::value;
    else
        return {};
}

template<class M>
constexpr bool is_append_only() noexcept
{
    if constexpr (requires { M::append_only; })
        return M::append_only;
    else
        return false;
}

/// The target of a field that points at no model.
struct described_nothing {
    static constexpr model_desc value{};
};

/// The description of the model that a `T` points at.
template<class T>
struct described_target {
    using type = described_nothing;
};
template<class T>
    requires(relation<T>::exists)
struct described_target<T> {
    using type = described_model<typename canonical<typename relation<T>::target>::type>;
};

/// What the default ordering must know about the model that a field points at.
struct related_model {
    std::span<std::string_view const> ordering{};
    std::span<std::string_view const> names{};
};
template<class T>
inline constexpr related_model related_to{};
template<class T>
    requires(relation<T>::exists)
inline constexpr related_model related_to<T>{model_info_of<typename relation<T>::target>().ordering,
                                             member_names<typename relation<T>::target>};

constexpr std::uint16_t place_of_name(std::span<std::string_view const> names, std::string_view term) noexcept
{
    auto const name = term.starts_with('-') ? term.substr(1) : term;
    for (std::size_t i = 0; i != names.size(); ++i)
        if (names[i] == name)
            return static_cast<std::uint16_t>(i);
    return no_field;
}

/// The default ordering. A foreign key in it means the default ordering of its target (Django's rule).
constexpr std::size_t write_ordering(std::span<std::string_view const> terms, std::span<std::string_view const> names,
                                     related_model const* const* relations, order_by* out)
{
    std::size_t n   = 0;
    auto const  add = [&](order_by term) {
        if (out)
            out[n] = term;
        ++n;
    };
    for (std::string_view term : terms) {
        auto const  here  = place_of_name(names, term);
        bool const  desc  = term.starts_with('-');
        auto const& there = *relations[here];
        if (there.ordering.empty())
            add({.field = here, .desc = desc});
        for (std::string_view next : there.ordering)
            add({.field = place_of_name(there.names, next), .desc = desc != next.starts_with('-'), .via = here});
    }
    return n;
}

/// The fields of a model, followed by the revision if it has one.
constexpr void write_field_descs(std::span<field_info const> fields, model_desc const* const* targets, bool has_revision,
                                 field_desc* out)
{
    for (auto const& f : fields)
        *out++ = {.name       = f.name,
                  .column     = f.column,
                  .type       = f.kind,
                  .nullable   = f.nullable,
                  .unique     = f.options.unique,
                  .indexed    = f.options.index,
                  .max_length = f.options.max_length,
                  .on         = f.on_delete,
                  .target     = *targets++,
                  .choices    = f.choices,
                  .references = f.options.references};
    if (has_revision)
        *out = {.name       = "ssot_rev",
                .column     = "ssot_rev",
                .type       = kind::int64,
                .nullable   = false,
                .unique     = false,
                .indexed    = false,
                .max_length = 0,
                .on         = on_delete::none,
                .target     = nullptr,
                .choices    = {},
                .references = {}};
}

/// Uses only the metadata of the fields, because the descriptions of models that point at each other do not exist yet.
/// Members have distinct names, so only the column of a foreign key can equal another column.
constexpr bool columns_differ(std::span<field_info const> all, bool has_revision) noexcept
{
    for (auto const& a : all) {
        if (has_revision && a.column == "ssot_rev")
            return false;
        if (a.column.size() != a.name.size())
            for (auto const& b : all)
                if (&a != &b && a.column == b.column)
                    return false;
    }
    return true;
}

/// Everything that a `model_desc` refers to, in static storage. Everything that needs no types is computed by functions that
/// all models share.
template<class M>
struct described_model {
    static constexpr std::size_t own_fields   = field_count<M>;
    static constexpr bool        has_revision = !is_append_only<M>();
    static constexpr std::size_t all_fields   = own_fields + (has_revision ? 1 : 0);
    static_assert(all_fields <= 64, "ssot::storage: a stored model has at most 64 fields, its revision included");

    static model_desc const value;

    template<auto... Members>
    static constexpr auto make_fields(member_list<Members...>)
    {
        // Named here, and not in a function that members of one type share, because g++ makes a description as soon as it is
        // named; in a cycle of models it would enter that function again before the function is complete.
        model_desc const* const            targets[] = {(relation<unwrap_t<type_of<Members>>>::exists
                                                             ? &described_target<unwrap_t<type_of<Members>>>::type::value
                                                             : nullptr)...};
        std::array<field_desc, all_fields> out{};
        write_field_descs(fields_of<M>(), targets, has_revision, out.data());
        return out;
    }

    static constexpr std::size_t write_ordering(order_by* out)
    {
        return []<auto... Members>(member_list<Members...>, order_by* to) {
            related_model const* const relations[] = {&related_to<unwrap_t<type_of<Members>>>...};
            return detail::write_ordering(model_info_of<M>().ordering, member_names<M>, relations, to);
        }(members_of<M>{}, out);
    }

    static constexpr std::size_t order_terms = [] {
        if constexpr (model_info_of<M>().ordering.empty())
            return std::size_t{0};
        else
            return write_ordering(nullptr);
    }();

    static constexpr auto make_ordering()
    {
        std::array<order_by, order_terms> out{};
        if constexpr (order_terms != 0)
            write_ordering(out.data());
        return out;
    }

    /// The fields of lists of names, and the lists.
    template<std::size_t N>
    static constexpr auto places_of(std::span<std::span<std::string_view const> const> lists)
    {
        std::array<std::array<std::uint16_t, field_names::most>, N> out{};
        for (std::size_t i = 0; i != N; ++i)
            for (std::size_t k = 0; k != lists[i].size(); ++k)
                out[i][k] = place_of_name(member_names<M>, lists[i][k]);
        return out;
    }
    template<std::size_t N>
    static constexpr auto lists_of(std::span<std::span<std::string_view const> const>                 lists,
                                   std::array<std::array<std::uint16_t, field_names::most>, N> const& places)
    {
        std::array<field_list, N> out{};
        for (std::size_t i = 0; i != N; ++i)
            out[i] = field_list(places[i]).first(lists[i].size());
        return out;
    }

    static constexpr auto unique_lists   = model_info_of<M>().unique_together;
    static constexpr auto index_lists    = model_info_of<M>().indexes;
    static constexpr auto places_unique  = places_of<unique_lists.size()>(unique_lists);
    static constexpr auto places_indexed = places_of<index_lists.size()>(index_lists);

    // The types are named explicitly, because a model that points at itself needs its description while its fields are being
    // made.
    static constexpr std::array<field_desc, all_fields> fields          = make_fields(members_of<M>{});
    static constexpr std::array<order_by, order_terms>  ordering        = make_ordering();
    static constexpr auto                               unique_together = lists_of(unique_lists, places_unique);
    static constexpr auto                               indexes         = lists_of(index_lists, places_indexed);

    static_assert(columns_differ(fields_of<M>(), has_revision),
                  "ssot::storage: two members of this model have one column, such as a foreign key `site` and a member "
                  "`site_id`, or a member `ssot_rev`, which is the revision's; rename one of them");
};

template<class M>
constexpr model_desc described_model<M>::value = {
    .name            = model_info_of<M>().name,
    .table           = model_info_of<M>().table,
    .label           = model_info_of<M>().label,
    .fields          = fields,
    .pk              = 0,
    .revision        = has_revision ? static_cast<std::uint16_t>(own_fields) : no_field,
    .ordering        = ordering,
    .append_only     = !has_revision,
    .singleton       = model_info_of<M>().singleton,
    .unique_together = unique_together,
    .indexes         = indexes,
    .type            = type_name<M>(),
    .version         = version_of<M>(),
    .migrations      = steps_of<M>(),
};

} // namespace ssot::storage::detail

#endif // SSOT_DETAIL_STORAGE_DESCRIBED_MODEL_HPP
