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
#ifdef DEMO_WITH_SQLITE
#include <ssot/storage/sqlite.hpp>
#endif
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

/// Where records are kept: a file of SQLite, "folder:" and a folder, or "memory".
struct place {
    std::string name{};

    bool is_memory() const { return name == "memory"; }
    bool is_folder() const { return name.starts_with("folder:"); }
    bool is_file() const { return !is_memory() && !is_folder(); }
};

inline ssot::storage::any_backend backend_of(place const& where)
{
    using ssot::storage::any_backend;
    if (where.is_memory())
        return any_backend(ssot::storage::memory());
    if (where.is_folder())
        return any_backend(acme::folder_backend(where.name.substr(where.name.find(':') + 1)));
#ifdef DEMO_WITH_SQLITE
    return any_backend(ssot::storage::sqlite(where.name));
#else
    throw failure("this program was built without SQLite; use --db folder:DIR or --db memory");
#endif
}

/// Opens the records. Errors: `failure`.
inline record_store open_records(place const& where)
{
    auto opened = record_store::open(backend_of(where));
    if (!opened)
        throw failure("cannot open the records in " + where.name + ": " + std::string(opened.error().text()));
    return std::move(*opened);
}

} // namespace demo

#endif // DEMO_RECORDS_HPP
