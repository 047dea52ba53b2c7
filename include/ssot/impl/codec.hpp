// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_CODEC_HPP
#define SSOT_IMPL_CODEC_HPP

#include <ssot/codec.hpp>

#include <cstddef>
#include <iterator>
#include <limits>
#include <utility>

namespace ssot {

constexpr std::string_view to_string(kind k) noexcept
{
    constexpr std::string_view names[] = {
        "null", "boolean", "int64", "real", "text", "bytes", "uuid", "timestamp", "duration", "json", "choice"};
    auto const i = static_cast<std::size_t>(k);
    return i < std::size(names) ? names[i] : std::string_view("unknown");
}

namespace detail {

/// "300 is outside 0 to 255".
error outside_of(std::int64_t v, std::int64_t least, std::uint64_t most);
error beyond_real();
error beyond_durations();

template<class T>
constexpr bool is_infinite(T v) noexcept
{
    return v == std::numeric_limits<T>::infinity() || v == -std::numeric_limits<T>::infinity();
}

template<class T>
result<T> decode_integer(std::int64_t v)
{
    if (!std::in_range<T>(v))
        return outside_of(v, std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
    return static_cast<T>(v);
}

template<class T>
result<T> decode_real(double v)
{
    auto const out = static_cast<T>(v);
    if (is_infinite(out) && !is_infinite(v))
        return beyond_real();
    return out;
}

} // namespace detail

} // namespace ssot

#endif // SSOT_IMPL_CODEC_HPP
