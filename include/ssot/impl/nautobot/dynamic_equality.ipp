// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_DYNAMIC_EQUALITY_IPP
#define SSOT_IMPL_NAUTOBOT_DYNAMIC_EQUALITY_IPP

// Which values Python takes for equal, and finding them.

#include <ssot/nautobot/dynamic.hpp>

#include <ssot/detail/base/seeded_hash.hpp>
#include <ssot/detail/json/number.hpp>
#include <ssot/detail/text/python_number.hpp>

#include <algorithm>
#include <bit>
#include <charconv>
#include <chrono>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <variant>
#include <vector>

namespace ssot::nautobot {

namespace detail {

template<class T>
inline constexpr bool is_number = std::same_as<T, bool> || std::same_as<T, std::int64_t> || std::same_as<T, big_integer> ||
    std::same_as<T, double> || std::same_as<T, decimal>;

SSOT_DECL bool is_finite(decimal const& v) noexcept
{
    return v.text().find_first_of("Na") == std::string_view::npos && is_digit(v.text().back());
}

/// A number as a double, rounded; the same for numbers that are equal.
template<class T>
double rounded(T const& v) noexcept
{
    if constexpr (std::same_as<T, decimal>)
        return v.to_double();
    else if constexpr (std::same_as<T, big_integer>)
        return to_double(v.digits());
    else
        return static_cast<double>(v);
}

/// Precondition: `v` is finite.
template<class T>
exact_number exact(T const& v)
{
    if constexpr (std::same_as<T, decimal>)
        return exact_number(v.text());
    else if constexpr (std::same_as<T, big_integer>)
        return exact_number(v.digits());
    else if constexpr (std::same_as<T, double>)
        return exactly(v);
    else
        return exact_number(std::to_string(static_cast<std::int64_t>(v)));
}

template<class T>
bool is_finite_number(T const& v) noexcept
{
    if constexpr (std::same_as<T, double>)
        return std::isfinite(v);
    else if constexpr (std::same_as<T, decimal>)
        return is_finite(v);
    else
        return true;
}

template<class A, class B>
bool numbers_equal(A const& a, B const& b)
{
    constexpr bool small_a = std::same_as<A, bool> || std::same_as<A, std::int64_t>;
    constexpr bool small_b = std::same_as<B, bool> || std::same_as<B, std::int64_t>;
    if constexpr (small_a && small_b)
        return static_cast<std::int64_t>(a) == static_cast<std::int64_t>(b);
    else if constexpr (std::same_as<A, double> && std::same_as<B, double>)
        return a == b;
    else if constexpr (std::same_as<A, double> && small_b)
        return equals_integer(a, static_cast<std::int64_t>(b));
    else if constexpr (small_a && std::same_as<B, double>)
        return equals_integer(b, static_cast<std::int64_t>(a));
    else if (is_finite_number(a) && is_finite_number(b))
        return exact(a) == exact(b);
    else
        return !is_finite_number(a) && !is_finite_number(b) && rounded(a) == rounded(b); // infinities; NaN equals nothing
}

/// Microseconds of a day in UTC. No clock shows more than thirty years, so that no sum overflows with what is none.
SSOT_DECL std::int64_t clock_of(std::chrono::microseconds           since_midnight,
                                std::optional<std::chrono::seconds> offset) noexcept
{
    constexpr std::int64_t most = 1'000'000'000;
    auto const             off  = std::clamp(offset.value_or(std::chrono::seconds{0}).count(), -most, most);
    return std::clamp(since_midnight.count(), -most * us_per_second, most * us_per_second) - off * us_per_second;
}

SSOT_DECL std::int64_t instant_of(calendar_time const& v) noexcept
{
    auto const day = std::chrono::sys_days(v.date).time_since_epoch().count();
    return static_cast<std::int64_t>(day) * us_per_day + clock_of(v.since_midnight, v.offset);
}

SSOT_DECL std::int64_t instant_of(clock_time const& v) noexcept { return clock_of(v.since_midnight, v.offset); }

/// The hash of a finite number in the form that `exact_number` reads: the same for all texts of one number.
SSOT_DECL std::size_t hash_of_digits(seeded_hash const& hash, std::string_view text) noexcept
{
    bool const negative = text.starts_with('-');
    if (negative)
        text.remove_prefix(1);
    std::int64_t exponent = 0;
    if (auto const e = text.find_first_of("eE"); e != std::string_view::npos) {
        auto power = text.substr(e + 1);
        if (power.starts_with('+'))
            power.remove_prefix(1);
        std::from_chars(power.data(), power.data() + power.size(), exponent);
        text = text.substr(0, e);
    }
    std::size_t  out      = 0;
    std::int64_t zeros    = 0; // behind a digit: they count when another digit follows
    bool         is_zero  = true;
    bool         fraction = false;
    for (char const c : text) {
        if (c == '.') {
            fraction = true;
            continue;
        }
        exponent -= fraction;
        if (c == '0') {
            zeros += !is_zero;
            continue;
        }
        for (; zeros != 0; --zeros)
            out = hash.combine(out, '0');
        out     = hash.combine(out, static_cast<unsigned char>(c));
        is_zero = false;
    }
    if (is_zero)
        return hash(0);
    return hash.combine(hash.combine(out, static_cast<std::size_t>(exponent + zeros)), negative);
}

/// All digits count: of numbers that are one double when rounded there can be any number.
template<class T>
std::size_t hash_of_number(seeded_hash const& hash, T const& v) noexcept
{
    if constexpr (std::same_as<T, bool> || std::same_as<T, std::int64_t>) {
        char       text[24];
        auto const end = std::to_chars(text, text + sizeof text, static_cast<std::int64_t>(v)).ptr;
        return hash_of_digits(hash, std::string_view(text, static_cast<std::size_t>(end - text)));
    } else if constexpr (std::same_as<T, double>) {
        if (!std::isfinite(v))
            return hash(std::bit_cast<std::uint64_t>(v));
        char       text[800]; // no double has more than 767 digits
        auto const end = std::abs(v) < 1e15 && v == std::trunc(v)
            ? std::to_chars(text, text + sizeof text, static_cast<std::int64_t>(v)).ptr
            : std::to_chars(text, text + sizeof text, v, std::chars_format::scientific, 766).ptr;
        return hash_of_digits(hash, std::string_view(text, static_cast<std::size_t>(end - text)));
    } else if constexpr (std::same_as<T, decimal>) {
        return is_finite(v) ? hash_of_digits(hash, v.text()) : hash(std::bit_cast<std::uint64_t>(rounded(v)));
    } else {
        return hash_of_digits(hash, v.digits());
    }
}

/// A number that equals nothing, not even itself.
SSOT_DECL bool is_nan(dynamic const& v) noexcept
{
    auto const* const real = v.get_if<double>();
    auto const* const text = v.get_if<decimal>();
    return (real && std::isnan(*real)) || (text && std::isnan(text->to_double()));
}

/// Finds values that were added before, in constant time. In Python an object is found by identity even where it is not equal
/// to itself; here two NaN are two objects.
class python_index {
public:
    /// The position that a value equal to `v` was added with; `at(i)` is the value of a position.
    template<class At>
    std::optional<std::size_t> find(dynamic const& v, At&& at) const
    {
        return is_nan(v) ? std::nullopt : find(v, python_hash(v), at);
    }

