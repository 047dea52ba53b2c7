// SPDX-License-Identifier: BSL-1.0
#ifndef DEMO_RECORDS_HPP
#define DEMO_RECORDS_HPP

// The records of this program and where they are kept.

#include "../folder_backend.hpp"
#include "errors.hpp"

#include <ssot/diff.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/model/types.hpp>
#include <ssot/recorder.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include <string>
#include <utility>

namespace demo {

// Diffs pass through unopened, so their fields hold text: see json.hpp.
using job_result     = ssot::basic_job_result<ssot::raw_types>;
using sync_run       = ssot::basic_sync<ssot::raw_types>;
using sync_log_entry = ssot::basic_sync_log_entry<ssot::raw_types>;
using difference     = ssot::diff::basic_difference<ssot::raw_types>;
using change         = ssot::diff::basic_change<ssot::raw_types>;

using record_store = ssot::store;
using run_recorder = ssot::basic_recorder<ssot::raw_types>;

/// Opens the records in a folder, or for the life of the program when its name is empty. Errors: `failure`.
inline record_store open_records(std::string const& folder)
{
    using ssot::storage::any_backend;
    auto opened = record_store::open(folder.empty() ? any_backend(ssot::storage::memory())
                                                    : any_backend(acme::folder_backend(folder)));
    if (!opened)
        throw failure("cannot open the records in " + folder + ": " + std::string(opened.error().text()));
    return std::move(*opened);
}

} // namespace demo

#endif // DEMO_RECORDS_HPP
