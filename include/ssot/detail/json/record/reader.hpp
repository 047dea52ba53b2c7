// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_RECORD_READER_HPP
#define SSOT_DETAIL_JSON_RECORD_READER_HPP

// The fast path for reading a described struct. It expects the keys in declaration order, with each comma, colon and quote
// where json/record/writer.hpp writes them, or with the spaces that Python's json module adds. If the text differs, and for
// every error, it leaves the rest of the record to the general path of json/decode.hpp.

#include <ssot/detail/json/decode.hpp>
#include <ssot/detail/json/record/get_values.hpp>
#include <ssot/detail/json/record/writer.hpp>
#include <ssot/detail/json/scan.hpp>
#include <ssot/detail/json/text_source.hpp>

#include <cstddef>
#include <string_view>
#include <utility>

namespace ssot::detail {

/// The text that is expected between the value before, including its closing quote, and the value of member `I`.
template<class T, std::size_t I>
constexpr std::string_view expected_text() noexcept
{
    auto text = layout_of<T>.fragment(I);
    if (I != 0 && layout_of<T>.quoted[I == 0 ? 0 : I - 1])
        text.remove_prefix(1);
    return text;
}

/// Returns the position after the value of member `I` if the text before it is as expected. Otherwise returns null, with or
/// without an error.
template<std::size_t I, auto Member, class T>
SSOT_DETAIL_INLINE char const* get_next_member(json_text_source& in, char const* p, T& v)
{
    constexpr std::string_view expected = expected_text<T, I>();
    if (static_cast<std::size_t>(in.end() - p) > expected.size() && same_bytes<expected.size()>(p, expected.data()))
        [[likely]]
        p += expected.size();
    else if (p = behind_spaced(p, in.end(), expected); !p)
        return nullptr;

    using type      = type_of<Member>;
    auto const* end = static_cast<char const*>(nullptr);
    if constexpr (is_quoted<type>())
        end = get_quoted(in, p, v.*Member);
    else
        end = get_value(in, p, v.*Member);
    if (end) [[likely]]
        return end;
    return get_by_general_path(in, p - is_quoted<type>(), v.*Member, member_names<T>[I]);
}

/// Reads the rest of a record, from member `next` on, in any order and spacing. `p` is the position after the value before.
template<class T>
char const* get_remaining_members(json_text_source& in, char const* p, T& v, std::size_t next)
{
    in.continue_at(p);
    if (next == 0)
        in.leave();
    return decode_object(in, v, next) ? in.position() : nullptr;
}

template<class T, auto... Members, std::size_t... I>
char const* get_members(json_text_source& in, char const* p, T& v, member_list<Members...>, std::index_sequence<I...>)
{
    auto const* before = p;
    std::size_t next   = 0;
    in.nest();
    if (in.may_nest()) [[likely]] {
        if (((before = p, next = I, (p = get_next_member<I, Members>(in, p, v)) != nullptr) && ...)) [[likely]] {
            if (p != in.end() && *p == '}') [[likely]] {
                in.leave();
                return p + 1;
            }
            before = p;
            next   = sizeof...(I);
        } else if (in.failed()) {
            return nullptr;
        }
    }
    return get_remaining_members(in, before, v, next);
}

/// Reads the object at `p`. Returns the position after it, or null after an error.
template<class T>
char const* get_record(json_text_source& in, char const* p, T& v)
{
    return get_members(in, p, v, members_of<T>{}, std::make_index_sequence<members_of<T>::size>{});
}

template<described T>
bool json_text_source::read_record(T& v)
{
    skip_space();
    return continue_at(get_record(*this, at_, v));
}

template<class T>
bool json_text_source::read_member(T& v)
{
    start_value();
    auto const* const first  = at_;
    auto const* const behind = get_value(*this, first, v);
    if (behind) [[likely]]
        return continue_at(behind);
    if (failed())
        return false;
    continue_at(first);
    return decode_member_by_general_path(*this, v);
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_RECORD_READER_HPP
