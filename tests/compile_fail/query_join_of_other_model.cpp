// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/job_result.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/query.hpp>

auto logged() -> std::size_t;

auto logged() -> std::size_t
{
#ifdef SSOT_COMPILE_FAIL
    // expect: "this foreign key does not point at the model of the query"
    auto const query = ssot::from<ssot::job_result>().join<&ssot::sync_log_entry::sync>();
#else
    auto const query = ssot::from<ssot::sync>().join<&ssot::sync_log_entry::sync>();
#endif
    return query.untyped().reverse.size();
}
