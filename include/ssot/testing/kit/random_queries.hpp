// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_RANDOM_QUERIES_HPP
#define SSOT_TESTING_KIT_RANDOM_QUERIES_HPP

// Random queries, each in two forms: as a query for the store, and by hand as functions on plain structs.

#include <ssot/choice.hpp>
#include <ssot/condition.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/random_source.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <boost/json/serialize.hpp>

#include <concepts>
#include <functional>
#include <optional>
#include <string>

namespace ssot::conformance::detail {

/// Returns a stored value as something that C++ orders in the same way: a number, or bytes as memcmp compares them.
template<class T>
auto plain(T const& v)
{
    if constexpr (std::same_as<T, std::string>)
        return v;
    else if constexpr (std::same_as<T, uuid>)
        return std::string(reinterpret_cast<char const*>(v.data), 16);
    else if constexpr (std::same_as<T, timestamp>)
        return v.time_since_epoch().count();
    else if constexpr (std::same_as<T, duration>)
        return v.count();
    else if constexpr (choice<T>)
        return std::string(to_wire(v));
    else if constexpr (requires { v.is_nil(); })
        return plain(v.key());
    else if constexpr (std::same_as<T, boost::json::value>)
        return boost::json::serialize(v);
    else
        return v;
}

/// Returns the plain value of a field, or nothing.
template<class T>
auto seen(T const& v)
{
    return std::optional(plain(v));
}
template<class T>
auto seen(std::optional<T> const& v)
{
    return v ? std::optional(plain(*v)) : std::nullopt;
}

/// Returns the text with A to Z in lower case.
std::string folded(std::string text);

/// A condition for the store, and the same condition written by hand.
template<class M>
struct condition {
    predicate<M>                  asked{};
    std::function<bool(M const&)> holds = [](M const&) { return true; };
};

/// Makes a comparison of the field `F` of a row or, with `P`, of the row that it points at. `read` returns that field by
/// hand.
template<auto F, auto... P, class Value, class Read>
auto compare_with(random_source& random, Value const& v, Read read) -> condition<ssot::detail::class_of<F>>
{
    using M           = ssot::detail::class_of<F>;
    constexpr auto f  = field<F, P...>;
    auto const     w  = plain(v);
    auto const     is = [&](auto holds) {
        return [read, w, holds](M const& m) {
            auto const have = read(m);
            return have && holds(*have, w);
        };
    };
    switch (random.below(7)) {
    case 0: return {f == v, is(std::equal_to<>())};
    case 1: return {f != v, [no = is(std::equal_to<>())](M const& m) { return !no(m); }};
    case 2: return {f < v, is(std::less<>())};
    case 3: return {f <= v, is(std::less_equal<>())};
    case 4: return {f > v, is(std::greater<>())};
    case 5: return {f >= v, is(std::greater_equal<>())};
    default: return {is_null(f), [read](M const& m) { return !read(m); }};
    }
}

/// Makes a search in a text.
template<auto F, auto... P, class Read>
auto search_for(random_source& random, std::string needle, Read read) -> condition<ssot::detail::class_of<F>>
{
    using M              = ssot::detail::class_of<F>;
    constexpr auto f     = field<F, P...>;
    auto const     holds = [read, needle](auto test) {
        return [read, needle, test](M const& m) {
            auto const have = read(m);
            return have && test(*have, needle);
        };
    };
    switch (random.below(3)) {
    case 0:
        return {contains(f, needle), holds([](std::string const& a, std::string const& b) { return a.find(b) != a.npos; })};
    case 1:
        return {icontains(f, needle), holds([](std::string const& a, std::string const& b) {
                    return folded(a).find(folded(b)) != std::string::npos;
                })};
    default:
        return {istarts_with(f, needle),
                holds([](std::string const& a, std::string const& b) { return folded(a).starts_with(folded(b)); })};
    }
}

/// Joins conditions by and, or, not.
template<class M, class Leaf>
condition<M> any_condition(random_source& random, Leaf const& leaf, int depth = 3)
{
    switch (depth == 0 ? 9 : random.below(8)) {
    case 0:
    case 1: {
        auto a = any_condition<M>(random, leaf, depth - 1);
        auto b = any_condition<M>(random, leaf, depth - 1);
        return {a.asked && b.asked, [a, b](M const& m) { return a.holds(m) && b.holds(m); }};
    }
    case 2:
    case 3: {
        auto a = any_condition<M>(random, leaf, depth - 1);
        auto b = any_condition<M>(random, leaf, depth - 1);
        return {a.asked || b.asked, [a, b](M const& m) { return a.holds(m) || b.holds(m); }};
    }
    case 4: {
        auto a = any_condition<M>(random, leaf, depth - 1);
        return {!a.asked, [a](M const& m) { return !a.holds(m); }};
    }
    default: return leaf(random);
    }
}

std::string any_needle(random_source& random);
std::string any_word(random_source& random);

/// Makes conditions on the kit's own model: on each field, absent or not.
condition<specimen> any_specimen_condition(random_source& random);

/// Returns whether `a` comes before `b` by one plain value each, where an absent value is the largest. Returns nothing if
/// they are equal.
template<class T>
std::optional<bool> comes_before(std::optional<T> const& a, std::optional<T> const& b, bool descending, storage::nulls where)
{
    if (a.has_value() != b.has_value()) {
        bool const null_first = where == storage::nulls::first || (where == storage::nulls::largest && descending);
        return !a.has_value() == null_first;
    }
    if (!a || *a == *b)
        return std::nullopt;
    return (*a < *b) != descending;
}

} // namespace ssot::conformance::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/kit/random_queries.ipp>
#endif

#endif // SSOT_TESTING_KIT_RANDOM_QUERIES_HPP
