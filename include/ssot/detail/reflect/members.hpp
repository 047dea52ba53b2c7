// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_REFLECT_MEMBERS_HPP
#define SSOT_DETAIL_REFLECT_MEMBERS_HPP

// The described members of a struct as a list of member pointers, and functions on it.

#include <boost/describe/members.hpp>
#include <boost/describe/modifiers.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace ssot::detail {

template<class T>
using descriptors = boost::describe::describe_members<T, boost::describe::mod_public>;

template<auto... Members>
struct member_list {
    static constexpr std::size_t size = sizeof...(Members);
};

template<class List>
struct split_descriptors;
template<template<class...> class List, class... D>
struct split_descriptors<List<D...>> {
    using members                                                     = member_list<D::pointer...>;
    static constexpr std::array<std::string_view, sizeof...(D)> names = {D::name...};
};

/// Names `T` in an error if it describes members that are not public.
template<class T, bool AllPublic>
struct described_in_public {
    static_assert(
        AllPublic,
        "ssot: a described member is private or protected, and would be left out; make it public, or name it in the "
        "list of public members of a BOOST_DESCRIBE_CLASS(T, (), (members), (), ()) inside the class");
    using type = descriptors<T>;
};

template<class T>
using members_of = typename split_descriptors<typename described_in_public<
    T,
    std::is_same_v<boost::describe::describe_members<T, boost::describe::mod_any_access>, descriptors<T>>>::type>::members;

/// The names of the members, in order.
template<class T>
inline constexpr auto const& member_names = split_descriptors<descriptors<T>>::names;

template<class P>
struct member_pointer;
template<class C, class T>
struct member_pointer<T C::*> {
    using class_type = C;
    using value_type = T;
};
template<auto Member>
using class_of = typename member_pointer<std::remove_cv_t<decltype(Member)>>::class_type;
template<auto Member>
using type_of = typename member_pointer<std::remove_cv_t<decltype(Member)>>::value_type;

template<std::size_t I, auto Member>
struct indexed_member {};
template<class Indices, auto... Members>
struct member_positions;
template<std::size_t... I, auto... Members>
struct member_positions<std::index_sequence<I...>, Members...> : indexed_member<I, Members>... {};

template<auto Member, std::size_t I>
std::integral_constant<std::size_t, I> position_of(indexed_member<I, Member> const*);
template<auto Member>
std::integral_constant<std::size_t, static_cast<std::size_t>(-1)> position_of(...);

/// Returns the position of `Member` in the list, found by overload resolution; -1 if it is not in the list.
template<auto Member, auto... Members>
constexpr std::size_t index_in(member_list<Members...>) noexcept
{
    using positions = member_positions<std::make_index_sequence<sizeof...(Members)>, Members...>;
    return decltype(position_of<Member>(static_cast<positions const*>(nullptr)))::value;
}

template<class List>
struct first_member;
template<auto First, auto... Rest>
struct first_member<member_list<First, Rest...>> {
    static constexpr auto value = First;
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_REFLECT_MEMBERS_HPP
