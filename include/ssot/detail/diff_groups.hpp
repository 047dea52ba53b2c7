// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_DIFF_GROUPS_HPP
#define SSOT_DETAIL_DIFF_GROUPS_HPP

// What objects of a comparison are called, and where the objects below them are.

#include <ssot/diff.hpp>

#include <ssot/detail/diff_kind.hpp>
#include <ssot/detail/utf8.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
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

/// What a range holds; a JSON value has to be an object.
template<class Range>
using compared_in = typename object_in<std::ranges::range_value_t<Range const>>::type;

template<class T>
T const* object_of(T const& item, error&) noexcept
{
    return std::addressof(item);
}
inline boost::json::object const* object_of(boost::json::value const& item, error& why)
{
    auto const* const out = item.if_object();
    if (!out)
        why = error(errc::wrong_type, "expected an object");
    return out;
}

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

/// The range of a group in an object that may be absent, and the name of the group's field.
template<auto Member, class Kind, class T>
auto range_of(member_group<Member, Kind> const&, T const* object, error&) -> std::pair<type_of<Member> const*, bool>
{
    return {object ? std::addressof(object->*Member) : nullptr, true};
}
template<class Kind>
auto range_of(field_group<Kind> const& group, boost::json::object const* object, error& why)
    -> std::pair<boost::json::array const*, bool>
{
    auto const* const v = object ? object->if_contains(group.name) : nullptr;
    if (!v || v->is_null())
        return {nullptr, true};
    if (auto const* const list = v->if_array())
        return {list, true};
    why = error(errc::wrong_type, "expected an array of objects").with_path(group.name);
    return {nullptr, false};
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

/// Calls `fn(group, type)` for each group until it returns false, in the order of declaration or of the types.
template<class Kind, class Fn>
bool for_each_group(Kind const& kind, key_order order, Fn fn)
{
    constexpr std::size_t n = std::tuple_size_v<typename Kind::groups_type>;
    if constexpr (n == 0) {
        return true;
    } else {
        std::array<std::size_t, n> at{};
        auto const                 types =
            std::apply([](auto const&... g) { return std::array<std::string, n>{type_name_of(g)...}; }, kind.groups());
        for (std::size_t i = 0; i != n; ++i)
            at[i] = i;
        if (order == key_order::bytes)
            std::ranges::sort(at, {}, [&](std::size_t i) { return std::string_view(types[i]); });
        return std::ranges::all_of(at, [&](std::size_t wanted) {
            return [&]<std::size_t... I>(std::index_sequence<I...>) {
                return (true && ... && (I != wanted || fn(std::get<I>(kind.groups()), types[I])));
            }(std::make_index_sequence<n>());
        });
    }
}

/// Whether types can be told apart in a diff.
template<class Kind>
result<void> check_types(Kind const& kind)
{
    result<void> out;
    std::string  last;
    bool         first = true;
    for_each_group(kind, key_order::bytes, [&](auto const& group, std::string const& type) {
        if (!is_utf8(type))
            out = error(errc::invalid_utf8, "the name of a type is not UTF-8");
        else if (type == "+" || type == "-")
            out = error(errc::misuse, "a type cannot be called \"" + type + "\": a diff keeps the values there");
        else if (!first && type == last)
            out = error(errc::misuse, "two groups of the same object have the type \"" + type + '"');
        else
            out = check_types(group.kind);
        last  = type;
        first = false;
        return out.has_value();
    });
    return out;
}

} // namespace ssot::diff::detail

#endif // SSOT_DETAIL_DIFF_GROUPS_HPP
