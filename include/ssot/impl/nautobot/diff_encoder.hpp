// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_DIFF_ENCODER_HPP
#define SSOT_IMPL_NAUTOBOT_DIFF_ENCODER_HPP

#include <ssot/nautobot/diff_encoder.hpp>

#include <ssot/detail/python_json_writer.hpp>
#include <ssot/impl/nautobot/encode_values.hpp>

#include <boost/json/parse.hpp>

#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <system_error>
#include <type_traits>
#include <utility>
#include <variant>

namespace ssot::nautobot {

namespace detail {

/// Whether an integer in a value is beyond all of 64 bits; those among keys become texts.
inline bool holds_big_integer(dynamic const& v)
{
    return std::visit(
        [](auto const& held) {
            using T = std::remove_cvref_t<decltype(held)>;
            if constexpr (std::same_as<T, big_integer>) {
                std::uint64_t     ignored = 0;
                auto const        digits  = held.digits();
                auto const* const end     = digits.data() + digits.size();
                auto const        read    = std::from_chars(digits.data(), end, ignored);
                return read.ec != std::errc() || read.ptr != end;
            } else if constexpr (std::same_as<T, dynamic::dict>) {
                return std::ranges::any_of(held.items(), [](auto const& e) { return holds_big_integer(e.second); });
            } else if constexpr (requires { held.items(); }) {
                return std::ranges::any_of(held.items(), holds_big_integer);
            } else {
                return false;
            }
        },
        v.value());
}

template<class T>
result<T> decode_member(boost::json::value const& v)
{
    auto const wrong = [](std::string_view what) { return error(errc::wrong_type, "expected " + std::string(what)); };
    auto const text  = [&] { return std::string_view(v.get_string().data(), v.get_string().size()); };
    if constexpr (is_optional<T>::value) {
        if (v.is_null())
            return T();
        auto held = decode_member<typename T::value_type>(v);
        if (!held)
            return std::move(held).error();
        return T(std::move(*held));
    } else if constexpr (std::same_as<T, dynamic>) {
        return dynamic(v);
    } else if constexpr (std::same_as<T, boost::json::value>) {
        return v;
    } else if constexpr (std::same_as<T, bool>) {
        if (!v.is_bool())
            return wrong("true or false");
        return v.get_bool();
    } else if constexpr (std::integral<T>) {
        if (v.is_uint64() && std::in_range<T>(v.get_uint64()))
            return static_cast<T>(v.get_uint64());
        if (!v.is_int64())
            return v.is_uint64() ? error(errc::out_of_range, "the integer is beyond its type") : wrong("an integer");
        return codec<T>::decode(v.get_int64());
    } else if constexpr (std::floating_point<T>) {
        if (!v.is_number())
            return wrong("a number");
        return codec<T>::decode(v.to_number<double>());
    } else {
        if (!v.is_string())
            return wrong("a text");
        if constexpr (std::same_as<T, uuid>)
            return parse_uuid_lenient(text());
        else if constexpr (std::same_as<T, timestamp>)
            return parse_timestamp_lenient(text());
        else if constexpr (std::same_as<T, duration>)
            return parse_duration_lenient(text());
        else
            return decode_chars<T>(text());
    }
}

} // namespace detail

template<class T>
result<void> encode(T const& v, std::string& out, encode_options const& options)
{
    auto const                 before = out.size();
    detail::python_json_writer writer(out, options);
    if (!detail::write(writer, v)) {
        out.resize(before);
        return writer.take_error();
    }
    // The renderer of REST writes nothing for nothing.
    if (options.exact && options.as == encoder::drf && std::string_view(out).substr(before) == "null")
        out.resize(before);
    return {};
}

template<class T>
result<std::string> encode(T const& v, encode_options const& options)
{
    std::string out;
    if (auto done = encode(v, out, options); !done)
        return std::move(done).error();
    return out;
}

inline result<boost::json::value> to_value(dynamic const& v)
{
    if (detail::holds_big_integer(v))
        return error(errc::out_of_range, "an integer is beyond 64 bits");
    auto const text = encode(v);
    if (!text)
        return text.error();
    boost::system::error_code  e;
    boost::json::parse_options options;
    options.max_depth = encode_options{}.max_depth;
    auto out          = boost::json::parse(*text, e, {}, options);
    if (e)
        return error(errc::internal, e.message());
    return out;
}

template<class Set>
result<Set> decode_set(boost::json::value const& v)
{
    if (v.is_string()) {
        boost::system::error_code e;
        auto const                inner = boost::json::parse(v.get_string(), e);
        if (e)
            return error(errc::syntax, "expected an array, or a text that holds one");
        if (!inner.is_array())
            return error(errc::wrong_type, "expected an array, or a text that holds one");
        return decode_set<Set>(inner);
    }
    if (!v.is_array())
        return error(errc::wrong_type, "expected an array, or a text that holds one");
    Set         out;
    std::size_t index = 0;
    for (auto const& item : v.get_array()) {
        auto member = detail::decode_member<typename Set::value_type>(item);
        if (!member)
            return std::move(member).error().inside('[' + std::to_string(index) + ']');
        out.insert(std::move(*member));
        ++index;
    }
    return out;
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_DIFF_ENCODER_HPP
