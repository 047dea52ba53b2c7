// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_CODEC_HPP
#define SSOT_IMPL_CODEC_HPP

#include <ssot/codec.hpp>

#include <cmath>
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

template<class T>
result<T> decode_integer(std::int64_t v)
{
    if (!std::in_range<T>(v))
        return error(errc::out_of_range,
                     std::to_string(v) + " is outside " + std::to_string(std::numeric_limits<T>::min()) + " to " +
                         std::to_string(std::numeric_limits<T>::max()));
    return static_cast<T>(v);
}

template<class T>
result<T> decode_real(double v)
{
    auto const out = static_cast<T>(v);
    if (std::isinf(out) && !std::isinf(v))
        return error(errc::out_of_range, "the number is beyond the type of its field");
    return out;
}

} // namespace detail

} // namespace ssot

#endif // SSOT_IMPL_CODEC_HPP
