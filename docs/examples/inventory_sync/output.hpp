// SPDX-License-Identifier: BSL-1.0
#ifndef DEMO_OUTPUT_HPP
#define DEMO_OUTPUT_HPP

// All records as JSON files.

#include "files.hpp"
#include "records.hpp"

#include <ssot/json/text.hpp>
#include <ssot/query.hpp>

#include <filesystem>
#include <string>
#include <system_error>

namespace demo {

/// Writes all rows of a model in the order of their keys, as an array with one row on a line.
template<ssot::model M>
void write_rows(record_store& store, new_file& out)
{
    char const* before = "[\n";
    std::string text;
    for (auto const& row : store.select(ssot::from<M>().order_by(ssot::asc<&M::id>)).value()) {
        text = before;
        ssot::to_json(*row, text).value();
        out.write(text);
        before = ",\n";
    }
    out.write(text.empty() ? "[]\n" : "\n]\n");
    out.finish();
}

/// Writes three files to a folder, which is made when it is not there. None appears before all are written.
/// Errors: `failure`.
inline void write_records(record_store& store, std::filesystem::path const& folder)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        throw failure("cannot make the folder " + folder.string() + ": " + problem.message());

    new_file jobs(folder / "job_results.json");
    new_file runs(folder / "syncs.json");
    new_file entries(folder / "sync_log_entries.json");
    write_rows<job_result>(store, jobs);
    write_rows<sync_run>(store, runs);
    write_rows<sync_log_entry>(store, entries);
    for (auto* const file : {&jobs, &runs, &entries})
        file->publish();
}

} // namespace demo

#endif // DEMO_OUTPUT_HPP
