// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_UUID_HASH_HPP
#define SSOT_DETAIL_STORE_UUID_HASH_HPP

#include <ssot/uuid.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace ssot::detail {

/// A hash for maps that mix it themselves. It does not resist uuids that were chosen to collide.
struct uuid_hash {
    std::size_t operator()(uuid const& id) const noexcept
    {
        std::uint64_t first, last;
        std::memcpy(&first, id.data, 8);
        std::memcpy(&last, id.data + 8, 8);
        return first * 0x9e37'79b9'7f4a'7c15 ^ last;
    }
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_UUID_HASH_HPP
