// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_SYNC_NOTE_HPP
#define SSOT_DETAIL_STORE_SYNC_NOTE_HPP

// What `store.annotated_syncs` finds out about a sync, besides its row.

#include <ssot/model/sync_counts.hpp>

#include <cstddef>
#include <optional>

namespace ssot::detail {

struct sync_note {
    std::optional<std::size_t> job_result{}; ///< its position among the job results that were read
    sync_counts                counts{};
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_SYNC_NOTE_HPP
