// SPDX-License-Identifier: BSL-1.0
#ifndef DEMO_RECORDS_HPP
#define DEMO_RECORDS_HPP

// The records of this program and where they are kept.

#include <ssot/model/job_result.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/model/types.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

namespace demo {

// Diffs pass through unopened, so their fields hold text: see json.hpp.
using job_result     = ssot::basic_job_result<ssot::raw_types>;
using sync_run       = ssot::basic_sync<ssot::raw_types>;
using sync_log_entry = ssot::basic_sync_log_entry<ssot::raw_types>;

// For the life of the program. Another backend makes the records last; nothing else changes.
using record_store = ssot::store<ssot::storage::memory>;

} // namespace demo

#endif // DEMO_RECORDS_HPP
