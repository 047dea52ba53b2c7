// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_DECODE_HPP
#define SSOT_DETAIL_JSON_DECODE_HPP

// Turns the calls of a source into a C++ value: the counterpart of json/encode.hpp. The sources, text and DOM, know only
// JSON.

#include <ssot/json/document.hpp>
#include <ssot/json/options.hpp>
#include <ssot/migration.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/json/encode.hpp>
#include <ssot/detail/json/initial_values.hpp>
#include <ssot/detail/reflect/member_finder.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace ssot::detail {

class json_text_source;
class json_dom_source;

template<class Source, class T>
bool decode(Source& in, T& v);

template<class M, class Source>
bool decode_old_version(Source& in, M& v);

/// Makes a foreign key from a key that was read, which cannot fail.
template<class T>
concept wraps_key = requires(typename T::key_type const& key) {
    { codec<T>::wrap(key) } -> std::same_as<T>;
};

template<class Source, class T>
bool take_result(Source& in, result<T> r, T& v)
{
    if (!r)
        return in.fail_value(std::move(r).error());
    v = std::move(*r);
    return true;
}

/// Reads the text of a uuid, a timestamp or a duration.
template<class Source, class Stored>
bool decode_from_text(Source& in, Stored& out, result<Stored> (*parse)(std::string_view))
{
    std::string_view text;
    return in.read(text) && take_result(in, parse(text), out);
}

/// Reads a value of one of the types that carry stored values.
template<class Source, class Stored>
bool decode_stored(Source& in, Stored& s)
{
    if constexpr (std::same_as<Stored, uuid>)
        return decode_from_text(in, s, &parse_uuid);
    else if constexpr (std::same_as<Stored, timestamp>)
        return decode_from_text(in, s, &parse_timestamp);
    else if constexpr (std::same_as<Stored, duration>)
        return decode_from_text(in, s, &parse_duration);
    else
        return in.read(s);
}

template<class Source, class T>
bool decode_scalar(Source& in, T& v)
{
    using stored = stored_t<T>;
    if constexpr (std::unsigned_integral<T> && sizeof(T) == sizeof(std::uint64_t)) {
        std::uint64_t n = 0; // holds more than the stored type, so that overflow is noticed
        if (!in.read(n))
            return false;
        v = n;
        return true;
    } else if constexpr (std::same_as<T, stored>) {
        return decode_stored(in, v);
    } else if constexpr (wraps_key<T>) {
        typename T::key_type key{};
        if (!decode_scalar(in, key))
            return false;
        v = codec<T>::wrap(key);
        return true;
    } else if constexpr (encodes_json<T>) {
        raw_json document;
        return in.read_document(document) && take_result<Source, T>(in, decode_chars<T>(document.text()), v);
    } else if constexpr (codec<T>::stored_as == kind::bytes) {
        std::string_view text;
        std::string      bytes;
        return in.read(text) && take_result<Source, std::string>(in, from_base64(text), bytes) &&
            take_result<Source, T>(in, decode_chars<T>(bytes), v);
    } else {
        stored s{};
        return decode_stored(in, s) && take_result<Source, T>(in, from_stored<T>(s), v);
    }
}

/// Reads the value of a member. For a document JSON null is a value of its own and not an absent one.
template<class Source, class T>
bool decode_member_by_general_path(Source& in, T& v)
{
    drop_initial_value(v);
    if constexpr (json_document<T> || encodes_json<T>)
        if (in.take_null())
            return in.fail_value(error(errc::wrong_type, "null is not allowed here"));
    return decode(in, v);
}

template<class Source, class T>
bool decode_member(Source& in, void* member)
{
    auto& v = *static_cast<T*>(member);
    if constexpr (requires { in.read_member(v); })
        return in.read_member(v);
    else
        return decode_member_by_general_path(in, v);
}

/// What is known of a member at compile time. Members of one type share the function that reads them.
template<class Source>
struct member_plan {
    std::string_view name;
    bool             required;
    bool (*decode)(Source&, void*);
};

template<class Source, described T>
inline constexpr auto member_plans = []<auto... Members>(member_list<Members...>) {
    return std::array<member_plan<Source>, sizeof...(Members)>{member_plan<Source>{
        member_names<T>[field_index<Members>], is_required<Members>(), &decode_member<Source, type_of<Members>>}...};
}(members_of<T>{});

