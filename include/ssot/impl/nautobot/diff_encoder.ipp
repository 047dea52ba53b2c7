// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_DIFF_ENCODER_IPP
#define SSOT_IMPL_NAUTOBOT_DIFF_ENCODER_IPP

#include <ssot/nautobot/diff_encoder.hpp>

#include <ssot/detail/nautobot/python/json.hpp>
#include <ssot/detail/nautobot/python/json_writer.hpp>
#include <ssot/impl/nautobot/encode_values.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <variant>

namespace ssot::nautobot {

namespace detail {

SSOT_DECL bool write(python::json_writer& out, dynamic const& v)
{
    return std::visit([&](auto const& held) { return write(out, held); }, v.value());
}

SSOT_DECL bool write(python::json_writer& out, boost::json::value const& v)
{
    switch (v.kind()) {
    case boost::json::kind::null: return out.write_null();
    case boost::json::kind::bool_: return out.write_bool(v.get_bool());
    case boost::json::kind::int64: return out.write_integer(v.get_int64());
    case boost::json::kind::uint64: return out.write_integer(v.get_uint64());
    case boost::json::kind::double_: return out.write_real(v.get_double());
    case boost::json::kind::string: return out.write_text({v.get_string().data(), v.get_string().size()});
    case boost::json::kind::array: return write_items(out, v.get_array());
    case boost::json::kind::object: return write(out, v.get_object());
    }
    return out.write_null();
}

SSOT_DECL bool write(python::json_writer& out, python::value const& v)
{
    using type = python::value::type;
    switch (v.is) {
    case type::none: return out.write_null();
    case type::boolean: return out.write_bool(v.boolean);
    case type::integer: return out.write_verbatim(v.text);
    case type::real: return out.write_real(v.real);
    case type::text: return out.write_text(v.text);
    case type::list: return write_items(out, v.items);
    case type::dict: break;
    }
    return out.write_dict(false, [&](auto&& member) {
        for (std::size_t i = 0; i != v.items.size(); ++i)
            if (!member(std::string_view(v.keys[i]), [&] { return write(out, v.items[i]); }))
                return false;
        return true;
    });
}

SSOT_DECL bool write_raw(python::json_writer& out, std::string_view json)
{
    auto const parsed = python::parse_json(json, out.max_depth());
    return parsed ? write(out, *parsed) : out.fail(parsed.error());
}

/// Whether an integer in a value is beyond all of 64 bits; those among keys become texts.
SSOT_DECL bool holds_big_integer(dynamic const& v)
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

SSOT_DECL result<boost::json::value> parse_inner_set(std::string_view json)
{
    boost::system::error_code e;
    auto                      inner = boost::json::parse(json, e);
    if (e)
        return error(errc::syntax, "expected an array, or a text that holds one");
    if (!inner.is_array())
        return not_a_set();
    return inner;
}

SSOT_DECL error not_a_set() { return error(errc::wrong_type, "expected an array, or a text that holds one"); }

} // namespace detail

SSOT_DECL result<boost::json::value> to_value(dynamic const& v)
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

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_DIFF_ENCODER_IPP
