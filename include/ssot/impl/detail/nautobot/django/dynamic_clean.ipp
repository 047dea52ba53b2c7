// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_DYNAMIC_CLEAN_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_DYNAMIC_CLEAN_IPP

#include <ssot/nautobot/diff_encoder.hpp>
#include <ssot/nautobot/dynamic.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/nautobot/django/dynamic_clean.hpp>
#include <ssot/detail/nautobot/django/value.hpp>
#include <ssot/detail/nautobot/python/dynamic_text.hpp>
#include <ssot/detail/nautobot/python/is_empty_value.hpp>
#include <ssot/detail/nautobot/python/json.hpp>
#include <ssot/detail/text/python_number.hpp>
#include <ssot/detail/time/django_duration.hpp>
#include <ssot/detail/time/django_text.hpp>
#include <ssot/detail/validate/validation_messages.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail::django {

SSOT_DECL refused_value not_valid(dynamic const& v, std::string_view what, std::string_view code = "invalid")
{
    return {code, quoted_message(python::str_of(v), what)};
}

SSOT_DECL refused_value raised(std::string_view type, std::string message) { return {{}, std::move(message), type}; }

/// What Python's regular expressions say of anything but a text.
SSOT_DECL refused_value no_text(dynamic const& v)
{
    if (v.get_if<nautobot::byte_string>())
        return raised("TypeError", "cannot use a string pattern on a bytes-like object");
    return raised("TypeError", "expected string or bytes-like object, got '" + std::string(v.python_type()) + "'");
}

SSOT_DECL dynamic default_of(field_info const& f)
{
    auto const& d = f.options.default_value;
    switch (d.is) {
    case field_default::form::boolean: return d.boolean;
    case field_default::form::integer: return d.integer;
    case field_default::form::text: return d.text;
    case field_default::form::callable:
        return d.text == "list" ? dynamic(dynamic::list()) : d.text == "dict" ? dynamic(dynamic::dict()) : dynamic(new_id());
    case field_default::form::real: return d.real;
    case field_default::form::absent: break;
    }
    bool const is_text = f.kind == kind::text || f.kind == kind::choice;
    return is_text && !f.nullable ? dynamic("") : dynamic();
}

SSOT_DECL dynamic integer_of(std::string_view digits)
{
    if (auto const n = narrowed(digits))
        return *n;
    return nautobot::big_integer::parse(digits).value();
}

/// int() of a float that is finite: cut towards zero, exactly.
SSOT_DECL dynamic cut_to_integer(double v)
{
    char       buffer[512];
    auto const end = std::to_chars(buffer, buffer + sizeof buffer, std::trunc(v), std::chars_format::fixed).ptr;
    return integer_of(std::trunc(v) == 0 ? "0" : std::string_view(buffer, static_cast<std::size_t>(end - buffer)));
}

/// int() of a Decimal that is finite. Nothing for one of more digits than Python turns into a text.
SSOT_DECL std::optional<dynamic> cut_to_integer(nautobot::decimal const& v)
{
    constexpr std::int64_t most = 4'300;
    exact_number           n(v.text());
    auto const             count = static_cast<std::int64_t>(n.digits.size()) + n.exponent; // in front of the point
    if (n.digits.empty() || count <= 0)
        return dynamic(0);
    if (count > most)
        return std::nullopt;
    n.digits.resize(static_cast<std::size_t>(count), '0');
    return integer_of(n.negative ? '-' + n.digits : n.digits);
}

/// int() of a UUID: its 128 bits.
SSOT_DECL dynamic integer_of(uuid const& id)
{
    wide_unsigned n = 0;
    for (auto const byte : id.data)
        n = n << 8 | byte;
    std::string digits;
    do
        digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(n % 10)));
    while ((n /= 10) != 0);
    return integer_of(digits);
}

SSOT_DECL clean_outcome clean_integer(dynamic& v)
{
    constexpr std::string_view wrong = "value must be an integer.";
    if (auto const* const b = v.get_if<bool>())
        return v = dynamic(std::int64_t{*b}), std::nullopt;
    if (v.get_if<std::int64_t>() || v.get_if<nautobot::big_integer>())
        return std::nullopt;
    if (auto const* const real = v.get_if<double>()) {
        if (std::isinf(*real))
            return raised("OverflowError", "cannot convert float infinity to integer");
        if (std::isnan(*real))
            return not_valid(v, wrong);
        return v = cut_to_integer(*real), std::nullopt;
    }
    if (auto const* const number = v.get_if<nautobot::decimal>()) {
        if (number->text().find("Inf") != std::string_view::npos)
            return raised("OverflowError", "cannot convert Infinity to integer");
        auto cut = number->text().find("NaN") == std::string_view::npos ? cut_to_integer(*number) : std::nullopt;
        if (!cut)
            return not_valid(v, wrong);
        return v = std::move(*cut), std::nullopt;
    }
    if (auto const* const id = v.get_if<uuid>())
        return v = integer_of(*id), std::nullopt;
    auto const* const text  = v.get_if<std::string>();
    auto const* const bytes = v.get_if<nautobot::byte_string>();
    if (!text && !bytes)
        return not_valid(v, wrong);
    auto const digits = parse_python_int(text ? *text : bytes->data);
    if (!digits)
        return not_valid(v, wrong);
    return v = integer_of(*digits), std::nullopt;
}