    /// The same, after adding `v` at `next` when it is new.
    template<class At>
    std::size_t find_or_add(dynamic const& v, std::size_t next, At&& at)
    {
        if (is_nan(v)) // would only be in the way of others
            return next;
        auto const hash = python_hash(v);
        if (auto const found = find(v, hash, at))
            return *found;
        positions_.emplace(hash, next);
        return next;
    }

private:
    template<class At>
    std::optional<std::size_t> find(dynamic const& v, std::size_t hash, At& at) const
    {
        auto const [from, to] = positions_.equal_range(hash);
        for (auto i = from; i != to; ++i)
            if (python_equal(at(i->second), v))
                return i->second;
        return std::nullopt;
    }

    std::unordered_multimap<std::size_t, std::size_t> positions_{};
};

SSOT_DECL bool same_members(std::vector<dynamic> const& a, std::vector<dynamic> const& b)
{
    if (a.size() != b.size())
        return false;
    python_index index;
    for (std::size_t i = 0; i != a.size(); ++i)
        index.find_or_add(a[i], i, [&](std::size_t k) -> dynamic const& { return a[k]; });
    return std::all_of(b.begin(), b.end(), [&](dynamic const& v) {
        return index.find(v, [&](std::size_t k) -> dynamic const& { return a[k]; }).has_value();
    });
}

SSOT_DECL bool same_entries(std::vector<dynamic::dict::entry> const& a, std::vector<dynamic::dict::entry> const& b)
{
    if (a.size() != b.size())
        return false;
    python_index index;
    for (std::size_t i = 0; i != a.size(); ++i)
        index.find_or_add(a[i].first, i, [&](std::size_t k) -> dynamic const& { return a[k].first; });
    return std::all_of(b.begin(), b.end(), [&](dynamic::dict::entry const& e) {
        auto const found = index.find(e.first, [&](std::size_t k) -> dynamic const& { return a[k].first; });
        return found && python_equal(a[*found].second, e.second);
    });
}

} // namespace detail

namespace detail {

/// Compares a number with a value of any type.
template<class Number>
bool equals_number(Number const& x, dynamic::variant const& v)
{
    return [&]<class... T>(std::variant<T...> const*) {
        bool       out      = false;
        auto const try_type = [&]<class Y>(std::type_identity<Y>) {
            if constexpr (is_number<Y>)
                if (auto const* const y = std::get_if<Y>(&v))
                    out = numbers_equal(x, *y);
        };
        (try_type(std::type_identity<T>()), ...);
        return out;
    }(&v);
}

/// The members of a set, frozen or not; null for any other value.
SSOT_DECL std::vector<dynamic> const* members_of_set(dynamic::variant const& v)
{
    if (auto const* const set = std::get_if<dynamic::set>(&v))
        return &set->items();
    auto const* const frozen = std::get_if<dynamic::frozen_set>(&v);
    return frozen ? &frozen->items() : nullptr;
}

} // namespace detail

SSOT_DECL bool python_equal(dynamic const& a, dynamic const& b)
{
    return std::visit(
        [&b](auto const& x) -> bool {
            using A        = std::remove_cvref_t<decltype(x)>;
            auto const& vb = b.value();
            if constexpr (detail::is_number<A>) {
                return detail::equals_number(x, vb);
            } else if constexpr (std::same_as<A, dynamic::set> || std::same_as<A, dynamic::frozen_set>) {
                auto const* const y = detail::members_of_set(vb);
                return y && detail::same_members(x.items(), *y);
            } else {
                auto const* const y = std::get_if<A>(&vb);
                if (!y)
                    return false;
                if constexpr (std::same_as<A, dynamic::list> || std::same_as<A, dynamic::tuple>)
                    return std::equal(
                        x.items().begin(), x.items().end(), y->items().begin(), y->items().end(), python_equal);
                else if constexpr (std::same_as<A, dynamic::dict>)
                    return detail::same_entries(x.items(), y->items());
                else if constexpr (std::same_as<A, calendar_time> || std::same_as<A, clock_time>)
                    return x.offset.has_value() == y->offset.has_value() && detail::instant_of(x) == detail::instant_of(*y);
                else
                    return x == *y;
            }
        },
        a.value());
}

// NOLINTNEXTLINE(bugprone-exception-escape): std::visit throws only for a variant without a value, which a dynamic never is
SSOT_DECL std::size_t python_hash(dynamic const& v) noexcept
{
    detail::seeded_hash const hash;
    return std::visit(
        [&hash](auto const& a) -> std::size_t {
            using A = std::remove_cvref_t<decltype(a)>;
            if constexpr (std::same_as<A, std::monostate>) {
                return 0;
            } else if constexpr (detail::is_number<A>) {
                return detail::hash_of_number(hash, a);
            } else if constexpr (std::same_as<A, std::string>) {
                return hash(std::string_view(a));
            } else if constexpr (std::same_as<A, byte_string>) {
                return ~hash(std::string_view(a.data));
            } else if constexpr (std::same_as<A, uuid>) {
                return hash(a);
            } else if constexpr (std::same_as<A, calendar_time> || std::same_as<A, clock_time>) {
                return hash.combine(3, static_cast<std::size_t>(detail::instant_of(a)));
            } else if constexpr (std::same_as<A, std::chrono::year_month_day>) {
                return hash.combine(4, static_cast<std::size_t>(std::chrono::sys_days(a).time_since_epoch().count()));
            } else if constexpr (std::same_as<A, long_duration>) {
                return hash.combine(static_cast<std::size_t>(a.days), static_cast<std::size_t>(a.microseconds));
            } else if constexpr (std::same_as<A, dynamic::list> || std::same_as<A, dynamic::tuple>) {
                std::size_t seed = 5;
                for (auto const& item : a.items())
                    seed = hash.combine(seed, python_hash(item));
                return seed;
            } else if constexpr (std::same_as<A, dynamic::dict>) {
                std::size_t sum = 6;
                for (auto const& e : a.items())
                    sum += hash.combine(python_hash(e.first), python_hash(e.second));
                return sum;
            } else {
                std::size_t sum = 7; // in any order
                for (auto const& item : a.items())
                    sum += hash.combine(8, python_hash(item));
                return sum;
            }
        },
        v.value());
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_DYNAMIC_EQUALITY_IPP
