// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_PADDED_HPP
#define SSOT_DETAIL_PADDED_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

namespace ssot::detail {

/// A number with at least so many digits.
inline std::string padded(std::int64_t n, std::size_t width)
{
    auto const digits = std::to_string(n);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_PADDED_HPP
