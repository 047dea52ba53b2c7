// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_RECORD_PUT_VALUES_HPP
#define SSOT_DETAIL_JSON_RECORD_PUT_VALUES_HPP

// Writes the value of a member, into room that was requested for several members together or for this one alone.

#include <ssot/reflect.hpp>

#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/json/encode.hpp>
#include <ssot/detail/json/escape.hpp>
#include <ssot/detail/json/record/room.hpp>
#include <ssot/detail/json/text_sink.hpp>

#include <concepts>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace ssot::detail {

/// Writes what is between the quotes of a value into shared room.
template<class T>
SSOT_DETAIL_INLINE char* put_quoted_content(json_text_sink& out, char* p, T const& v, shared_room room)
{
    if constexpr (choice<T>) {
        if constexpr (padded_choice<T>::usable) {
            auto const i = static_cast<std::size_t>(v);
            if (i < padded_choice<T>::count) [[likely]] {
                std::memcpy(p, padded_choices<T>.text[i], 16);
                return p + padded_choices<T>.size[i];
            }
        }
    }
    if (!is_known_choice(v)) [[unlikely]] {
        out.fail(errc::unknown_choice, "the value is no enumerator of its choice");
        return nullptr;
    }
    auto const content = codec<T>::encode(v);
    if constexpr (std::convertible_to<decltype(content), std::string_view>)
        return out.put_content(p, content, room.text, room.size);
    else if constexpr (is_bytes_kind(codec<T>::stored_as))
        return out.put_content(p, chars_of(content), room.text, room.size);
    else
        return out.put_content(p, static_cast<stored_t<T> const&>(content));
}

/// Writes a value into shared room.
template<class T>
SSOT_DETAIL_INLINE char* put_bounded(json_text_sink& out, char* p, T const& v, shared_room room)
{
    if constexpr (is_optional<T>::value) {
        if (v)
            return put_bounded(out, p, *v, room);
        std::memcpy(p, "null", 4); // NOLINT(bugprone-not-null-terminated-result): JSON text has no end
        return p + 4;
    } else if constexpr (is_quoted<T>()) {
        *p++ = '"';
        p    = put_quoted_content(out, p, v, room);
        if (p) [[likely]]
            *p++ = '"';
        return p;
    } else if constexpr (std::same_as<T, bool>) {
        std::memcpy(p, v ? "true" : "fals", 4); // NOLINT(bugprone-not-null-terminated-result): JSON text has no end
        p[4] = 'e';
        return p + (v ? 4 : 5);
    } else if constexpr (std::unsigned_integral<T>) {
        return out.put_number(p, static_cast<std::uint64_t>(v));
    } else if constexpr (std::integral<T>) {
        return out.put_number(p, static_cast<std::int64_t>(v));
    } else if constexpr (codec<T>::stored_as == kind::boolean) { // of a user's codec
        return put_bounded<bool>(out, p, to_stored(v), room);
    } else {
        return out.put_number(p, to_stored(v));
    }
}

template<class T>
char* put_record(json_text_sink& out, char* p, T const& v);

/// Writes a value that requests its own room.
template<class T>
SSOT_DETAIL_INLINE char* put_unbounded(json_text_sink& out, char* p, T const& v)
{
    if constexpr (is_optional<T>::value) {
        return v ? put_unbounded(out, p, *v) : out.out().copy(p, "null");
    } else if constexpr (std::same_as<T, raw_json>) {
        return out.put_document(p, v);
    } else if constexpr (json_document<T>) {
        return out.put_document(p, v, out.options().max_depth);
    } else if constexpr (described<T>) {
        return put_record(out, p, v);
    } else {
        out.out().continue_at(p);
        return encode(out, v) ? out.out().position() : nullptr;
    }
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_RECORD_PUT_VALUES_HPP
