// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_MIGRATION_HPP
#define SSOT_IMPL_MIGRATION_HPP

#include <ssot/migration.hpp>

#include <ssot/detail/migration/steps.hpp>
#include <ssot/detail/migration/table.hpp>

#include <concepts>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace ssot {

template<auto Member, class V, class... Old>
constexpr auto add_field(V const& v, old_field<Old> const&... old)
{
    return add_field<member_type<Member>>(detail::member_names<owner_of<Member>>[field_index<Member>], v, old...);
}

template<auto Member>
constexpr auto add_field()
{
    using make = detail::initial_value<Member>;
    return detail::add_field_step<member_type<Member>, make>{
        detail::member_names<owner_of<Member>>[field_index<Member>], make {}, {}};
}

template<class T, class V, class... Old>
constexpr auto add_field(std::string_view name, V const& v, old_field<Old> const&... old)
{
    if constexpr (std::invocable<V const&, Old const&...>) {
        return detail::add_field_step<T, V, Old...>{name, v, {old...}};
    } else {
        static_assert(sizeof...(Old) == 0,
                      "ssot::add_field: this function does not take the old fields that are named behind it");
        using kept = std::conditional_t<std::convertible_to<V const&, std::string_view>, std::string_view, V>;
        static_assert(std::constructible_from<T, kept const&>, "ssot::add_field: this value is not one of the field's type");
        return detail::add_field_step<T, detail::constant_value<T, kept>>{name, {kept(v)}, {}};
    }
}

template<class T>
constexpr auto drop_field(std::string_view name)
{
    return detail::drop_field_step<T>(name);
}

constexpr auto rename_field(std::string_view from, std::string_view to) { return detail::rename_field_step(from, to); }

template<auto Member, class Old, class Fn>
constexpr auto change_field(Fn const& fn)
{
    return change_field<member_type<Member>, Old>(detail::member_names<owner_of<Member>>[field_index<Member>], fn);
}

template<class New, class Old, class Fn>
constexpr auto change_field(std::string_view name, Fn const& fn)
{
    static_assert(std::invocable<Fn const&, Old const&>, "ssot::change_field: the function takes the old value");
    return detail::change_field_step<New, Old, Fn>{name, fn};
}

constexpr auto rename_model(std::string_view from)
{
    return detail::other_step({.what = migration_kind::rename_model, .old_model = from});
}

constexpr auto add_index(field_names const& fields) { return detail::add_index_step(fields); }

constexpr auto native_statements(std::string_view sqlite, std::string_view postgresql)
{
    return detail::other_step({.what = migration_kind::native, .sqlite = sqlite, .postgresql = postgresql});
}

template<class... Steps>
constexpr auto to_version(std::uint32_t version, Steps const&... steps)
{
    return detail::version_steps<Steps...>{version, {steps...}};
}

template<class... Versions>
constexpr auto migrations(Versions const&... versions)
{
    return detail::migration_list<Versions...>{{versions...}};
}

template<model M>
constexpr std::uint32_t version_of() noexcept
{
    static_assert(detail::migration_table<M>::check());
    return detail::stated_version<M>();
}

template<model M>
constexpr std::span<migration_info const> migrations_of() noexcept
{
    static_assert(detail::migration_table<M>::check());
    return detail::migration_table<M>::infos;
}

template<model M>
constexpr std::vector<migrated_field> fields_of_version(std::uint32_t version)
{
    static_assert(detail::migration_table<M>::check());
    auto const at = detail::migration_table<M>::fields_at(version);
    return {at.fields().begin(), at.fields().end()};
}

} // namespace ssot

#endif // SSOT_IMPL_MIGRATION_HPP
