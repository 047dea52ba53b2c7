// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_FIELD_HPP
#define SSOT_FIELD_HPP

// A field of a model, named by its member pointer, and the options that the model gives it.
//
//   constexpr auto describe_fields(ssot::model_tag<device>)             // beside the struct; only for fields with options
//   {
//       return ssot::fields(ssot::field<&device::hostname>.max_length(64).unique().help_text("Name on the console"));
//   }
//
// Source: the options of Django's model fields, under their own names. Example: docs/examples/own_model.cpp.

#include <ssot/choice.hpp>

#include <ssot/detail/base/stored_types.hpp>
#include <ssot/detail/reflect/members.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace ssot {

/// A class that Boost.Describe describes.
template<class T>
concept described = std::is_class_v<T> && requires { typename detail::descriptors<T>; };

/// The class that a member belongs to: `C` for the pointer `T C::*`.
template<auto Member>
using owner_of = detail::class_of<Member>;

/// The type of a member: `T` for the pointer `T C::*`.
template<auto Member>
using member_type = detail::type_of<Member>;

/// The number of described members of `T`.
template<described T>
inline constexpr std::size_t field_count = detail::members_of<T>::size;

/// The position of a described member, from 0. Does not compile for a member that is not described; the message names it.
template<auto Member>
inline constexpr std::size_t field_index = [] {
    constexpr auto at = detail::index_in<Member>(detail::members_of<owner_of<Member>>{});
    static_assert(at < field_count<owner_of<Member>>,
                  "ssot::field: this member is not listed in BOOST_DESCRIBE_STRUCT / BOOST_DESCRIBE_CLASS");
    return at;
}();

/// The argument of `describe_fields`. It lets that function stand beside the model, where argument-dependent lookup finds
/// it.
template<class M>
struct model_tag {};

/// The default of a field as data, for metadata: a value, or the name of a function that makes one.
struct field_default {
    enum class form : std::uint8_t { absent, boolean, integer, text, callable, real };

    form             is      = form::absent;
    bool             boolean = false;
    std::int64_t     integer = 0;
    std::string_view text{}; ///< the text, or the name of the function: "uuid4", "dict"
    double           real = 0;

    constexpr bool has_value() const noexcept { return is != form::absent; }
};

/// The options of a field. Texts must have static storage duration.
struct field_options {
    std::uint32_t               max_length = 0; ///< in code points; 0 means no limit
    std::optional<std::int64_t> min_value{};
    std::optional<std::int64_t> max_value{};
    std::optional<double>       min_real{}; ///< the same, given as a floating point number
    std::optional<double>       max_real{};
    field_default               default_value{};
    bool                        blank        = false; ///< an empty value is valid
    bool                        editable     = true;
    bool                        auto_now_add = false; ///< the insert sets it to the current time
    bool                        index        = false;
    bool                        unique       = false;
    std::string_view            verbose_name{}; ///< for people; if empty, the name with spaces
    std::string_view            help_text{};
    std::string_view            encoder{};            ///< of a JSON field: the encoder class in Django
    std::string_view            related_name{};       ///< of a foreign key: name of the reverse relation
    std::string_view            related_query_name{}; ///< its name in Django's queries
    std::string_view            references{};         ///< of a bare key: label of the model it refers to
    on_delete                   references_rule = on_delete::none;
    bool                        has_references  = false; ///< `references` was called

    /// The limits of a floating point field, whether they were given as real numbers or as integers.
    constexpr std::optional<double> least() const noexcept { return either(min_real, min_value); }
    constexpr std::optional<double> most() const noexcept { return either(max_real, max_value); }

    /// Marks a `max_length` that is not a valid length; such a field does not compile.
    static constexpr std::uint32_t no_length = 0xffff'ffff;

private:
    static constexpr std::optional<double> either(std::optional<double> real, std::optional<std::int64_t> whole) noexcept
    {
        return real || !whole ? real : std::optional<double>(static_cast<double>(*whole));
    }
};

/// A field with its options, made at compile time. Each setter returns a changed copy.
struct field_description {
    std::size_t   position = 0;       ///< of the member in its model
    void const*   owner    = nullptr; ///< identifies the model, so that a member of another model is noticed
    field_options options{};

    /// The position of a path through foreign keys. A path has no options.
    static constexpr std::size_t path_position = static_cast<std::size_t>(-1);

    /// The maximum number of code points of a text or a choice: at least 1.
    template<std::integral T>
    constexpr field_description max_length(T code_points) const
    {
        auto out               = *this;
        out.options.max_length = std::cmp_greater(code_points, 0) && std::cmp_less(code_points, field_options::no_length)
            ? static_cast<std::uint32_t>(code_points)
            : field_options::no_length;
        return out;
    }

