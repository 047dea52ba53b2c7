// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/job.hpp>
#include <ssot/model/sync_log_entry.hpp>

void assign(ssot::sync_log_entry& entry, ssot::sync const& run, ssot::job const& job);

void assign(ssot::sync_log_entry& entry, ssot::sync const& run, [[maybe_unused]] ssot::job const& job)
{
    entry.sync = run;
#ifdef SSOT_COMPILE_FAIL
    // expect-gcc: "no match for 'operator='"
    // expect-clang: "no viable overloaded '='"
    entry.sync = job;
#endif
}
