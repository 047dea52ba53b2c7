// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_REFLECT_ENCODED_HPP
#define SSOT_DETAIL_REFLECT_ENCODED_HPP

// What codecs take and return: whether `encode` returns a reference to existing bytes or makes new ones, and what keeps
// those. An invalid codec does not compile; every use of a codec checks here first, so that these messages come first.

#include <ssot/codec.hpp>
#include <ssot/time.hpp>

#include <ssot/detail/base/simd.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <ratio>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace ssot::detail {

/// The C++ type that carries values of a kind.
template<kind K>
struct stored_of_kind {
    using type = std::string_view;
};
template<>
struct stored_of_kind<kind::boolean> {
    using type = bool;
};
template<>
struct stored_of_kind<kind::int64> {
    using type = std::int64_t;
};
template<>
struct stored_of_kind<kind::real> {
    using type = double;
};
template<>
struct stored_of_kind<kind::uuid> {
    using type = uuid;
};
template<>
struct stored_of_kind<kind::timestamp> {
    using type = timestamp;
};
template<>
struct stored_of_kind<kind::duration> {
    using type = duration;
};
template<class T>
using stored_t = typename stored_of_kind<codec<T>::stored_as>::type;

constexpr bool is_bytes_kind(kind k) noexcept
{
    return k == kind::text || k == kind::bytes || k == kind::json || k == kind::choice;
}

/// A contiguous sequence of bytes of any type.
template<class E>
concept byte_sequence = requires(E const& e) {
    { e.size() } -> std::convertible_to<std::size_t>;
    requires sizeof(*e.data()) == 1 && std::is_trivially_copyable_v<std::remove_cvref_t<decltype(*e.data())>>;
};

/// The types that `encode` may return for a text, bytes, JSON or a choice.
template<class E>
concept chars_like =
    std::convertible_to<std::remove_cvref_t<E> const&, std::string_view> || byte_sequence<std::remove_cvref_t<E>>;

/// Types that refer to bytes of another object. Any other type is assumed to own its bytes, which is the safe assumption.
template<class E>
inline constexpr bool refers_to_chars = std::is_lvalue_reference_v<E> || std::is_pointer_v<E>;
template<class C, class Traits>
inline constexpr bool refers_to_chars<std::basic_string_view<C, Traits>> = true;
template<class T, std::size_t N>
inline constexpr bool refers_to_chars<std::span<T, N>> = true;

template<class E>
SSOT_DETAIL_INLINE std::string_view chars_of(E const& encoded) noexcept
{
    if constexpr (std::convertible_to<E const&, std::string_view>)
        return encoded;
    else if constexpr (byte_sequence<E>)
        return {reinterpret_cast<char const*>(encoded.data()), encoded.size()};
    else
        return {}; // `check_codec` has reported why
}

template<class T>
concept encodes = requires(T const& v) { codec<T>::encode(v); };

template<class T>
using encoded_t = decltype(codec<T>::encode(std::declval<T const&>()));

/// Whether `encode` takes its argument by value and `T` frees what it holds, so that a view of the argument would dangle.
template<class T>
concept encodes_a_copy = !std::is_trivially_destructible_v<T> && requires {
    { &codec<T>::encode } -> std::convertible_to<encoded_t<T> (*)(T)>;
};

/// Whether an `E` converts to `Stored` without narrowing.
template<class E, class Stored>
concept gives_stored =
    std::convertible_to<E, Stored> && (!std::is_arithmetic_v<Stored> || requires(E (*made)()) { Stored{made()}; });

template<class T>
concept decodes_text = requires(std::string_view text, std::string const& own) {
    requires requires { codec<T>::decode(text); } || requires { codec<T>::decode(own); } ||
        requires { codec<T>::decode(std::span<std::byte const>()); };
};

/// Whether the codec of `T`, which is not an optional, is valid.
template<class T>
constexpr bool check_codec() noexcept
{
    constexpr kind k = codec<T>::stored_as;
    static_assert(k != kind::null,
                  "ssot::codec: stored_as is one of the ten kinds of value; null is what an empty std::optional is");
    if constexpr (encodes<T>) {
        using encoded = encoded_t<T>;
        if constexpr (is_bytes_kind(k)) {
            static_assert(
                chars_like<encoded>,
                "ssot::codec: encode of a text, bytes, JSON or a choice gives a std::string_view into its argument, "
                "or a std::string that it makes");
            static_assert(
                !(encodes_a_copy<T> && refers_to_chars<encoded> && chars_like<encoded>),
                "ssot::codec: encode takes its argument by value and gives a view, which refers to what is gone; let "
                "it take a T const&, or give a std::string");
            static_assert(decodes_text<T>,
                          "ssot::codec: decode of a text, bytes, JSON or a choice takes a std::string_view");
        } else {
            static_assert(gives_stored<encoded, stored_t<T>>,
                          "ssot::codec: encode gives the plain type of the kind: bool, std::int64_t, double, ssot::uuid, "
                          "ssot::timestamp or ssot::duration");
            static_assert(
                requires { codec<T>::decode(std::declval<stored_t<T> const&>()); },
                "ssot::codec: decode takes the plain type of the kind: bool, std::int64_t, double, ssot::uuid, "
                "ssot::timestamp or ssot::duration");
        }
        static_assert(k != kind::choice || !std::is_void_v<typename choice_behind<T>::type>,
                      "ssot::codec: kind::choice is for enums with a describe_choice; store this type as kind::text");
    }
    return true;
}

