// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_RECORD_WRITER_HPP
#define SSOT_DETAIL_JSON_RECORD_WRITER_HPP

// The fast path for writing a described struct as compact text. The fragment between two values is known at compile time:
// the closing quote of one value, the comma, the next key, and the opening quote of the next value.

#include <ssot/reflect.hpp>

#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/json/encode.hpp>
#include <ssot/detail/json/escape.hpp>
#include <ssot/detail/json/record/put_values.hpp>
#include <ssot/detail/json/record/room.hpp>
#include <ssot/detail/json/text_sink.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <utility>

namespace ssot::detail {

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
            auto member = first;
            do {
                run_fixed[first] += fragment(member).size() + (bounded[member] ? fixed_room : 0);
                run_texts[first] += has_text[member] ? 1 : 0;
                ++member;
            } while (bounded[member - 1] && bounded[member] &&
                     run_fixed[first] + fragment(member).size() + fixed_room <= most);
            run_end[first] = member;
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
    std::size_t member = 0;
    if (!((member = I,
           p      = put_fragment<I>(out, p, v, room, members, indices),
           (p = put_member(out, p, v.*Members, room)) != nullptr) &&
          ...)) [[unlikely]] {
        out.prepend_path(member_names<T>[member]);
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
    return done(put_record(*this, out_.position(), v));
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_RECORD_WRITER_HPP
