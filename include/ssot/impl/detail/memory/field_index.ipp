// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_MEMORY_FIELD_INDEX_IPP
#define SSOT_IMPL_DETAIL_MEMORY_FIELD_INDEX_IPP

#include <ssot/detail/memory/field_index.hpp>

namespace ssot::storage::detail::memory {

inline field_index::field_index(std::vector<std::uint16_t> fields, key_hash const& hash)
    : fields_(std::move(fields)), hash_(hash)
{
    nodes_.emplace_back(); // nowhere
}

inline void field_index::make_room()
{
    lists_.reserve(1);
    while (nodes_.size() <= used_)
        nodes_.emplace_back();
}

} // namespace ssot::storage::detail::memory

#endif // SSOT_IMPL_DETAIL_MEMORY_FIELD_INDEX_IPP
