// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_RECORD_WRITER_HPP
#define SSOT_DETAIL_JSON_RECORD_WRITER_HPP

// The fast path for writing a described struct as compact text. The fragment between two values is known at compile time:
// the closing quote of one value, the comma, the next key, and the opening quote of the next value.

#include <ssot/reflect.hpp>

#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/json/encode.hpp>
#include <ssot/detail/json/escape.hpp>
#include <ssot/detail/json/text_sink.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <utility>

namespace ssot::detail {

/// Whether the text of a value is at most `fixed_room` bytes long, or at most `max_escape` bytes for each byte that it
/// holds. False for a codec that makes the text, because it must make it only once.
template<class T>
constexpr bool is_bounded() noexcept
{
    if constexpr (is_optional<T>::value)
        return is_bounded<typename T::value_type>();
    else if constexpr (storable<T>)
        return codec<T>::stored_as != kind::json && codec<T>::stored_as != kind::bytes &&
            (codec<T>::stored_as == kind::uuid || !makes_bytes<T>());
    else
        return false;
}

/// Whether values of this type are always strings in JSON, so that their quotes can be part of the fragments.
template<class T>
constexpr bool is_quoted() noexcept
{
    if constexpr (is_bounded<T>() && !unwrap<T>::nullable) {
        constexpr kind k = codec<T>::stored_as;
        return k == kind::text || k == kind::uuid || k == kind::timestamp || k == kind::duration || k == kind::choice;
    } else {
        return false;
    }
}

/// The stored texts of a choice whose enumerators count up from 0, padded so that 16 bytes can always be copied.
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

/// Returns the number of bytes of text in a value; 0 if the value fits into `fixed_room`.
template<class T>
SSOT_DETAIL_INLINE std::size_t text_size(T const& v)
{
    if constexpr (is_optional<T>::value)
        return v ? text_size(*v) : 0;
    else if constexpr (choice<T>)
        return padded_choice<T>::usable ? 0 : to_wire(v).size();
    else if constexpr (is_bytes_kind(codec<T>::stored_as))
        return chars_of(codec<T>::encode(v)).size();
    else
        return 0;
}

/// Whether `text_size` can be other than 0.
template<class T>
constexpr bool holds_text() noexcept
{
    if constexpr (is_optional<T>::value)
        return holds_text<typename T::value_type>();
    else if constexpr (is_bounded<T>())
        return codec<T>::stored_as == kind::text || codec<T>::stored_as == kind::choice;
    else
        return false;
}

/// Room that was requested for several members together: its fixed part, and up to how many bytes of each text it includes.
struct shared_room {
    std::size_t size;
    std::size_t text;
};

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
        return out.put_content(p, static_cast<plain_t<T> const&>(content));
}

/// Writes a value into shared room.
template<class T>
SSOT_DETAIL_INLINE char* put_bounded(json_text_sink& out, char* p, T const& v, shared_room room)
{
    if constexpr (is_optional<T>::value) {
        if (v)
            return put_bounded(out, p, *v, room);
        std::memcpy(p, "null", 4);
        return p + 4;
    } else if constexpr (is_quoted<T>()) {
        *p++ = '"';
        p    = put_quoted_content(out, p, v, room);
        if (p) [[likely]]
            *p++ = '"';
        return p;
    } else if constexpr (std::same_as<T, bool>) {
        std::memcpy(p, v ? "true" : "fals", 4);
        p[4] = 'e';
        return p + (v ? 4 : 5);
    } else if constexpr (std::unsigned_integral<T>) {
        return out.put_number(p, static_cast<std::uint64_t>(v));
    } else if constexpr (std::integral<T>) {
        return out.put_number(p, static_cast<std::int64_t>(v));
    } else if constexpr (codec<T>::stored_as == kind::boolean) { // of a user's codec
        return put_bounded<bool>(out, p, encode_plain(v), room);
    } else {
        return out.put_number(p, encode_plain(v));
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
        out.out().at(p);
        return encode(out, v) ? out.out().at() : nullptr;
    }
}

/// How the members of a struct are written: the fragments before their values, and which members request room together. A
/// run of members with bounded text does; each other member requests its own.
template<class T>
struct record_layout {
    static constexpr std::size_t size = members_of<T>::size;
    static constexpr std::size_t most = 2048; ///< most room of a run, without its texts

    static constexpr std::size_t text_size = [] {
        std::size_t n = 0;
        for (auto const name : member_names<T>)
            n += name.size() + 6;
        return n;
    }();

    char        text[text_size + 1]{}; ///< all fragments, one after the other
    std::size_t begin[size + 1]{};     ///< start of each fragment, and the end of the last
    std::size_t end[size + 1]{};
    bool        quoted[size + 1]{};
    std::size_t run_end[size + 1]{};   ///< end of the run that starts here; 0 inside a run
    std::size_t run_fixed[size + 1]{}; ///< room of the run that starts here, without its texts
    std::size_t run_texts[size + 1]{}; ///< number of texts in the run

