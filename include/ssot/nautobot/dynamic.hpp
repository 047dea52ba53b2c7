// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_NAUTOBOT_DYNAMIC_HPP
#define SSOT_NAUTOBOT_DYNAMIC_HPP

// Whatever a Python program puts into a diff: a value whose type is known at run time only.
//
//   using ssot::nautobot::dynamic;
//   dynamic diff = dynamic::dict{{"+", dynamic::dict{{"mtu", 9000}, {"tags", dynamic::set{"core", "edge"}}}}};
//   dynamic::set{1, 1.0, true}.items().size()                           // 1: Python takes these for equal
//   if (auto const* tags = value.get_if<dynamic::set>()) ...
//
// `diff_encoder.hpp` writes it as Nautobot does. Source: the types that DjangoJSONEncoder knows, and Python's data model.
// Example: docs/examples/nautobot_values.cpp.

#include <ssot/error.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>

#include <boost/json/fwd.hpp>

#include <chrono>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace ssot::nautobot {

namespace detail {

using namespace ssot::detail;

template<class T, class Variant>
inline constexpr bool is_alternative = false;
template<class T, class... Types>
inline constexpr bool is_alternative<T, std::variant<Types...>> = (std::same_as<T, Types> || ...);

} // namespace detail

/// A number of Python's Decimal, kept as the text that Python gives it: "1.10", "1E+5", "NaN". Equality compares the text.
class decimal {
public:
    decimal() = default;

    /// Reads what Python's Decimal takes, and keeps it as Python writes it: "0.0000001" becomes "1E-7".
    /// Errors: `errc::invalid_value`; `errc::out_of_range` for exponents beyond 18 digits.
    static result<decimal> parse(std::string_view text);

    std::string_view text() const noexcept { return text_; }

    /// The nearest double, infinity beyond its range.
    double to_double() const noexcept;

    friend bool operator==(decimal const&, decimal const&) = default;

private:
    std::string text_ = "0";
};

/// An integer of any size as decimal digits without leading zeros, "-" in front of a negative one.
class big_integer {
public:
    big_integer() = default;
    explicit big_integer(std::int64_t v) : digits_(std::to_string(v)) {}

    /// Errors: `errc::invalid_value`.
    static result<big_integer> parse(std::string_view digits);

    std::string_view digits() const noexcept { return digits_; }

    /// Nothing beyond 64 bits.
    std::optional<std::int64_t> to_int64() const noexcept;

    friend bool operator==(big_integer const&, big_integer const&) = default;

private:
    std::string digits_ = "0";
};

struct byte_string {
    std::string data{};

    friend bool operator==(byte_string const&, byte_string const&) = default;
};

/// A time of day, with an offset from UTC or without one. Below 24 hours; offsets are below a day in both directions.
struct clock_time {
    std::chrono::microseconds           since_midnight{};
    std::optional<std::chrono::seconds> offset{};

    friend bool operator==(clock_time const&, clock_time const&) = default;
};

/// A date and a time of day as somebody's clock shows them, with an offset from UTC or without one. Years 1 to 9999.
struct calendar_time {
    std::chrono::year_month_day         date{std::chrono::year{1} / 1 / 1};
    std::chrono::microseconds           since_midnight{};
    std::optional<std::chrono::seconds> offset{};

    calendar_time() = default;
    calendar_time(std::chrono::year_month_day d, std::chrono::microseconds t, std::optional<std::chrono::seconds> o = {})
        : date(d), since_midnight(t), offset(o)
    {
    }
    /// In UTC. Outside the years 1 to 9999 the date is none (`date.ok()` is false), which no writer takes.
    explicit calendar_time(timestamp t);

    friend bool operator==(calendar_time const&, calendar_time const&) = default;
};

namespace detail {

/// Microseconds since 1970, with the offset taken off.
std::int64_t instant_of(calendar_time const& v) noexcept;

} // namespace detail

/// A duration of Python's range, ±999,999,999 days: whole days, and microseconds from 0 to below a day.
struct long_duration {
    std::int32_t days         = 0;
    std::int64_t microseconds = 0;

    long_duration() = default;
    constexpr long_duration(std::int32_t d, std::int64_t us) noexcept : days(d), microseconds(us) {}
    explicit long_duration(duration d) noexcept;

    /// Nothing beyond int64 microseconds.
    std::optional<duration> to_duration() const noexcept;

