// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_REFLECT_FIELD_INFOS_HPP
#define SSOT_DETAIL_REFLECT_FIELD_INFOS_HPP

// What is known of the fields of a model: from the types of its members, and from the options that `describe_fields` states.

#include <ssot/reflect.hpp>

#include <ssot/detail/reflect/field_type.hpp>
#include <ssot/detail/reflect/option_rules.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

namespace ssot::detail {

/// The result of the model's `describe_fields`, computed once.
template<class M>
inline constexpr auto described_fields = [] {
    if constexpr (requires { describe_fields(model_tag<M>{}); })
        return describe_fields(model_tag<M>{});
    else
        return std::array<field_description, 0>{};
}();

/// Whether all fields belong to one model.
constexpr bool are_fields_of(void const* owner, std::span<field_description const> fields) noexcept
{
    for (auto const& f : fields)
        if (f.owner != owner)
            return false;
    return true;
}

/// Whether every field is a member, and none occurs twice.
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
        "member after one field<&M::member>");
    std::array<field_options const*, field_count<M>> out{};
    for (auto& options : out)
        options = &no_options;
    for (auto const& f : described_fields<M>)
        if (f.position < out.size())
            out[f.position] = &f.options;
    return out;
}();

/// The names of members as verbose names and as columns, in static storage: each name with spaces for underscores, and each
/// name with "_id" appended.
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

/// Whether a member starts with the default that its options state. Checked only if the model can be constructed at compile
/// time.
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

/// What is known about each member, including defaults of options. `pool` and `starts` are those of a name pool.
constexpr void fill_field_infos(field_info* out, field_type const* const* types,
                                std::span<field_options const* const> options, std::string_view const* names,
                                char const* pool, std::size_t const* starts)
{
    for (std::size_t i = 0; i != options.size(); ++i, ++out) {
        auto const& type         = *types[i];
        out->name                = names[i];
        out->column              = names[i];
        out->kind                = type.subject.kind;
        out->nullable            = type.subject.nullable;
        out->primary_key         = i == 0;
        out->options             = *options[i];
        out->choices             = type.subject.choices;
        out->keeps_unknown       = type.keeps_unknown;
        out->target_label        = type.subject.foreign_key ? type.target_label : out->options.references;
        out->on_delete           = type.subject.foreign_key ? type.on_delete : out->options.references_rule;
        out->target_verbose_name = type.target_verbose_name;
        if (!out->target_label.empty()) {
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

/// What is wrong with the default of a member whose options state a value.
template<auto Member, bool States>
constexpr option_fault default_fault_of([[maybe_unused]] field_default const& d)
{
    if constexpr (States) {
        // Not every model can be constructed at compile time: one with a boost::json::value cannot.
        if constexpr (requires { typename std::bool_constant<(begins_with<Member>(field_default{}), true)>; })
            if (!begins_with<Member>(d))
                return option_fault::default_not_initial;
    }
    return option_fault::none;
}

/// The members of a model with their options: what is wrong with them, and what is known about them. Everything that needs
/// no types is computed by functions that all models share.
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

} // namespace ssot::detail

#endif // SSOT_DETAIL_REFLECT_FIELD_INFOS_HPP
