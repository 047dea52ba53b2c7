// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_NAUTOBOT_DYNAMIC_HPP
#define SSOT_NAUTOBOT_DYNAMIC_HPP

// A value whose type is known only at run time, for whatever a Python program puts into a diff.
//
//   using ssot::nautobot::dynamic;
//   dynamic diff = dynamic::dict{{"+", dynamic::dict{{"mtu", 9000}, {"tags", dynamic::set{"core", "edge"}}}}};
//   dynamic::set{1, 1.0, true}.items().size()                           // 1: they are equal in Python
//   if (auto const* tags = value.get_if<dynamic::set>()) ...
//
// `diff_encoder.hpp` writes it as Nautobot does. Source: the types that DjangoJSONEncoder knows, and Python's data model.
// Several threads may read one value at the same time. Example: docs/examples/nautobot_values.cpp.

#include <ssot/error.hpp>
#include <ssot/nautobot/scalars.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>

#include <boost/json/fwd.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace ssot::nautobot {

namespace detail {

template<class T, class Variant>
inline constexpr bool is_alternative = false;
template<class T, class... Types>
inline constexpr bool is_alternative<T, std::variant<Types...>> = (std::same_as<T, Types> || ...);

} // namespace detail

/// Any value. Copyable, movable and comparable. `==` distinguishes values of different types, `python_equal` does not.
/// Copying and destroying recurse as deep as the value is nested.
class dynamic {
public:
    /// A list: items in order.
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

    /// A set: members in the order in which they were added. Of members that are equal in Python, the first is kept. Lists,
    /// sets and dicts may be members, which Python does not allow. `==` requires the same order, `python_equal` does not.
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

    /// A frozenset, which DiffJSONEncoder does not write.
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

    /// A dict: keys with values, in the order in which the keys were added. Of keys that are equal in Python, the first is
    /// kept, with the value of the last.
    class dict {
    public:
        using entry = std::pair<dynamic, dynamic>;

        dict() = default;
        dict(std::initializer_list<entry> entries);
        explicit dict(std::vector<entry> entries);

        std::vector<entry> const& items() const noexcept { return items_; }

        /// Returns null if there is no such key.
        dynamic const* find(dynamic const& key) const;

        friend bool operator==(dict const& a, dict const& b);

    private:
        std::vector<entry> items_{};
    };

    /// None is std::monostate. Integers within 64 bits are std::int64_t, never big_integer.
    using variant = std::variant<std::monostate, bool, std::int64_t, big_integer, double, decimal, std::string, byte_string,
                                 uuid, calendar_time, std::chrono::year_month_day, clock_time, long_duration, list, tuple,
                                 set, frozen_set, dict>;

    /// Makes None.
    dynamic() = default;

    // Declared here and defined once, because those of the variant take long to compile.
    dynamic(dynamic const& other);
    dynamic(dynamic&& other) noexcept;
    dynamic& operator=(dynamic const& other);
    dynamic& operator=(dynamic&& other) noexcept;
    ~dynamic();

    dynamic(std::nullptr_t) noexcept {} // a value converts to `dynamic` implicitly, here and below

    /// Makes a value of one of the types of `variant`.
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

    /// Makes a value from a JSON document: arrays become lists, objects become dicts.
    template<std::same_as<boost::json::value> T> // excludes types that only convert to one
    explicit dynamic(T const& v) : dynamic(from_json(v))
    {
    }

    variant const& value() const noexcept { return value_; }
    bool           is_null() const noexcept { return value_.index() == 0; }

    /// Returns the value if it is of type `T`, one of the types of `variant`; otherwise null.
    template<class T>
    T const* get_if() const noexcept
    {
        return std::get_if<T>(&value_);
    }

    /// Returns the name of the type in Python, as its error messages spell it: "str", "datetime.datetime".
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

/// Returns Python's `a == b`. Numbers of all types are compared by value, so `1`, `1.0`, `true` and decimal 1 are equal;
/// sets ignore order and whether they are frozen; dicts ignore order; times with offsets are compared by instant and are
/// never equal to times without. NaN equals nothing.
bool python_equal(dynamic const& a, dynamic const& b);

/// Returns equal hashes for values that `python_equal` considers equal. The seed is random, so hashes differ between
/// processes.
std::size_t python_hash(dynamic const& v) noexcept;

} // namespace ssot::nautobot

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/nautobot/dynamic.ipp>
#endif

#endif // SSOT_NAUTOBOT_DYNAMIC_HPP
