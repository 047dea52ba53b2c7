// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_FIELD_HPP
#define SSOT_FIELD_HPP

// A field of a model, named by its member pointer, and the options that a model gives it.
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

/// A struct that Boost.Describe knows.
template<class T>
concept described = std::is_class_v<T> && requires { typename detail::descriptors<T>; };

/// How many members of `T` are described.
template<described T>
inline constexpr std::size_t field_count = detail::members_of<T>::size;

/// Position of a described member, from 0. A member that is not described does not compile, and is named.
template<auto Member>
inline constexpr std::size_t field_index = [] {
    constexpr auto at = detail::index_in<Member>(detail::members_of<detail::class_of<Member>>{});
    static_assert(at < field_count<detail::class_of<Member>>,
                  "ssot::field: this member is not listed in BOOST_DESCRIBE_STRUCT / BOOST_DESCRIBE_CLASS");
    return at;
}();

/// Names a model in the argument-dependent call of `describe_fields`.
template<class M>
struct model_tag {};

/// The default of a field as the original states it: a value, or the name of a function that makes one.
struct field_default {
    enum class form : std::uint8_t { absent, boolean, integer, text, callable, real };

    form             is      = form::absent;
    bool             boolean = false;
    std::int64_t     integer = 0;
    std::string_view text{}; ///< the text, or the name of the function: "uuid4", "dict"
    double           real = 0;

    constexpr bool has_value() const noexcept { return is != form::absent; }
};

/// The options of a field. Each has a default, so that most fields need none.
struct field_options {
    std::uint32_t               max_length = 0; ///< in code points; 0: no limit
    std::optional<std::int64_t> min_value{};
    std::optional<std::int64_t> max_value{};
    std::optional<double>       min_real{}; ///< a limit that was given as a floating point number
    std::optional<double>       max_real{};
    field_default               default_value{};
    bool                        blank        = false; ///< may be left empty
    bool                        editable     = true;
    bool                        auto_now_add = false; ///< the insert sets it to the current time
    bool                        index        = false;
    bool                        unique       = false;
    std::string_view            verbose_name{}; ///< for people; the name with spaces when not given
    std::string_view            help_text{};
    std::string_view            encoder{};            ///< of a JSON field: the original's encoder class
    std::string_view            related_name{};       ///< of a foreign key: the relation seen from the other side
    std::string_view            related_query_name{}; ///< the same in the original's queries
    std::string_view            references{};         ///< of a bare key: label of a model that is not ours
    on_delete                   references_rule = on_delete::none;
    bool                        has_references  = false; ///< `references` was called

    /// The limits of a floating point field, however they were given.
    constexpr std::optional<double> least() const noexcept { return either(min_real, min_value); }
    constexpr std::optional<double> most() const noexcept { return either(max_real, max_value); }

    /// Stands for a length that is none.
    static constexpr std::uint32_t no_length = 0xffff'ffff;

private:
    static constexpr std::optional<double> either(std::optional<double> real, std::optional<std::int64_t> whole) noexcept
    {
        return real || !whole ? real : std::optional<double>(static_cast<double>(*whole));
    }
};

/// A field with its options. Each setter returns a changed copy.
struct field_description {
    std::size_t   position = 0;       ///< of the member
    void const*   owner    = nullptr; ///< stands for the model, so that a member of another one is noticed
    field_options options{};

    /// The position of a path through foreign keys, which has no options.
    static constexpr std::size_t path_position = static_cast<std::size_t>(-1);

    /// The most code points of a text or a choice: at least 1.
    template<std::integral T>
    constexpr field_description max_length(T code_points) const
    {
        auto out               = *this;
        out.options.max_length = std::cmp_greater(code_points, 0) && std::cmp_less(code_points, field_options::no_length)
            ? static_cast<std::uint32_t>(code_points)
            : field_options::no_length;
        return out;
    }

    /// The least and the greatest value of a number: whole ones for integers, any finite ones for floating point types.
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

    /// A bool, a number, a text with static storage duration, or an enumerator of a choice. It says what the initializer of the
    /// member gives; a missing field becomes that.
    template<class T>
    constexpr field_description default_value(T const& v) const;

    /// The name of the function that makes the default, as the original calls it.
    constexpr field_description default_callable(std::string_view name) const
    {
        auto out                  = *this;
        out.options.default_value = {.is = field_default::form::callable, .text = name};
        return out;
    }

    /// What the model at the other end of a foreign key calls this relation.
    constexpr field_description related(std::string_view name, std::string_view query_name = {}) const
    {
        auto out                       = *this;
        out.options.related_name       = name;
        out.options.related_query_name = query_name;
        return out;
    }

    /// Declares that a bare key points at a model which is not ours, such as "users.User".
    constexpr field_description references(std::string_view label, on_delete rule) const
    {
        auto out                    = *this;
        out.options.references      = label;
        out.options.references_rule = rule;
        out.options.has_references  = true;
        return out;
    }

private:
    /// The limit that was given last counts. An unsigned one beyond int64, which no store holds, is as good as the greatest.
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

/// Stands for a type in `field_description::owner`.
template<class M>
inline constexpr char owner_mark = 0;

/// A field named by its member pointer: in `describe_fields` the start of its options, in a query the column.
/// `Path` follows foreign keys: `field<&log_entry::sync, &sync::source>` is the source of the entry's sync.
/// A member that is not described does not compile, and is named.
template<auto Member, auto... Path>
struct field_t : field_description {
    constexpr field_t()
        : field_description{
              sizeof...(Path) == 0 ? field_index<Member> : path_position, &owner_mark<detail::class_of<Member>>, {}}
    {
    }
};

/// The field that a member pointer names.
template<auto Member, auto... Path>
inline constexpr field_t<Member, Path...> field{};

/// What `describe_fields` returns: fields with their options. Fields left out have none.
template<std::convertible_to<field_description>... Fields>
constexpr std::array<field_description, sizeof...(Fields)> fields(Fields const&... f)
{
    return {static_cast<field_description const&>(f)...};
}

} // namespace ssot

#endif // SSOT_FIELD_HPP
