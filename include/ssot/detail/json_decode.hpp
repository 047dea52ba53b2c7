// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_DECODE_HPP
#define SSOT_DETAIL_JSON_DECODE_HPP

// From calls of a source to a C++ value: the counterpart of json_encode.hpp. The sources, text and DOM, only know JSON.

#include <ssot/json/document.hpp>
#include <ssot/json/options.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/json_encode.hpp>
#include <ssot/detail/member_finder.hpp>

#include <array>
#include <bitset>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

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
bool decode_member_plainly(Source& in, class_of<Member>& v)
{
    if constexpr (json_document<type_of<Member>>)
        if (in.take_null())
            return in.fail_value(error(errc::wrong_type, "null is not allowed here"));
    return decode(in, v.*Member);
}

template<auto Member, class Source>
bool decode_member(Source& in, class_of<Member>& v)
{
    if constexpr (requires { in.template read_member<Member>(v); })
        return in.template read_member<Member>(v);
    else
        return decode_member_plainly<Member>(in, v);
}

/// Reads the members of one object in any order.
template<class Source, described T>
class object_decoder {
public:
    static constexpr std::size_t size = members_of<T>::size;

    /// The first `next` members have been read.
    explicit object_decoder(Source& in, T& v, std::size_t next = 0) noexcept : in_(in), v_(v), next_(next)
    {
        for (std::size_t i = 0; i != next; ++i)
            seen_[i] = true;
    }

    bool operator()(std::string_view key)
    {
        auto const at = member_finder<T>::find(key, next_);
        if (at == size) {
            std::string const name(key);
            if (in_.options().unknown == unknown_keys::ignore)
                return in_.skip() || in_.inside(name);
            return in_.fail_at_key(errc::unknown_key, "there is no such field") || in_.inside(name);
        }
        if (seen_[at])
            return in_.fail_at_key(errc::duplicate_key, "this key came before in the same object") ||
                in_.inside(member_names<T>[at]);
        seen_[at] = true;
        next_     = at + 1;
        return decoders(members_of<T>{})[at](in_, v_) || in_.inside(member_names<T>[at]);
    }

    /// Whether all that is required was there.
    bool complete()
    {
        auto const& is_needed = needed(members_of<T>{});
        for (std::size_t i = 0; i != size; ++i)
            if (is_needed[i] && !seen_[i])
                return in_.fail_object(error(errc::missing_key, "this key is required")) || in_.inside(member_names<T>[i]);
        return true;
    }

private:
    using decoder = bool (*)(Source&, T&);

    template<auto... Members>
    static auto const& decoders(member_list<Members...>) noexcept
    {
        static constexpr std::array<decoder, size> all = {&decode_member<Members, Source>...};
        return all;
    }

    template<auto... Members>
    static auto const& needed(member_list<Members...>) noexcept
    {
        static constexpr std::array<bool, size> all = {is_required<Members>()...};
        return all;
    }

    Source&           in_;
    T&                v_;
    std::bitset<size> seen_{};
    std::size_t       next_;
};

template<class Source, described T>
bool decode_object(Source& in, T& v)
{
    object_decoder<Source, T> members(in, v);
    return in.read_object(members) && members.complete();
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

/// The first alternative that the value can be read as. The error is that of the last one.
template<class Source, class... T>
bool decode_variant(Source& in, std::variant<T...>& v)
{
    auto const start  = in.mark();
    auto const try_as = [&]<class A>(std::type_identity<A>) {
        in.rewind(start);
        A held = make_empty<A>();
        if (!decode(in, held))
            return false;
        v = std::move(held);
        return true;
    };
    return (try_as(std::type_identity<T>{}) || ...);
}

template<class Source, class T>
bool decode(Source& in, T& v)
{
    if constexpr (is_optional<T>::value) {
        if (in.take_null())
            return v.reset(), true;
        return decode(in, v.emplace(make_empty<typename T::value_type>()));
    } else if constexpr (std::same_as<T, std::monostate>) {
        return in.take_null() || in.fail_value(error(errc::wrong_type, "expected null"));
    } else if constexpr (is_variant<T>::value) {
        return decode_variant(in, v);
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
        if constexpr (requires { in.read_record(v); })
            return in.read_record(v);
        else
            return decode_object(in, v);
    } else if constexpr (text_map<T>) {
        return in.read_object([&](std::string_view key) {
            typename T::key_type own(key);
            if (in.options().duplicates == duplicate_keys::error && v.contains(own))
                return in.fail_at_key(errc::duplicate_key, "this key came before in the same object") ||
                    in.inside(std::string_view(own));
            auto value = make_empty<typename T::mapped_type>();
            if (!decode(in, value))
                return in.inside(std::string_view(own));
            v.insert_or_assign(std::move(own), std::move(value));
            return true;
        });
    } else if constexpr (requires { v.push_back(make_empty<typename T::value_type>()); }) {
        return in.read_array([&] {
            v.push_back(make_empty<typename T::value_type>());
            if constexpr (std::same_as<decltype(v.back()), typename T::value_type&>) {
                return decode(in, v.back());
            } else { // std::vector<bool>
                auto item = make_empty<typename T::value_type>();
                if (!decode(in, item))
                    return false;
                v.back() = item;
                return true;
            }
        });
    } else {
        static_assert(always_false<T>,
                      "ssot::from_json: this type has no JSON form; describe it with BOOST_DESCRIBE_STRUCT, "
                      "or specialize ssot::codec for it");
        return false;
    }
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_DECODE_HPP
