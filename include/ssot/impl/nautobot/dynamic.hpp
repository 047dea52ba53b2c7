// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_DYNAMIC_HPP
#define SSOT_IMPL_NAUTOBOT_DYNAMIC_HPP

#include <ssot/nautobot/dynamic.hpp>

#include <ssot/detail/decimal_digits.hpp>
#include <ssot/detail/python_number.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>
#include <unordered_map>

namespace ssot::nautobot {

namespace detail {

/// Digits, one or more, with single underscores between them as Python allows. Moves `text` behind them.
inline bool take_digit_run(std::string_view& text, std::string& digits)
{
    auto const before = digits.size();
    while (!text.empty() && (is_digit(text.front()) || (text.front() == '_' && digits.size() != before))) {
        if (text.front() != '_')
            digits += text.front();
        else if (text.size() == 1 || !is_digit(text[1]))
            return false;
        text.remove_prefix(1);
    }
    return digits.size() != before;
}

inline bool is_word(std::string_view text, std::string_view lower) noexcept
{
    return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
    });
}

inline void strip_zeros(std::string& digits)
{
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.empty())
        digits = "0";
}

/// Python's text of the digits times ten to the exponent: an exponent is written for large powers and for small numbers.
inline std::string decimal_text(bool negative, std::string const& digits, std::int64_t exponent)
{
    auto const  count = static_cast<std::int64_t>(digits.size());
    auto const  left  = exponent + count;
    auto const  point = exponent <= 0 && left > -6 ? left : 1;
    std::string out   = negative ? "-" : "";
    auto const  part  = [&](std::int64_t n) { return static_cast<std::size_t>(n); };
    if (point <= 0)
        out.append("0.").append(part(-point), '0').append(digits);
    else if (point >= count)
        out.append(digits).append(part(point - count), '0');
    else
        out.append(digits, 0, part(point)).append(".").append(digits, part(point));
    if (left != point) {
        out += 'E';
        if (left > point)
            out += '+';
        out += std::to_string(left - point);
    }
    return out;
}

