// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_VALUE_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_VALUE_IPP

#include <ssot/nautobot/text_forms.hpp>

#include <ssot/detail/json/base64.hpp>
#include <ssot/detail/json/number.hpp>
#include <ssot/detail/json/text_source.hpp>
#include <ssot/detail/nautobot/django/value.hpp>
#include <ssot/detail/nautobot/python/repr.hpp>
#include <ssot/detail/nautobot/python/text_sink.hpp>
#include <ssot/detail/time/django_text.hpp>
#include <ssot/detail/validate/validation_messages.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace ssot::detail::django {

SSOT_DECL bool refusal::invalid(python::value const& v, std::string_view what, errc why)
{
    *this = {why, quoted_message(python::str(v), what), true, false};
    return false;
}

SSOT_DECL bool refusal::refuse(errc why, std::string message)
{
    *this = {why, std::move(message), false, false};
    return false;
}

SSOT_DECL bool refusal::refuse(error const& why) { return refuse(why.code(), std::string(why.text())); }

SSOT_DECL bool refusal::refuse_at_save(errc why, std::string message)
{
    *this = {why, std::move(message), false, true};
    return false;
}

SSOT_DECL bool refusal::no_text(python::value const& v)
{
    return refuse(errc::wrong_type, "expected string or bytes-like object, got '" + std::string(v.type_name()) + '\'');
}

SSOT_DECL bool read_integer(python::value const& v, std::int64_t& out, refusal& why)
{
    using type = python::value::type;
    std::string digits;
    switch (v.is) {
    case type::boolean: out = v.boolean ? 1 : 0; return true;
    case type::integer: digits = v.text; break;
    case type::real:
        if (std::isinf(v.real))
            return why.refuse(errc::out_of_range, "cannot convert float infinity to integer");
        if (std::isnan(v.real))
            return why.invalid(v, "value must be an integer.");
        if (v.real >= 9223372036854775808.0 || v.real < -9223372036854775808.0)
            return why.refuse_at_save(errc::out_of_range, "the number is outside 64 bits");
        out = static_cast<std::int64_t>(v.real);
        return true;
    case type::text:
        if (auto parsed = parse_python_int(v.text)) {
            digits = std::move(*parsed);
            break;
        }
        [[fallthrough]];
    default: return why.invalid(v, "value must be an integer.", v.is_text() ? errc::invalid_value : errc::wrong_type);
    }
    if (std::from_chars(digits.data(), digits.data() + digits.size(), out).ec == std::errc())
        return true;
    return why.refuse_at_save(errc::out_of_range, "the number is outside 64 bits");
}

SSOT_DECL bool read_uuid(python::value const& v, uuid& out, refusal& why)
{
    using type = python::value::type;
    if (v.is_text()) {
        if (parse_python_uuid(v.text, out))
            return true;
    } else if ((v.is == type::integer && v.text.front() != '-') || v.is == type::boolean) {
        std::uint32_t word[5] = {}; // big-endian, with one more for what does not fit
        bool          fits    = true;
        for (char const c : v.is == type::boolean ? std::string_view(v.boolean ? "1" : "0") : std::string_view(v.text)) {
            auto carry = static_cast<std::uint64_t>(c - '0');
            for (int i = 4; i >= 0; --i) {
                carry += std::uint64_t{word[i]} * 10;
                word[i] = static_cast<std::uint32_t>(carry);
                carry >>= 32;
            }
            fits = fits && word[0] == 0;
        }
        if (fits) {
            for (std::size_t i = 0; i != 16; ++i)
                out.data[i] = static_cast<std::uint8_t>(word[1 + i / 4] >> (24 - 8 * (i % 4)));
            return true;
        }
    }
    return why.invalid(v, "is not a valid UUID.");
}

SSOT_DECL bool read_bool(python::value const& v, bool& out, bool nullable, refusal& why)
{
    using type        = python::value::type;
    auto const one_of = [&](std::string_view a, std::string_view b, std::string_view c) {
        return v.is_text() && (v.text == a || v.text == b || v.text == c);
    };
    auto const number = [&](double n) { return (v.is == type::real && v.real == n); };
    auto const digit  = [&](std::string_view n) { return v.is == type::integer && v.text == n; };
    if (v.is == type::boolean)
        out = v.boolean;
    else if (one_of("t", "True", "1") || number(1) || digit("1"))
        out = true;
    else if (one_of("f", "False", "0") || number(0) || digit("0"))
        out = false;
    else
        return why.invalid(v,
                           nullable ? "value must be either True, False, or None." : "value must be either True or False.");
    return true;
}

SSOT_DECL bool read_timestamp(python::value const& v, timestamp& out, refusal& why)
{
    if (!v.is_text())
        return why.no_text(v);
    auto parsed = nautobot::parse_timestamp_lenient(v.text);
    if (parsed)
        return out = *parsed, true;
    if (parsed.error().code() != errc::out_of_range)
        return why.invalid(v, "value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.");
    if (parsed.error().text().find("in UTC") != std::string_view::npos)
        return why.refuse_at_save(errc::out_of_range, std::string(parsed.error().text()));
    if (v.text.find(':') == std::string::npos)
        return why.invalid(v, "value has the correct format (YYYY-MM-DD) but it is an invalid date.", errc::out_of_range);
    return why.invalid(v,
                       "value has the correct format (YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time.",
                       errc::out_of_range);
}

SSOT_DECL bool read_duration(python::value const& v, duration& out, refusal& why)
{
    if (!v.is_text())
        return why.no_text(v);
    auto parsed = nautobot::parse_duration_lenient(v.text);
    if (parsed)
        return out = *parsed, true;
    if (parsed.error().code() == errc::out_of_range)
        return why.refuse(errc::out_of_range, std::string(parsed.error().text()));
    return why.invalid(v, "value has an invalid format. It must be in [DD] [[HH:]MM:]ss[.uuuuuu] format.");
}

SSOT_DECL bool read_real(python::value const& v, double& out, refusal& why)
{
    using type = python::value::type;
    bool read  = true;
    if (v.is == type::real)
        out = v.real;
    else if (v.is == type::boolean)
        out = v.boolean ? 1 : 0;
    else if (v.is == type::integer)
        out = to_double(v.text);
    else if (v.is_text())
        read = !v.text.empty() &&
            std::from_chars(v.text.data(), v.text.data() + v.text.size(), out).ptr == v.text.data() + v.text.size();
    else
        read = false;
    if (!read)
        return why.invalid(v, "value must be a float.");
    return std::isfinite(out) || why.refuse(errc::out_of_range, "the number is not finite");
}

SSOT_DECL bool read_bytes(python::value const& v, std::string& out, refusal& why)
{
    auto bytes = from_base64(python::str(v));
    return bytes ? (out = std::move(*bytes), true) : why.refuse(bytes.error());
}

SSOT_DECL boost::json::value to_boost(std::string_view compact)
{
    boost::json::value out;
    json_text_source   in(compact, {});
    in.read_document(out); // whatever has been written can be read
    return out;
}

SSOT_DECL bool to_compact_text(python::value const& v, std::string& out, refusal& why)
{
    out.reserve(v.json.size());
    python::text_sink sink(out, {.spaced = false});
    if (sink.write_python(v))
        return true;
    auto const e = sink.take_error();
    return why.refuse_at_save(e.code(), std::string(e.text()));
}

} // namespace ssot::detail::django

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_VALUE_IPP
