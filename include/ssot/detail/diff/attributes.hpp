// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_DIFF_ATTRIBUTES_HPP
#define SSOT_DETAIL_DIFF_ATTRIBUTES_HPP

// The differences between two objects, as {"+": values in the source, "-": values in the target}. Described structs are
// compared by their members, JSON objects and maps by their keys.

#include <ssot/diff.hpp>
#include <ssot/json/raw_json.hpp>

#include <ssot/detail/diff/documents.hpp>
#include <ssot/detail/diff/kind.hpp>
#include <ssot/detail/diff/name_maps.hpp>
#include <ssot/detail/json/dom_sink.hpp>
#include <ssot/detail/json/encode.hpp>
#include <ssot/detail/json/equal.hpp>
#include <ssot/detail/json/text_sink.hpp>
#include <ssot/detail/json/write.hpp>

#include <boost/mp11/algorithm.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace ssot::diff::detail {

// Documents with one or both sides.
// Values.

/// Whether `==` of a type compiles. Containers declare `==` for all element types, so the element type is checked instead.
template<class T>
constexpr bool is_comparable() noexcept
{
    if constexpr (std::is_array_v<T>) { // would compare addresses
        return false;
    } else if constexpr (is_optional<T>::value) {
        return is_comparable<typename T::value_type>();
    } else if constexpr (is_variant<T>::value) {
        return []<class... Held>(std::variant<Held...> const*) {
            return (true && ... && is_comparable<Held>());
        }(static_cast<T const*>(nullptr));
    } else if constexpr (requires { typename T::mapped_type; }) {
        return is_comparable<typename T::mapped_type>();
    } else if constexpr (std::ranges::input_range<T const>) {
        using item = std::ranges::range_value_t<T const>;
        if constexpr (std::same_as<item, T>)
            return std::equality_comparable<T>;
        else
            return is_comparable<item>() && std::equality_comparable<T>;
    } else {
        return std::equality_comparable<T>;
    }
}

/// Returns whether two values mean the same: they are equal by `==`, or they are the same JSON document. The order of keys,
/// and 1 instead of 1.0, make no difference at any depth. A type without `==` is compared by its JSON.
template<class Document, class T>
bool same(T const& a, T const& b)
{
    if constexpr (json_document<T>) {
        return same_json(a, b);
    } else if constexpr (is_optional<T>::value) {
        if (a && b)
            return same<Document>(*a, *b);
        if (!a && !b)
            return true;
    } else if constexpr (std::convertible_to<T const&, std::string_view>) {
        return std::string_view(a) == std::string_view(b);
    } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T> || !is_comparable<T>()) {
    } else if (a == b) {
        return true;
    }
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
        return a == b;
    } else {
        std::optional<Document> x, y;
        error                   ignored; // the diff reports it as well, because it writes both values
        return make_document(x, ignored, [&](auto& sink) { return encode(sink, a); }) &&
            make_document(y, ignored, [&](auto& sink) { return encode(sink, b); }) && same_json(*x, *y);
    }
}

// Described structs.

template<class T, std::size_t I>
using nth_member = boost::mp11::mp_at_c<descriptors<T>, I>;

/// The positions of the members that are compared, in their order or by name: the first `size` of `at`.
template<class T>
struct position_list {
    std::array<std::size_t, member_list_size<T>> at{};
    std::size_t                                  size = 0;
};

/// Returns whether a group is in this member.
template<auto Member, class Group>
constexpr bool is_in_member() noexcept
{
    if constexpr (requires { Group::member; })
        return std::same_as<member_list<Member>, member_list<Group::member>>;
    else
        return false;
}
template<auto Member, class... Groups>
constexpr bool is_group(std::tuple<Groups...> const*) noexcept
{
    return (false || ... || is_in_member<Member, Groups>());
}

/// Returns whether a member is part of the key, as far as that is known at compile time.
template<auto Member, class Key>
constexpr bool is_in_key() noexcept
{
    if constexpr (requires { Key::template holds<Member>; })
        return Key::template holds<Member>;
    else
        return false;
}

template<class T, class Kind, auto Member>
constexpr bool counts() noexcept
{
    using chosen = typename Kind::attributes_type;
    if constexpr (requires { chosen::template holds<Member>; })
        return chosen::template holds<Member>;
    else
        return !is_in_key<Member, typename Kind::key_type>() &&
            !is_group<Member>(static_cast<typename Kind::groups_type const*>(nullptr)) &&
            !(model<T> && field_index<Member> == 0);
}

template<class T, class Kind>
constexpr auto counted_positions(key_order order)
{
    position_list<T> out;
    [&]<auto... Members>(member_list<Members...>) {
        ((counts<T, Kind, Members>() ? static_cast<void>(out.at[out.size++] = field_index<Members>) : void()), ...);
    }(members_of<T>{});
    if (order == key_order::bytes)
        std::sort(out.at.begin(), out.at.begin() + static_cast<std::ptrdiff_t>(out.size), [](std::size_t a, std::size_t b) {
            return member_names<T>[a] < member_names<T>[b];
        });
    return out;
}