SSOT_DECL clean_outcome clean_boolean(dynamic& v, bool nullable)
{
    if (nullable && python::is_empty(v))
        return v = dynamic(), std::nullopt;
    if (auto const* const text = v.get_if<std::string>()) {
        if (auto const b = parse_django_boolean(*text))
            return v = dynamic(*b), std::nullopt;
    } else if (nautobot::python_equal(v, true) || nautobot::python_equal(v, false)) {
        return v = dynamic(nautobot::python_equal(v, true)), std::nullopt;
    }
    return not_valid(v, nullable ? "value must be either True, False, or None." : "value must be either True or False.");
}

SSOT_DECL clean_outcome clean_uuid(dynamic& v)
{
    if (v.get_if<uuid>())
        return std::nullopt;
    uuid          id{};
    refusal       ignored;
    python::value given;
    using type = python::value::type;
    if (auto const* const text = v.get_if<std::string>())
        given = {.is = type::text, .text = *text};
    else if (auto const* const b = v.get_if<bool>())
        given = {.is = type::boolean, .boolean = *b};
    else if (v.get_if<std::int64_t>() || v.get_if<nautobot::big_integer>())
        given = {.is = type::integer, .text = python::str_of(v)};
    else if (v.get_if<nautobot::byte_string>())
        return raised("TypeError", "a bytes-like object is required, not 'str'");
    else
        return not_valid(v, "is not a valid UUID.");
    if (!read_uuid(given, id, ignored))
        return not_valid(v, "is not a valid UUID.");
    return v = dynamic(id), std::nullopt;
}

SSOT_DECL clean_outcome clean_timestamp(dynamic& v)
{
    if (v.get_if<nautobot::calendar_time>())
        return std::nullopt;
    if (auto const* const day = v.get_if<std::chrono::year_month_day>())
        return v = dynamic(nautobot::calendar_time(*day, {}, std::chrono::seconds{0})), std::nullopt;
    auto const* const text = v.get_if<std::string>();
    if (!text)
        return no_text(v);
    auto const instant = parse_django_datetime(*text);
    if (instant.fault != django_datetime::none)
        return not_valid(v, instant.message(), instant.code());
    return v = dynamic(nautobot::calendar_time(instant.date, instant.since_midnight, instant.offset)), std::nullopt;
}

SSOT_DECL clean_outcome clean_duration(dynamic& v)
{
    if (v.get_if<nautobot::long_duration>())
        return std::nullopt;
    auto const* const text = v.get_if<std::string>();
    if (!text)
        return no_text(v);
    auto const read = read_django_duration(*text);
    if (!read)
        return not_valid(v, duration_form_message);
    if (auto message = overflow_message(*read); !message.empty())
        return raised("OverflowError", std::move(message));
    auto const us    = read->sum();
    auto const whole = floor_days(us);
    auto const rest  = us - whole * us_per_day;
    return v         = dynamic(nautobot::long_duration(static_cast<std::int32_t>(whole), static_cast<std::int64_t>(rest))),
           std::nullopt;
}

SSOT_DECL clean_outcome to_python(field_info const& f, dynamic& v)
{
    if (f.kind == kind::boolean)
        return clean_boolean(v, f.nullable);
    if (v.is_null())
        return std::nullopt;
    switch (f.kind) {
    case kind::text:
    case kind::choice: return v = dynamic(python::str_of(v)), std::nullopt;
    case kind::int64: return clean_integer(v);
    case kind::uuid: return clean_uuid(v);
    case kind::timestamp: return clean_timestamp(v);
    case kind::duration: return clean_duration(v);
    default: return std::nullopt;
    }
}

/// Whether json.dumps takes a value without an encoder of Django's.
SSOT_DECL bool needs_no_encoder(dynamic const& v)
{
    auto const all = [](auto const& items) { return std::ranges::all_of(items, needs_no_encoder); };
    if (auto const* const list = v.get_if<dynamic::list>())
        return all(list->items());
    if (auto const* const tuple = v.get_if<dynamic::tuple>())
        return all(tuple->items());
    if (auto const* const dict = v.get_if<dynamic::dict>())
        return std::ranges::all_of(dict->items(), [](auto const& entry) { return needs_no_encoder(entry.second); });
    return v.is_null() || v.get_if<bool>() || v.get_if<std::int64_t>() || v.get_if<nautobot::big_integer>() ||
        v.get_if<double>() || v.get_if<std::string>();
}

SSOT_DECL clean_outcome check_json(field_info const& f, dynamic const& v)
{
    refused_value wrong{"invalid", "Value must be valid JSON."};
    if (f.options.encoder.empty() && !needs_no_encoder(v))
        return wrong;
    auto const as   = f.options.encoder == "DiffJSONEncoder" ? nautobot::encoder::diff : nautobot::encoder::django;
    auto const text = nautobot::encode(v, {.as = as, .exact = true, .allow_nan = true, .max_depth = 900});
    if (text || text.error().code() == errc::invalid_utf8)
        return std::nullopt;
    if (text.error().code() == errc::wrong_type)
        return wrong;
    bool const too_deep = text.error().code() == errc::too_deep;
    return raised(too_deep ? "RecursionError" : "ValueError", std::string(text.error().text()));
}

} // namespace ssot::detail::django

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_DYNAMIC_CLEAN_IPP
