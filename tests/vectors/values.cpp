// SPDX-License-Identifier: BSL-1.0
#include "values.hpp"

#include <ssot/detail/text/utf8.hpp>

#include "vectors.hpp"

#include <boost/json/serialize.hpp>

#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot_vectors {

namespace {

namespace json = boost::json;
using ssot::errc;
using ssot::error;
using ssot::nautobot::dynamic;
using value_or_error = ssot::result<dynamic>;

error not_understood(json::value const& v)
{
    return error(errc::invalid_value, "this notation is not understood: " + json::serialize(v).substr(0, 200));
}

error cannot_be_said(std::string_view why) { return error(errc::unsupported, std::string(why)); }

/// A result of any type as one of dynamic.
template<class T>
value_or_error as_dynamic(ssot::result<T> r)
{
    if (!r)
        return std::move(r).error();
    return dynamic(std::move(*r));
}

ssot::result<std::vector<dynamic>> items_of(json::value const& v)
{
    auto const* const array = v.if_array();
    if (!array)
        return not_understood(v);
    std::vector<dynamic> out;
    for (auto const& item : *array) {
        auto one = value_of(item);
        if (!one)
            return std::move(one).error();
        out.push_back(std::move(*one));
    }
    return out;
}

template<class Sequence>
value_or_error sequence_of(json::value const& v)
{
    auto items = items_of(v);
    if (!items)
        return std::move(items).error();
    return dynamic(Sequence(std::move(*items)));
}

value_or_error dict_of(json::value const& v)
{
    std::vector<dynamic::dict::entry> entries;
    auto const* const                 array = v.if_array();
    if (!array)
        return not_understood(v);
    for (auto const& pair : *array) {
        auto const* const both = pair.if_array();
        if (!both || both->size() != 2)
            return not_understood(pair);
        auto key   = value_of((*both)[0]);
        auto value = value_of((*both)[1]);
        if (!key)
            return std::move(key).error();
        if (!value)
            return std::move(value).error();
        entries.emplace_back(std::move(*key), std::move(*value));
    }
    return dynamic(dynamic::dict(std::move(entries)));
}

value_or_error float_of(std::string_view text)
{
    double     out = 0;
    auto const end = text.data() + text.size();
    auto const r   = std::from_chars(text.data(), end, out);
    if (r.ptr != end || r.ec == std::errc::invalid_argument)
        return error(errc::invalid_value, "no float: " + std::string(text));
    return dynamic(out);
}

value_or_error timedelta_of(json::value const& v)
{
    using ssot::nautobot::long_duration;
    constexpr std::int64_t day = 86'400'000'000;
    if (v.is_int64())
        return dynamic(ssot::duration(v.get_int64()));
    if (!v.is_string())
        return not_understood(v);
    auto text = view_of(v.get_string());
    if (text == "min" || text == "max")
        return dynamic(text == "min" ? long_duration::min() : long_duration::max());

    // Beyond 64 bits: digit by digit.
    bool const minus = text.starts_with('-');
    if (minus)
        text.remove_prefix(1);
    std::int64_t days = 0, us = 0;
    for (char const c : text) {
        if (c < '0' || c > '9' || days > 9'999'999'999)
            return not_understood(v);
        us   = us * 10 + (c - '0');
        days = days * 10 + us / day;
        us %= day;
    }
    if (minus) {
        days = us == 0 ? -days : -days - 1;
        us   = us == 0 ? 0 : day - us;
    }
    if (days < -999'999'999 || days > 999'999'999)
        return not_understood(v);
    return dynamic(long_duration(static_cast<std::int32_t>(days), us));
}

value_or_error bytes_of(std::string_view hex)
{
    ssot::nautobot::byte_string out;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        unsigned   byte = 0;
        auto const r    = std::from_chars(hex.data() + i, hex.data() + std::min(i + 2, hex.size()), byte, 16);
        if (r.ptr != hex.data() + i + 2)
            return error(errc::invalid_value, "no bytes: " + std::string(hex));
        out.data += static_cast<char>(byte);
    }
    return dynamic(std::move(out));
}

value_or_error code_points_of(json::value const& v)
{
    if (!v.is_array())
        return not_understood(v);
    std::string out;
    for (auto const& item : v.get_array()) {
        auto const c = item.is_int64() ? item.get_int64() : -1;
        if (c < 0 || c > 0x10ffff)
            return not_understood(v);
        if (c >= 0xd800 && c <= 0xdfff)
            return cannot_be_said(reason::lone_surrogate);
        ssot::detail::append_utf8(out, static_cast<std::uint32_t>(c));
    }
    return dynamic(std::move(out));
}

/// Text, list or dict of `depth` levels around a leaf. CPython gives up at a little less than 1,000 levels.
value_or_error nest_of(json::value const& v)
{
    auto const* const nest  = v.if_object();
    auto const* const kind  = nest ? nest->if_contains("kind") : nullptr;
    auto const* const depth = nest ? nest->if_contains("depth") : nullptr;
    auto const* const leaf  = nest ? nest->if_contains("leaf") : nullptr;
    if (!kind || !kind->is_string() || !depth || !depth->is_int64() || !leaf)
        return not_understood(v);
    if (depth->get_int64() >= 1'000)
        return cannot_be_said(reason::recursion);
    auto out = value_of(*leaf);
    for (std::int64_t i = 0; out && i < depth->get_int64(); ++i) {
        dynamic inner = std::move(*out);
        if (kind->get_string() == "list")
            out = dynamic(dynamic::list(std::vector<dynamic>(1, std::move(inner))));
        else if (kind->get_string() == "tuple")
            out = dynamic(dynamic::tuple(std::vector<dynamic>(1, std::move(inner))));
        else if (kind->get_string() == "dict")
            out = dynamic(dynamic::dict({{dynamic("k"), std::move(inner)}}));
        else
            return not_understood(v);
    }
    return out;
}

value_or_error repeated_text(json::value const& v)
{
    auto const* const repeat = v.if_object();
    auto const* const text   = repeat ? repeat->if_contains("text") : nullptr;
    auto const* const times  = repeat ? repeat->if_contains("times") : nullptr;
    if (!text || !times || !times->is_int64() || times->get_int64() > 100'000'000)
        return not_understood(v);
    auto const one = text_of(*text);
    if (!one)
        return cannot_be_said(reason::lone_surrogate);
    std::string out;
    for (std::int64_t i = 0; i < times->get_int64(); ++i)
        out += *one;
    return dynamic(std::move(out));
}

/// What stands behind a key with a dollar; nothing for a key that is no notation.
std::optional<value_or_error> special(std::string_view key, json::value const& v)
{
    if (key == "$tuple")
        return sequence_of<dynamic::tuple>(v);
    if (key == "$set")
        return sequence_of<dynamic::set>(v);
    if (key == "$frozenset")
        return sequence_of<dynamic::frozen_set>(v);
    if (key == "$dict")
        return dict_of(v);
    if (key == "$timedelta_us")
        return timedelta_of(v);
    if (key == "$str_codepoints")
        return code_points_of(v);
    if (key == "$nest")
        return nest_of(v);
    if (key == "$repeat")
        return repeated_text(v);
    if (key == "$object")
        return cannot_be_said(reason::python_object);
    if (key == "$circular")
        return cannot_be_said(reason::circular);
    if (!v.is_string())
        return std::nullopt;

    auto const text = view_of(v.get_string());
    if (key == "$int")
        return as_dynamic(ssot::nautobot::big_integer::parse(text));
    if (key == "$float")
        return float_of(text);
    if (key == "$decimal")
        return as_dynamic(ssot::nautobot::decimal::parse(text));
    if (key == "$uuid")
        return as_dynamic(ssot::parse_uuid(text));
    if (key == "$datetime")
        return as_dynamic(ssot::nautobot::parse_calendar_time(text));
    if (key == "$date")
        return as_dynamic(ssot::nautobot::parse_date(text));
    if (key == "$time")
        return as_dynamic(ssot::nautobot::parse_clock_time(text));
    if (key == "$bytes")
        return bytes_of(text);
    if (key == "$lazy") // a text that Python makes when it is asked for
        return dynamic(text);
    return std::nullopt;
}

} // namespace

value_or_error value_of(json::value const& v)
{
    if (auto const* const array = v.if_array())
        return sequence_of<dynamic::list>(*array);
    auto const* const object = v.if_object();
    if (!object)
        return dynamic(v);
    if (object->size() == 1) {
        auto const& only = *object->begin();
        if (only.key().starts_with('$')) {
            if (auto out = special({only.key().data(), only.key().size()}, only.value()))
                return std::move(*out);
            return not_understood(v);
        }
    }
    std::vector<dynamic::dict::entry> entries;
    for (auto const& member : *object) {
        auto value = value_of(member.value());
        if (!value)
            return std::move(value).error();
        entries.emplace_back(std::string_view(member.key().data(), member.key().size()), std::move(*value));
    }
    return dynamic(dynamic::dict(std::move(entries)));
}

std::optional<std::string> text_of(json::value const& v)
{
    auto const out = value_of(v);
    if (!out || !out->get_if<std::string>())
        return std::nullopt;
    return *out->get_if<std::string>();
}

} // namespace ssot_vectors
