// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_ENCODE_VALUES_HPP
#define SSOT_IMPL_NAUTOBOT_ENCODE_VALUES_HPP

// What a value of C++ is in Python, and how it is written.

#include <ssot/json/document.hpp>
#include <ssot/json/raw_json.hpp>
#include <ssot/nautobot/diff_encoder.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/json/codec_json.hpp>
#include <ssot/detail/json/encode.hpp>
#include <ssot/detail/nautobot/python/json_writer.hpp>
#include <ssot/detail/nautobot/python/native_types.hpp>
#include <ssot/detail/reflect/encoded.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <ranges>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace ssot::detail::python {
struct value; // of detail/nautobot/python/json.hpp
}

namespace ssot::nautobot::detail {

template<class T>
bool write(python::json_writer& out, T const& v);

bool write(python::json_writer& out, dynamic const& v);
bool write(python::json_writer& out, boost::json::value const& v);
bool write(python::json_writer& out, python::value const& v);

/// JSON text as Python writes what it has read: numbers as it writes them, of two equal keys the last.
bool write_raw(python::json_writer& out, std::string_view json);

template<class T>
bool write_items(python::json_writer& out, T const& range)
{
    return out.write_list([&](auto&& item) {
        for (auto const& v : range)
            if (!item([&] { return write(out, v); }))
                return false;
        return true;
    });
}

/// A key of C++ as one of Python. Precondition: it is no text.
template<class K>
result<dynamic> to_key(K const& v)
{
    if constexpr (is_optional<K>::value) {
        if (!v)
            return dynamic();
        return to_key(*v);
    } else if constexpr (is_variant<K>::value) {
        return std::visit([](auto const& held) { return to_key(held); }, v);
    } else if constexpr (std::same_as<K, dynamic>) {
        return v;
    } else if constexpr (std::same_as<K, std::monostate> || std::same_as<K, std::nullptr_t>) {
        return dynamic();
    } else if constexpr (python::text_like<K>) {
        return dynamic(std::string(std::string_view(v)));
    } else if constexpr (python::is_duration<K>) {
        auto d = python::to_long_duration(v);
        if (!d)
            return std::move(d).error();
        return dynamic(*d);
    } else if constexpr (std::same_as<K, std::chrono::sys_days> || std::same_as<K, std::chrono::local_days>) {
        return dynamic(python::to_calendar_time(v.time_since_epoch(), {}).date);
    } else if constexpr (python::is_sys_time<K>) {
        return dynamic(python::to_calendar_time(v.time_since_epoch(), std::chrono::seconds{0}));
    } else if constexpr (python::is_local_time<K>) {
        return dynamic(python::to_calendar_time(v.time_since_epoch(), {}));
    } else if constexpr (std::constructible_from<dynamic, K const&>) {
        return dynamic(v);
    } else if constexpr (python::has_scalar_codec<K>) {
        if constexpr (is_bytes_kind(codec<K>::stored_as))
            return dynamic(std::string(chars_of(codec<K>::encode(v))));
        else
            return to_key(to_stored(v));
    } else if constexpr (python::tuple_like<K>) {
        return dynamic(dynamic::tuple());
    } else {
        static_assert(always_false<K>, "ssot::nautobot::encode: this type cannot be a key");
        return dynamic();
    }
}

template<class T>
bool write_map(python::json_writer& out, T const& map)
{
    using key             = typename T::key_type;
    constexpr bool unique = python::text_like<key> && requires(T m, key k) { m[k]; };
    return out.write_dict(!unique, [&](auto&& member) {
        for (auto const& [k, v] : map) {
            auto const put = [&, &value = v] { return write(out, value); };
            if constexpr (python::text_like<key>) {
                if (!member(std::string_view(k), put))
                    return false;
            } else {
                auto as_key = to_key(k);
                if (!as_key)
                    return out.fail(std::move(as_key).error());
                if (!member(*as_key, put))
                    return false;
            }
        }
        return true;
    });
}

template<described T>
bool write_struct(python::json_writer& out, T const& v)
{
    using ssot::detail::member_list;
    return out.write_dict(false, [&](auto&& member) {
        return [&]<auto... Members>(member_list<Members...>) {
            return (member(ssot::detail::member_names<T>[field_index<Members>], [&] { return write(out, v.*Members); }) &&
                    ...);
        }(ssot::detail::members_of<T>{});
    });
}

template<class T>
bool write_scalar(python::json_writer& out, T const& v)
{
    if constexpr (std::same_as<T, bool>) {
        return out.write_bool(v);
    } else if constexpr (std::integral<T>) {
        return out.write_integer(v);
    } else {
        if (!is_known_choice(v))
            return out.fail(errc::unknown_choice, "the value is no enumerator of its choice");
        auto const& encoded = codec<T>::encode(v); // lives until it is written
        using encoded_type  = std::remove_cvref_t<decltype(encoded)>;
        if constexpr (encodes_json<T>) {
            auto const document = check_json_of_codec(chars_of(encoded));
            return document ? write_raw(out, document->text()) : out.fail(document.error());
        } else if constexpr (codec<T>::stored_as == kind::bytes)
            return out.write_text(to_base64(chars_of(encoded)));
        else if constexpr (is_bytes_kind(codec<T>::stored_as))
            return out.write_text(chars_of(encoded));
        else if constexpr (std::floating_point<encoded_type>)
            return out.write_real(static_cast<double>(encoded));
        else if constexpr (std::same_as<encoded_type, uuid>)
            return out.write_uuid(encoded);
        else
            return write(out, encoded);
    }
}

template<class T>
bool write(python::json_writer& out, T const& v)
{
    if constexpr (is_optional<T>::value) {
        return v ? write(out, *v) : out.write_null();
    } else if constexpr (std::same_as<T, std::monostate> || std::same_as<T, std::nullptr_t>) {
        return out.write_null();
    } else if constexpr (is_variant<T>::value) {
        return std::visit([&](auto const& held) { return write(out, held); }, v);
    } else if constexpr (std::same_as<T, raw_json>) {
        return write_raw(out, v.text());
    } else if constexpr (std::same_as<T, boost::json::object>) {
        return out.write_dict(false, [&](auto&& member) {
            for (auto const& m : v)
                if (!member(std::string_view(m.key().data(), m.key().size()), [&] { return write(out, m.value()); }))
                    return false;
            return true;
        });
    } else if constexpr (python::text_like<T>) {
        return out.write_text(std::string_view(v));
    } else if constexpr (python::is_duration<T>) {
        auto d = python::to_long_duration(v);
        return d ? out.write_duration(*d) : out.fail(std::move(d).error());
    } else if constexpr (std::same_as<T, std::chrono::sys_days> || std::same_as<T, std::chrono::local_days>) {
        return out.write_date(python::to_calendar_time(v.time_since_epoch(), {}).date);
    } else if constexpr (python::is_sys_time<T>) {
        return out.write_calendar_time(python::to_calendar_time(v.time_since_epoch(), std::chrono::seconds{0}));
    } else if constexpr (python::is_local_time<T>) {
        return out.write_calendar_time(python::to_calendar_time(v.time_since_epoch(), {}));
    } else if constexpr (std::same_as<T, std::chrono::year_month_day>) {
        return out.write_date(v);
    } else if constexpr (python::is_time_of_day<T>) {
        auto const clock = std::chrono::floor<std::chrono::microseconds>(v.to_duration());
        return out.write_clock_time({clock, {}});
    } else if constexpr (std::same_as<T, decimal>) {
        return out.write_decimal(v);
    } else if constexpr (std::same_as<T, big_integer>) {
        return out.write_verbatim(v.digits());
    } else if constexpr (std::same_as<T, byte_string>) {
        return out.write_bytes(v.data);
    } else if constexpr (python::byte_range<T>) {
        auto const* const data = reinterpret_cast<char const*>(std::ranges::data(v));
        return out.write_bytes(std::string_view(data, std::ranges::size(v)));
    } else if constexpr (std::same_as<T, clock_time>) {
        return out.write_clock_time(v);
    } else if constexpr (std::same_as<T, calendar_time>) {
        return out.write_calendar_time(v);
    } else if constexpr (std::same_as<T, long_duration>) {
        return out.write_duration(v);
    } else if constexpr (std::same_as<T, dynamic::set> || std::same_as<T, dynamic::frozen_set>) {
        return out.write_set(std::same_as<T, dynamic::set> ? "set" : "frozenset", [&](auto&& item) {
            for (auto const& member : v.items())
                if (!item([&] { return write(out, member); }))
                    return false;
            return true;
        });
    } else if constexpr (std::same_as<T, dynamic::list> || std::same_as<T, dynamic::tuple>) {
        return write_items(out, v.items());
    } else if constexpr (std::same_as<T, dynamic::dict>) {
        bool const mixed =
            std::ranges::any_of(v.items(), [](auto const& e) { return !e.first.template get_if<std::string>(); });
        return out.write_dict(mixed, [&](auto&& member) {
            for (auto const& [key, value] : v.items())
                if (!member(key, [&, &held = value] { return write(out, held); }))
                    return false;
            return true;
        });
    } else if constexpr (python::has_scalar_codec<T>) {
        return write_scalar(out, v);
    } else if constexpr (requires { typename T::stored_model; }) { // a row that was read is written as its model
        return write(out, static_cast<typename T::stored_model const&>(v));
    } else if constexpr (described<T>) {
        return write_struct(out, v);
    } else if constexpr (python::map_like<T>) {
        return write_map(out, v);
    } else if constexpr (python::set_like<T>) {
        return out.write_set("set", [&](auto&& item) {
            for (auto const& member : v)
                if (!item([&] { return write(out, member); }))
                    return false;
            return true;
        });
    } else if constexpr (std::ranges::input_range<T const>) {
        return write_items(out, v);
    } else if constexpr (python::tuple_like<T>) {
        return out.write_list([&](auto&& item) {
            return std::apply([&](auto const&... part) { return (item([&] { return write(out, part); }) && ...); }, v);
        });
    } else {
        static_assert(always_false<T>,
                      "ssot::nautobot::encode: this type has no JSON form; describe it with "
                      "BOOST_DESCRIBE_STRUCT, or specialize ssot::codec for it");
        return false;
    }
}

} // namespace ssot::nautobot::detail

#endif // SSOT_IMPL_NAUTOBOT_ENCODE_VALUES_HPP
