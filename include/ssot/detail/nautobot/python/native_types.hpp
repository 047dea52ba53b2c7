// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_PYTHON_NATIVE_TYPES_HPP
#define SSOT_DETAIL_NAUTOBOT_PYTHON_NATIVE_TYPES_HPP

// Which types of Python correspond to types of C++, and the conversion of scalars.

#include <ssot/json/document.hpp>
#include <ssot/json/raw_json.hpp>
#include <ssot/nautobot/scalars.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/json/encode.hpp>
#include <ssot/detail/reflect/encoded.hpp>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <ranges>
#include <string_view>
#include <tuple>
#include <utility>

namespace ssot::detail::python {

template<class T>
inline constexpr bool is_duration = false;
template<class Rep, class Period>
inline constexpr bool is_duration<std::chrono::duration<Rep, Period>> = true;

template<class T>
inline constexpr bool is_sys_time = false;
template<class D>
inline constexpr bool is_sys_time<std::chrono::sys_time<D>> = true;
template<class T>
inline constexpr bool is_local_time = false;
template<class D>
inline constexpr bool is_local_time<std::chrono::local_time<D>> = true;

template<class T>
inline constexpr bool is_time_of_day = false;
template<class D>
inline constexpr bool is_time_of_day<std::chrono::hh_mm_ss<D>> = true;

template<class T>
concept text_like = std::convertible_to<T const&, std::string_view>;

template<class T>
concept byte_range = std::ranges::contiguous_range<T const> && std::same_as<std::ranges::range_value_t<T const>, std::byte>;

template<class T>
concept map_like = std::ranges::input_range<T const> && requires {
    typename T::key_type;
    typename T::mapped_type;
};
template<class T>
concept set_like = std::ranges::input_range<T const> && requires { typename T::key_type; } && !map_like<T>;

template<class T>
concept tuple_like = requires { std::tuple_size<T>::value; } && !std::ranges::input_range<T const>;

/// A C++ scalar with a corresponding type in `dynamic`. The text of a choice is a view into the choice.
template<class T>
concept has_scalar_codec = storable<T> && !is_optional<T>::value && !json_document<T>;

/// Returns a duration of any unit, rounded down to microseconds.
template<class Rep, class Period>
result<nautobot::long_duration> to_long_duration(std::chrono::duration<Rep, Period> v)
{
    auto const far = [] { return error(errc::out_of_range, "the duration is beyond 999999999 days"); };
    // As a double first, because no unit's count may overflow on the way.
    double const about = std::chrono::duration<double, std::chrono::days::period>(v).count();
    bool const   near  = about > -1'000'000'001.0 && about < 1'000'000'001.0; // false for NaN
    if (!near)
        return far();
    auto const whole = std::chrono::floor<std::chrono::duration<std::int64_t, std::chrono::days::period>>(v);
    auto const rest  = std::chrono::floor<std::chrono::microseconds>(v - whole).count();
    if (whole.count() < nautobot::long_duration::min().days || whole.count() > nautobot::long_duration::max().days)
        return far();
    return nautobot::long_duration(static_cast<std::int32_t>(whole.count()), rest);
}

/// Returns a time as its day and the microseconds within it. Days beyond the calendar give an invalid date, which every
/// writer refuses.
template<class D>
nautobot::calendar_time to_calendar_time(D since_epoch, std::optional<std::chrono::seconds> offset)
{
    auto const split = to_long_duration(since_epoch);
    if (!split || split->days < -1'000'000 || split->days > 4'000'000)
        return nautobot::calendar_time(std::chrono::year_month_day{}, {}, offset);
    return nautobot::calendar_time(
        std::chrono::sys_days(std::chrono::days(split->days)), std::chrono::microseconds(split->microseconds), offset);
}

} // namespace ssot::detail::python

#endif // SSOT_DETAIL_NAUTOBOT_PYTHON_NATIVE_TYPES_HPP
