// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TIME_BOUNDED_TIME_HPP
#define SSOT_DETAIL_TIME_BOUNDED_TIME_HPP

// Arithmetic on durations and times that come from outside and may have any value, such as `max()` for "for ever". A result
// outside the range of its type becomes the nearest end of the range.

#include <ssot/time.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <ratio>
#include <type_traits>

namespace ssot::detail {

/// Returns the duration as a `To`, rounded towards zero. Precondition: both count in 64-bit integers.
template<class To, class Period>
constexpr To bounded_cast(std::chrono::duration<std::int64_t, Period> d) noexcept
{
    static_assert(std::is_same_v<typename To::rep, std::int64_t>);
    using factor = std::ratio_divide<Period, typename To::period>;
    static_assert(factor::num == 1 || factor::den == 1);
    constexpr auto least = std::numeric_limits<std::int64_t>::min(), most = std::numeric_limits<std::int64_t>::max();
    if (d.count() > most / factor::num)
        return To(most);
    if (d.count() < least / factor::num)
        return To(least);
    return To(d.count() * factor::num / factor::den);
}

/// Returns `a - b`, of two times or two durations.
constexpr std::int64_t bounded_difference(std::int64_t a, std::int64_t b) noexcept
{
    constexpr auto least = std::numeric_limits<std::int64_t>::min(), most = std::numeric_limits<std::int64_t>::max();
    if (b < 0 && a > most + b)
        return most;
    if (b > 0 && a < least + b)
        return least;
    return a - b;
}
constexpr duration bounded_difference(timestamp a, timestamp b) noexcept
{
    return duration(bounded_difference(a.time_since_epoch().count(), b.time_since_epoch().count()));
}
constexpr std::chrono::nanoseconds bounded_difference(std::chrono::nanoseconds a, std::chrono::nanoseconds b) noexcept
{
    return std::chrono::nanoseconds(bounded_difference(a.count(), b.count()));
}

/// Returns the nearest time that has a text form and that every store accepts.
constexpr timestamp bounded_time(timestamp t) noexcept
{
    return t < min_timestamp ? min_timestamp : t > max_timestamp ? max_timestamp : t;
}

/// Returns a wait that can be added to the time of a clock: at most a hundred years.
template<class Duration>
constexpr Duration bounded_wait(Duration d) noexcept
{
    constexpr Duration most = std::chrono::duration_cast<Duration>(std::chrono::hours(876'600));
    return d > most ? most : d < -most ? -most : d;
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_TIME_BOUNDED_TIME_HPP
