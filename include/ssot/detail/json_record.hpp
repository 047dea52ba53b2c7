// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_RECORD_HPP
#define SSOT_DETAIL_JSON_RECORD_HPP

// The fast way to write a described struct as compact text. Between two values stands a fragment that is known at compile
// time: the quote that ends one value, the comma, the next key, the quote that begins the next value.

#include <ssot/reflect.hpp>

#include <ssot/detail/json_encode.hpp>
#include <ssot/detail/json_text_sink.hpp>
#include <ssot/detail/simd.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <utility>

namespace ssot::detail {

/// Whether a value of this type is always a string in JSON, so that its quotes can join the fragments.
template<class T>
constexpr bool is_quoted() noexcept
{
    if constexpr (storable<T> && !json_document<T> && !unwrap<T>::nullable) {
        constexpr kind k = codec<T>::stored_as;
        return k == kind::text || k == kind::uuid || k == kind::timestamp || k == kind::duration || k == kind::choice;
    } else {
        return false;
    }
}

template<class T, std::size_t I>
constexpr bool is_quoted_member() noexcept
{
    return []<auto... Members>(member_list<Members...>) {
        constexpr bool quoted[] = {is_quoted<type_of<Members>>()...};
        return quoted[I];
    }(members_of<T>{});
}

/// What stands before the value of member `I`.
template<class T, std::size_t I>
inline constexpr auto fragment = [] {
    constexpr std::string_view name  = member_names<T>[I];
    constexpr bool             close = I != 0 && is_quoted_member<T, (I != 0 ? I - 1 : 0)>();
    constexpr bool             open  = is_quoted_member<T, I>();
    std::array<char, name.size() + 4 + (close ? 1 : 0) + (open ? 1 : 0)> out{};
    std::size_t                                                          n = 0;
    if (close)
        out[n++] = '"';
    out[n++] = I == 0 ? '{' : ',';
    out[n++] = '"';
    for (char const c : name)
        out[n++] = c;
    out[n++] = '"';
    out[n++] = ':';
    if (open)
        out[n++] = '"';
    return out;
}();

/// The stored texts of a choice whose enumerators count up from 0, padded so that 16 bytes can be copied blindly.
template<choice E>
struct padded_choice {
    static constexpr bool needs_escape(std::string_view wire) noexcept
    {
        for (char const c : wire)
            if (escapes.kind[static_cast<unsigned char>(c)] != 0)
                return true;
        return false;
    }

    static constexpr bool usable = [] {
        std::size_t i = 0;
        for (auto const& entry : choices<E>())
            if (static_cast<std::size_t>(entry.value) != i++ || entry.wire.size() > 16 || needs_escape(entry.wire))
                return false;
        return true;
    }();
    static constexpr std::size_t count = choices<E>().size();

    char          text[count][16]{};
    unsigned char size[count]{};

    constexpr padded_choice()
    {
        std::size_t i = 0;
        for (auto const& entry : choices<E>()) {
            for (std::size_t k = 0; k != entry.wire.size() && k != 16; ++k)
                text[i][k] = entry.wire[k];
            size[i++] = static_cast<unsigned char>(entry.wire.size());
        }
    }
};
template<choice E>
inline constexpr padded_choice<E> padded_choices{};

/// How much room `put_quoted_content` needs.
template<class T>
SSOT_DETAIL_INLINE std::size_t room_of_content(T const& v)
{
    if constexpr (choice<T>)
        return padded_choice<T>::usable ? json_text_sink::fixed_room : json_text_sink::room_of(to_wire(v));
    else
        return json_text_sink::room_of(codec<T>::encode(v));
}

/// What stands between the quotes of a value. The caller has made room for it.
template<class T>
SSOT_DETAIL_INLINE char* put_quoted_content(json_text_sink& out, char* p, T const& v)
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
    return out.put_content(p, codec<T>::encode(v));
}

template<class T>
char* put_record(json_text_sink& out, char* p, T const& v);

/// A value that brings its own quotes, if it has any.
template<class T>
SSOT_DETAIL_INLINE char* put_value(json_text_sink& out, char* p, T const& v)
{
    if constexpr (is_optional<T>::value) {
        return v ? put_value(out, p, *v) : out.out().copy(p, "null");
    } else if constexpr (is_quoted<T>()) {
        p    = out.out().room(p, room_of_content(v) + 1);
        *p++ = '"';
        p    = put_quoted_content(out, p, v);
        if (!p) [[unlikely]]
            return nullptr;
        p    = out.out().room(p, 1);
        *p++ = '"';
        return p;
    } else if constexpr (std::same_as<T, bool>) {
        return out.out().copy(p, v ? std::string_view("true") : std::string_view("false"));
    } else if constexpr (std::same_as<T, raw_json>) {
        return out.out().copy(p, v.text());
    } else if constexpr (json_document<T>) {
        return out.put_document(p, v, out.options().max_depth);
    } else if constexpr (std::unsigned_integral<T>) {
        return out.put(p, static_cast<std::uint64_t>(v));
    } else if constexpr (std::integral<T>) {
        return out.put(p, static_cast<std::int64_t>(v));
    } else if constexpr (storable<T>) {
        return out.put(p, codec<T>::encode(v));
    } else if constexpr (described<T>) {
        return put_record(out, p, v);
    } else {
        out.out().at(p);
        return encode(out, v) ? out.out().at() : nullptr;
    }
}

template<std::size_t I, auto Member, class T>
SSOT_DETAIL_INLINE char* put_member(json_text_sink& out, char* p, T const& v)
{
    constexpr auto const& before = fragment<T, I>;
    static_assert(before.size() <= 512, "ssot::to_json: the name of a member is too long");
    std::size_t room = before.size();
    if constexpr (is_quoted<type_of<Member>>())
        room += room_of_content(v.*Member);
    p = out.out().room(p, room);
    std::memcpy(p, before.data(), before.size());
    p += before.size();
    if constexpr (is_quoted<type_of<Member>>())
        p = put_quoted_content(out, p, v.*Member);
    else
        p = put_value(out, p, v.*Member);
    if (!p) [[unlikely]]
        out.inside(member_names<T>[I]);
    return p;
}

/// `v` as an object; the new position, or null after an error.
template<class T>
char* put_record(json_text_sink& out, char* p, T const& v)
{
    return [&]<auto... Members, std::size_t... I>(member_list<Members...>, std::index_sequence<I...>) -> char* {
        if (!out.enter()) [[unlikely]]
            return nullptr;
        if (!((p = put_member<I, Members>(out, p, v)) && ...)) [[unlikely]]
            return nullptr;
        out.leave();
        p = out.out().room(p, 2);
        if constexpr (sizeof...(I) == 0)
            *p++ = '{';
        else if constexpr (is_quoted_member<T, sizeof...(I) - 1>())
            *p++ = '"';
        *p++ = '}';
        return p;
    }(members_of<T>{}, std::make_index_sequence<members_of<T>::size>{});
}

template<described T>
bool json_text_sink::write_record(T const& v)
{
    return done(put_record(*this, out_.at(), v));
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_RECORD_HPP
