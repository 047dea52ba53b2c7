// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_DISPLAY_IPP
#define SSOT_IMPL_NAUTOBOT_DISPLAY_IPP

#include <ssot/json/text.hpp>
#include <ssot/nautobot/display.hpp>

#include <ssot/detail/nautobot/python/dynamic_text.hpp>
#include <ssot/detail/nautobot/python/is_empty_value.hpp>
#include <ssot/detail/time/date_format.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace ssot::nautobot {

namespace detail {

SSOT_DECL std::string printed(char const* format, double v)
{
    char       text[400];
    auto const size = std::snprintf(text, sizeof text, format, v);
    return std::string(text, static_cast<std::size_t>(size));
}

inline constexpr std::string_view byte_units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"};

/// Python's round(v, 2).
SSOT_DECL double rounded_to_cents(double v) noexcept { return std::strtod(printed("%.2f", v).c_str(), nullptr); }

/// Python's `v % 1`: never negative.
SSOT_DECL double fraction_of(double v) noexcept { return v - std::floor(v); }

/// The size as a float, when Python takes it for a number here.
SSOT_DECL std::optional<double> as_size(dynamic const& v)
{
    if (auto const* const b = v.get_if<bool>())
        return *b ? 1.0 : 0.0;
    if (auto const* const n = v.get_if<std::int64_t>())
        return static_cast<double>(*n);
    if (auto const* const n = v.get_if<big_integer>())
        return std::strtod(std::string(n->digits()).c_str(), nullptr);
    auto const* const real = v.get_if<double>();
    return real ? std::optional(*real) : std::nullopt;
}

/// Writes lists of lists.
class diff_page {
public:
    void add_groups(boost::json::object const& groups, bool skip_values)
    {
        for (auto const& group : groups) {
            auto const name = view(group.key());
            if (skip_values && (name == "+" || name == "-"))
                continue;
            auto const* const records = group.value().if_object();
            if (!records) {
                add_value({}, name, group.value());
                continue;
            }
            out.append("<li>").append(escape_html(name)).append("<ul>");
            for (auto const& record : *records)
                add_record(view(record.key()), record.value());
            out.append("</ul></li>");
        }
    }

    std::string out{};

private:
    static std::string_view view(boost::json::string_view text) noexcept { return {text.data(), text.size()}; }

    void add_value(std::string_view css, std::string_view name, boost::json::value const& v)
    {
        out.append("<li");
        if (!css.empty())
            out.append(" class=\"").append(css).append("\"");
        out.append(">").append(escape_html(name)).append(": ");
        out.append(escape_html(python::str_of(dynamic(v)))).append("</li>");
    }

    void add_values(std::string_view css, std::string_view name, boost::json::value const* values)
    {
        auto const* const object = values ? values->if_object() : nullptr;
        if (object)
            for (auto const& [key, value] : *object)
                add_value(css, view(key), value);
        else if (values && !values->is_null())
            add_value(css, name, *values);
    }

    static bool has_some(boost::json::value const* values) noexcept
    {
        auto const* const object = values ? values->if_object() : nullptr;
        return object ? !object->empty() : values && !values->is_null();
    }

    void add_record(std::string_view name, boost::json::value const& record)
    {
        auto const* const object = record.if_object();
        if (!object)
            return add_value({}, name, record);
        auto const* const added      = object->if_contains("+");
        auto const* const subtracted = object->if_contains("-");
        auto const        css        = added && !subtracted           ? "diff-added"
                          : subtracted && !added                      ? "diff-subtracted"
                          : !has_some(added) && !has_some(subtracted) ? "diff-unchanged"
                                                                      : "diff-changed";
        out.append("<li class=\"").append(css).append("\">").append(escape_html(name)).append("<ul>");
        add_values("diff-added", "+", added);
        add_values("diff-subtracted", "-", subtracted);
        add_groups(*object, true);
        out.append("</ul></li>");
    }
};

} // namespace detail

