// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_REFLECT_MODEL_INFOS_HPP
#define SSOT_DETAIL_REFLECT_MODEL_INFOS_HPP

// What is known of a model apart from its fields: its names, computed once, and its static members.

#include <ssot/reflect.hpp>

#include <ssot/detail/reflect/field_infos.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>

namespace ssot::detail {

/// The composed names of a model, in static storage: label, table, plural.
template<model M>
struct model_names {
    static constexpr std::string_view name = M::model_name;
    static constexpr std::size_t      dot  = name.find('.');
    static_assert(dot != std::string_view::npos && dot > 0 && dot + 1 < name.size(),
                  "ssot::model: model_name has the form \"app.model\"");

    static constexpr std::string_view app   = name.substr(0, dot);
    static constexpr std::string_view model = name.substr(dot + 1);

    static constexpr std::string_view class_name = [] {
        if constexpr (requires { M::class_name; })
            return std::string_view(M::class_name);
        else
            return model;
    }();

    static constexpr std::string_view verbose = [] {
        if constexpr (requires { M::verbose_name; })
            return std::string_view(M::verbose_name);
        else
            return model;
    }();

    template<std::size_t N>
    static constexpr std::array<char, N> join(std::string_view a, char between, std::string_view b)
    {
        std::array<char, N> out{};
        std::size_t         n = 0;
        for (char const c : a)
            out[n++] = c;
        if (between != '\0')
            out[n++] = between;
        for (char const c : b)
            out[n++] = c;
        return out;
    }

    static constexpr auto label  = join<app.size() + 1 + class_name.size()>(app, '.', class_name);
    static constexpr auto table  = join<app.size() + 1 + model.size()>(app, '_', model);
    static constexpr auto plural = join<verbose.size() + 1>(verbose, '\0', "s");

    template<class Text>
    static constexpr std::string_view view(Text const& text) noexcept
    {
        return {text.data(), text.size()};
    }
};

/// Whether every name is that of a field, ignoring a leading "-".
template<model M>
constexpr bool are_fields(std::span<std::string_view const> names) noexcept
{
    for (std::string_view name : names) {
        if (name.starts_with('-'))
            name.remove_prefix(1);
        bool found = false;
        for (auto const known : member_names<M>)
            found |= known == name;
        if (!found)
            return false;
    }
    return true;
}

/// Lists of names as spans: of one list, or of several.
template<std::convertible_to<std::span<std::string_view const>> List>
constexpr std::array<std::span<std::string_view const>, 1> as_name_lists(List const& list) noexcept
{
    return {std::span<std::string_view const>(list)};
}
template<std::size_t N>
constexpr auto as_name_lists(field_names const (&lists)[N]) noexcept
{
    std::array<std::span<std::string_view const>, N> out{};
    for (std::size_t i = 0; i != N; ++i)
        out[i] = lists[i];
    return out;
}
template<model M>
struct name_lists {
    static constexpr auto unique_together = [] {
        if constexpr (requires { M::unique_together; })
            return as_name_lists(M::unique_together);
        else
            return std::array<std::span<std::string_view const>, 0>{};
    }();
    static constexpr auto indexes = [] {
        if constexpr (requires { M::indexes; })
            return as_name_lists(M::indexes);
        else
            return std::array<std::span<std::string_view const>, 0>{};
    }();
};

/// Whether each list has names, no more than fit, and each of a field.
template<model M>
constexpr bool are_lists_of_fields(std::span<std::span<std::string_view const> const> lists) noexcept
{
    for (auto const names : lists) {
        if (names.empty() || names.size() > field_names::most || !are_fields<M>(names))
            return false;
        for (auto const name : names)
            if (name.starts_with('-'))
                return false;
    }
    return true;
}

template<model M>
constexpr model_info make_model_info()
{
    using names = model_names<M>;
    model_info out{};
    out.name                = names::name;
    out.app_label           = names::app;
    out.model               = names::model;
    out.class_name          = names::class_name;
    out.label               = names::view(names::label);
    out.table               = names::view(names::table);
    out.verbose_name        = names::verbose;
    out.verbose_name_plural = names::view(names::plural);
    if constexpr (requires { M::table_name; })
        out.table = M::table_name;
    if constexpr (requires { M::verbose_name_plural; })
        out.verbose_name_plural = M::verbose_name_plural;
    if constexpr (requires { M::ordering; }) {
        static_assert(are_fields<M>(M::ordering), "ssot::model: `ordering` names a field that is not described");
        out.ordering = M::ordering;
    }
    if constexpr (requires { M::singleton; })
        out.singleton = M::singleton;
    using lists = name_lists<M>;
    static_assert(are_lists_of_fields<M>(lists::unique_together),
                  "ssot::model: `unique_together` names a field that is not described, or none, or more than eight");
    static_assert(are_lists_of_fields<M>(lists::indexes),
                  "ssot::model: `indexes` names a field that is not described, or none, or more than eight");
    out.unique_together = lists::unique_together;
    out.indexes         = lists::indexes;
    return out;
}

template<model M>
inline constexpr model_info model_infos = make_model_info<M>();

} // namespace ssot::detail

#endif // SSOT_DETAIL_REFLECT_MODEL_INFOS_HPP