/// Whether `encode` makes the bytes of a value anew, so that they live only as long as its result.
template<class T>
constexpr bool makes_bytes() noexcept
{
    if constexpr (unwrap<T>::nullable) {
        return makes_bytes<unwrap_t<T>>();
    } else if constexpr (storable<T>) {
        static_assert(check_codec<T>());
        if constexpr (!encodes<T>)
            return false;
        else if constexpr (is_bytes_kind(codec<T>::stored_as))
            return !refers_to_chars<encoded_t<T>>;
        else
            return codec<T>::stored_as == kind::uuid && !std::is_lvalue_reference_v<encoded_t<T>>;
    } else {
        return false;
    }
}

/// Whether a duration type counts in a coarser unit, or with another integer type, than 64-bit microseconds.
template<class E>
inline constexpr bool counts_otherwise = false;
template<class Rep, class Period>
inline constexpr bool counts_otherwise<std::chrono::duration<Rep, Period>> = std::integral<Rep> &&
    !std::same_as<std::chrono::duration<Rep, Period>, duration> && std::ratio_divide<Period, std::micro>::den == 1;
template<class D>
inline constexpr bool counts_otherwise<std::chrono::sys_time<D>> = counts_otherwise<D>;

/// Returns whether a duration is in the range of 64-bit microseconds.
template<class Rep, class Period>
constexpr bool fits_microseconds(std::chrono::duration<Rep, Period> d) noexcept
{
    constexpr auto each  = std::ratio_divide<Period, std::micro>::num;
    constexpr auto most  = std::numeric_limits<std::int64_t>::max() / each,
                   least = std::numeric_limits<std::int64_t>::min() / each;
    return std::in_range<std::int64_t>(+d.count()) && static_cast<std::int64_t>(d.count()) <= most &&
        static_cast<std::int64_t>(d.count()) >= least;
}

/// Returns a duration in microseconds. One outside the range becomes its nearest end, which is outside the years of a time.
template<class Rep, class Period>
constexpr duration to_microseconds(std::chrono::duration<Rep, Period> d) noexcept
{
    if (!fits_microseconds(d))
        return d.count() < 0 ? duration::min() : duration::max();
    return std::chrono::duration<std::int64_t, Period>(static_cast<std::int64_t>(d.count()));
}

/// Returns a value of a kind other than bytes as the type that its kind is stored as.
template<class T>
SSOT_DETAIL_INLINE decltype(auto) to_stored(T const& v)
{
    static_assert(check_codec<T>());
    if constexpr (std::same_as<std::remove_cvref_t<encoded_t<T>>, stored_t<T>>)
        return codec<T>::encode(v);
    else if constexpr (counts_otherwise<std::remove_cvref_t<encoded_t<T>>>) {
        if constexpr (std::same_as<stored_t<T>, timestamp>)
            return timestamp(to_microseconds(codec<T>::encode(v).time_since_epoch()));
        else
            return to_microseconds(codec<T>::encode(v));
    } else
        return static_cast<stored_t<T>>(codec<T>::encode(v));
}

/// A type of the user's whose JSON form is a document.
template<class T>
concept encodes_json = storable<T> && encodes<T> && codec<T>::stored_as == kind::json;

/// Decodes a stored value. Only for kinds that are bytes.
template<class T>
result<T> decode_chars(std::string_view v)
{
    static_assert(check_codec<T>());
    if constexpr (requires { codec<T>::decode(v); })
        return codec<T>::decode(v);
    else if constexpr (requires(std::string const& own) { codec<T>::decode(own); })
        return codec<T>::decode(std::string(v));
    else
        return codec<T>::decode(std::as_bytes(std::span(v)));
}

template<class T>
result<T> from_stored(stored_t<T> const& v)
{
    static_assert(check_codec<T>());
    if constexpr (is_bytes_kind(codec<T>::stored_as))
        return decode_chars<T>(v);
    else
        return codec<T>::decode(v);
}

/// Whether `T` has a codec of the library, which can read back everything that it accepts.
template<class T>
inline constexpr bool has_library_codec =
    std::is_arithmetic_v<T> || choice<T> || !std::is_void_v<typename choice_behind<T>::type> || std::same_as<T, uuid> ||
    std::same_as<T, timestamp> || std::same_as<T, duration> || !encodes<T>;
template<class Traits, class Allocator>
inline constexpr bool has_library_codec<std::basic_string<char, Traits, Allocator>> = true;

/// Returns the error of `decode` if a value cannot be read back. Codecs of the library are not checked.
template<class T>
result<void> check_round_trip(T const& v)
{
    if constexpr (codec<T>::stored_as == kind::duration) {
        if constexpr (counts_otherwise<std::remove_cvref_t<encoded_t<T>>>)
            if (!fits_microseconds(codec<T>::encode(v)))
                return beyond_durations();
    }
    auto const decoded = [&] {
        if constexpr (is_bytes_kind(codec<T>::stored_as)) {
            auto const& encoded = codec<T>::encode(v);
            return decode_chars<T>(chars_of(encoded));
        } else {
            return codec<T>::decode(to_stored(v));
        }
    }();
    return decoded ? result<void>() : result<void>(decoded.error());
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_REFLECT_ENCODED_HPP
