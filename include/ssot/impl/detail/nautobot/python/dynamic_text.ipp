// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_DYNAMIC_TEXT_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_DYNAMIC_TEXT_IPP

#include <ssot/nautobot/dynamic.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/nautobot/python/dynamic_text.hpp>
#include <ssot/detail/nautobot/python/repr.hpp>
#include <ssot/detail/text/python_repr.hpp>
#include <ssot/detail/text/zero_padded.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace ssot::detail::python {

/// An offset as Python has it: below a day.
SSOT_DECL std::chrono::seconds clamped_offset(std::chrono::seconds offset) noexcept
{
    constexpr std::chrono::seconds most{86'399};
    return std::clamp(offset, -most, most);
}

/// `+HH:MM[:SS]`, as isoformat() writes an offset.
SSOT_DECL std::string isoformat_offset(std::chrono::seconds any)
{
    auto const offset = clamped_offset(any);
    auto const s      = offset.count() < 0 ? -offset.count() : offset.count();
    auto       text   = (offset.count() < 0 ? "-" : "+") + zero_padded(s / 3600, 2) + ":" + zero_padded(s / 60 % 60, 2);
    return s % 60 == 0 ? text : text + ":" + zero_padded(s % 60, 2);
}

/// `HH:MM:SS[.ffffff]`.
SSOT_DECL std::string isoformat_clock(std::chrono::microseconds since_midnight)
{
    auto const us   = since_midnight.count();
    auto const sec  = us / 1'000'000;
    auto       text = zero_padded(sec / 3600, 2) + ":" + zero_padded(sec / 60 % 60, 2) + ":" + zero_padded(sec % 60, 2);
    return us % 1'000'000 == 0 ? text : text + "." + zero_padded(us % 1'000'000, 6);
}

/// `YYYY-MM-DD`.
SSOT_DECL std::string isoformat_date(std::chrono::year_month_day d)
{
    return zero_padded(static_cast<int>(d.year()), 4) + "-" + zero_padded(static_cast<unsigned>(d.month()), 2) + "-" +
        zero_padded(static_cast<unsigned>(d.day()), 2);
}

SSOT_DECL std::string timedelta_text(nautobot::long_duration d)
{
    auto const  sec = d.microseconds / 1'000'000;
    std::string out;
    if (d.days != 0)
        out = std::to_string(d.days) + (d.days == 1 || d.days == -1 ? " day, " : " days, ");
    out += std::to_string(sec / 3600) + ":" + zero_padded(sec / 60 % 60, 2) + ":" + zero_padded(sec % 60, 2);
    if (auto const us = d.microseconds % 1'000'000; us != 0)
        out += "." + zero_padded(us, 6);
    return out;
}

/// The arguments of a constructor, from hours on: `7, 8[, 9[, 123456]]`.
SSOT_DECL std::string clock_arguments(std::chrono::microseconds since_midnight)
{
    auto const us  = since_midnight.count();
    auto const sec = us / 1'000'000;
    auto       out = std::to_string(sec / 3600) + ", " + std::to_string(sec / 60 % 60);
    if (us % 60'000'000 != 0)
        out += ", " + std::to_string(sec % 60);
    if (us % 1'000'000 != 0)
        out += ", " + std::to_string(us % 1'000'000);
    return out;
}

SSOT_DECL std::string timedelta_repr(nautobot::long_duration d)
{
    std::string out;
    auto const  add = [&](std::string_view name, std::int64_t n) {
        if (n != 0)
            out.append(out.empty() ? "" : ", ").append(name).append("=").append(std::to_string(n));
    };
    add("days", d.days);
    add("seconds", d.microseconds / 1'000'000);
    add("microseconds", d.microseconds % 1'000'000);
    return "datetime.timedelta(" + (out.empty() ? "0" : out) + ")";
}

SSOT_DECL std::string zone_repr(std::optional<std::chrono::seconds> const& offset)
{
    if (!offset)
        return {};
    if (offset->count() == 0)
        return ", tzinfo=datetime.timezone.utc";
    return ", tzinfo=datetime.timezone(" + timedelta_repr(nautobot::long_duration(clamped_offset(*offset))) + ")";
}

SSOT_DECL std::string bytes_repr(std::string_view bytes)
{
    constexpr char digits[] = "0123456789abcdef";
    bool const     doubled  = bytes.find('\'') != std::string_view::npos && bytes.find('"') == std::string_view::npos;
    char const     quote    = doubled ? '"' : '\'';
    std::string    out      = std::string("b") + quote;
    for (char const c : bytes) {
        auto const u = static_cast<unsigned char>(c);
        if (c == quote || c == '\\')
            (out += '\\') += c;
        else if (c == '\t' || c == '\n' || c == '\r')
            (out += '\\') += c == '\t' ? 't' : c == '\n' ? 'n' : 'r';
        else if (u < 0x20 || u >= 0x7f)
            ((out += "\\x") += digits[u >> 4]) += digits[u & 15];
        else
            out += c;
    }
    return out += quote;
}

struct dynamic_repr {
    using dynamic = nautobot::dynamic;

    std::string operator()(std::monostate) const { return "None"; }
    std::string operator()(bool v) const { return v ? "True" : "False"; }
    std::string operator()(std::int64_t v) const { return std::to_string(v); }
    std::string operator()(nautobot::big_integer const& v) const { return std::string(v.digits()); }
    std::string operator()(double v) const { return float_repr(v); }
    std::string operator()(nautobot::decimal const& v) const { return "Decimal('" + std::string(v.text()) + "')"; }
    std::string operator()(std::string const& v) const { return python_repr(std::string_view(v)); }
    std::string operator()(nautobot::byte_string const& v) const { return bytes_repr(v.data); }
    std::string operator()(uuid const& v) const { return "UUID('" + ssot::to_string(v) + "')"; }
    std::string operator()(nautobot::calendar_time const& v) const
    {
        return "datetime.datetime(" + day(v.date) + ", " + clock_arguments(v.since_midnight) + zone_repr(v.offset) + ")";
    }
    std::string operator()(std::chrono::year_month_day v) const { return "datetime.date(" + day(v) + ")"; }
    std::string operator()(nautobot::clock_time const& v) const
    {
        return "datetime.time(" + clock_arguments(v.since_midnight) + zone_repr(v.offset) + ")";
    }
    std::string operator()(nautobot::long_duration v) const { return timedelta_repr(v); }
    std::string operator()(dynamic::list const& v) const { return "[" + items(v) + "]"; }
    std::string operator()(dynamic::tuple const& v) const { return "(" + items(v) + (v.items().size() == 1 ? ",)" : ")"); }
    std::string operator()(dynamic::set const& v) const { return v.items().empty() ? "set()" : "{" + items(v) + "}"; }
    std::string operator()(dynamic::frozen_set const& v) const
    {
        return v.items().empty() ? "frozenset()" : "frozenset({" + items(v) + "})";
    }
    std::string operator()(dynamic::dict const& v) const
    {
        std::string out = "{";
        for (auto const& [key, value] : v.items())
            out.append(out.size() == 1 ? "" : ", ").append(repr_of(key)).append(": ").append(repr_of(value));
        return out + "}";
    }

private:
    static std::string day(std::chrono::year_month_day d)
    {
        return std::to_string(static_cast<int>(d.year())) + ", " + std::to_string(static_cast<unsigned>(d.month())) + ", " +
            std::to_string(static_cast<unsigned>(d.day()));
    }

    template<class Items>
    static std::string items(Items const& v)
    {
        std::string out;
        for (auto const& item : v.items())
            out.append(&item == v.items().data() ? "" : ", ").append(repr_of(item));
        return out;
    }
};

SSOT_DECL std::string repr_of(nautobot::dynamic const& v) { return std::visit(dynamic_repr{}, v.value()); }

SSOT_DECL std::string str_of(nautobot::dynamic const& v)
{
    if (auto const* const text = v.get_if<std::string>())
        return *text;
    if (auto const* const number = v.get_if<nautobot::decimal>())
        return std::string(number->text());
    if (auto const* const id = v.get_if<uuid>())
        return ssot::to_string(*id);
    if (auto const* const date = v.get_if<std::chrono::year_month_day>())
        return isoformat_date(*date);
    if (auto const* const d = v.get_if<nautobot::long_duration>())
        return timedelta_text(*d);
    if (auto const* const at = v.get_if<nautobot::calendar_time>())
        return isoformat_date(at->date) + " " + isoformat_clock(at->since_midnight) +
            (at->offset ? isoformat_offset(*at->offset) : "");
    if (auto const* const at = v.get_if<nautobot::clock_time>())
        return isoformat_clock(at->since_midnight) + (at->offset ? isoformat_offset(*at->offset) : "");
    return repr_of(v);
}

} // namespace ssot::detail::python

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_DYNAMIC_TEXT_IPP