/// Calls `fn(position)` for each compared member until it returns false. Returns whether it never did.
template<class T, class Kind, key_order Order, class Fn>
bool for_each_position(Fn fn)
{
    static constexpr auto positions = counted_positions<T, Kind>(Order);
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return (true && ... && fn(std::integral_constant<std::size_t, positions.at[I]>()));
    }(std::make_index_sequence<positions.size>());
}

template<key_order Order, class Document, class T, class Kind>
bool differ_by_members(Kind const& kind, T const* source, T const* target, std::optional<Document>& out, error& why)
{
    static_assert(member_list_size<T> <= 64, "ssot::diff: a struct with more than 64 members");
    std::uint64_t wanted = 0;
    for_each_position<T, Kind, Order>([&](auto position) {
        constexpr auto member = nth_member<T, position>::pointer;
        if (!kind.key().template leaves_out<member>() &&
            (!source || !target || !same<Document>(source->*member, target->*member)))
            wanted |= std::uint64_t{1} << position;
        return true;
    });
    if (wanted == 0 && source && target)
        return true;
    return make_element(out, why, Order, source, target, [&](auto& sink, T const& object) {
        return for_each_position<T, Kind, Order>([&](auto position) {
            using member = nth_member<T, position>;
            return (wanted >> position & 1) == 0 ||
                sink.write_member(member::name, [&] { return encode(sink, object.*member::pointer); });
        });
    });
}

// JSON objects and maps.
/// Returns whether the field with this name holds the key or a group.
template<class Part>
bool is_in_field(Part const& part, std::string_view name)
{
    if constexpr (requires { part.name; })
        return part.name == name;
    else
        return false;
}

/// Returns whether a field of a JSON object is its key or holds child objects.
template<class Kind>
bool is_left_out(Kind const& kind, std::string_view name)
{
    if constexpr (std::same_as<typename Kind::attributes_type, all_attributes>) {
        auto const in_any = [&](auto const&... groups) { return (false || ... || is_in_field(groups, name)); };
        return is_in_field(kind.key(), name) || std::apply(in_any, kind.groups());
    } else {
        return false;
    }
}

template<class Value>
struct named_values {
    std::string_view name;
    Value const*     source;
    Value const*     target;
};

/// Writes the attributes that differ, or all attributes if there is only one side.
template<class Document, class Kind, class Map>
auto differing_names(Kind const& kind, Map const* source, Map const* target)
{
    std::vector<named_values<value_in<Map>>> out;
    if (source && target) {
        value_finder<Map> wanted(*source);
        for (auto const& item : *target)
            if (auto const* const value = wanted.find(name_of(item)); value && !same<Document>(*value, value_of(item)))
                if (!is_left_out(kind, name_of(item)))
                    out.push_back({name_of(item), value, std::addressof(value_of(item))});
    } else {
        for (auto const& item : *(source ? source : target))
            if (!is_left_out(kind, name_of(item)))
                out.push_back({name_of(item), std::addressof(value_of(item)), std::addressof(value_of(item))});
    }
    return out;
}

template<key_order Order, class Document, class Map, class Kind>
bool differ_by_names(Kind const& kind, Map const* source, Map const* target, std::optional<Document>& out, error& why)
{
    auto names = differing_names<Document>(kind, source, target);
    if (names.empty() && source && target)
        return true;
    if (Order == key_order::bytes)
        std::ranges::sort(names, {}, &named_values<value_in<Map>>::name);
    return make_element(out, why, Order, source, target, [&](auto& sink, Map const& side) {
        return std::ranges::all_of(names, [&](auto const& n) {
            auto const& value = &side == source ? *n.source : *n.target;
            return sink.write_member(n.name, [&] { return encode(sink, value); });
        });
    });
}

/// Fills `out` if two objects differ, or if there is only one. Returns false after an error.
template<key_order Order, class Document, class T, class Kind>
bool differ(Kind const& kind, T const* source, T const* target, std::optional<Document>& out, error& why)
{
    if constexpr (described<T>)
        return differ_by_members<Order>(kind, source, target, out, why);
    else if constexpr (name_map<T>)
        return differ_by_names<Order>(kind, source, target, out, why);
    else
        static_assert(always_false<T>,
                      "ssot::diff: attributes are those of a struct that BOOST_DESCRIBE_STRUCT describes, of a JSON "
                      "object, or of a map with text keys");
}

/// The same for objects whose compared attributes a function chooses.
template<key_order Order, class Document, class T, class Kind>
bool differ_as_counted(Kind const& kind, T const* source, T const* target, std::optional<Document>& out, error& why)
{
    if constexpr (requires { kind.counted().fn; }) {
        auto const& fn = kind.counted().fn;
        if (source && target) {
            auto&& s = std::invoke(fn, *source);
            auto&& t = std::invoke(fn, *target);
            return differ<Order>(kind, std::addressof(s), std::addressof(t), out, why);
        }
        auto&&      only = std::invoke(fn, source ? *source : *target);
        auto* const at   = std::addressof(only);
        return differ<Order>(kind, source ? at : nullptr, source ? nullptr : at, out, why);
    } else {
        return differ<Order>(kind, source, target, out, why);
    }
}

} // namespace ssot::diff::detail

#endif // SSOT_DETAIL_DIFF_ATTRIBUTES_HPP
