// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_BASE_WIDE_SUM_HPP
#define SSOT_DETAIL_BASE_WIDE_SUM_HPP

// A sum of 64-bit integers kept in 128 bits, so that only the final sum has to fit.

#include <cstdint>
#include <optional>

namespace ssot::detail {

class wide_sum {
public:
    void add(std::int64_t v) noexcept
    {
        auto const before = low_;
        low_ += static_cast<std::uint64_t>(v);
        high_ += (v < 0 ? -1 : 0) + (low_ < before ? 1 : 0);
    }

    /// Returns the sum if it fits into 64 bits.
    std::optional<std::int64_t> value() const noexcept
    {
        auto const low = static_cast<std::int64_t>(low_);
        return high_ == (low < 0 ? -1 : 0) ? std::optional(low) : std::nullopt;
    }

private:
    std::uint64_t low_  = 0;
    std::int64_t  high_ = 0;
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_BASE_WIDE_SUM_HPP