inline std::string_view trimmed(std::string_view text) noexcept
{
    constexpr std::string_view space = " \t\n\r\f\v";
    auto const                 first = text.find_first_not_of(space);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

/// `HH:MM[:SS[.f]]` of a clock that shows less than 24 hours, and the offset behind it.
inline result<clock_time> take_clock(text_taker& in, std::string_view text, std::string_view what)
{
    constexpr std::string_view form = "expected HH:MM:SS[.ffffff][+hh:mm]";
    int                        h = 0, m = 0, s = 0;
    std::int64_t               us    = 0;
    bool                       exact = true;
    if (!in.take_digits(2, h) || !in.take(':') || !in.take_digits(2, m))
        return bad_time(errc::invalid_value, what, text, form);
    if (in.take(':') && (!in.take_digits(2, s) || (in.take_decimal_mark() && !in.take_fraction(us, exact))))
        return bad_time(errc::invalid_value, what, text, form);
    if (h > 23 || m > 59 || s > 59)
        return bad_time(errc::out_of_range, what, text, "there is no such time");

    using namespace std::chrono;
    clock_time out{hours{h} + minutes{m} + seconds{s} + microseconds{us}, {}};
    if (in.rest.empty())
        return out;
    if (in.take('Z')) {
        out.offset = seconds{0};
    } else {
        int        oh = 0, om = 0, os = 0;
        bool const minus = in.take('-');
        if ((!minus && !in.take('+')) || !in.take_digits(2, oh) || !in.take(':') || !in.take_digits(2, om) ||
            (in.take(':') && !in.take_digits(2, os)) || oh > 23 || om > 59 || os > 59)
            return bad_time(errc::invalid_value, what, text, form);
        seconds const sum = hours{oh} + minutes{om} + seconds{os};
        out.offset        = minus ? -sum : sum;
    }
    if (!in.rest.empty())
        return bad_time(errc::invalid_value, what, text, form);
    return out;
}

inline result<std::chrono::year_month_day> take_calendar_day(text_taker& in, std::string_view text, std::string_view what)
{
    int y = 0, m = 0, d = 0;
    if (!in.take_digits(4, y) || !in.take('-') || !in.take_digits(2, m) || !in.take('-') || !in.take_digits(2, d))
        return bad_time(errc::invalid_value, what, text, "expected YYYY-MM-DD");
    using namespace std::chrono;
    auto const out = std::chrono::year{y} / month{static_cast<unsigned>(m)} / day{static_cast<unsigned>(d)};
    if (y < 1 || !out.ok())
        return bad_time(errc::out_of_range, what, text, "there is no such day");
    return out;
}

template<class T>
inline constexpr bool is_number = std::same_as<T, bool> || std::same_as<T, std::int64_t> || std::same_as<T, big_integer> ||
    std::same_as<T, double> || std::same_as<T, decimal>;

inline bool is_finite(decimal const& v) noexcept
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

/// Microseconds since 1970, with the offset taken off. No sum overflows in years 1 to 9999.
inline std::int64_t instant_of(calendar_time const& v) noexcept
{
    auto const day = std::chrono::sys_days(v.date).time_since_epoch().count();
    auto const off = v.offset.value_or(std::chrono::seconds{0}).count() * us_per_second;
    return static_cast<std::int64_t>(day) * us_per_day + v.since_midnight.count() - off;
}

inline std::int64_t instant_of(clock_time const& v) noexcept
{
    return v.since_midnight.count() - v.offset.value_or(std::chrono::seconds{0}).count() * us_per_second;
}

inline std::size_t mix(std::size_t seed, std::size_t v) noexcept { return (seed ^ v) * 0x9e3779b97f4a7c15u + (seed >> 29); }

/// Finds values that were added before, in constant time. In Python an object is found by identity even where it is not equal
/// to itself; here two NaN are two objects.
class python_index {
public:
    /// The position that a value equal to `v` was added with; `at(i)` is the value of a position.
    template<class At>
    std::optional<std::size_t> find(dynamic const& v, At&& at) const
    {
        return find(v, python_hash(v), at);
    }

    /// The same, after adding `v` at `next` when it is new.
    template<class At>
    std::size_t find_or_add(dynamic const& v, std::size_t next, At&& at)
    {
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

inline bool same_members(std::vector<dynamic> const& a, std::vector<dynamic> const& b)
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

inline bool same_entries(std::vector<dynamic::dict::entry> const& a, std::vector<dynamic::dict::entry> const& b)
{
    if (a.size() != b.size())
        return false;
    python_index index;
    for (std::size_t i = 0; i != a.size(); ++i)
        index.find_or_add(a[i].first, i, [&](std::size_t k) -> dynamic const& { return a[k].first; });
    return std::all_of(b.begin(), b.end(), [&](dynamic::dict::entry const& e) {
        auto const at = index.find(e.first, [&](std::size_t k) -> dynamic const& { return a[k].first; });
        return at && python_equal(a[*at].second, e.second);
    });
}

} // namespace detail

// Numbers.

inline result<decimal> decimal::parse(std::string_view text)
{
    auto const bad = [&](errc code, std::string_view why) { return detail::bad_time(code, "decimal", text, why); };

    auto const       ascii = detail::with_ascii_digits(detail::trimmed(text));
    std::string_view rest  = ascii;
    bool const       minus = rest.starts_with('-');
    if (minus || rest.starts_with('+'))
        rest.remove_prefix(1);

    decimal out;
    if (detail::is_word(rest, "inf") || detail::is_word(rest, "infinity")) {
        out.text_ = minus ? "-Infinity" : "Infinity";
        return out;
    }
    for (std::string_view const nan : {"nan", "snan"})
        if (rest.size() >= nan.size() && detail::is_word(rest.substr(0, nan.size()), nan)) {
            auto payload = rest.substr(nan.size());
            if (payload.find_first_not_of("0123456789") != std::string_view::npos)
                return bad(errc::invalid_value, "expected digits behind NaN");
            payload.remove_prefix(std::min(payload.find_first_not_of('0'), payload.size()));
            out.text_ = (minus ? "-" : "") + std::string(nan.size() == 4 ? "sNaN" : "NaN") + std::string(payload);
            return out;
        }

    std::string  digits, fraction;
    std::int64_t exponent = 0;
    bool         any      = detail::take_digit_run(rest, digits);
    if (rest.starts_with('.')) {
        rest.remove_prefix(1);
        any |= detail::take_digit_run(rest, fraction);
    }
    if (any && !rest.empty() && (rest.front() == 'e' || rest.front() == 'E')) {
        rest.remove_prefix(1);
        bool const below = rest.starts_with('-');
        if (below || rest.starts_with('+'))
            rest.remove_prefix(1);
        std::string power;
        any = detail::take_digit_run(rest, power);
        detail::strip_zeros(power);
        if (power.size() > 18)
            return bad(errc::out_of_range, "its exponent is beyond 18 digits");
        std::from_chars(power.data(), power.data() + power.size(), exponent);
        exponent = below ? -exponent : exponent;
    }
    if (!any || !rest.empty())
        return bad(errc::invalid_value, "expected digits, with a point or an exponent");
    exponent -= static_cast<std::int64_t>(fraction.size());
    digits += fraction;
    detail::strip_zeros(digits);
    out.text_ = detail::decimal_text(minus, digits, exponent);
    return out;
}

inline double decimal::to_double() const noexcept
{
    constexpr double inf   = std::numeric_limits<double>::infinity();
    bool const       minus = text_.front() == '-';
    if (text_.ends_with("Infinity"))
        return minus ? -inf : inf;
    if (text_.find('N') != std::string::npos)
        return std::numeric_limits<double>::quiet_NaN();
    auto const e = text_.find("E+"); // which from_chars reads only without the sign
    if (e == std::string::npos)
        return detail::to_double(text_);
    auto text = text_;
    text.erase(e + 1, 1);
    return detail::to_double(text);
}

inline result<big_integer> big_integer::parse(std::string_view digits)
{
    auto       rest  = digits;
    bool const minus = rest.starts_with('-');
    if (minus || rest.starts_with('+'))
        rest.remove_prefix(1);
    std::string out;
    if (!detail::take_digit_run(rest, out) || !rest.empty())
        return detail::bad_time(errc::invalid_value, "integer", digits, "expected decimal digits");
    detail::strip_zeros(out);
    if (minus && out != "0")
        out.insert(0, 1, '-');
    big_integer v;
    v.digits_ = std::move(out);
    return v;
}

inline std::optional<std::int64_t> big_integer::to_int64() const noexcept
{
    std::int64_t out  = 0;
    auto const*  end  = digits_.data() + digits_.size();
    auto const   done = std::from_chars(digits_.data(), end, out);
    if (done.ec != std::errc() || done.ptr != end)
        return std::nullopt;
    return out;
}

// Times.

inline calendar_time::calendar_time(timestamp t)
    : date(std::chrono::floor<std::chrono::days>(t)), since_midnight(t - std::chrono::floor<std::chrono::days>(t)),
      offset(std::chrono::seconds{0})
{
}

inline long_duration::long_duration(duration d) noexcept
{
    auto const whole = std::chrono::floor<std::chrono::days>(d);
    days             = static_cast<std::int32_t>(whole.count());
    microseconds     = d < duration::zero() ? d.count() % ssot::detail::us_per_day : d.count() - duration(whole).count();
    if (microseconds < 0)
        microseconds += ssot::detail::us_per_day;
}

inline std::optional<duration> long_duration::to_duration() const noexcept
{
    // From the next day back when below zero, since the shortest duration begins in a day that int64 cannot reach.
    bool const   below = days < 0;
    std::int64_t out   = 0;
    if (__builtin_mul_overflow(static_cast<std::int64_t>(days) + (below ? 1 : 0), ssot::detail::us_per_day, &out) ||
        __builtin_add_overflow(out, microseconds - (below ? ssot::detail::us_per_day : 0), &out))
        return std::nullopt;
    return duration(out);
}

inline result<std::chrono::year_month_day> parse_date(std::string_view text)
{
    detail::text_taker in{text};
    auto               day = detail::take_calendar_day(in, text, "date");
    if (day && !in.rest.empty())
        return detail::bad_time(errc::invalid_value, "date", text, "expected YYYY-MM-DD");
    return day;
}

inline result<clock_time> parse_clock_time(std::string_view text)
{
    detail::text_taker in{text};
    return detail::take_clock(in, text, "time of day");
}

inline result<calendar_time> parse_calendar_time(std::string_view text)
{
    detail::text_taker in{text};
    auto const         day = detail::take_calendar_day(in, text, "time");
    if (!day)
        return day.error();
    if (!in.take('T') && !in.take(' '))
        return detail::bad_time(errc::invalid_value, "time", text, "expected T behind the date");
    auto const clock = detail::take_clock(in, text, "time");
    if (!clock)
        return clock.error();
    return calendar_time(*day, clock->since_midnight, clock->offset);
}

// Values.

inline dynamic::list::list(std::initializer_list<dynamic> items) : items_(items) {}
inline dynamic::list::list(std::vector<dynamic> items) noexcept : items_(std::move(items)) {}
inline bool operator==(dynamic::list const& a, dynamic::list const& b) { return a.items_ == b.items_; }

inline dynamic::tuple::tuple(std::initializer_list<dynamic> items) : items_(items) {}
inline dynamic::tuple::tuple(std::vector<dynamic> items) noexcept : items_(std::move(items)) {}
inline bool operator==(dynamic::tuple const& a, dynamic::tuple const& b) { return a.items_ == b.items_; }

inline dynamic::set::set(std::initializer_list<dynamic> members) : set(std::vector<dynamic>(members)) {}
inline dynamic::set::set(std::vector<dynamic> members)
{
    detail::python_index index;
    for (auto& v : members)
        if (index.find_or_add(v, items_.size(), [&](std::size_t i) -> dynamic const& { return items_[i]; }) == items_.size())
            items_.push_back(std::move(v));
}
inline bool dynamic::set::contains(dynamic const& v) const
{
    return std::any_of(items_.begin(), items_.end(), [&](dynamic const& member) { return python_equal(member, v); });
}
inline bool operator==(dynamic::set const& a, dynamic::set const& b) { return a.items_ == b.items_; }

inline bool dynamic::frozen_set::contains(dynamic const& v) const { return members_.contains(v); }
inline bool operator==(dynamic::frozen_set const& a, dynamic::frozen_set const& b) { return a.members_ == b.members_; }

inline dynamic::dict::dict(std::initializer_list<entry> entries) : dict(std::vector<entry>(entries)) {}
inline dynamic::dict::dict(std::vector<entry> entries)
{
    detail::python_index index;
    for (auto& e : entries) {
        auto const at =
            index.find_or_add(e.first, items_.size(), [&](std::size_t i) -> dynamic const& { return items_[i].first; });
        if (at == items_.size())
            items_.push_back(std::move(e));
        else
            items_[at].second = std::move(e.second);
    }
}
inline dynamic const* dynamic::dict::find(dynamic const& key) const
{
    auto const at = std::find_if(items_.begin(), items_.end(), [&](entry const& e) { return python_equal(e.first, key); });
    return at != items_.end() ? &at->second : nullptr;
}
inline bool operator==(dynamic::dict const& a, dynamic::dict const& b) { return a.items_ == b.items_; }

inline dynamic::dynamic(big_integer v)
{
    if (auto const small = v.to_int64())
        value_ = *small;
    else
        value_ = std::move(v);
}

template<class T>
dynamic dynamic::integer(T v)
{
    if (std::in_range<std::int64_t>(v))
        return dynamic(static_cast<std::int64_t>(v));
    return dynamic(big_integer::parse(std::to_string(v)).value());
}

inline dynamic dynamic::from_json(boost::json::value const& v)
{
    switch (v.kind()) {
    case boost::json::kind::null: break;
    case boost::json::kind::bool_: return v.get_bool();
    case boost::json::kind::int64: return std::int64_t{v.get_int64()};
    case boost::json::kind::uint64: return std::uint64_t{v.get_uint64()};
    case boost::json::kind::double_: return v.get_double();
    case boost::json::kind::string: return std::string(v.get_string().data(), v.get_string().size());
    case boost::json::kind::array: {
        std::vector<dynamic> items;
        items.reserve(v.get_array().size());
        for (auto const& item : v.get_array())
            items.push_back(from_json(item));
        return list(std::move(items));
    }
    case boost::json::kind::object: {
        std::vector<dict::entry> entries;
        entries.reserve(v.get_object().size());
        for (auto const& member : v.get_object())
            entries.emplace_back(std::string(member.key().data(), member.key().size()), from_json(member.value()));
        return dict(std::move(entries));
    }
    }
    return {};
}

inline std::string_view dynamic::python_type() const noexcept
{
    constexpr std::string_view names[] = {"NoneType",
                                          "bool",
                                          "int",
                                          "int",
                                          "float",
                                          "decimal.Decimal",
                                          "str",
                                          "bytes",
                                          "UUID",
                                          "datetime.datetime",
                                          "datetime.date",
                                          "datetime.time",
                                          "datetime.timedelta",
                                          "list",
                                          "tuple",
                                          "set",
                                          "frozenset",
                                          "dict"};
    static_assert(std::size(names) == std::variant_size_v<variant>);
    return names[value_.index()];
}

inline bool python_equal(dynamic const& a, dynamic const& b)
{
    return std::visit(
        [](auto const& x, auto const& y) -> bool {
            using A              = std::remove_cvref_t<decltype(x)>;
            using B              = std::remove_cvref_t<decltype(y)>;
            constexpr bool a_set = std::same_as<A, dynamic::set> || std::same_as<A, dynamic::frozen_set>;
            constexpr bool b_set = std::same_as<B, dynamic::set> || std::same_as<B, dynamic::frozen_set>;
            if constexpr (detail::is_number<A> && detail::is_number<B>) {
                return detail::numbers_equal(x, y);
            } else if constexpr (a_set && b_set) {
                return detail::same_members(x.items(), y.items());
            } else if constexpr (!std::same_as<A, B>) {
                return false;
            } else if constexpr (std::same_as<A, dynamic::list> || std::same_as<A, dynamic::tuple>) {
                return std::equal(x.items().begin(), x.items().end(), y.items().begin(), y.items().end(), python_equal);
            } else if constexpr (std::same_as<A, dynamic::dict>) {
                return detail::same_entries(x.items(), y.items());
            } else if constexpr (std::same_as<A, calendar_time> || std::same_as<A, clock_time>) {
                return x.offset.has_value() == y.offset.has_value() && detail::instant_of(x) == detail::instant_of(y);
            } else {
                return x == y;
            }
        },
        a.value(),
        b.value());
}

inline std::size_t python_hash(dynamic const& v) noexcept
{
    return std::visit(
        [](auto const& a) -> std::size_t {
            using A = std::remove_cvref_t<decltype(a)>;
            if constexpr (std::same_as<A, std::monostate>) {
                return 0;
            } else if constexpr (detail::is_number<A>) {
                return std::hash<double>()(detail::rounded(a));
            } else if constexpr (std::same_as<A, std::string>) {
                return std::hash<std::string>()(a);
            } else if constexpr (std::same_as<A, byte_string>) {
                return ~std::hash<std::string>()(a.data);
            } else if constexpr (std::same_as<A, uuid>) {
                std::size_t seed = 2;
                for (auto const byte : a)
                    seed = detail::mix(seed, byte);
                return seed;
            } else if constexpr (std::same_as<A, calendar_time> || std::same_as<A, clock_time>) {
                return detail::mix(3, static_cast<std::size_t>(detail::instant_of(a)));
            } else if constexpr (std::same_as<A, std::chrono::year_month_day>) {
                return detail::mix(4, static_cast<std::size_t>(std::chrono::sys_days(a).time_since_epoch().count()));
            } else if constexpr (std::same_as<A, long_duration>) {
                return detail::mix(static_cast<std::size_t>(a.days), static_cast<std::size_t>(a.microseconds));
            } else if constexpr (std::same_as<A, dynamic::list> || std::same_as<A, dynamic::tuple>) {
                std::size_t seed = 5;
                for (auto const& item : a.items())
                    seed = detail::mix(seed, python_hash(item));
                return seed;
            } else if constexpr (std::same_as<A, dynamic::dict>) {
                std::size_t sum = 6;
                for (auto const& e : a.items())
                    sum += detail::mix(python_hash(e.first), python_hash(e.second));
                return sum;
            } else {
                std::size_t sum = 7; // in any order
                for (auto const& item : a.items())
                    sum += detail::mix(8, python_hash(item));
                return sum;
            }
        },
        v.value());
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_DYNAMIC_HPP
