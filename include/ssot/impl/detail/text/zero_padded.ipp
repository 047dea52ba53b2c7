// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_TEXT_ZERO_PADDED_IPP
#define SSOT_IMPL_DETAIL_TEXT_ZERO_PADDED_IPP

#include <ssot/detail/text/zero_padded.hpp>

#include <algorithm>
#include <string>

namespace ssot::detail {

SSOT_DECL std::string zero_padded(std::int64_t n, std::size_t width)
{
    auto const digits = std::to_string(n);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_TEXT_ZERO_PADDED_IPP
