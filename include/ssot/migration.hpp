// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_MIGRATION_HPP
#define SSOT_MIGRATION_HPP

// Versions of a model, and the steps that lead from one to the next. The same list upgrades JSON of an older version and rows
// that a store kept.
//
//   struct device {
//       static constexpr std::string_view model_name    = "inventory.device";
//       static constexpr std::uint32_t    model_version = 3;
//       ssot::uuid   id{};
//       std::string  hostname{};                             // was `name`
//       std::int64_t port = 0;                               // was a text
//       std::string  site = "HQ";
//   };
//   BOOST_DESCRIBE_STRUCT(device, (), (id, hostname, port, site))
//   constexpr auto describe_migrations(ssot::model_tag<device>)
//   {
//       return ssot::migrations(
//           ssot::to_version(2, ssot::rename_field("name", "hostname"), ssot::drop_field<std::string>("comment")),
//           ssot::to_version(3, ssot::add_field<&device::site>("HQ"),
//                            ssot::change_field<&device::port, std::string>([](std::string const& old) { return to_port(old); })));
//   }
//
// A model without `model_version` is of version 1. The list is checked when it is compiled: walked from the members of the
// model back to version 1, each step must fit the fields that are there. Example: docs/examples/migrations.cpp.

#include <ssot/codec.hpp>
#include <ssot/error.hpp>
#include <ssot/field.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/base/stored_types.hpp>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace ssot {

/// A field of the version before a step, which a function of that step receives: `old_field<std::string>("name")`.
template<class T>
struct old_field {
    std::string_view name;

    constexpr explicit old_field(std::string_view n) noexcept : name(n) {}
};

/// Adds a field. Its value in rows and JSON that are upgraded is `v`; or what `v` returns, if that is a function; or, without
/// an argument, the initial value of the member. The function receives the old fields named behind it, and returns the value
/// or a `result` of it, whose error ends the upgrade and has the field as its path. Since it runs for each row, it must not
/// depend on the time or the order of rows.
template<auto Member, class V, class... Old>
constexpr auto add_field(V const& v, old_field<Old> const&... old);
template<auto Member>
constexpr auto add_field();

/// The same for a field that a later step drops, renames or changes, so that no member has its name and type.
template<class T, class V, class... Old>
constexpr auto add_field(std::string_view name, V const& v, old_field<Old> const&... old);

/// Drops a field that was a `T`. Its values are gone.
template<class T>
constexpr auto drop_field(std::string_view name);

/// Gives a field another name. Its values stay.
constexpr auto rename_field(std::string_view from, std::string_view to);

/// Changes the type of a field from `Old` to that of `Member`, or to `New`. `fn` receives the old value and returns the new one,
/// as the function of `add_field` does.
template<auto Member, class Old, class Fn>
constexpr auto change_field(Fn const& fn);
template<class New, class Old, class Fn>
constexpr auto change_field(std::string_view name, Fn const& fn);

/// Gives the model another name: `from` is the old `model_name`, "app.model". Its table is renamed too, unless the model has a
/// `table_name`.
constexpr auto rename_model(std::string_view from);

/// Adds an index over fields. What the rows are does not change.
constexpr auto add_index(field_names const& fields);

/// Runs statements of a database's own, for what no other step can say, after the other steps of their version. They are for
/// databases only: JSON and other backends pass them over. An empty text does nothing on that database.
constexpr auto native_statements(std::string_view sqlite, std::string_view postgresql);

/// The steps that lead to a version from the one before. They happen in this order, but for those of `native_statements`.
template<class... Steps>
constexpr auto to_version(std::uint32_t version, Steps const&... steps);

/// All versions of a model after the first, in ascending order, for `describe_migrations` to return.
template<class... Versions>
constexpr auto migrations(Versions const&... versions);

/// A model that has steps. Does not compile if `model_version` and the steps do not fit each other or the members.
template<class M>
concept migrating = model<M> && requires { describe_migrations(model_tag<M>{}); };

/// The version of `M` that its members are: its `model_version`, or 1.
template<model M>
constexpr std::uint32_t version_of() noexcept;

/// The steps of `M` as data, in order; empty for a model without.
template<model M>
constexpr std::span<migration_info const> migrations_of() noexcept;

/// The fields that records of a version of `M` have, the key first; those of version 1 for 0.
template<model M>
constexpr std::vector<migrated_field> fields_of_version(std::uint32_t version);

} // namespace ssot

#include <ssot/impl/migration.hpp>

#endif // SSOT_MIGRATION_HPP
