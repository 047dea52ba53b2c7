// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_DECODE_HPP
#define SSOT_DETAIL_JSON_DECODE_HPP

// From calls of a source to a C++ value: the counterpart of json_encode.hpp. The sources, text and DOM, only know JSON.

#include <ssot/json/document.hpp>
#include <ssot/json/options.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/json_encode.hpp>

#include <bitset>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail {

template<class Source, class T>
bool decode(Source& in, T& v);

template<class Source, class T>
bool take_result(Source& in, result<T> r, T& v)
{
    if (!r)
        return in.fail_value(std::move(r).error());
    v = std::move(*r);
    return true;
}

/// Reads the text of a uuid, timestamp or duration.
template<class Source, class Stored>
bool decode_from_text(Source& in, Stored& out, result<Stored> (*parse)(std::string_view))
{
    std::string_view text;
    return in.read(text) && take_result(in, parse(text), out);
}

template<class Source, class T>
bool decode_scalar(Source& in, T& v)
{
    using stored = typename codec<T>::stored_type;
    if constexpr (std::unsigned_integral<T> && sizeof(T) == sizeof(std::uint64_t)) {
        std::uint64_t n = 0; // reaches further than what a store can hold
        if (!in.read(n))
            return false;
        v = n;
        return true;
    } else {
        stored s{};
        if constexpr (std::same_as<stored, uuid>) {
            if (!decode_from_text(in, s, &parse_uuid))
                return false;
        } else if constexpr (std::same_as<stored, timestamp>) {
            if (!decode_from_text(in, s, &parse_timestamp))
                return false;
        } else if constexpr (std::same_as<stored, duration>) {
            if (!decode_from_text(in, s, &parse_duration))
                return false;
        } else if (!in.read(s)) {
            return false;
        }
        return take_result<Source, T>(in, codec<T>::decode(s), v);
    }
}

/// Whether an object without this member is refused.
template<auto Member>
constexpr bool is_required() noexcept
{
    using owner = class_of<Member>;
    if constexpr (model<owner>)
        return field_info_of<Member>.required();
    else
        return !is_optional<type_of<Member>>::value;
}

template<auto Member, class Source>
bool decode_member(Source& in, class_of<Member>& v)
{
    if constexpr (json_document<type_of<Member>>)
        if (in.take_null())
            return in.fail_value(error(errc::wrong_type, "null is not allowed here"));
    return decode(in, v.*Member);
}

template<class Source, described T>
bool decode_object(Source& in, T& v)
{
    return [&]<auto... Members>(member_list<Members...>) {
        using member_decoder = bool (*)(Source&, T&);
        static constexpr member_decoder decoders[] = {&decode_member<Members, Source>...};
        constexpr std::size_t           size       = sizeof...(Members);

        std::bitset<size> seen;
        std::size_t       next = 0; // keys mostly come in declaration order
        bool const        done = in.read_object([&](std::string_view key) {
            std::size_t at = next;
            for (std::size_t tried = 0; tried != size && member_names<T>[at] != key; ++tried)
                at = at + 1 == size ? 0 : at + 1;
            if (member_names<T>[at] != key) {
                std::string const name(key);
                if (in.options().unknown == unknown_keys::ignore)
                    return in.skip() || in.inside(name);
                return in.fail_at_key(errc::unknown_key, "there is no such field") || in.inside(name);
            }
            if (seen[at])
                return in.fail_at_key(errc::duplicate_key, "this key came before in the same object") ||
                       in.inside(member_names<T>[at]);
            seen[at] = true;
            next     = at + 1 == size ? 0 : at + 1;
            return decoders[at](in, v) || in.inside(member_names<T>[at]);
        });
        if (!done)
            return false;
        static constexpr bool required[] = {is_required<Members>()...};
        for (std::size_t i = 0; i != size; ++i)
            if (required[i] && !seen[i])
                return in.fail_object(error(errc::missing_key, "this key is required")) || in.inside(member_names<T>[i]);
        return true;
    }(members_of<T>{});
}

/// An empty `T` to read into; a model without the cost of a new key.
template<class T>
T make_empty()
{
    if constexpr (model<T>)
        return make_blank<T>();
    else
        return T{};
}

template<class Source, class T>
bool decode(Source& in, T& v)
{
    if constexpr (is_optional<T>::value) {
        if (in.take_null())
            return v.reset(), true;
        return decode(in, v.emplace(make_empty<typename T::value_type>()));
    } else if constexpr (std::same_as<T, raw_json>) {
        std::string text;
        if (!in.read_document(text))
            return false;
        v = raw_json::trusted(std::move(text));
        return true;
    } else if constexpr (json_document<T>) {
        return in.read_document(v);
    } else if constexpr (storable<T>) {
        return decode_scalar(in, v);
    } else if constexpr (described<T>) {
        return decode_object(in, v);
    } else if constexpr (text_map<T>) {
        return in.read_object([&](std::string_view key) {
            typename T::key_type own(key);
            if (in.options().duplicates == duplicate_keys::error && v.contains(own))
                return in.fail_at_key(errc::duplicate_key, "this key came before in the same object") ||
                       in.inside(std::string_view(own));
            auto                 value = make_empty<typename T::mapped_type>();
            if (!decode(in, value))
                return in.inside(std::string_view(own));
            v.insert_or_assign(std::move(own), std::move(value));
            return true;
        });
    } else if constexpr (requires { v.push_back(make_empty<typename T::value_type>()); }) {
        return in.read_array([&] {
            auto item = make_empty<typename T::value_type>();
            if (!decode(in, item))
                return false;
            v.push_back(std::move(item));
            return true;
        });
    } else {
        static_assert(always_false<T>, "ssot::from_json: this type has no JSON form; describe it with BOOST_DESCRIBE_STRUCT, "
                                       "or specialize ssot::codec for it");
        return false;
    }
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_DECODE_HPP
