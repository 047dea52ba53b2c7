// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_INITIAL_VALUES_HPP
#define SSOT_DETAIL_JSON_INITIAL_VALUES_HPP

// What a value is before it is read, and which members must be read.

#include <ssot/json/document.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/json/encode.hpp>

#include <type_traits>

namespace ssot::detail {

/// Returns an empty `T` to read into. Avoids making a key for a model that will be overwritten.
template<class T>
T make_empty()
{
    if constexpr (model<T>)
        return make_blank<T>();
    else
        return T{};
}

/// Removes what a container starts with, so that its value is exactly what the text says.
template<class T>
void drop_items(T& container)
{
    if constexpr (requires { container.clear(); })
        container.clear();
    else
        container = T{};
}

/// The same for a struct that is a member. It is read as if it stood alone: what the text leaves out has the initial value
/// of the struct's own type, whatever value the enclosing struct gave it.
template<class T>
void drop_initial_value(T& v)
{
    if constexpr (described<T> && !storable<T> && std::is_move_assignable_v<T>)
        v = make_empty<T>();
}

/// Returns whether an object without this member is an error.
template<auto Member>
constexpr bool is_required() noexcept
{
    using owner = class_of<Member>;
    if constexpr (model<owner>)
        return field_info_of<Member>.required();
    else {
        static_assert(
            !requires { describe_fields(model_tag<owner>{}); },
            "ssot::fields: only the fields of a model have options; give the struct a model_name, or take its "
            "describe_fields away");
        return !is_optional<type_of<Member>>::value;
    }
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_INITIAL_VALUES_HPP
