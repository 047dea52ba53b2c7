// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORE_SET_HPP
#define SSOT_STORE_SET_HPP

// New values of fields, for all rows of a query.
//
//   store.update_where(ssot::from<ssot::sync>().where(ssot::field<&ssot::sync::source> == "old"),
//                      ssot::set<&ssot::sync::source>("new"), ssot::set<&ssot::sync::dry_run>(true));
//
// Example: docs/examples/transactions.cpp.

#include <ssot/reflect.hpp>

#include <concepts>
#include <cstdint>

namespace ssot {

/// A field and the value that rows are to have there. Owns the value.
template<auto Field>
struct field_value {
    using of = detail::class_of<Field>;
    static_assert(field_index<Field> != 0, "ssot::set: a row keeps its key");

    /// Bit i is set for field i.
    static constexpr std::uint64_t bit = std::uint64_t{1} << field_index<Field>;

    detail::type_of<Field> to;

    void assign_to(of& m) const { m.*Field = to; }
};

/// What `set` returns for a field of `M`.
template<class T, class M>
concept value_for = requires(T const& v, M& m) {
    { T::bit } -> std::convertible_to<std::uint64_t>;
    v.assign_to(m);
} && std::same_as<typename T::of, M>;

/// Returns a value for a field: of its type or assignable to it; null if that is `std::nullopt`.
template<auto Field, class V>
    requires std::assignable_from<detail::type_of<Field>&, V const&>
field_value<Field> set(V const& value)
{
    field_value<Field> out{};
    out.to = value;
    return out;
}

} // namespace ssot

#endif // SSOT_STORE_SET_HPP
