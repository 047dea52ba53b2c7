// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_REFLECT_HPP
#define SSOT_IMPL_REFLECT_HPP

#include <ssot/reflect.hpp>

#include <ssot/detail/reflect/option_rules.hpp>

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

/// Whether all fields are of one model.
constexpr bool are_fields_of(void const* owner, std::span<field_description const> fields) noexcept
{
    for (auto const& f : fields)
        if (f.owner != owner)
            return false;
    return true;
}

/// Whether every field is a member, and none comes twice.
constexpr bool are_members_once(std::span<field_description const> fields) noexcept
{
    for (std::size_t i = 0; i != fields.size(); ++i)
        for (std::size_t k = 0; k <= i; ++k)
            if (fields[i].position == (k == i ? field_description::path_position : fields[k].position))
                return false;
    return true;
}

inline constexpr field_options no_options{};

/// The options of each member, by position.
template<class M>
inline constexpr auto options_of = [] {
    static_assert(are_fields_of(&owner_mark<M>, described_fields<M>),
                  "ssot::fields: describe_fields names a member of another model");
    static_assert(
        are_members_once(described_fields<M>),
        "ssot::fields: describe_fields names a member twice, or a path through a foreign key; put all options of a "
        "member behind one field<&M::member>");
    std::array<field_options const*, field_count<M>> out{};
    for (auto& options : out)
        options = &no_options;
    for (auto const& f : described_fields<M>)
        if (f.position < out.size())
            out[f.position] = &f.options;
    return out;
}();

/// The names of members as people and columns have them, in static storage: each name with spaces for underscores, and with
/// "_id" behind it.
template<std::size_t Size, std::size_t Names>
struct name_pool {
    std::array<char, Size>         text{};
    std::array<std::size_t, Names> starts{};
};

constexpr std::size_t size_of_pool(std::span<std::string_view const> names) noexcept
{
    std::size_t n = 0;
    for (auto const name : names)
        n += 2 * name.size() + 3;
    return n;
}

constexpr void fill_pool(std::span<std::string_view const> names, char* text, std::size_t* starts) noexcept
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

template<class T>
inline constexpr auto names_of = [] {
    name_pool<size_of_pool(member_names<T>), member_names<T>.size()> out;
    fill_pool(member_names<T>, out.text.data(), out.starts.data());
    return out;
}();

template<model M>
constexpr model_info make_model_info();

/// What the type of a member says about the field.
struct field_type {
    option_subject   subject{};
    bool             keeps_unknown = false;
    bool             is_uuid       = false;
    std::string_view to{};
    ssot::on_delete  on_delete = ssot::on_delete::none;
    std::string_view to_verbose_name{};
};

template<class Member>
constexpr field_type make_field_type()
{
    using type = unwrap_t<Member>;

    field_type out{};
    auto&      subject = out.subject;
    subject.nullable   = unwrap<Member>::nullable;
    subject.closed     = choice<type>;
    out.is_uuid        = std::is_same_v<type, uuid>;
    if constexpr (storable<type>) {
        static_assert(check_codec<type>());
        subject.kind = codec<type>::stored_as;
    }
    if constexpr (choice<typename choice_behind<type>::type>) {
        subject.choices   = choice_texts<typename choice_behind<type>::type>();
        out.keeps_unknown = !choice<type>;
    }
    if constexpr (std::integral<type> && !std::same_as<type, bool>) {
        using limits   = std::numeric_limits<type>;
        subject.lowest = static_cast<std::int64_t>(limits::min());
        subject.highest =
            std::in_range<std::int64_t>(limits::max()) ? static_cast<std::int64_t>(limits::max()) : subject.highest;
    }
    if constexpr (std::same_as<type, float>)
        subject.most = static_cast<double>(std::numeric_limits<float>::max());
    if constexpr (relation<type>::exists) {
        using target        = typename relation<type>::target;
        subject.foreign_key = true;
        subject.other_key   = !std::same_as<typename type::key_type, key_t<target>>;
        subject.sets_null   = relation<type>::rule == on_delete::set_null;
        out.to              = model_info_of<target>().label;
        out.on_delete       = relation<type>::rule;
        out.to_verbose_name = model_info_of<target>().verbose_name;
    }
    return out;
}

template<class Member>
inline constexpr field_type field_type_of = make_field_type<Member>();

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

