// SPDX-License-Identifier: BSL-1.0
// A whole program: reads two inventories, finds out what differs, brings a copy of the target up to date, and records all of
// it as Nautobot would: the job, the sync with its diff, and a log entry for each object. `./run demo` builds and runs it.
//
// This file is about the records. How files are read and compared is in the folder beside it.

#include "inventory_sync/compare.hpp"
#include "inventory_sync/errors.hpp"
#include "inventory_sync/inventory.hpp"
#include "inventory_sync/json.hpp"
#include "inventory_sync/load.hpp"
#include "inventory_sync/measure.hpp"
#include "inventory_sync/options.hpp"
#include "inventory_sync/output.hpp"
#include "inventory_sync/progress.hpp"
#include "inventory_sync/records.hpp"
#include "inventory_sync/report.hpp"
#include "inventory_sync/text.hpp"

#include <ssot/ssot.hpp>

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace demo {
namespace {

/// The name of this computer, as far as it fits.
std::optional<std::string> host_name()
{
    char name[256] = {};
    if (gethostname(name, sizeof name - 1) != 0)
        return std::nullopt;
    auto const limit = ssot::field_info_of<&job_result::worker>.options.max_length;
    return shortened(printable(name), limit);
}

ssot::stored<job_result> start_job(record_store& store)
{
    job_result const job{.name         = "Inventory Sync",
                         .task_name    = "inventory_sync",
                         .date_started = ssot::now(),
                         .status       = ssot::job_result_status::started,
                         .worker       = host_name()};
    store.insert(job).value();
    return store.get<job_result>(job.id).value();
}

void finish_job(record_store& store, ssot::stored<job_result>& job, ssot::job_result_status status)
{
    ssot::sync_counts total;
    auto const        of_job = ssot::from<sync_run>().where(ssot::field<&sync_run::job_result> == job.id);
    for (auto const& row : store.annotated_syncs(of_job).value()) {
        total.succeeded += row.counts.succeeded;
        total.failed += row.counts.failed;
        total.errored += row.counts.errored;
    }
    job.debug_log_count   = 0;
    job.info_log_count    = 0;
    job.success_log_count = static_cast<std::int32_t>(total.succeeded);
    job.warning_log_count = static_cast<std::int32_t>(total.failed);
    job.error_log_count   = static_cast<std::int32_t>(total.errored);
    job.status            = status;
    job.date_done         = ssot::now();
    store.update(job).value();
}

/// What became of a change, in the words of the log.
struct outcome {
    ssot::sync_log_entry_status status = ssot::sync_log_entry_status::success;
    std::string                 message{};
};

/// `attributes` with the values that `wanted` has for them.
ssot::raw_json updated(ssot::raw_json const& attributes, ssot::raw_json const& wanted)
{
    auto const values = read<std::map<std::string, ssot::raw_json>>(wanted);
    fields     out;
    for (auto const& [name, value] : read<fields>(attributes)) {
        auto const found = values.find(name);
        out.insert_or_assign(name, found == values.end() ? value : found->second);
    }
    return to_raw(out);
}

/// Makes one change. Here the target is in memory and takes everything; a program that writes to a real system answers
/// `failure` or `error`, and why, for an object that this system refuses.
outcome apply(change const& c, inventory& target)
{
    using enum action;
    switch (c.what) {
    case create: target.add(*c.source); return {.message = "Created successfully"};
    case update:
        c.target->attributes = updated(c.target->attributes, c.source->attributes);
        return {.message = "Updated successfully"};
    case delete_: target.erase(c.key()); return {.message = "Deleted successfully"};
    case no_change: break;
    }
    return {.message = "No changes to apply; no action needed"};
}

/// Makes a change and tells what became of it.
sync_log_entry apply_and_log(change const& c, sync_run const& run, inventory& target, std::string const& type)
{
    sync_log_entry entry{.sync        = run,
                         .action      = c.what,
                         .diff        = difference(c.source, c.target),
                         .object_repr = type + ' ' + c.key()};
    auto [status, message] = apply(c, target);
    entry.status           = status;
    entry.message          = std::move(message);
    return entry;
}

/// Makes all changes and logs one entry for each object, changed or not.
void execute(record_store& store, sync_run const& run, std::vector<change> const& changes, inventory& target,
             std::string const& type)
{
    constexpr std::size_t       batch = 1000; // entries are stored together, which is faster
    std::vector<sync_log_entry> entries;
    progress                    bar("Synchronizing", changes.size());
    for (std::size_t first = 0; first < changes.size(); first += batch) {
        entries.clear();
        for (auto const& c : std::span(changes).subspan(first, std::min(batch, changes.size() - first)))
            entries.push_back(apply_and_log(c, run, target, type));
        store.insert(entries).value();
        bar.at(first + entries.size());
    }
}

/// One run, recorded as it goes.
void synchronize(record_store& store, job_result const& job, options const& chosen)
{
    sync_run const started{.source     = chosen.source_name,
                           .target     = chosen.target_name,
                           .start_time = ssot::now(),
                           .dry_run    = chosen.dry_run,
                           .job_result = job};
    store.insert(started).value();
    auto run = store.get<sync_run>(started.id).value();

    inventory source;
    std::tie(run.source_load_time, run.source_load_memory_final, run.source_load_memory_peak) =
        measure([&] { source = load(chosen.source, chosen.key); });

    inventory target;
    std::tie(run.target_load_time, run.target_load_memory_final, run.target_load_memory_peak) =
        measure([&] { target = load(chosen.target, chosen.key); });
    store.update(run).value();

    std::string const type = source.is_json || target.is_json ? "object" : "service";
    comparison        found;
    std::tie(run.diff_time, run.diff_memory_final, run.diff_memory_peak) =
        measure([&] { found = compare(source, target, type); });
    run.diff    = std::move(found.diff);
    run.summary = std::move(found.summary);
    store.update(run).value();
    if (run.dry_run)
        return;

    std::tie(run.sync_time, run.sync_memory_final, run.sync_memory_peak) =
        measure([&] { execute(store, run, found.changes, target, type); });
    store.update(run).value();
}

/// A job of one run. When the run fails, the records say so.
void run_job(record_store& store, options const& chosen)
{
    auto job = start_job(store);
    try {
        synchronize(store, job, chosen);
        finish_job(store, job, ssot::job_result_status::success);
    } catch (std::exception const& e) {
        job.traceback = printable(e.what());
        finish_job(store, job, ssot::job_result_status::failure);
        throw;
    }
}

void run_program(options const& chosen)
{
    record_store store{ssot::storage::memory{}};
    run_job(store, chosen);
    if (!chosen.output.empty())
        write_records(store, chosen.output);

    print_report(store);
    if (!chosen.output.empty())
        std::cout << "\nWrote all records to " << printable(chosen.output) << '\n';
}

int fail(int status, std::string const& what)
{
    std::cerr << "inventory_sync: " << printable(what) << '\n';
    return status;
}

} // namespace
} // namespace demo

int main(int argc, char** argv)
try {
    auto const arguments = std::span(argv, static_cast<std::size_t>(argc));
    auto const chosen    = demo::parse_options(arguments.subspan(std::min<std::size_t>(1, arguments.size())));
    if (chosen.help)
        std::cout << demo::help;
    else
        demo::run_program(chosen);
    if (!std::cout.flush())
        return demo::fail(1, "cannot write to standard output");
    return 0;
} catch (demo::usage_error const& e) {
    return demo::fail(2, e.what());
} catch (std::bad_alloc const&) {
    return demo::fail(1, "out of memory");
} catch (std::exception const& e) {
    return demo::fail(1, e.what());
}
