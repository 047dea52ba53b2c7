// SPDX-License-Identifier: BSL-1.0
// A whole program: reads two inventories, finds out what differs, brings a copy of the target up to date, and records all of
// it as Nautobot would: the job, the sync with its diff, and a log entry for each object. `./run demo` builds and runs it.
//
// This file is about the run. How files are read is in the folder beside it.

#include "inventory_sync/errors.hpp"
#include "inventory_sync/inventory.hpp"
#include "inventory_sync/json.hpp"
#include "inventory_sync/load.hpp"
#include "inventory_sync/options.hpp"
#include "inventory_sync/output.hpp"
#include "inventory_sync/progress.hpp"
#include "inventory_sync/records.hpp"
#include "inventory_sync/report.hpp"
#include "inventory_sync/text.hpp"

#include <ssot/diff.hpp>
#include <ssot/recorder.hpp>
#include <ssot/ssot.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <new>
#include <optional>
#include <span>
#include <string>

namespace demo {
namespace {

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
ssot::change_outcome apply(change const& c, inventory& source, inventory& target)
{
    using enum ssot::sync_log_entry_action;
    switch (c.action) {
    case create: target.add(*source.find(c.name())); break;
    case update: {
        auto& there = *target.find(c.name());
        there.attributes = updated(there.attributes, source.find(c.name())->attributes);
        break;
    }
    case delete_: target.erase(c.name()); break;
    case no_change: break;
    }
    return {};
}

/// What differs between two inventories, in the order of their files.
ssot::result<difference> compare(inventory const& source, inventory const& target)
{
    namespace diff  = ssot::diff;
    auto const type = source.is_json || target.is_json ? "object" : "service";
    auto const kind = diff::by(&item::key, type).attributes([](item const& i) { return read<fields>(i.attributes); });
    progress   bar("Comparing", source.items().size() + target.items().size());
    return diff::compute<ssot::raw_types>(
        source.items(),
        target.items(),
        kind,
        {.order = diff::key_order::source, .progress = [&](std::size_t done, std::size_t) { bar.at(done); }});
}

/// One run, recorded as it goes; its sync. When it fails, the records say so.
ssot::uuid synchronize(record_store& store, options const& chosen)
{
    std::optional<progress> bar;
    auto const              show = [&](ssot::run_progress const& at) {
        if (at.phase != ssot::run_phase::synchronize)
            return;
        if (!bar)
            bar.emplace("Synchronizing", at.total);
        bar->at(at.done);
    };
    run_recorder run(store,
                     {.source    = chosen.source_name,
                      .target    = chosen.target_name,
                      .dry_run   = chosen.dry_run,
                      .job_name  = "Inventory Sync",
                      .task_name = "inventory_sync",
                      .progress  = show});

    auto       source = run.load_source([&] { return load(chosen.source, chosen.key); });
    auto       target = run.load_target([&] { return load(chosen.target, chosen.key); });
    auto const found  = run.compare([&] { return compare(source, target); }).value();
    run.apply(found, [&](change const& c) { return apply(c, source, target); }).value();
    run.finish().value();
    return run.sync_id();
}

/// Tells of runs that did not come to their end: this program was killed, or the machine.
void note_interrupted_runs(record_store& store)
{
    for (auto const& run : ssot::recover(store).value())
        std::cerr << "inventory_sync: note: a run of process " << run.process_id << " on " << printable(run.host)
                  << " was interrupted\n";
}

void run_program(options const& chosen)
{
    place const where{chosen.db};
    auto        store = open_records(where);
    note_interrupted_runs(store);
    auto const run = synchronize(store, chosen);
    if (!chosen.output.empty())
        write_records(store, chosen.output);

    print_report(store, run);
    if (!chosen.output.empty())
        std::cout << "\nWrote all records to " << printable(chosen.output) << '\n';
    if (where.is_file())
        std::cout << "\nAll runs are in " << printable(where.name) << ". Look into it with\n  sqlite3 " << printable(where.name)
                  << " 'SELECT * FROM readable_nautobot_ssot_sync'\n";
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
