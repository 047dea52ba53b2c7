// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_CODEC_IPP
#define SSOT_IMPL_CODEC_IPP

#include <ssot/codec.hpp>

#include <string>

namespace ssot {

SSOT_DECL error detail::outside_of(std::int64_t v, std::int64_t least, std::uint64_t most)
{
    return error(errc::out_of_range,
                 std::to_string(v) + " is outside " + std::to_string(least) + " to " + std::to_string(most));
}

SSOT_DECL error detail::beyond_real() { return error(errc::out_of_range, "the number is beyond the type of its field"); }

SSOT_DECL error detail::beyond_durations()
{
    return error(errc::out_of_range, "the duration is longer than 64 bits of microseconds hold");
}

} // namespace ssot

#endif // SSOT_IMPL_CODEC_IPP
