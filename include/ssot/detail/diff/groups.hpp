// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_DIFF_GROUPS_HPP
#define SSOT_DETAIL_DIFF_GROUPS_HPP

// The names of the compared objects, and where their child objects are.

#include <ssot/diff.hpp>
#include <ssot/error.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/diff/kind.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <numeric>
#include <ranges>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace ssot::diff::detail {

template<class T>
struct object_in {
    using type = T;
};
template<>
struct object_in<boost::json::value> {
    using type = boost::json::object;
};
template<class T>
    requires requires { typename T::stored_model; }
struct object_in<T> {
    using type = typename T::stored_model;
};

/// The element type of a range. A JSON value must be an object, and a stored row stands for its model.
template<class Range>
using compared_in = typename object_in<std::ranges::range_value_t<Range const>>::type;

template<class T>
T const* object_of(T const& item, error&) noexcept
{
    return std::addressof(item);
}
boost::json::object const* object_of(boost::json::value const& item, error& why);

template<class T, class Kind>
std::string type_name(Kind const& kind, std::string_view otherwise)
{
    if (!kind.type().empty())
        return kind.type();
    if constexpr (model<T>)
        return std::string(model_info_of<T>().model);
    else
        return std::string(otherwise);
}

/// Returns the array in a field of an object, which may be null, and whether the field holds something else.
std::pair<boost::json::array const*, bool> array_in(boost::json::object const* object, std::string const& name, error& why);

/// Returns the range of a group in an object, which may be null, and the name of the group's field.
template<auto Member, class Kind, class T>
auto range_of(member_group<Member, Kind> const&, T const* object, error&) -> std::pair<type_of<Member> const*, bool>
{
    return {object ? std::addressof(object->*Member) : nullptr, true};
}
template<class Kind>
auto range_of(field_group<Kind> const& group, boost::json::object const* object, error& why)
    -> std::pair<boost::json::array const*, bool>
{
    return array_in(object, group.name, why);
}
template<auto Member, class Kind>
std::string_view field_of(member_group<Member, Kind> const&) noexcept
{
    return member_names<class_of<Member>>[field_index<Member>];
}
template<class Kind>
std::string_view field_of(field_group<Kind> const& group) noexcept
{
    return group.name;
}

template<class Group>
std::string type_name_of(Group const& group)
{
    if constexpr (requires { Group::member; })
        return type_name<compared_in<type_of<Group::member>>>(group.kind, field_of(group));
    else
        return type_name<boost::json::object>(group.kind, field_of(group));
}

/// A kind with the name of its type, and its child kinds with theirs. Made once and not for each object. The kind outlives
/// it.
template<class Kind, class Groups = typename Kind::groups_type>
struct named_kind;
template<class Kind, class... Groups>
struct named_kind<Kind, std::tuple<Groups...>> {
    using kinds_below = std::tuple<named_kind<decltype(Groups::kind)>...>;

    Kind const&                                kind;
    std::string                                type;
    kinds_below                                below;   ///< in the order of declaration
    std::array<std::size_t, sizeof...(Groups)> order{}; ///< their positions in the order in which they are compared

    named_kind(Kind const& of, std::string name, key_order by)
        : kind(of), type(std::move(name)),
          below(std::apply(
              [&](auto const&... group) {
                  return kinds_below{named_kind<decltype(group.kind)>(group.kind, type_name_of(group), by)...};
              },
              of.groups()))
    {
        std::iota(order.begin(), order.end(), std::size_t{0});
        if constexpr (sizeof...(Groups) > 1) {
            auto const types = std::apply(
                [](auto const&... one) { return std::array<std::string_view, sizeof...(Groups)>{one.type...}; }, below);
            if (by == key_order::bytes)
                std::ranges::sort(order, {}, [&](std::size_t i) { return types[i]; });
        }
    }
};

/// Calls `fn(group, named kind)` for each group in order until it returns false.
template<class Kind, class... Groups, class Fn>
bool for_each_group(named_kind<Kind, std::tuple<Groups...>> const& above, Fn fn)
{
    return std::ranges::all_of(above.order, [&]([[maybe_unused]] std::size_t wanted) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return (true && ... && (I != wanted || fn(std::get<I>(above.kind.groups()), std::get<I>(above.below))));
        }(std::index_sequence_for<Groups...>());
    });
}

/// Returns whether a type may come after the type `last`, if there is one, in a diff.
result<void> check_type(std::string const& type, std::string const* last);

/// Returns whether types can be told apart in a diff. Child types are in the order of their bytes.
template<class Kind>
result<void> check_types(named_kind<Kind> const& above)
{
    result<void> out;
    std::string  last;
    bool         first = true;
    for_each_group(above, [&](auto const&, auto const& below) {
        auto const& type = below.type;
        out              = check_type(type, first ? nullptr : &last);
        if (out)
            out = check_types(below);
        last  = type;
        first = false;
        return out.has_value();
    });
    return out;
}

} // namespace ssot::diff::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/diff/groups.ipp>
#endif

#endif // SSOT_DETAIL_DIFF_GROUPS_HPP
