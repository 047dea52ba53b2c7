// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_QUERY_FIELD_PATH_HPP
#define SSOT_DETAIL_QUERY_FIELD_PATH_HPP

// Which field of a row a path of member pointers leads to, and what that field can be compared with.

#include <ssot/codec.hpp>
#include <ssot/field.hpp>
#include <ssot/json/document.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/question.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/storage/field_view.hpp>

#include <boost/json/value.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>

namespace ssot::detail {

/// The model that a foreign key points at.
template<auto Key>
struct target_of {
    using type = unwrap_t<type_of<Key>>;
    static_assert(relation<type>::exists, "ssot::field: a path goes through foreign keys, and this member is none");
    using model = typename relation<type>::target;
};

template<auto Key, auto Next>
constexpr void check_step() noexcept
{
    static_assert(std::same_as<typename target_of<Key>::model, class_of<Next>>,
                  "ssot::field: the next member of this path does not belong to the model that the foreign key points at");
}

template<auto... Members>
struct path {
    static_assert(sizeof...(Members) < 4, "ssot::field: a path follows two foreign keys at most");
};
template<auto Last>
struct path<Last> {
    using type = unwrap_t<type_of<Last>>;
    static constexpr storage::field_place where{static_cast<std::uint16_t>(field_index<Last>)};
};
template<auto First, auto Last>
struct path<First, Last> {
    using type                                  = unwrap_t<type_of<Last>>;
    static constexpr storage::field_place where = [] {
        check_step<First, Last>();
        return storage::field_place{static_cast<std::uint16_t>(field_index<Last>),
                                    static_cast<std::uint16_t>(field_index<First>)};
    }();
};
template<auto First, auto Second, auto Last>
struct path<First, Second, Last> {
    using type                                  = unwrap_t<type_of<Last>>;
    static constexpr storage::field_place where = [] {
        check_step<First, Second>();
        check_step<Second, Last>();
        return storage::field_place{static_cast<std::uint16_t>(field_index<Last>),
                                    static_cast<std::uint16_t>(field_index<First>),
                                    static_cast<std::uint16_t>(field_index<Second>)};
    }();
};

/// Whether a field of type `T` can be compared with a `V`.
template<class T, class V>
constexpr bool comparable() noexcept
{
    if constexpr (relation<T>::exists)
        return std::same_as<V, T> || std::same_as<V, typename T::key_type> ||
            (std::integral<V> && std::integral<typename T::key_type>) ||
            requires(T const& key, V const& m) { key == key_of(m); } || std::constructible_from<T, V const&>;
    else if constexpr (json_document<T>)
        return std::same_as<V, T>;
    else if constexpr (choice<T>)
        return std::same_as<V, T>;
    else if constexpr (!std::is_void_v<typename choice_behind<T>::type>)
        return std::convertible_to<V const&, T>;
    else if constexpr (std::same_as<T, bool>)
        return std::same_as<V, bool>;
    else if constexpr (std::integral<T>)
        return std::integral<V> && !std::same_as<V, bool>;
    else if constexpr (std::floating_point<T>)
        return std::is_arithmetic_v<V> && !std::same_as<V, bool>;
    else if constexpr (std::convertible_to<T const&, std::string_view>)
        return std::convertible_to<V const&, std::string_view>;
    else
        return std::convertible_to<V const&, T>;
}

/// Returns a document as the stored value of a JSON field.
storage::value stored_document(boost::json::value const& v);

/// Returns `v` as the stored value of a field of type `T`.
template<class T, class V>
storage::value stored_value(V const& v)
{
    using storage::value;
    using storage::value_view;
    if constexpr (unwrap<V>::nullable) {
        return v ? stored_value<T>(*v) : value();
    } else if constexpr (relation<T>::exists) {
        if constexpr (std::same_as<V, T>)
            return stored_value<typename T::key_type>(v.key());
        else if constexpr (std::same_as<V, typename T::key_type> || std::integral<V>)
            return stored_value<typename T::key_type>(v);
        else
            return stored_value<typename T::key_type>(T(v).key());
    } else if constexpr (std::same_as<T, raw_json>) {
        return value(value_view::chars(v.text(), kind::json));
    } else if constexpr (json_document<T>) {
        return stored_document(v);
    } else if constexpr (std::convertible_to<T const&, std::string_view> &&
                         (storage::detail::is_plain_string<T> || !std::convertible_to<V const&, T>)) {
        return value(value_view::chars(std::string_view(v)));
    } else if constexpr (std::integral<T> && !std::same_as<T, bool>) {
        return value(value_view::integer(static_cast<std::int64_t>(v)));
    } else {
        if constexpr (std::same_as<V, T>)
            return value(storage::detail::held_value<T>(v).view());
        else
            return stored_value<T>(static_cast<T>(v));
    }
}

/// Returns whether a number is greater than any that can be stored.
template<class V>
constexpr bool beyond_int64(V const& v) noexcept
{
    if constexpr (unwrap<V>::nullable)
        return v && beyond_int64(*v);
    else if constexpr (std::unsigned_integral<V> && !std::same_as<V, bool>)
        return v > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    else
        return false;
}

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/query/field_path.ipp>
#endif

#endif // SSOT_DETAIL_QUERY_FIELD_PATH_HPP
