// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_REFLECT_HPP
#define SSOT_IMPL_REFLECT_HPP

#include <ssot/reflect.hpp>

#include <ssot/detail/option_rules.hpp>

#include <array>
#include <concepts>
#include <limits>
#include <optional>

namespace ssot {

namespace detail {

/// What the model says about its fields, worked out once.
template<class M>
inline constexpr auto described_fields = [] {
    if constexpr (requires { describe_fields(model_tag<M>{}); })
        return describe_fields(model_tag<M>{});
    else
        return std::array<field_description, 0>{};
}();

template<class M>
constexpr bool describes_own_fields() noexcept
{
    for (auto const& f : described_fields<M>)
        if (f.owner != &owner_mark<M>)
            return false;
    return true;
}

/// Whether every field is a member, and none comes twice.
template<class M>
constexpr bool describes_members_once() noexcept
{
    for (std::size_t i = 0; i != described_fields<M>.size(); ++i)
        for (std::size_t k = 0; k <= i; ++k)
            if (described_fields<M>[i].position ==
                (k == i ? field_description::path_position : described_fields<M>[k].position))
                return false;
    return true;
}

template<class M>
constexpr field_options options_at(std::size_t position)
{
    static_assert(describes_own_fields<M>(), "ssot::fields: describe_fields names a member of another model");
    static_assert(
        describes_members_once<M>(),
        "ssot::fields: describe_fields names a member twice, or a path through a foreign key; put all options of a "
        "member behind one field<&M::member>");
    for (auto const& f : described_fields<M>)
        if (f.position == position)
            return f.options;
    return {};
}

/// The names of the members of `T` as people and columns have them, in static storage: each name with spaces for
/// underscores, and with "_id" behind it.
template<class T>
struct name_pool {
    static constexpr auto const& names = member_names<T>;

    static constexpr std::size_t size = [] {
        std::size_t n = 0;
        for (auto const name : names)
            n += 2 * name.size() + 3;
        return n;
    }();

    std::array<char, size>                text{};
    std::array<std::size_t, names.size()> starts{};

    constexpr name_pool()
    {
        std::size_t n = 0;
        for (std::size_t i = 0; i != names.size(); ++i) {
            starts[i] = n;
            for (char const c : names[i])
                text[n++] = c == '_' ? ' ' : c;
            for (char const c : names[i])
                text[n++] = c;
            for (char const c : {'_', 'i', 'd'})
                text[n++] = c;
        }
    }