    constexpr record_layout()
    {
        [&]<auto... Members>(member_list<Members...>) {
            bool const is_quoted_one[] = {is_quoted<type_of<Members>>()..., false};
            bool const bounded[]       = {is_bounded<type_of<Members>>()..., false};
            bool const has_text[]      = {holds_text<type_of<Members>>()..., false};
            for (std::size_t i = 0; i != size; ++i)
                quoted[i] = is_quoted_one[i];
            put_fragments();
            put_runs(bounded, has_text);
        }(members_of<T>{});
    }

    constexpr std::string_view fragment(std::size_t i) const noexcept { return {text + begin[i], end[i] - begin[i]}; }

private:
    constexpr void put_fragments() noexcept
    {
        std::size_t n = 0;
        for (std::size_t i = 0; i != size; ++i) {
            begin[i] = n;
            if (i != 0 && quoted[i - 1])
                text[n++] = '"';
            text[n++] = i == 0 ? '{' : ',';
            text[n++] = '"';
            for (char const c : member_names<T>[i])
                text[n++] = c;
            text[n++] = '"';
            text[n++] = ':';
            if (quoted[i])
                text[n++] = '"';
            end[i] = n;
        }
    }

    constexpr void put_runs(bool const* bounded, bool const* has_text) noexcept
    {
        constexpr auto fixed_room = json_text_sink::fixed_room;
        for (std::size_t first = 0; first != size; first = run_end[first]) {
            auto at = first;
            do {
                run_fixed[first] += fragment(at).size() + (bounded[at] ? fixed_room : 0);
                run_texts[first] += has_text[at] ? 1 : 0;
                ++at;
            } while (bounded[at - 1] && bounded[at] && run_fixed[first] + fragment(at).size() + fixed_room <= most);
            run_end[first] = at;
        }
    }
};
template<class T>
inline constexpr record_layout<T> layout_of{};

/// Returns the room that the text of a value adds to its run.
template<class T>
SSOT_DETAIL_INLINE std::size_t counted_room(T const& v, std::size_t most)
{
    if constexpr (holds_text<T>())
        if (auto const n = text_size(v); n <= most) [[likely]]
            return max_escape * n;
    return 0;
}

/// Writes the fragment before the value of member `I`; if a run starts there, first requests the room of the run.
template<std::size_t I, class T, auto... Members, std::size_t... Index>
SSOT_DETAIL_INLINE char* put_fragment(json_text_sink& out, char* p, T const& v, shared_room& room, member_list<Members...>,
                                      std::index_sequence<Index...>)
{
    constexpr auto const& layout = layout_of<T>;
    constexpr auto        size   = layout.end[I] - layout.begin[I];
    static_assert(size <= 512, "ssot::to_json: the name of a member is too long");
    if constexpr (layout.run_end[I] != 0) {
        room = {layout.run_fixed[I], json_text_sink::piece / std::max<std::size_t>(layout.run_texts[I], 1)};
        if constexpr (layout.run_texts[I] != 0)
            ((room.size += Index >= I && Index < layout.run_end[I] ? counted_room(v.*Members, room.text) : 0), ...);
        p = out.out().room(p, room.size);
    }
    std::memcpy(p, layout.text + layout.begin[I], size);
    return p + size;
}

/// Writes the value of a member, without the quotes that belong to the fragments.
template<class T>
SSOT_DETAIL_INLINE char* put_member(json_text_sink& out, char* p, T const& v, shared_room room)
{
    if constexpr (is_quoted<T>())
        return put_quoted_content(out, p, v, room);
    else if constexpr (is_bounded<T>())
        return put_bounded(out, p, v, room);
    else
        return put_unbounded(out, p, v);
}

template<class T, auto... Members, std::size_t... I>
char* put_members(json_text_sink& out, char* p, T const& v, member_list<Members...> members,
                  std::index_sequence<I...> indices)
{
    if (!out.enter()) [[unlikely]]
        return nullptr;
    shared_room room{};
    std::size_t at = 0;
    if (!((at = I,
           p  = put_fragment<I>(out, p, v, room, members, indices),
           (p = put_member(out, p, v.*Members, room)) != nullptr) &&
          ...)) [[unlikely]] {
        out.inside(member_names<T>[at]);
        return nullptr;
    }
    out.leave();
    p = out.out().room(p, 2);
    if constexpr (sizeof...(I) == 0)
        *p++ = '{';
    else if constexpr (layout_of<T>.quoted[sizeof...(I) - 1])
        *p++ = '"';
    *p++ = '}';
    return p;
}

/// Writes `v` as an object. Returns the new position, or null after an error.
template<class T>
char* put_record(json_text_sink& out, char* p, T const& v)
{
    return put_members(out, p, v, members_of<T>{}, std::make_index_sequence<members_of<T>::size>{});
}

template<described T>
bool json_text_sink::write_record(T const& v)
{
    return done(put_record(*this, out_.at(), v));
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_RECORD_WRITER_HPP
