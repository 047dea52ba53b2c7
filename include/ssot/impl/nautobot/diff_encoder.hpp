// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_DIFF_ENCODER_HPP
#define SSOT_IMPL_NAUTOBOT_DIFF_ENCODER_HPP

#include <ssot/codec.hpp>
#include <ssot/nautobot/diff_encoder.hpp>
#include <ssot/nautobot/text_forms.hpp>

#include <ssot/detail/json/encode.hpp>
#include <ssot/detail/nautobot/python/json_writer.hpp>
#include <ssot/detail/reflect/encoded.hpp>
#include <ssot/impl/nautobot/encode_values.hpp>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::nautobot {

namespace detail {

/// The array in a text.
result<boost::json::value> parse_inner_set(std::string_view json);

error not_a_set();

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
    auto const                  before = out.size();
    detail::python::json_writer writer(out, options);
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

template<class Set>
result<Set> decode_set(boost::json::value const& v)
{
    if (v.is_string()) {
        auto inner = detail::parse_inner_set({v.get_string().data(), v.get_string().size()});
        if (!inner)
            return std::move(inner).error();
        return decode_set<Set>(*inner);
    }
    if (!v.is_array())
        return detail::not_a_set();
    Set         out;
    std::size_t index = 0;
    for (auto const& item : v.get_array()) {
        auto member = detail::decode_member<typename Set::value_type>(item);
        if (!member)
            return std::move(member).error().prepend_path('[' + std::to_string(index) + ']');
        out.insert(std::move(*member));
        ++index;
    }
    return out;
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_DIFF_ENCODER_HPP
