// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_CONDITION_HPP
#define SSOT_IMPL_CONDITION_HPP

#include <ssot/condition.hpp>

#include <chrono>
#include <concepts>
#include <limits>
#include <optional>
#include <utility>

namespace ssot {

namespace detail {

/// A comparison with a number above every stored value.
storage::condition compare_beyond(storage::op what, storage::field_place at);

storage::condition compare_value(storage::op what, storage::field_place at, storage::value v);

template<auto F, auto... P, class V>
predicate<class_of<F>> compare_field(storage::op what, V const& v)
{
    using type = typename path<F, P...>::type;
    if constexpr (std::same_as<V, std::nullopt_t>) {
        static_assert(sizeof(V) == 0, "ssot::query: comparing with nullopt is always false; ask is_null(field<...>)");
    } else {
        using compared = unwrap_t<V>;
        static_assert(
            comparable<type, compared>(),
            "ssot::query: this field does not compare with a value of this type; use the field's own type, and for "
            "a foreign key a key or a model");
        if constexpr (comparable<type, compared>()) {
            constexpr auto at = path<F, P...>::where;
            return predicate<class_of<F>>(beyond_int64(v) ? compare_beyond(what, at)
                                                          : compare_value(what, at, stored_value<type>(v)));
        }
    }
}

template<auto F, auto... P>
predicate<class_of<F>> search_field(storage::op what, std::string_view text)
{
    constexpr kind k = codec<typename path<F, P...>::type>::stored_as;
    static_assert(k == kind::text || k == kind::json || k == kind::choice,
                  "ssot::query: text search needs a text, choice or JSON field");
    auto needle = storage::value(storage::value_view::chars(text));
    return predicate<class_of<F>>(compare_value(what, path<F, P...>::where, std::move(needle)));
}

/// Satisfied if the field equals one of the values, which may be in any order and repeated.
storage::condition one_of(storage::field_place at, std::vector<storage::value> values);

/// A comparison with the span [begin, end) of time: `==` is satisfied within it, `<` before its begin, `<=` before its end.
storage::condition compare_span(storage::op what, storage::field_place at, timestamp begin, timestamp end);

storage::condition compare_date(storage::op what, storage::field_place at, std::chrono::year_month_day day);
storage::condition compare_year(storage::op what, storage::field_place at, std::int64_t year);

template<auto F, auto... P>
constexpr void check_timestamp() noexcept
{
    static_assert(codec<typename path<F, P...>::type>::stored_as == kind::timestamp,
                  "ssot::query: date() and year() need a timestamp field");
}

template<auto F, auto... P, class V>
predicate<class_of<F>> compare_part(storage::op what, date_of<F, P...>, V const& v)
{
    static_assert(std::convertible_to<V const&, std::chrono::year_month_day>,
                  "ssot::query: date() compares with a std::chrono::year_month_day");
    if constexpr (std::convertible_to<V const&, std::chrono::year_month_day>)
        return predicate<class_of<F>>(compare_date(what, path<F, P...>::where, v));
}

template<auto F, auto... P, class V>
predicate<class_of<F>> compare_part(storage::op what, year_of<F, P...>, V const& v)
{
    constexpr bool number = std::integral<V> && !std::same_as<V, bool>;
    static_assert(number || std::same_as<V, std::chrono::year>,
                  "ssot::query: year() compares with a whole number or a std::chrono::year");
    constexpr auto at = path<F, P...>::where;
    if constexpr (std::same_as<V, std::chrono::year>)
        return predicate<class_of<F>>(compare_year(what, at, static_cast<int>(v)));
    else if constexpr (number)
        return predicate<class_of<F>>(compare_year(
            what, at, beyond_int64(v) ? std::numeric_limits<std::int64_t>::max() : static_cast<std::int64_t>(v)));
}

template<class T>
inline constexpr bool is_time_part = false;
template<auto F, auto... P>
inline constexpr bool is_time_part<date_of<F, P...>> = true;
template<auto F, auto... P>
inline constexpr bool is_time_part<year_of<F, P...>> = true;

} // namespace detail

template<auto F, auto... P, class V>
auto operator==(field_t<F, P...>, V const& v)
{
    return detail::compare_field<F, P...>(storage::op::eq, v);
}

template<auto F, auto... P, class V>
auto operator!=(field_t<F, P...>, V const& v)
{
    return !detail::compare_field<F, P...>(storage::op::eq, v);
}

template<auto F, auto... P, class V>
auto operator<(field_t<F, P...>, V const& v)
{
    return detail::compare_field<F, P...>(storage::op::lt, v);
}

template<auto F, auto... P, class V>
auto operator<=(field_t<F, P...>, V const& v)
{
    return detail::compare_field<F, P...>(storage::op::le, v);
}

template<auto F, auto... P, class V>
auto operator>(field_t<F, P...>, V const& v)
{
    return detail::compare_field<F, P...>(storage::op::gt, v);
}

template<auto F, auto... P, class V>
auto operator>=(field_t<F, P...>, V const& v)
{
    return detail::compare_field<F, P...>(storage::op::ge, v);
}

template<auto F, auto... P, class Low, class High>
auto between(field_t<F, P...> f, Low const& low, High const& high)
{
    return f >= low && f <= high;
}

template<auto F, auto... P>
auto is_null(field_t<F, P...>)
{
    return predicate<owner_of<F>>(storage::condition(storage::op::is_null, detail::path<F, P...>::where, {}));
}

template<auto F, auto... P, std::ranges::input_range R>
auto in(field_t<F, P...>, R&& values)
{
    using type = typename detail::path<F, P...>::type;
    static_assert(detail::comparable<type, unwrap_t<std::ranges::range_value_t<R>>>(),
                  "ssot::query: this field does not compare with the values of this range");
    std::vector<storage::value> args;
    for (auto const& v : values)
        if (!detail::beyond_int64(v))
            args.push_back(detail::stored_value<type>(v));
    return predicate<owner_of<F>>(detail::one_of(detail::path<F, P...>::where, std::move(args)));
}

template<auto F, auto... P, class V>
auto in(field_t<F, P...> f, std::initializer_list<V> values)
{
    return in(f, std::ranges::subrange(values.begin(), values.end()));
}

template<auto F, auto... P>
auto contains(field_t<F, P...>, std::string_view text)
{
    return detail::search_field<F, P...>(storage::op::contains, text);
}

template<auto F, auto... P>
auto starts_with(field_t<F, P...>, std::string_view text)
{
    return detail::search_field<F, P...>(storage::op::starts_with, text);
}

template<auto F, auto... P>
auto ends_with(field_t<F, P...>, std::string_view text)
{
    return detail::search_field<F, P...>(storage::op::ends_with, text);
}

template<auto F, auto... P>
auto icontains(field_t<F, P...>, std::string_view text)
{
    return detail::search_field<F, P...>(storage::op::icontains, text);
}

template<auto F, auto... P>
auto istarts_with(field_t<F, P...>, std::string_view text)
{
    return detail::search_field<F, P...>(storage::op::istarts_with, text);
}

template<auto F, auto... P>
auto iends_with(field_t<F, P...>, std::string_view text)
{
    return detail::search_field<F, P...>(storage::op::iends_with, text);
}

template<auto F, auto... P>
auto iexact(field_t<F, P...>, std::string_view text)
{
    return detail::search_field<F, P...>(storage::op::iexact, text);
}

template<auto F, auto... P>
constexpr date_of<F, P...> date(field_t<F, P...>)
{
    detail::check_timestamp<F, P...>();
    return {};
}

template<auto F, auto... P>
constexpr year_of<F, P...> year(field_t<F, P...>)
{
    detail::check_timestamp<F, P...>();
    return {};
}

template<class Part, class V>
    requires detail::is_time_part<Part>
auto operator==(Part part, V const& v)
{
    return detail::compare_part(storage::op::eq, part, v);
}

template<class Part, class V>
    requires detail::is_time_part<Part>
auto operator!=(Part part, V const& v)
{
    return !detail::compare_part(storage::op::eq, part, v);
}

template<class Part, class V>
    requires detail::is_time_part<Part>
auto operator<(Part part, V const& v)
{
    return detail::compare_part(storage::op::lt, part, v);
}

template<class Part, class V>
    requires detail::is_time_part<Part>
auto operator<=(Part part, V const& v)
{
    return detail::compare_part(storage::op::le, part, v);
}

template<class Part, class V>
    requires detail::is_time_part<Part>
auto operator>(Part part, V const& v)
{
    return detail::compare_part(storage::op::gt, part, v);
}

template<class Part, class V>
    requires detail::is_time_part<Part>
auto operator>=(Part part, V const& v)
{
    return detail::compare_part(storage::op::ge, part, v);
}

} // namespace ssot

#endif // SSOT_IMPL_CONDITION_HPP