SSOT_DECL std::string shorter_timedelta(std::optional<duration> const& d)
{
    if (!d || d->count() == 0)
        return "&mdash;";
    auto       text  = detail::python::timedelta_text(long_duration(*d));
    auto const point = text.find('.');
    return point == std::string::npos ? text + ".0" : text.substr(0, point + 2);
}

SSOT_DECL result<std::string> shorter_timedelta(dynamic const& v, exact_t)
{
    if (detail::python::is_falsy(v))
        return std::string("&mdash;");
    auto const text  = detail::python::str_of(v);
    auto const point = text.find('.');
    if (point == std::string::npos)
        return error(errc::invalid_value, "not enough values to unpack (expected 2, got 1)");
    auto const fraction = text.substr(point + 1); // counted as microseconds, however many digits there are
    auto const tenths   = std::strtoll(fraction.c_str(), nullptr, 10) / 100'000;
    return text.substr(0, point + 1) + std::to_string(tenths);
}

SSOT_DECL std::string humanize_bytes(std::optional<double> const& size)
{
    if (!size || !std::isfinite(*size))
        return "no data";
    double      v    = *size;
    std::size_t unit = 0;
    while (std::fabs(detail::rounded_to_cents(v)) >= 1024 && unit + 1 != std::size(detail::byte_units)) {
        v /= 1024;
        ++unit;
    }
    auto const cents = detail::rounded_to_cents(v);
    auto const text =
        cents == std::trunc(cents) ? detail::printed("%.0f", cents == 0 ? 0 : cents) : detail::printed("%.2f", v);
    return text + " " + std::string(detail::byte_units[unit]);
}

SSOT_DECL result<std::string> humanize_bytes(dynamic const& value, exact_t)
{
    auto const size = detail::as_size(value);
    if (!size)
        return std::string("no data");
    if (std::isinf(*size) && value.get_if<big_integer>())
        return error(errc::out_of_range, "int too large to convert to float");
    double v = *size;
    for (std::size_t unit = 0; unit != 8; ++unit) {
        if (std::fabs(v) < 1024.0) {
            bool const whole = detail::fraction_of(detail::rounded_to_cents(v)) < 0.01;
            return detail::printed(whole ? "%3.0f" : "%3.2f", v) + " " + std::string(detail::byte_units[unit]);
        }
        v /= 1024.0;
    }
    return (std::isnan(v) ? "nan" : std::isinf(v) ? (v < 0 ? "-inf" : "inf") : detail::printed("%.1f", v)) + " YiB";
}

SSOT_DECL std::string format_size(double size)
{
    constexpr std::size_t last = 4; // TiB
    for (std::size_t unit = 0;; ++unit) {
        auto const name = " " + std::string(detail::byte_units[unit]);
        if (std::fabs(size) < 100 && unit != 0)
            return detail::printed("%.1f", size) + name;
        if (std::fabs(size) < 10 * 1024 || unit == last)
            return detail::printed("%.0f", size) + name;
        size /= 1024;
    }
}

SSOT_DECL std::string date_format(timestamp t, date_style const& style)
{
    return ssot::detail::format_date(t, style.format, style.utc_offset, style.exact, style.naive);
}

SSOT_DECL std::string render_diff(boost::json::value const& diff)
{
    auto const* const groups = diff.if_object();
    if (!groups)
        return diff.is_null() ? std::string()
                              : "<ul><li>" + escape_html(detail::python::str_of(dynamic(diff))) + "</li></ul>";
    if (groups->empty())
        return {};
    detail::diff_page page;
    page.out = "<ul>";
    page.add_groups(*groups, false);
    return page.out + "</ul>";
}

SSOT_DECL std::string render_diff(raw_json const& diff)
{
    auto const dom = from_json<boost::json::value>(diff.text());
    return dom ? render_diff(*dom) : std::string();
}

SSOT_DECL std::string escape_html(std::string_view text)
{
    std::string out;
    for (char const c : text)
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#x27;"; break;
        default: out += c;
        }
    return out;
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_DISPLAY_IPP
