// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_CODEC_HPP
#define SSOT_CODEC_HPP

// Codecs: how a C++ type is converted to and from one of the kinds of value that JSON and every store can hold.
//
//   ssot::codec<bool>::stored_as                              // ssot::kind::boolean
//   ssot::codec<std::uint8_t>::decode(300)                    // error out_of_range
//   static_assert(ssot::storable<std::optional<std::string>>);
//
// To store a type of your own, specialize `codec` for it with the members that `codec<bool>` shows. A view that `encode`
// returns refers into its argument and must not outlive it. The codecs of foreign keys and of JSON documents are in
// model/foreign_key.hpp and json/document.hpp.

#include <ssot/choice.hpp>
#include <ssot/error.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/stored_types.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ssot {

/// Returns the name of a kind, for messages: "timestamp".
constexpr std::string_view to_string(kind k) noexcept;

/// The codec of `T`. The primary template is empty: a type without a codec cannot be a field of a stored model.
template<class T>
struct codec {};

/// The type inside a `std::optional`, or the type itself.
template<class T>
struct unwrap {
    using type                     = T;
    static constexpr bool nullable = false;
};
template<class T>
struct unwrap<std::optional<T>> {
    using type                     = T;
    static constexpr bool nullable = true;
};
template<class T>
using unwrap_t = typename unwrap<T>::type;

/// A type that can be a field of a stored model, directly or inside a `std::optional`.
template<class T>
concept storable = requires {
    { codec<unwrap_t<T>>::stored_as } -> std::convertible_to<kind>;
};

namespace detail {

// Free functions, because clang 16 rejects these bodies as members of constrained specializations.
template<class T>
result<T> decode_integer(std::int64_t v);
template<class T>
result<T> decode_real(double v);

} // namespace detail

template<>
struct codec<bool> {
    /// The kind, and the C++ type that carries it: bool, std::int64_t, double, std::string_view, uuid, timestamp or
    /// duration.
    static constexpr kind stored_as = kind::boolean;
    using stored_type               = bool;

    static constexpr stored_type encode(bool v) noexcept { return v; }
    static result<bool>          decode(stored_type v) { return v; }
};

/// Integers of up to 64 bits. Unsigned values above the range of `std::int64_t` cannot be stored.
template<std::integral T>
    requires(!std::same_as<T, bool> && !std::same_as<T, char> && !std::same_as<T, char8_t> && !std::same_as<T, char16_t> &&
             !std::same_as<T, char32_t> && !std::same_as<T, wchar_t>)
struct codec<T> {
    static constexpr kind stored_as = kind::int64;
    using stored_type               = std::int64_t;

    static constexpr bool        fits(T v) noexcept { return std::in_range<stored_type>(v); }
    static constexpr stored_type encode(T v) noexcept { return static_cast<stored_type>(v); }
    static result<T>             decode(stored_type v) { return detail::decode_integer<T>(v); }
};

template<std::floating_point T>
struct codec<T> {
    static constexpr kind stored_as = kind::real;
    using stored_type               = double;

    static constexpr stored_type encode(T v) noexcept { return static_cast<double>(v); }
    static result<T>             decode(stored_type v) { return detail::decode_real<T>(v); }
};

template<class Traits, class Allocator>
struct codec<std::basic_string<char, Traits, Allocator>> {
    using string                    = std::basic_string<char, Traits, Allocator>;
    static constexpr kind stored_as = kind::text;
    using stored_type               = std::string_view;

    static stored_type    encode(string const& v) noexcept { return {v.data(), v.size()}; }
    static result<string> decode(stored_type v) { return string(v.data(), v.size()); }
};

template<>
struct codec<uuid> {
    static constexpr kind stored_as = kind::uuid;
    using stored_type               = uuid;

    static uuid const&  encode(uuid const& v) noexcept { return v; }
    static result<uuid> decode(stored_type const& v) { return v; }
};

template<>
struct codec<timestamp> {
    static constexpr kind stored_as = kind::timestamp;
    using stored_type               = timestamp;

    static constexpr stored_type encode(timestamp v) noexcept { return v; }
    static result<timestamp>     decode(stored_type v) { return v; }
};

template<>
struct codec<duration> {
    static constexpr kind stored_as = kind::duration;
    using stored_type               = duration;

    static constexpr stored_type encode(duration v) noexcept { return v; }
    static result<duration>      decode(stored_type v) { return v; }
};

template<choice E>
struct codec<E> {
    static constexpr kind stored_as = kind::choice;
    using stored_type               = std::string_view;

    /// Returns an empty text for a value that is not in the table.
    static constexpr stored_type encode(E v) noexcept { return to_wire(v); }
    static result<E>             decode(stored_type v) { return from_wire<E>(v); }
};

template<choice E>
struct codec<open_choice<E>> {
    static constexpr kind stored_as = kind::choice;
    using stored_type               = std::string_view;

    static constexpr stored_type  encode(open_choice<E> const& v) noexcept { return v.text(); }
    static result<open_choice<E>> decode(stored_type v) { return open_choice<E>::from_text(v); }
};

/// The choice of a field type: `E` for `E` and for `open_choice<E>`; void for every other type.
template<class T>
struct choice_behind {
    using type = void;
};
template<choice E>
struct choice_behind<E> {
    using type = E;
};
template<choice E>
struct choice_behind<open_choice<E>> {
    using type = E;
};

} // namespace ssot

#include <ssot/impl/codec.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/codec.ipp>
#endif

#endif // SSOT_CODEC_HPP
