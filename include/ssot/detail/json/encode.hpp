// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_ENCODE_HPP
#define SSOT_DETAIL_JSON_ENCODE_HPP

// Turns a C++ value into calls of a sink, and so defines how each type looks in JSON. The sinks, text and DOM, know only
// JSON. json/record/writer.hpp writes the same form of a struct faster.

#include <ssot/json/document.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/base/ranges.hpp>
#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/json/base64.hpp>
#include <ssot/detail/json/codec_json.hpp>
#include <ssot/detail/reflect/encoded.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace ssot::detail {

template<class T>
struct is_optional : std::false_type {};
template<class T>
struct is_optional<std::optional<T>> : std::true_type {};

template<class T>
struct is_variant : std::false_type {};
template<class... T>
struct is_variant<std::variant<T...>> : std::true_type {};

/// A map whose keys are texts. It becomes an object in JSON.
template<class T>
concept text_map = std::ranges::input_range<T> && requires(T const& map) {
    typename T::mapped_type;
    requires std::convertible_to<typename T::key_type const&, std::string_view>;
    { map.contains(std::declval<typename T::key_type const&>()) } -> std::convertible_to<bool>;
};

template<class>
inline constexpr bool always_false = false;

template<class Sink, class T>
bool encode(Sink& out, T const& v);

/// A value of unknown type and the function that writes it, so that the members of all structs share the code that walks
/// over them.
template<class Sink>
struct value_to_encode {
    void const* value;
    bool (*write)(Sink&, void const*);
};

template<class Sink, class T>
bool encode_at(Sink& out, void const* v)
{
    return encode(out, *static_cast<T const*>(v));
}

template<class Sink>
bool encode_members(Sink& out, std::span<std::string_view const> names, value_to_encode<Sink> const* values)
{
    for (std::size_t i = 0; i != names.size(); ++i)
        if (!out.write_member(names[i], [&] { return values[i].write(out, values[i].value); }))
            return false;
    return true;
}

template<class Sink, described T>
bool encode_members(Sink& out, T const& v)
{
    return [&]<auto... Members>(member_list<Members...>) {
        std::array<value_to_encode<Sink>, sizeof...(Members)> const values{
            value_to_encode<Sink>{std::addressof(v.*Members), &encode_at<Sink, type_of<Members>>}...};
        return encode_members<Sink>(out, member_names<T>, values.data());
    }(members_of<T>{});
}

/// Not inlined, because text is usually compact, and compact text takes the faster path.
template<class Sink, described T>
SSOT_DETAIL_NOINLINE bool encode_object(Sink& out, T const& v)
{
    return out.write_object([&] { return encode_members(out, v); });
}

/// Returns whether an enumerator has a stored text; true for every type that is not a choice.
template<class T>
constexpr bool is_known_choice(T const& v) noexcept
{
    if constexpr (choice<T>)
        return !to_wire(v).empty();
    else if constexpr (requires { v.known(); })
        return !v.known() || !v.text().empty();
    else
        return true;
}

template<class Sink>
bool write_json_of_codec(Sink& out, std::string_view text)
{
    auto const document = check_json_of_codec(text);
    return document ? encode(out, *document) : out.fail(document.error());
}

template<class Sink, class T>
bool encode_scalar(Sink& out, T const& v)
{
    if constexpr (std::integral<T> && !std::same_as<T, bool>) {
        if constexpr (std::unsigned_integral<T>)
            return out.write(static_cast<std::uint64_t>(v));
        else
            return out.write(static_cast<std::int64_t>(v));
    } else {
        if (!is_known_choice(v))
            return out.fail(errc::unknown_choice, "the value is no enumerator of its choice");
        static_assert(check_codec<T>());
        if constexpr (!is_bytes_kind(codec<T>::stored_as)) {
            return out.write(to_stored(v));
        } else {
            auto const& encoded = codec<T>::encode(v); // lives until the value is written
            auto const  chars   = chars_of(encoded);
            if constexpr (codec<T>::stored_as == kind::bytes)
                return out.write(std::string_view(to_base64(chars)));
            else if constexpr (codec<T>::stored_as == kind::json)
                return write_json_of_codec(out, chars);
            else
                return out.write(chars);
        }
    }
}

template<class Sink, class T>
bool encode(Sink& out, T const& v)
{
    if constexpr (is_optional<T>::value) {
        return v ? encode(out, *v) : out.write_null();
    } else if constexpr (std::same_as<T, std::monostate>) {
        return out.write_null();
    } else if constexpr (is_variant<T>::value) {
        if (v.valueless_by_exception())
            return out.fail(errc::invalid_value, "the variant holds nothing");
        return std::visit([&](auto const& held) { return encode(out, held); }, v);
    } else if constexpr (json_document<T>) {
        return out.write_document(v);
    } else if constexpr (storable<T>) {
        return encode_scalar(out, v);
    } else if constexpr (requires { typename T::stored_model; }) { // a row that was read is written as its model
        return encode(out, static_cast<typename T::stored_model const&>(v));
    } else if constexpr (described<T>) {
        if constexpr (requires { out.write_record(v); })
            if (out.options().indent == 0)
                return out.write_record(v);
        return encode_object(out, v);
    } else if constexpr (text_map<T>) {
        return out.write_object([&] {
            for (auto const& [key, value] : v)
                if (!out.write_member(std::string_view(key), [&] { return encode(out, value); }))
                    return false;
            return true;
        });
    } else if constexpr (std::convertible_to<T const&, std::string_view>) { // a view or literal: written, never read
        return out.write(std::string_view(v));
    } else if constexpr (std::ranges::input_range<T const>) {
        return out.write_array([&] {
            std::size_t index = 0;
            for (auto const& item : v)
                if (!out.write_item(index++, [&] { return encode(out, item); }))
                    return false;
            return true;
        });
    } else {
        static_assert(always_false<T>,
                      "ssot::to_json: this type has no JSON form; describe it with BOOST_DESCRIBE_STRUCT, "
                      "or specialize ssot::codec for it");
        return false;
    }
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_ENCODE_HPP