    constexpr std::string_view verbose(std::size_t i) const noexcept { return {text.data() + starts[i], names[i].size()}; }
    constexpr std::string_view column(std::size_t i) const noexcept
    {
        return {text.data() + starts[i] + names[i].size(), names[i].size() + 3};
    }
};
template<class T>
inline constexpr name_pool<T> names_of{};

template<model M>
constexpr model_info make_model_info();

/// What the rules of options ask about a member.
template<auto Member>
constexpr option_subject option_subject_of()
{
    using type = unwrap_t<type_of<Member>>;

    option_subject out{};
    out.nullable    = unwrap<type_of<Member>>::nullable;
    out.primary_key = field_index<Member> == 0;
    out.foreign_key = relation<type>::exists;
    out.closed      = choice<type>;
    if constexpr (storable<type>)
        out.kind = codec<type>::stored_as;
    if constexpr (choice<typename choice_behind<type>::type>)
        out.choices = choice_texts<typename choice_behind<type>::type>();
    if constexpr (std::integral<type> && !std::same_as<type, bool>) {
        using limits = std::numeric_limits<type>;
        out.lowest   = static_cast<std::int64_t>(limits::min());
        out.highest  = std::in_range<std::int64_t>(limits::max()) ? static_cast<std::int64_t>(limits::max()) : out.highest;
    }
    if constexpr (std::same_as<type, float>)
        out.most = static_cast<double>(std::numeric_limits<float>::max());
    return out;
}

/// Whether a member begins with the default that its options state. Only where the compiler can see it.
template<auto Member>
constexpr bool begins_with(field_default const& d)
{
    using form      = field_default::form;
    using type      = unwrap_t<type_of<Member>>;
    auto const m    = make_blank<class_of<Member>>();
    auto const same = [&](type const& v) {
        if constexpr (std::same_as<type, bool>)
            return d.is != form::boolean || v == d.boolean;
        else if constexpr (std::integral<type>)
            return d.is != form::integer || static_cast<std::int64_t>(v) == d.integer;
        else if constexpr (std::floating_point<type>)
            return v == static_cast<type>(d.is == form::real ? d.real : static_cast<double>(d.integer));
        else if constexpr (choice<typename choice_behind<type>::type>)
            return to_wire(v) == d.text;
        else if constexpr (std::convertible_to<type const&, std::string_view>)
            return std::string_view(v) == d.text;
        else
            return true;
    };
    if constexpr (unwrap<type_of<Member>>::nullable)
        return (m.*Member).has_value() && same(*(m.*Member));
    else
        return same(m.*Member);
}

template<auto Member>
constexpr option_fault option_fault_of()
{
    constexpr field_options options = options_at<class_of<Member>>(field_index<Member>);
    constexpr auto          fault   = find_option_fault(option_subject_of<Member>(), options);
    constexpr auto          is      = options.default_value.is;
    if constexpr (fault == option_fault::none && is != field_default::form::absent && is != field_default::form::callable) {
        // Not every model can be made by the compiler: one with a boost::json::value cannot.
        if constexpr (requires { typename std::bool_constant<(begins_with<Member>(field_default{}), true)>; })
            if (!begins_with<Member>(options.default_value))
                return option_fault::default_not_initial;
    }
    return fault;
}

/// A foreign key that is set to null must be able to be null; otherwise no row of its table could be read afterwards.
template<auto Member>
constexpr bool check_set_null() noexcept
{
    using type = unwrap_t<type_of<Member>>;
    if constexpr (!unwrap<type_of<Member>>::nullable && relation<type>::exists)
        static_assert(relation<type>::rule != on_delete::set_null,
                      "ssot::foreign_key: on_delete::set_null needs a member that can be null; declare it as "
                      "std::optional<ssot::foreign_key<...>>");
    return true;
}

template<auto Member>
constexpr field_info make_field_info()
{
    static_assert(checked_options<Member, option_fault_of<Member>()>::value);
    using owner = class_of<Member>;
    using type  = unwrap_t<type_of<Member>>;

    static_assert(check_set_null<Member>());
    field_info out{};
    out.name        = member_names<owner>[field_index<Member>];
    out.column      = out.name;
    out.nullable    = unwrap<type_of<Member>>::nullable;
    out.primary_key = field_index<Member> == 0;
    out.options     = options_at<owner>(field_index<Member>);
    if constexpr (storable<type>) {
        static_assert(check_codec<type>());
        out.kind = codec<type>::stored_as;
    }
    if constexpr (choice<typename choice_behind<type>::type>) {
        out.choices       = choice_texts<typename choice_behind<type>::type>();
        out.keeps_unknown = !choice<type>;
    }
    if constexpr (relation<type>::exists) {
        static_assert(
            std::same_as<typename type::key_type, key_t<typename relation<type>::target>>,
            "ssot::foreign_key: its third argument is the type of the key that it holds, a uuid when left out; name "
            "that of the model it points at: ssot::foreign_key<M, rule, std::int64_t>");
        out.to              = model_info_of<typename relation<type>::target>().label;
        out.on_delete       = relation<type>::rule;
        out.to_verbose_name = model_info_of<typename relation<type>::target>().verbose_name;
    } else {
        out.to        = out.options.references;
        out.on_delete = out.options.references_rule;
    }
    if (!out.to.empty()) {
        out.column        = names_of<owner>.column(field_index<Member>);
        out.options.index = true;
    }
    if (out.primary_key) {
        out.options.unique = true;
        if constexpr (std::is_same_v<type, uuid>) {
            out.options.editable = false;
            if (!out.options.default_value.has_value())
                out.options.default_value = {.is = field_default::form::callable, .text = "uuid4"};
        } else {
            out.options.blank = true;
        }
    }
    if (out.options.auto_now_add) {
        out.options.editable = false;
        out.options.blank    = true;
    }
    if (out.options.verbose_name.empty())
        out.options.verbose_name = names_of<owner>.verbose(field_index<Member>);
    return out;
}

template<auto... Members>
constexpr auto make_field_infos(member_list<Members...>)
{
    return std::array<field_info, sizeof...(Members)>{make_field_info<Members>()...};
}

template<model M>
inline constexpr auto field_infos = make_field_infos(members_of<M>{});

/// The parts of a model's names that are put together, in static storage: label, table, plural.
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

/// Whether every name is that of a field, "-" in front aside.
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
    if constexpr (requires { M::unique_together; }) {
        static_assert(are_fields<M>(M::unique_together),
                      "ssot::model: `unique_together` names a field that is not described");
        out.unique_together = M::unique_together;
    }
    return out;
}

template<model M>
inline constexpr model_info model_infos = make_model_info<M>();

} // namespace detail

template<model M>
constexpr std::span<field_info const> fields_of() noexcept
{
    static_assert(codec<key_t<M>>::stored_as == kind::uuid || codec<key_t<M>>::stored_as == kind::int64,
                  "ssot::model: the first described member is the key; make it an ssot::uuid or an integer");
    return detail::field_infos<M>;
}

template<model M>
constexpr model_info const& model_info_of() noexcept
{
    return detail::model_infos<M>;
}

template<described T, class Fn>
constexpr void for_each_field(Fn&& fn)
{
    [&]<auto... Members>(detail::member_list<Members...>) { (fn(field<Members>), ...); }(detail::members_of<T>{});
}

#if defined(__GNUC__) // the members behind the key are left to their initializers, and need none
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#endif

template<model M>
constexpr M make_blank()
{
    if constexpr (std::is_aggregate_v<M> && requires { M{key_t<M>{}}; })
        return M{key_t<M>{}};
    else {
        M out{};
        out.*detail::first_member<detail::members_of<M>>::value = key_t<M>{};
        return out;
    }
}

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

} // namespace ssot

#endif // SSOT_IMPL_REFLECT_HPP
