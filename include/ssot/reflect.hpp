// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_REFLECT_HPP
#define SSOT_REFLECT_HPP

// Models, and their metadata at compile time.
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
// `verbose_name_plural` (texts), `ordering` (an array of field names, with "-" in front for descending), `unique_together`
// (an array of names of fields whose combined values no two rows share, or an array of such lists as `field_names`),
// `indexes` (an array of `field_names`, by which programs look for rows), `singleton` and `append_only` (bools; rows of an
// append-only model never change and have no revision). All metadata is constant and has static storage duration. Example:
// docs/examples/own_model.cpp.

#include <ssot/codec.hpp>
#include <ssot/field.hpp>

#include <ssot/detail/reflect/encoded.hpp>
#include <ssot/detail/reflect/members.hpp>

#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>

namespace ssot {

/// A described struct with a `model_name`. It gets JSON, validation, queries and storage.
template<class T>
concept model = described<T> && requires { std::string_view(T::model_name); };

namespace detail {

/// Does not compile for a type that is not a model; the message says what is missing.
template<class T>
constexpr void demand_model() noexcept
{
    static_assert(
        described<T>,
        "ssot::model: this struct is not described; write BOOST_DESCRIBE_STRUCT(T, (), (id, and the other members)) "
        "after it, in its namespace");
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

/// A named type, so that the messages of compilers and linkers say `key_type<M>` instead of how it is found.
template<class M>
struct key_type {
    using type = type_of<first_member<members_of<M>>::value>;
};

} // namespace detail

/// The type of the key, which is the first described member: a uuid, an integer, or a type of your own that is stored as
/// one.
template<model M>
using key_t = typename detail::key_type<M>::type;

/// Returns the key of `m`, which is its first member. The reference is valid as long as `m`.
template<model M>
constexpr key_t<M> const& key_of(M const& m) noexcept
{
    return m.*detail::first_member<detail::members_of<M>>::value;
}

/// Returns an `M` with a nil key, without making a new key. For code that then fills every field.
template<model M>
constexpr M make_blank();

/// Names of fields that belong together: those of an index, or those whose combined values no two rows share.
///
///   static constexpr ssot::field_names indexes[] = {{"site", "name"}, {"seen", "id"}};
class field_names {
public:
    static constexpr std::size_t most = 8;

    /// Takes up to `most` names; more of them do not compile.
    constexpr field_names(std::initializer_list<std::string_view> names)
    {
        for (auto const name : names)
            names_[size_++] = name;
    }

    /// Returns the names, valid as long as this object.
    constexpr operator std::span<std::string_view const>() const noexcept { return {names_.data(), size_}; }

private:
    std::array<std::string_view, most> names_{};
    std::size_t                        size_ = 0;
};

/// The metadata of one field.
struct field_info {
    std::string_view             name;   ///< the member's name, and its key in JSON
    std::string_view             column; ///< the name; of a foreign key, the name followed by "_id"
    ssot::kind                   kind;   ///< kind::null for a type that only JSON can hold
    bool                         nullable;
    bool                         primary_key;
    field_options                options;       ///< with verbose_name, and index of a foreign key, filled in
    std::span<choice_text const> choices;       ///< empty if the field is not a choice
    bool                         keeps_unknown; ///< whether the field is an `open_choice`
    std::string_view             target_label;  ///< label of the model that a foreign key refers to: "extras.JobResult"
    ssot::on_delete              on_delete;     ///< what happens to this row when that row is erased
    std::string_view             target_verbose_name{}; ///< verbose name of that model; empty if it is of another program

    /// Whether JSON must have this field: it is not nullable, may not be blank, and has no default.
    constexpr bool required() const noexcept { return !nullable && !options.blank && !options.default_value.has_value(); }
};

/// The metadata of a model as a whole.
struct model_info {
    std::string_view                  name;       ///< "nautobot_ssot.synclogentry"
    std::string_view                  app_label;  ///< "nautobot_ssot"
    std::string_view                  model;      ///< "synclogentry"
    std::string_view                  class_name; ///< "SyncLogEntry"; the same as `model` by default
    std::string_view                  label;      ///< "nautobot_ssot.SyncLogEntry"
    std::string_view                  table;      ///< "nautobot_ssot_synclogentry"
    std::string_view                  verbose_name;
    std::string_view                  verbose_name_plural;
    std::span<std::string_view const> ordering;  ///< field names, with "-" in front for descending
    bool                              singleton; ///< there is one row; erasing it by key does nothing
    std::span<std::span<std::string_view const> const>
        unique_together;                                        ///< lists of fields whose combined values no two rows share
    std::span<std::span<std::string_view const> const> indexes; ///< lists of fields by which rows are looked for
};

/// Whether a type refers to a model, and to which. Specialized for `foreign_key`.
template<class T>
struct relation {
    static constexpr bool exists = false;
};

/// The metadata of all fields of `M`, in declaration order; of one field; and of the model.
template<model M>
constexpr std::span<field_info const> fields_of() noexcept;
template<auto Member>
inline constexpr field_info const& field_info_of = fields_of<owner_of<Member>>()[field_index<Member>];
template<model M>
constexpr model_info const& model_info_of() noexcept;

} // namespace ssot

#include <ssot/impl/reflect.hpp>

#endif // SSOT_REFLECT_HPP
