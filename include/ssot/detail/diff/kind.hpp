// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_DIFF_KIND_HPP
#define SSOT_DETAIL_DIFF_KIND_HPP

// The parts of a diff::object_kind: the key of an object, the attributes that are compared, and the child objects.

#include <ssot/choice.hpp>
#include <ssot/codec.hpp>
#include <ssot/error.hpp>
#include <ssot/reflect.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/json/encode.hpp>
#include <ssot/detail/reflect/encoded.hpp>
#include <ssot/detail/reflect/members.hpp>

#include <boost/json/fwd.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace ssot::diff {

enum class object_flags : std::uint8_t; // in diff.hpp

namespace detail {

using namespace ssot::detail;

/// Texts that were made for keys. A deque does not move its elements.
using made_texts = std::deque<std::string>;

/// A type of the user's that is stored as a `K`.
template<class T, kind K>
inline constexpr bool is_key_codec = false;
template<storable T, kind K>
    requires encodes<T>
inline constexpr bool is_key_codec<T, K> = codec<T>::stored_as == K;

/// Returns a key as text. If it is not a text, converts it and keeps the text in `made`.
template<class T>
std::string_view key_text_of(T&& key, made_texts& made)
{
    using key_type = std::remove_cvref_t<T>;
    if constexpr (std::same_as<key_type, uuid>)
        return made.emplace_back(ssot::to_string(key));
    else if constexpr (std::integral<key_type>)
        return made.emplace_back(std::to_string(key));
    else if constexpr (std::same_as<key_type, std::string> && !std::is_lvalue_reference_v<T>)
        return made.emplace_back(std::forward<T>(key));
    else if constexpr (std::convertible_to<T, std::string_view> && !std::is_lvalue_reference_v<T> &&
                       !refers_to_chars<key_type>)
        return made.emplace_back(std::string_view(key));
    else if constexpr (std::convertible_to<T, std::string_view>)
        return std::string_view(key);
    else if constexpr (choice<key_type>)
        return to_wire(key);
    else if constexpr (is_key_codec<key_type, kind::text>)
        return made.emplace_back(chars_of(codec<key_type>::encode(key)));
    else if constexpr (is_key_codec<key_type, kind::uuid> || is_key_codec<key_type, kind::int64>)
        return key_text_of(to_stored(key), made);
    else
        static_assert(always_false<key_type>, "ssot::diff: a key is a text, an integer, a choice or a uuid");
}

/// Appends a name as one part of an id, whose parts are joined by "__". If two underscores of the name have nothing but
/// backslashes between them, or nothing at all, one more backslash is put between them, so that different names give
/// different ids. All other names are unchanged.
void append_id_part(std::string& id, std::string_view name);

/// Appends the separator to an id that another part follows. An underscore at the end of the last part would look like part
/// of the separator, so a backslash is put between them. An even number of underscores at the end are separators with empty
/// parts between them.
void append_id_joint(std::string& id);

/// Members that are known at compile time.
template<auto... Members>
struct member_set {
    template<auto Member>
    static constexpr bool holds = index_in<Member>(member_list<Members...>{}) != static_cast<std::size_t>(-1);
};

template<auto... Members>
struct member_key : member_set<Members...> {
    static constexpr bool is_joined = sizeof...(Members) > 1; ///< whether the key is an id

    template<auto Member>
    constexpr bool leaves_out() const noexcept
    {
        return member_set<Members...>::template holds<Member>;
    }

    template<class T>
    bool read(T const& object, made_texts& made, std::string_view& out, error&) const
    {
        if constexpr (sizeof...(Members) == 1) {
            out = (key_text_of(object.*Members, made), ...);
        } else {
            std::string joined;
            std::size_t place = 0;
            auto const  add   = [&](std::string_view name) {
                if (place++ != 0)
                    append_id_joint(joined);
                append_id_part(joined, name);
            };
            (add(key_text_of(object.*Members, made)), ...);
            out = made.emplace_back(std::move(joined));
        }
        return true;
    }
};

template<class Fn>
struct function_key {
    Fn fn;

    template<auto Member>
    constexpr bool leaves_out() const noexcept
    {
        if constexpr (std::same_as<std::remove_cv_t<decltype(Member)>, Fn>)
            return Member == fn;
        else
            return false;
    }

    template<class T>
    bool read(T const& object, made_texts& made, std::string_view& out, error&) const
    {
        static_assert(std::invocable<Fn const&, T const&>,
                      "ssot::diff: a key is a member pointer or a function of the object, or the name of a JSON field");
        out = key_text_of(std::invoke(fn, object), made);
        return true;
    }
};

/// A field of a JSON object that holds a text or an integer.
struct field_key {
    std::string name;

    template<auto Member>
    constexpr bool leaves_out() const noexcept
    {
        return false;
    }

    bool read(boost::json::object const& object, made_texts& made, std::string_view& out, error& why) const;
};

/// The number of described members of a struct.
template<class T>
inline constexpr std::size_t member_list_size = member_names<T>.size();

struct all_attributes {};
template<auto... Members>
struct chosen_attributes : member_set<Members...> {};
template<class Fn>
struct projected_attributes {
    Fn fn;
};

/// Child objects: in a member of the struct, or in a field of the JSON object.
template<auto Member, class Kind>
struct member_group {
    static constexpr auto member = Member;
    Kind                  kind;
};
template<class Kind>
struct field_group {
    std::string name;
    Kind        kind;
};

struct same_flags {
    object_flags value{};
    template<class T>
    object_flags operator()(T const&) const noexcept
    {
        return value;
    }
};

} // namespace detail

} // namespace ssot::diff

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/diff/kind.ipp>
#endif

#endif // SSOT_DETAIL_DIFF_KIND_HPP
