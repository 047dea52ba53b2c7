// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/job_result.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/query.hpp>

using entry = ssot::sync_log_entry;

auto of_failed_jobs() -> ssot::selection<entry>;

auto of_failed_jobs() -> ssot::selection<entry>
{
    constexpr auto failed = ssot::job_result_status::failure;
#ifdef SSOT_COMPILE_FAIL
    // expect: "the next member of this path does not belong to the model that the foreign key points at"
    return ssot::from<entry>().where(ssot::field<&entry::sync, &ssot::job_result::status> == failed);
#else
    return ssot::from<entry>().where(ssot::field<&entry::sync, &ssot::sync::job_result, &ssot::job_result::status> ==
                                     failed);
#endif
}