    static constexpr long_duration min() noexcept { return {-999'999'999, 0}; }
    static constexpr long_duration max() noexcept { return {999'999'999, 86'399'999'999}; }

    friend auto operator<=>(long_duration const&, long_duration const&) = default;
};

/// Read `YYYY-MM-DD`, `HH:MM[:SS[.f]][offset]` and `YYYY-MM-DDTHH:MM[:SS[.f]][offset]`, an offset being `Z` or
/// `+hh:mm[:ss]`. Digits after the sixth are cut.
/// Errors: `errc::invalid_value`, `errc::out_of_range` for what is not in the calendar or on the clock.
result<std::chrono::year_month_day> parse_date(std::string_view text);
result<clock_time>                  parse_clock_time(std::string_view text);
result<calendar_time>               parse_calendar_time(std::string_view text);

/// Any value. Regular; `==` tells apart what has different types, `python_equal` does not. Destroying or copying one takes as
/// many nested calls as it is deep.
class dynamic {
public:
    /// Items in order.
    class list {
    public:
        list() = default;
        list(std::initializer_list<dynamic> items);
        explicit list(std::vector<dynamic> items) noexcept;

        std::vector<dynamic> const& items() const noexcept { return items_; }

        friend bool operator==(list const& a, list const& b);

    private:
        std::vector<dynamic> items_{};
    };

    class tuple {
    public:
        tuple() = default;
        tuple(std::initializer_list<dynamic> items);
        explicit tuple(std::vector<dynamic> items) noexcept;

        std::vector<dynamic> const& items() const noexcept { return items_; }

        friend bool operator==(tuple const& a, tuple const& b);

    private:
        std::vector<dynamic> items_{};
    };

    /// Members in the order that they were added in. Of those that Python takes for equal, the first is kept. Lists, sets and
    /// dicts may be members, which Python does not allow. `==` asks for the same order, `python_equal` does not.
    class set {
    public:
        set() = default;
        set(std::initializer_list<dynamic> members);
        explicit set(std::vector<dynamic> members);

        std::vector<dynamic> const& items() const noexcept { return items_; }
        bool                        contains(dynamic const& v) const;

        friend bool operator==(set const& a, set const& b);

    private:
        std::vector<dynamic> items_{};
    };

    /// A set that Python cannot change, and that DiffJSONEncoder does not write.
    class frozen_set {
    public:
        frozen_set() = default;
        frozen_set(std::initializer_list<dynamic> members);
        explicit frozen_set(std::vector<dynamic> members);

        std::vector<dynamic> const& items() const noexcept { return members_.items(); }
        bool                        contains(dynamic const& v) const;

        friend bool operator==(frozen_set const& a, frozen_set const& b);

    private:
        set members_{};
    };

    /// Keys with values, in the order that the keys were added in. Of keys that Python takes for equal, the first stays, with
    /// the value of the last.
    class dict {
    public:
        using entry = std::pair<dynamic, dynamic>;

        dict() = default;
        dict(std::initializer_list<entry> entries);
        explicit dict(std::vector<entry> entries);

        std::vector<entry> const& items() const noexcept { return items_; }

        /// Null when there is no such key.
        dynamic const* find(dynamic const& key) const;

        friend bool operator==(dict const& a, dict const& b);

    private:
        std::vector<entry> items_{};
    };

    /// None is std::monostate; integers within 64 bits are std::int64_t, never big_integer.
    using variant = std::variant<std::monostate, bool, std::int64_t, big_integer, double, decimal, std::string, byte_string,
                                 uuid, calendar_time, std::chrono::year_month_day, clock_time, long_duration, list, tuple,
                                 set, frozen_set, dict>;

    /// None.
    dynamic() = default;

    // Those of the variant, which take long to compile.
    dynamic(dynamic const& other);
    dynamic(dynamic&& other) noexcept;
    dynamic& operator=(dynamic const& other);
    dynamic& operator=(dynamic&& other) noexcept;
    ~dynamic();

    dynamic(std::nullptr_t) noexcept {} // NOLINT(google-explicit-constructor): a value stands for itself, here and below

    /// One of the types of `variant`.
    template<class T>
        requires(detail::is_alternative<T, variant> && !std::same_as<T, big_integer>)
    dynamic(T v) noexcept : value_(std::move(v)) // NOLINT
    {
    }
    dynamic(big_integer v); // NOLINT
    template<std::integral T>
        requires(!std::same_as<T, bool> && !std::same_as<T, std::int64_t> && !std::same_as<T, char>)
    dynamic(T v) : dynamic(integer(v)) // NOLINT
    {
    }
    template<std::floating_point T>
        requires(!std::same_as<T, double>)
    dynamic(T v) noexcept : value_(static_cast<double>(v)) // NOLINT
    {
    }
    dynamic(char const* utf8);      // NOLINT
    dynamic(std::string_view utf8); // NOLINT
    dynamic(timestamp utc);         // NOLINT
    dynamic(duration v) noexcept;   // NOLINT

    /// A JSON document: arrays become lists, objects dicts.
    template<std::same_as<boost::json::value> T> // no type that only converts to one
    explicit dynamic(T const& v) : dynamic(from_json(v))
    {
    }

    variant const& value() const noexcept { return value_; }
    bool           is_null() const noexcept { return value_.index() == 0; }

    /// The value when it is of type `T`, which is one of the types of `variant`; else null.
    template<class T>
    T const* get_if() const noexcept
    {
        return std::get_if<T>(&value_);
    }

    /// The name of the type in Python, as its error messages spell it: "str", "datetime.datetime".
    std::string_view python_type() const noexcept;

    friend bool operator==(dynamic const& a, dynamic const& b) { return same(a, b); }

private:
    template<class T>
    static dynamic integer(T v)
    {
        if (std::in_range<std::int64_t>(v))
            return dynamic(static_cast<std::int64_t>(v));
        return beyond_int64(static_cast<std::uint64_t>(v));
    }
    static dynamic beyond_int64(std::uint64_t v);
    static dynamic from_json(boost::json::value const& v);
    static bool    same(dynamic const& a, dynamic const& b);

    variant value_{};
};

/// Python's `a == b`: numbers of all types by value, so that `1`, `1.0`, `true` and decimal 1 are equal; sets without order,
/// frozen or not; dicts without order; times with offsets by instant, and never equal to ones without. NaN equals nothing.
bool python_equal(dynamic const& a, dynamic const& b);

/// Equal for values that `python_equal` takes for equal. Seeded at random: another in each process.
std::size_t python_hash(dynamic const& v) noexcept;

} // namespace ssot::nautobot

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/nautobot/dynamic.ipp>
#endif

#endif // SSOT_NAUTOBOT_DYNAMIC_HPP
