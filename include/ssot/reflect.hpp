// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_REFLECT_HPP
#define SSOT_REFLECT_HPP

// What a model is, and all that is known about it and its fields at compile time.
//
//   struct device {
//       static constexpr std::string_view model_name = "inventory.device";
//       ssot::uuid  id{};                                               // the first member is the key
//       std::string hostname{};
//   };
//   BOOST_DESCRIBE_STRUCT(device, (), (id, hostname))
//
//   static_assert(ssot::model<device> && ssot::field_info_of<&device::hostname>.column == "hostname");
//   for (ssot::field_info const& f : ssot::fields_of<device>()) std::cout << f.name << '\n';
//
// Optional static members of a model, all `static constexpr`: `class_name`, `table_name`, `verbose_name`,
// `verbose_name_plural` (texts), `ordering` (an array of field names, "-" in front for descending), `unique_together` (an array
// of names of fields whose values no two rows share), `singleton` and `append_only` (bools; rows that never change need no
// revision).
// Example: docs/examples/own_model.cpp.

#include <ssot/codec.hpp>
#include <ssot/field.hpp>

#include <ssot/detail/reflect/encoded.hpp>
#include <ssot/detail/reflect/members.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace ssot {

/// A described struct with a `model_name`: it gets JSON, validation, queries and storage.
template<class T>
concept model = described<T> && requires { std::string_view(T::model_name); };

namespace detail {

/// Says what is missing where a model is wanted.
template<class T>
constexpr void demand_model() noexcept
{
    static_assert(
        described<T>,
        "ssot::model: this struct is not described; write BOOST_DESCRIBE_STRUCT(T, (), (id, and the other members)) "
        "behind it, in its namespace");
    static_assert(
        !described<T> || requires { std::string_view(T::model_name); },
        "ssot::model: this struct has no name as a model; write static constexpr std::string_view model_name = "
        "\"app.model\"; into it");
}

} // namespace detail

/// Calls `fn(field<&T::member>)` for each described member, in declaration order.
template<described T, class Fn>
constexpr void for_each_field(Fn&& fn);

namespace detail {

/// Named, so that messages of compilers and linkers say `key_type<M>` and not how it is found.
template<class M>
struct key_type {
    using type = type_of<first_member<members_of<M>>::value>;
};

} // namespace detail

/// The type of the key: the first described member, a uuid or an integer.
template<model M>
using key_t = typename detail::key_type<M>::type;

/// The key of `m`.
template<model M>
constexpr key_t<M> const& key_of(M const& m) noexcept
{
    return m.*detail::first_member<detail::members_of<M>>::value;
}

/// A model with a nil key, without the cost of making a new one. For code that fills every field.
template<model M>
constexpr M make_blank();

/// All that is known about one field.
struct field_info {
    std::string_view             name;   ///< the member's name, and its key in JSON
    std::string_view             column; ///< the name, with "_id" behind it for a foreign key
    ssot::kind                   kind;   ///< kind::null for a type that JSON can hold and a store cannot
    bool                         nullable;
    bool                         primary_key;
    field_options                options;       ///< with the defaults filled in: verbose_name, and index of a foreign key
    std::span<choice_text const> choices;       ///< empty unless the field is a choice
    bool                         keeps_unknown; ///< an `open_choice`
    std::string_view             to;            ///< label of the model that a key points at: "extras.JobResult"
    ssot::on_delete              on_delete;     ///< what happens here when that row is erased
    std::string_view             to_verbose_name{}; ///< what people call that model; empty for one that is not ours

    /// Whether JSON must have it: it is not nullable, may not be blank, and has no default.
    constexpr bool required() const noexcept { return !nullable && !options.blank && !options.default_value.has_value(); }
};

/// All that is known about a model as a whole.
struct model_info {
    std::string_view                  name;       ///< "nautobot_ssot.synclogentry"
    std::string_view                  app_label;  ///< "nautobot_ssot"
    std::string_view                  model;      ///< "synclogentry"
    std::string_view                  class_name; ///< "SyncLogEntry"; as `model` when not given
    std::string_view                  label;      ///< "nautobot_ssot.SyncLogEntry"
    std::string_view                  table;      ///< "nautobot_ssot_synclogentry"
    std::string_view                  verbose_name;
    std::string_view                  verbose_name_plural;
    std::span<std::string_view const> ordering;        ///< field names, "-" in front for descending
    bool                              singleton;       ///< at most one row; erasing it does nothing
    std::span<std::string_view const> unique_together; ///< names of fields whose values no two rows share
};

/// What a type says about the model that it points at; specialized by `foreign_key`.
template<class T>
struct relation {
    static constexpr bool exists = false;
};

/// The metadata of all fields of `M`, in declaration order; of one field; and of the model.
template<model M>
constexpr std::span<field_info const> fields_of() noexcept;
template<auto Member>
inline constexpr field_info const& field_info_of = fields_of<detail::class_of<Member>>()[field_index<Member>];
template<model M>
constexpr model_info const& model_info_of() noexcept;

} // namespace ssot

#include <ssot/impl/reflect.hpp>

#endif // SSOT_REFLECT_HPP