    /// The minimum and maximum of a number: integers for an integer field, finite numbers for a floating point field.
    template<class T>
    constexpr field_description min_value(T v) const
    {
        auto out = *this;
        set_limit(out.options.min_value, out.options.min_real, v);
        return out;
    }
    template<class T>
    constexpr field_description max_value(T v) const
    {
        auto out = *this;
        set_limit(out.options.max_value, out.options.max_real, v);
        return out;
    }
    constexpr field_description blank(bool on = true) const
    {
        auto out          = *this;
        out.options.blank = on;
        return out;
    }
    constexpr field_description editable(bool on) const
    {
        auto out             = *this;
        out.options.editable = on;
        return out;
    }
    constexpr field_description auto_now_add(bool on = true) const
    {
        auto out                 = *this;
        out.options.auto_now_add = on;
        return out;
    }
    constexpr field_description index(bool on = true) const
    {
        auto out          = *this;
        out.options.index = on;
        return out;
    }
    constexpr field_description unique(bool on = true) const
    {
        auto out           = *this;
        out.options.unique = on;
        return out;
    }
    constexpr field_description verbose_name(std::string_view text) const
    {
        auto out                 = *this;
        out.options.verbose_name = text;
        return out;
    }
    constexpr field_description help_text(std::string_view text) const
    {
        auto out              = *this;
        out.options.help_text = text;
        return out;
    }
    constexpr field_description encoder(std::string_view name) const
    {
        auto out            = *this;
        out.options.encoder = name;
        return out;
    }

    /// The default: a bool, a number, a text with static storage duration, or an enumerator of a choice. It states what the
    /// member's initializer does, since a field that is missing in JSON keeps its initial value.
    template<class T>
    constexpr field_description default_value(T const& v) const;

    /// The name that Django knows for the function that makes the default.
    constexpr field_description default_callable(std::string_view name) const
    {
        auto out                  = *this;
        out.options.default_value = {.is = field_default::form::callable, .text = name};
        return out;
    }

    /// The name that the model at the other end of a foreign key has for this relation.
    constexpr field_description related(std::string_view name, std::string_view query_name = {}) const
    {
        auto out                       = *this;
        out.options.related_name       = name;
        out.options.related_query_name = query_name;
        return out;
    }

    /// Declares that a bare key refers to a model of another program, such as "users.User".
    constexpr field_description references(std::string_view label, on_delete rule) const
    {
        auto out                    = *this;
        out.options.references      = label;
        out.options.references_rule = rule;
        out.options.has_references  = true;
        return out;
    }

private:
    /// The limit that was given last is the one that holds. An unsigned limit above the range of int64, which no stored
    /// value exceeds, becomes the largest int64.
    template<class T>
    static constexpr void set_limit(std::optional<std::int64_t>& whole, std::optional<double>& real, T v)
    {
        static_assert(std::is_arithmetic_v<T> && !std::same_as<T, bool>,
                      "ssot::field: min_value and max_value are numbers; give them an integer or a double");
        whole.reset();
        real.reset();
        if constexpr (std::floating_point<T>)
            real = static_cast<double>(v);
        else if constexpr (std::is_arithmetic_v<T>)
            whole =
                std::in_range<std::int64_t>(+v) ? static_cast<std::int64_t>(v) : std::numeric_limits<std::int64_t>::max();
    }
};

template<class T>
constexpr field_description field_description::default_value(T const& v) const
{
    using form = field_default::form;
    field_default d;
    if constexpr (std::same_as<T, bool>)
        d = {.is = form::boolean, .boolean = v};
    else if constexpr (std::integral<T>)
        d = std::in_range<std::int64_t>(+v) ? field_default{.is = form::integer, .integer = static_cast<std::int64_t>(v)}
                                            : field_default{.is = form::real, .real = static_cast<double>(v)};
    else if constexpr (std::floating_point<T>)
        d = {.is = form::real, .real = static_cast<double>(v)};
    else if constexpr (choice<T>)
        d = {.is = form::text, .text = to_wire(v)};
    else {
        constexpr bool text = std::convertible_to<T const&, std::string_view>;
        static_assert(text,
                      "ssot::field: default_value states a bool, a number, a text or an enumerator of a choice; for another "
                      "type give the member an initializer and name that with default_callable");
        if constexpr (text)
            d = {.is = form::text, .text = std::string_view(v)};
    }
    auto out                  = *this;
    out.options.default_value = d;
    return out;
}

/// Its address identifies a model in `field_description::owner`.
template<class M>
inline constexpr char owner_mark = 0;

/// A field named by its member pointer: in `describe_fields` the start of its options, in a query the column. `Path`
/// follows foreign keys: `field<&log_entry::sync, &sync::source>` is the source of the entry's sync. Does not compile for a
/// member that is not described; the message names it.
template<auto Member, auto... Path>
struct field_t : field_description {
    constexpr field_t()
        : field_description{sizeof...(Path) == 0 ? field_index<Member> : path_position, &owner_mark<owner_of<Member>>, {}}
    {
    }
};

/// The field that a member pointer names.
template<auto Member, auto... Path>
inline constexpr field_t<Member, Path...> field{};

/// Collects fields with their options, for `describe_fields` to return. Fields that it leaves out have the default options.
template<std::convertible_to<field_description>... Fields>
constexpr std::array<field_description, sizeof...(Fields)> fields(Fields const&... f)
{
    return {static_cast<field_description const&>(f)...};
}

} // namespace ssot

#endif // SSOT_FIELD_HPP
