// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TEXT_ZERO_PADDED_HPP
#define SSOT_DETAIL_TEXT_ZERO_PADDED_HPP

#include <ssot/detail/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace ssot::detail {

/// Returns a number padded with zeros to at least `width` digits.
std::string zero_padded(std::int64_t n, std::size_t width);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/text/zero_padded.ipp>
#endif

#endif // SSOT_DETAIL_TEXT_ZERO_PADDED_HPP
