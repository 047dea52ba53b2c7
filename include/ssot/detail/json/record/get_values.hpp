// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_RECORD_GET_VALUES_HPP
#define SSOT_DETAIL_JSON_RECORD_GET_VALUES_HPP

// Reads the value of a member if it is written as expected. Everything else is left to the general path.

#include <ssot/detail/json/decode.hpp>
#include <ssot/detail/json/record/writer.hpp>
#include <ssot/detail/json/scan.hpp>
#include <ssot/detail/json/text_source.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace ssot::detail {

/// Returns the position after the expected text at `p`, with a space after the comma and the colon as Python's json module
/// writes them; null if the text is another.
inline char const* behind_spaced(char const* p, char const* end, std::string_view expected) noexcept
{
    if (static_cast<std::size_t>(end - p) <= expected.size() + 2 || *p != expected[0])
        return nullptr;
    bool const quoted = expected.back() == '"';
    auto const key    = expected.substr(1, expected.size() - 1 - quoted);
    p += 1;
    p += *p == ' ';
    if (std::memcmp(p, key.data(), key.size()) != 0)
        return nullptr;
    p += key.size();
    p += *p == ' ';
    return !quoted || *p == '"' ? p + quoted : nullptr;
}

/// Returns the bits in which eight bytes differ.
SSOT_DETAIL_INLINE std::uint64_t difference_of(char const* a, char const* b) noexcept
{
    std::uint64_t x, y;
    std::memcpy(&x, a, 8);
    std::memcpy(&y, b, 8);
    return x ^ y;
}

template<std::size_t N>
SSOT_DETAIL_INLINE bool same_bytes(char const* a, char const* b) noexcept
{
    if constexpr (N < 8) {
        return std::memcmp(a, b, N) == 0;
    } else {
        std::uint64_t difference = 0;
        for (std::size_t i = 0; i + 8 <= N; i += 8)
            difference |= difference_of(a + i, b + i);
        if constexpr (N % 8 != 0)
            difference |= difference_of(a + (N - 8), b + (N - 8));
        return difference == 0;
    }
}

template<class T>
struct is_std_string : std::false_type {};
template<class Traits, class Allocator>
struct is_std_string<std::basic_string<char, Traits, Allocator>> : std::true_type {};

/// Converts `stored` to a `T`. Returns false if it is not a valid one.
template<class T>
SSOT_DETAIL_INLINE bool take_stored(T& v, stored_t<T> const& stored)
{
    if constexpr (std::same_as<T, stored_t<T>>) {
        v = stored;
        return true;
    } else if constexpr (wraps_key<T>) {
        typename T::key_type key{};
        bool const           good = take_stored(key, stored);
        v                         = codec<T>::wrap(key);
        return good;
    } else {
        auto decoded = from_stored<T>(stored);
        if (decoded)
            v = std::move(*decoded);
        return decoded.has_value();
    }
}

/// Whether no stored text of the choice needs an escape, so that JSON can be compared with it directly.
template<choice E>
inline constexpr bool is_unescaped_choice = [] {
    for (auto const& entry : choices<E>())
        if (padded_choice<E>::needs_escape(entry.wire))
            return false;
    return true;
}();

template<choice E>
char const* get_choice(char const* p, char const* end, E& v) noexcept
{
    for (auto const& entry : choices<E>()) {
        auto const size = entry.wire.size();
        if (static_cast<std::size_t>(end - p) > size && p[size] == '"' && std::memcmp(p, entry.wire.data(), size) == 0) {
            v = entry.value;
            return p + size + 1;
        }
    }
    return nullptr;
}

