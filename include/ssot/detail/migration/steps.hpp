// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MIGRATION_STEPS_HPP
#define SSOT_DETAIL_MIGRATION_STEPS_HPP

// The steps of migrations with their types.
//
// Each step has a function `apply(row)`, which changes a row of the version before. A row has the members `get<T>(name)`, which
// returns a result<T>, `set(name, value)`, `rename(from, to)` and `drop(name)`, which return a result<void>.

#include <ssot/codec.hpp>
#include <ssot/error.hpp>
#include <ssot/migration.hpp>
#include <ssot/reflect.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <utility>

namespace ssot::detail {

template<class T>
constexpr migrated_field migrated_field_of(std::string_view name)
{
    static_assert(storable<T>, "ssot::migrations: the type of this field has no codec, so no row ever had such a field");
    return {.name        = name,
            .kind        = codec<unwrap_t<T>>::stored_as,
            .nullable    = unwrap<T>::nullable,
            .foreign_key = relation<unwrap_t<T>>::exists};
}

/// What a function of a step returned, as a result.
template<class T, class R>
result<T> made_value(R&& made)
{
    if constexpr (std::convertible_to<R&&, result<T>> && !std::convertible_to<R&&, T>)
        return std::forward<R>(made);
    else
        return T(std::forward<R>(made));
}

/// A value that does not depend on the row.
template<class T, class V>
struct constant_value {
    V value;

    T operator()() const { return T(value); }
};

/// The initial value of a member.
template<auto Member>
struct initial_value {
    type_of<Member> operator()() const { return make_blank<class_of<Member>>().*Member; }
};

template<class T, class Make, class... Old>
struct add_field_step {
    std::string_view              name;
    Make                          make;
    std::tuple<old_field<Old>...> inputs;

    constexpr migration_info info() const
    {
        return {.what = migration_kind::add_field, .after = migrated_field_of<T>(name)};
    }
    template<class Row>
    result<void> apply(Row& row) const
    {
        return std::apply([&](auto const&... in) { return set(row, row.template get<Old>(in.name)...); }, inputs);
    }

    constexpr std::array<std::string_view, sizeof...(Old)> names() const
    {
        return std::apply([](auto const&... in) { return std::array<std::string_view, sizeof...(Old)>{in.name...}; },
                          inputs);
    }

private:
    template<class Row>
    result<void> set(Row& row, result<Old> const&... in) const
    {
        result<void> read;
        static_cast<void>(((in ? true : (read = in.error(), false)) && ...));
        if (!read)
            return read;
        auto made = made_value<T>(make(*in...));
        return made ? row.set(name, *made) : result<void>(std::move(made).error().prepend_path(name));
    }
};

/// A step that makes no value.
struct plain_step {
    constexpr std::array<std::string_view, 0> names() const { return {}; }
};

template<class T>
struct drop_field_step : plain_step {
    std::string_view name;

    constexpr explicit drop_field_step(std::string_view n) noexcept : name(n) {}

    constexpr migration_info info() const
    {
        return {.what = migration_kind::drop_field, .before = migrated_field_of<T>(name)};
    }
    template<class Row>
    result<void> apply(Row& row) const
    {
        return row.drop(name);
    }
};

struct rename_field_step : plain_step {
    std::string_view from;
    std::string_view to;

    constexpr rename_field_step(std::string_view f, std::string_view t) noexcept : from(f), to(t) {}

    constexpr migration_info info() const
    {
        return {.what = migration_kind::rename_field, .before = {.name = from}, .after = {.name = to}};
    }
    template<class Row>
    result<void> apply(Row& row) const
    {
        return row.rename(from, to);
    }
};

template<class New, class Old, class Fn>
struct change_field_step {
    std::string_view name;
    Fn               fn;

    constexpr std::array<std::string_view, 1> names() const { return {name}; }

    constexpr migration_info info() const
    {
        return {.what   = migration_kind::change_field,
                .before = migrated_field_of<Old>(name),
                .after  = migrated_field_of<New>(name)};
    }
    template<class Row>
    result<void> apply(Row& row) const
    {
        auto old = row.template get<Old>(name);
        if (!old)
            return std::move(old).error();
        auto made = made_value<New>(fn(std::as_const(*old)));
        return made ? row.set(name, *made) : result<void>(std::move(made).error().prepend_path(name));
    }
};

/// A step that changes no row.
struct add_index_step : plain_step {
    field_names fields;

    constexpr explicit add_index_step(field_names const& f) noexcept : fields(f) {}

    constexpr migration_info info() const { return {.what = migration_kind::add_index, .index = fields}; }
    template<class Row>
    result<void> apply(Row& /*row*/) const
    {
        return {};
    }
};
struct other_step : plain_step {
    migration_info what;

    constexpr explicit other_step(migration_info const& w) noexcept : what(w) {}

    constexpr migration_info info() const { return what; }
    template<class Row>
    result<void> apply(Row& /*row*/) const
    {
        return {};
    }
};

template<class... Steps>
struct version_steps {
    std::uint32_t        version;
    std::tuple<Steps...> steps;

    static constexpr std::size_t size = sizeof...(Steps);

    /// Calls `fn(version, step)` for each step, in order, until it returns false. Returns whether it never did.
    template<class Fn>
    constexpr bool for_each(Fn& fn) const
    {
        return std::apply([&](auto const&... step) { return (fn(version, step) && ...); }, steps);
    }
};

template<class... Versions>
struct migration_list {
    std::tuple<Versions...> versions;

    static constexpr std::size_t size = (Versions::size + ... + 0);

    /// The same for the steps of all versions.
    template<class Fn>
    constexpr bool for_each(Fn&& fn) const
    {
        return std::apply([&](auto const&... v) { return (v.for_each(fn) && ...); }, versions);
    }
};

template<class M>
inline constexpr auto described_migrations = [] {
    if constexpr (migrating<M>)
        return describe_migrations(model_tag<M>{});
    else
        return migration_list<>{};
}();

} // namespace ssot::detail

#endif // SSOT_DETAIL_MIGRATION_STEPS_HPP
