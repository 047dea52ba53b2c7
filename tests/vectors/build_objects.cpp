// SPDX-License-Identifier: BSL-1.0
#include "build_objects.hpp"

#include <ssot/nautobot/diff_encoder.hpp>
#include <ssot/nautobot/text_forms.hpp>

#include <ssot/detail/nautobot/python/json.hpp>
#include <ssot/detail/nautobot/python/repr.hpp>
#include <ssot/detail/nautobot/python/text_sink.hpp>

#include "values.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

namespace ssot_vectors {

namespace {

namespace nautobot = ssot::nautobot;
namespace python   = ssot::detail::python;

/// A number as jsonb keeps it: one that has no fraction loses its exponent, and zero its sign.
void normalize_number(python::value& v)
{
    if (v.real == 0)
        v.real = 0;
    auto const text = python::float_repr(v.real);
    auto const e    = text.find("e+");
    if (e == std::string::npos)
        return;
    auto const  point    = text.find('.');
    std::string digits   = text.substr(0, std::min(point, e));
    std::string fraction = point < e ? text.substr(point + 1, e - point - 1) : "";
    fraction.resize(std::stoul(text.substr(e + 2)), '0');
    v.is   = python::value::type::integer;
    v.text = digits + fraction;
}

/// What PostgreSQL makes of JSON; false when it refuses it.
bool normalize_jsonb(python::value& v)
{
    using type       = python::value::type;
    auto const is_ok = [](std::string const& text) { return text.find('\0') == std::string::npos; };
    if (v.is == type::real)
        return std::isfinite(v.real) && (normalize_number(v), true);
    if (v.is == type::text)
        return is_ok(v.text);
    if (!std::ranges::all_of(v.items, normalize_jsonb) || !std::ranges::all_of(v.keys, is_ok))
        return false;
    std::vector<std::size_t> order(v.keys.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return std::pair(v.keys[a].size(), std::string_view(v.keys[a])) <
            std::pair(v.keys[b].size(), std::string_view(v.keys[b]));
    });
    if (v.is == type::dict) {
        auto const old = std::move(v);
        v              = {.is = type::dict};
        for (auto const i : order) {
            v.keys.push_back(old.keys[i]);
            v.items.push_back(old.items[i]);
        }
    }
    return true;
}

/// What json.dumps raises without an encoder; nothing when it does not.
std::optional<refusal> refuse_plainly(nautobot::dynamic const& v)
{
    using nautobot::dynamic;
    auto const all = [](auto const& items) {
        std::optional<refusal> out;
        for (auto const& item : items)
            if (!out)
                out = refuse_plainly(item);
        return out;
    };
    if (auto const* const list = v.get_if<dynamic::list>())
        return all(list->items());
    if (auto const* const tuple = v.get_if<dynamic::tuple>())
        return all(tuple->items());
    if (auto const* const dict = v.get_if<dynamic::dict>()) {
        std::optional<refusal> out;
        for (auto const& [key, value] : dict->items())
            if (!out)
                out = refuse_plainly(value);
        return out;
    }
    if (v.is_null() || v.get_if<bool>() || v.get_if<std::int64_t>() || v.get_if<nautobot::big_integer>() ||
        v.get_if<double>() || v.get_if<std::string>())
        return {};
    std::string name(v.python_type());
    name.erase(0, name.rfind('.') + 1); // npos + 1 is 0
    return refusal{"TypeError", "Object of type " + name + " is not JSON serializable"};
}

/// Lets NaN pass: the writers and databases refuse it later.
std::optional<refusal> encode(std::string& out, nautobot::dynamic const& v, nautobot::encoder as)
{
    auto text = nautobot::encode(v, {.as = as, .exact = true, .allow_nan = true});
    if (text)
        return out = std::move(*text), std::nullopt;
    auto const& e = text.error();
    return refusal{std::string(to_string(e.code())), std::string(e.text())};
}

std::optional<refusal> wrong_type() { return refusal{"ValidationError", "a value that this field cannot hold"}; }

} // namespace