/// Reads the value after an opening quote. Like the next two functions it returns the position after the value, or null if
/// the general path must be taken.
template<class T>
SSOT_DETAIL_INLINE char const* get_quoted(json_text_source& in, char const* p, T& v)
{
    constexpr kind stored_as = codec<T>::stored_as;
    if constexpr (stored_as == kind::uuid) {
        uuid id{};
        return in.end() - p > 36 && p[36] == '"' && read_uuid(p, id) && take_stored(v, id) ? p + 37 : nullptr;
    } else if constexpr (stored_as == kind::timestamp) {
        timestamp t{};
        return in.end() - p > 27 && p[27] == '"' && in.timestamps().read(p, t) && take_stored(v, t) ? p + 28 : nullptr;
    } else if constexpr (choice<T>) {
        return is_unescaped_choice<T> ? get_choice(p, in.end(), v) : nullptr;
    } else {
        auto const* const last = text_end(p, in.end());
        if (last == in.end() || *last != '"') [[unlikely]]
            return nullptr;
        std::string_view const text(p, static_cast<std::size_t>(last - p));
        if constexpr (is_std_string<T>::value) {
            v = T(text.data(), text.size(), v.get_allocator()); // less work than assign(), which checks its capacity first
        } else if constexpr (stored_as == kind::duration) {
            auto const d = parse_duration(text);
            if (!d || !take_stored(v, *d))
                return nullptr;
        } else if (!take_stored(v, text)) {
            return nullptr;
        }
        return last + 1;
    }
}

template<class T>
constexpr bool is_integer() noexcept
{
    if constexpr (storable<T>)
        return codec<T>::stored_as == kind::int64;
    else
        return false;
}

/// Reads an integer of at most 18 digits without fraction or exponent.
inline char const* get_integer(char const* p, char const* end, std::int64_t& v) noexcept
{
    bool const   minus = p != end && *p == '-';
    auto const*  first = p += minus;
    std::int64_t sum   = 0;
    while (p != end && is_json_digit(*p) && p - first < 18)
        sum = sum * 10 + (*p++ - '0');
    bool const has_leading_zero = p - first > 1 && *first == '0';
    if (p == first || has_leading_zero || p == end || is_json_digit(*p) || *p == '.' || *p == 'e' || *p == 'E')
        return nullptr;
    v = minus ? -sum : sum;
    return p;
}

template<class T>
char const* get_record(json_text_source& in, char const* p, T& v);

/// Reads a value that has its own quotes, or none. Not inlined, because members of one type share it.
template<class T>
char const* get_value(json_text_source& in, char const* p, T& v)
{
    // The code below looks at the first byte of the value, so a space before it is left to the general path.
    if (p == in.end() || static_cast<unsigned char>(*p) <= ' ') [[unlikely]]
        return nullptr;
    if constexpr (is_optional<T>::value) {
        if (in.end() - p >= 4 && std::memcmp(p, "null", 4) == 0) {
            v.reset();
            return p + 4;
        }
        return get_value(in, p, v.emplace(make_empty<typename T::value_type>()));
    } else if constexpr (is_quoted<T>()) {
        return *p == '"' ? get_quoted(in, p + 1, v) : nullptr;
    } else if constexpr (json_document<T>) {
        in.continue_at(p);
        return *p != 'n' && decode(in, v) ? in.position() : nullptr;
    } else if constexpr (is_integer<T>()) {
        std::int64_t n = 0;
        auto const*  q = get_integer(p, in.end(), n);
        return q && take_stored(v, n) ? q : nullptr;
    } else if constexpr (described<T> && !storable<T> && !migrating<T>) {
        drop_initial_value(v);
        return get_record(in, p, v);
    } else {
        in.continue_at(p);
        return decode(in, v) ? in.position() : nullptr;
    }
}

/// Reads the value of a member by the general path.
template<class T>
SSOT_DETAIL_COLD char const* get_by_general_path(json_text_source& in, char const* p, T& v, std::string_view name)
{
    if (!in.failed()) { // otherwise it was already tried
        in.continue_at(p);
        if (decode_member_by_general_path(in, v))
            return in.position();
    }
    in.prepend_path(name);
    return nullptr;
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_RECORD_GET_VALUES_HPP
