// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/job_result.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/query.hpp>

using log_entry = ssot::sync_log_entry;

auto of_failed_jobs() -> ssot::selection<log_entry>;

auto of_failed_jobs() -> ssot::selection<log_entry>
{
    constexpr auto failed = ssot::job_result_status::failure;
#ifdef SSOT_COMPILE_FAIL
    // expect: "the next member of this path does not belong to the model that the foreign key points at"
    return ssot::from<log_entry>().where(ssot::field<&log_entry::sync, &ssot::job_result::status> == failed);
#else
    return ssot::from<log_entry>().where(ssot::field<&log_entry::sync, &ssot::sync::job_result, &ssot::job_result::status> ==
                                         failed);
#endif
}