std::optional<refusal> read_value(nautobot::dynamic& out, boost::json::value const& v)
{
    auto read = value_of(v);
    if (read)
        return out = std::move(*read), std::nullopt;
    auto const why = std::string(read.error().text());
    return read.error().code() == ssot::errc::unsupported ? refusal{.message = why, .is_skip = true}
                                                          : refusal{"ValueError", why};
}

std::optional<refusal> normalize_document(ssot::raw_json& document, rules by)
{
    auto parsed = python::parse_json(document.text(), 2000);
    if (!parsed)
        return parsed.error().code() == ssot::errc::invalid_utf8 ? skip(reason::lone_surrogate)
                                                                 : refusal{"DataError", std::string(parsed.error().text())};
    if (by == rules::postgresql && !normalize_jsonb(*parsed))
        return refusal{"DataError", "jsonb refuses it"};
    std::string       text;
    python::text_sink sink(text, {.spaced = false});
    if (!sink.write_python(*parsed))
        return refusal{"IntegrityError", "JSON_VALID: NaN"};
    document = ssot::raw_json::trusted(std::move(text));
    return {};
}

std::optional<refusal> dump_document(std::string& out, nautobot::dynamic const& v, bool with_encoder)
{
    if (!with_encoder)
        if (auto refused = refuse_plainly(v))
            return refused;
    return encode(out, v, nautobot::encoder::diff);
}

std::optional<refusal> dump_loosely(std::string& out, nautobot::dynamic const& v, ssot::kind kind, loose_form form)
{
    if (v.is_null()) // by itself REST renders it as no text at all
        return out = "null", std::nullopt;
    if (auto const* const d = v.get_if<nautobot::long_duration>(); d && kind == ssot::kind::duration) {
        auto const us = d->to_duration();
        if (!us)
            return skip(reason::long_duration);
        out = '"' + nautobot::to_django_duration(*us) + '"';
        return {};
    }
    if (form == loose_form::rest && kind == ssot::kind::timestamp && !v.is_null()) {
        ssot::timestamp t{};
        if (auto refused = read_stored(t, v))
            return refused;
        out = '"' + nautobot::to_microsecond_timestamp(t) + '"';
        return {};
    }
    return encode(out, v, form == loose_form::rest ? nautobot::encoder::drf : nautobot::encoder::django);
}

std::optional<refusal> read_stored(bool& out, nautobot::dynamic const& v)
{
    auto const* const b = v.get_if<bool>();
    return b ? (out = *b, std::nullopt) : wrong_type();
}

std::optional<refusal> read_stored(std::int64_t& out, nautobot::dynamic const& v)
{
    if (v.get_if<nautobot::big_integer>())
        return refusal{"OverflowError", "beyond 64 bits"};
    auto const* const n = v.get_if<std::int64_t>();
    return n ? (out = *n, std::nullopt) : wrong_type();
}

std::optional<refusal> read_stored(std::string& out, nautobot::dynamic const& v)
{
    auto const* const s = v.get_if<std::string>();
    return s ? (out = *s, std::nullopt) : wrong_type();
}

std::optional<refusal> read_stored(ssot::uuid& out, nautobot::dynamic const& v)
{
    auto const* const id = v.get_if<ssot::uuid>();
    return id ? (out = *id, std::nullopt) : wrong_type();
}

std::optional<refusal> read_stored(ssot::timestamp& out, nautobot::dynamic const& v)
{
    auto const* const t = v.get_if<nautobot::calendar_time>();
    if (!t)
        return wrong_type();
    out = std::chrono::sys_days{t->date} + t->since_midnight - t->offset.value_or(std::chrono::seconds{0}); // naive is UTC
    return out < ssot::min_timestamp || out > ssot::max_timestamp
        ? std::optional(refusal{"OverflowError", "date value out of range"})
        : std::nullopt;
}

std::optional<refusal> read_stored(ssot::duration& out, nautobot::dynamic const& v)
{
    auto const* const d = v.get_if<nautobot::long_duration>();
    if (!d)
        return wrong_type();
    auto const us = d->to_duration();
    return us ? (out = *us, std::nullopt) : std::optional(skip(reason::long_duration));
}

} // namespace ssot_vectors
