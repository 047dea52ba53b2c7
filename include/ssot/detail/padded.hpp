// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_PADDED_HPP
#define SSOT_DETAIL_PADDED_HPP

#include <ssot/detail/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace ssot::detail {

/// A number with at least so many digits.
std::string padded(std::int64_t n, std::size_t width);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/padded.ipp>
#endif

#endif // SSOT_DETAIL_PADDED_HPP
