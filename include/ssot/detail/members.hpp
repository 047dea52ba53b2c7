// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMBERS_HPP
#define SSOT_DETAIL_MEMBERS_HPP

// The described members of a struct as a list of member pointers, and small questions about it.

#include <boost/describe/members.hpp>
#include <boost/describe/modifiers.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

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
    using members                                                   = member_list<D::pointer...>;
    static constexpr std::array<std::string_view, sizeof...(D)> names = {D::name...};
};

template<class T>
using members_of = typename split_descriptors<descriptors<T>>::members;

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

template<auto A, auto B>
constexpr bool same_member() noexcept
{
    if constexpr (std::is_same_v<std::remove_cv_t<decltype(A)>, std::remove_cv_t<decltype(B)>>)
        return A == B;
    else
        return false;
}

/// Position of `Member` in the list; the list's size when it is not there.
template<auto Member, auto... Members>
constexpr std::size_t index_in(member_list<Members...>) noexcept
{
    std::size_t at    = 0;
    bool        found = ((same_member<Member, Members>() || (++at, false)) || ...);
    return found ? at : sizeof...(Members);
}

template<class List>
struct first_member;
template<auto First, auto... Rest>
struct first_member<member_list<First, Rest...>> {
    static constexpr auto value = First;
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_MEMBERS_HPP