constexpr void find_option_faults(field_type const* const* types, std::span<field_options const* const> options,
                                  option_fault* out) noexcept
{
    for (std::size_t i = 0; i != options.size(); ++i) {
        auto subject        = types[i]->subject;
        subject.primary_key = i == 0;
        out[i]              = find_option_fault(subject, *options[i]);
    }
}

constexpr bool has_fault(std::span<option_fault const> faults) noexcept
{
    for (auto const fault : faults)
        if (fault != option_fault::none)
            return true;
    return false;
}

/// What is known about each member, with the defaults filled in. `pool` and `starts` are those of a name pool.
constexpr void fill_field_infos(field_info* out, field_type const* const* types,
                                std::span<field_options const* const> options, std::string_view const* names,
                                char const* pool, std::size_t const* starts)
{
    for (std::size_t i = 0; i != options.size(); ++i, ++out) {
        auto const& type     = *types[i];
        out->name            = names[i];
        out->column          = names[i];
        out->kind            = type.subject.kind;
        out->nullable        = type.subject.nullable;
        out->primary_key     = i == 0;
        out->options         = *options[i];
        out->choices         = type.subject.choices;
        out->keeps_unknown   = type.keeps_unknown;
        out->to              = type.subject.foreign_key ? type.to : out->options.references;
        out->on_delete       = type.subject.foreign_key ? type.on_delete : out->options.references_rule;
        out->to_verbose_name = type.to_verbose_name;
        if (!out->to.empty()) {
            out->column        = {pool + starts[i] + names[i].size(), names[i].size() + 3};
            out->options.index = true;
        }
        if (out->primary_key) {
            out->options.unique = true;
            if (type.is_uuid) {
                out->options.editable = false;
                if (!out->options.default_value.has_value())
                    out->options.default_value = {.is = field_default::form::callable, .text = "uuid4"};
            } else {
                out->options.blank = true;
            }
        }
        if (out->options.auto_now_add) {
            out->options.editable = false;
            out->options.blank    = true;
        }
        if (out->options.verbose_name.empty())
            out->options.verbose_name = {pool + starts[i], names[i].size()};
    }
}

constexpr bool states_value(field_default const& d) noexcept
{
    return d.is != field_default::form::absent && d.is != field_default::form::callable;
}

/// What is wrong with the default of a member, when its options state a value.
template<auto Member, bool States>
constexpr option_fault default_fault_of([[maybe_unused]] field_default const& d)
{
    if constexpr (States) {
        // Not every model can be made by the compiler: one with a boost::json::value cannot.
        if constexpr (requires { typename std::bool_constant<(begins_with<Member>(field_default{}), true)>; })
            if (!begins_with<Member>(d))
                return option_fault::default_not_initial;
    }
    return option_fault::none;
}

/// The members of a model with their options: what is wrong with them, and what is known about them. All that needs no types is
/// worked out by functions that are the same for all models.
template<class M, class Members, class Positions>
struct field_table;
template<class M, auto... Members, std::size_t... I>
struct field_table<M, member_list<Members...>, std::index_sequence<I...>> {
    static constexpr std::size_t size = sizeof...(Members);

    static constexpr std::array<field_type const*, size> types{&field_type_of<type_of<Members>>...};

    static constexpr bool states_values = (states_value(options_of<M>[I] -> default_value) || ...);

    static constexpr std::array<option_fault, size> faults = [] {
        std::array<option_fault, size> out{};
        find_option_faults(types.data(), options_of<M>, out.data());
        if constexpr (states_values)
            ((out[I] = out[I] != option_fault::none
                  ? out[I]
                  : default_fault_of<Members, states_value(options_of<M>[I] -> default_value)>(
                        options_of<M>[I] -> default_value)),
             ...);
        return out;
    }();

    static constexpr bool check() noexcept
    {
        if constexpr (has_fault(faults))
            return (checked_options<Members, faults[I]>::value && ...);
        else
            return true;
    }

    static constexpr std::array<field_info, size> make()
    {
        static_assert(check());
        std::array<field_info, size> out{};
        auto const&                  pool = names_of<M>;
        fill_field_infos(
            out.data(), types.data(), options_of<M>, member_names<M>.data(), pool.text.data(), pool.starts.data());
        return out;
    }
};

template<model M>
inline constexpr auto field_infos = field_table<M, members_of<M>, std::make_index_sequence<field_count<M>>>::make();

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