/// A member of the object being read, and whether its key has occurred.
struct member_place {
    void* member;
    bool  seen = false;
};

/// What is known of a described struct at compile time.
template<class Source>
struct object_plan {
    std::span<member_plan<Source> const> members;
    key_finder const*                    finder;
};

template<class Source, described T>
inline constexpr object_plan<Source> object_plans{member_plans<Source, T>, &member_finder<T>::finder};

/// Reads the members of one object in any order. All structs share this code.
template<class Source>
class object_decoder {
public:
    /// Notes that the first `next` members have been read.
    object_decoder(Source& in, object_plan<Source> const& plan, member_place* places, std::size_t next) noexcept
        : in_(in), plans_(plan.members), finder_(*plan.finder), places_(places), next_(next)
    {
        for (std::size_t i = 0; i != next; ++i)
            places_[i].seen = true;
    }

    bool operator()(std::string_view key)
    {
        auto const index = finder_.find(key, next_);
        if (index == plans_.size()) {
            std::string const name(key);
            if (in_.options().unknown == unknown_keys::ignore)
                return in_.skip() || in_.prepend_path(name);
            return in_.fail_at_key(errc::unknown_key, "there is no such field") || in_.prepend_path(name);
        }
        auto const& plan  = plans_[index];
        auto&       place = places_[index];
        if (place.seen)
            return in_.fail_at_key(errc::duplicate_key, "this key came before in the same object") ||
                in_.prepend_path(plan.name);
        place.seen = true;
        next_      = index + 1;
        return plan.decode(in_, place.member) || in_.prepend_path(plan.name);
    }

    /// Returns whether all required keys occurred.
    bool complete()
    {
        for (std::size_t i = 0; i != plans_.size(); ++i)
            if (plans_[i].required && !places_[i].seen)
                return in_.fail_object(error(errc::missing_key, "this key is required")) || in_.prepend_path(plans_[i].name);
        return true;
    }

private:
    Source&                              in_;
    std::span<member_plan<Source> const> plans_;
    key_finder const&                    finder_;
    member_place*                        places_;
    std::size_t                          next_;
};

/// Reads the remaining members, in any order, of an object whose first `next` members have been read.
bool decode_members(json_text_source& in, object_plan<json_text_source> const& plan, member_place* places, std::size_t next);
bool decode_members(json_dom_source& in, object_plan<json_dom_source> const& plan, member_place* places, std::size_t next);

template<class Source, described T>
bool decode_object(Source& in, T& v, std::size_t next = 0)
{
    return [&]<auto... Members>(member_list<Members...>) {
        std::array<member_place, sizeof...(Members)> places{member_place{std::addressof(v.*Members)}...};
        return decode_members(in, object_plans<Source, T>, places.data(), next);
    }(members_of<T>{});
}

/// Reads the first alternative that accepts the value. The error is that of the last alternative.
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
    } else if constexpr (json_document<T>) {
        return in.read_document(v);
    } else if constexpr (storable<T>) {
        return decode_scalar(in, v);
    } else if constexpr (described<T>) {
        if constexpr (migrating<T>)
            if (in.options().version != 0 && in.options().version != version_of<T>()) [[unlikely]]
                return decode_old_version(in, v);
        if constexpr (requires { in.read_record(v); })
            return in.read_record(v);
        else
            return decode_object(in, v);
    } else if constexpr (text_map<T>) {
        drop_items(v);
        return in.read_object([&](std::string_view key) {
            typename T::key_type own(key);
            if (in.options().duplicates == duplicate_keys::error && v.contains(own))
                return in.fail_at_key(errc::duplicate_key, "this key came before in the same object") ||
                    in.prepend_path(std::string_view(own));
            auto value = make_empty<typename T::mapped_type>();
            if (!decode(in, value))
                return in.prepend_path(std::string_view(own));
            v.insert_or_assign(std::move(own), std::move(value));
            return true;
        });
    } else if constexpr (requires { v.push_back(make_empty<typename T::value_type>()); }) {
        drop_items(v);
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

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/decode.ipp>
#endif

#endif // SSOT_DETAIL_JSON_DECODE_HPP
