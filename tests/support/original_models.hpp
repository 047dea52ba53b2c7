// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_ORIGINAL_MODELS_HPP
#define SSOT_TESTS_SUPPORT_ORIGINAL_MODELS_HPP

// What it takes to compare with records that the original wrote.

#include <ssot/choice.hpp>
#include <ssot/json/raw_json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ssot_test {

/// Keeps what Python keeps: integers of any size in documents, and texts that are no choice.
struct python_types {
    using text     = std::string;
    using document = ssot::raw_json;
    template<ssot::choice E>
    using choice_of = ssot::open_choice<E>;
};

/// The fields of JobResult that the reference data does not have: its JobResult was a stand-in.
inline std::vector<std::string_view> const& absent_fields()
{
    static std::vector<std::string_view> const all = {
        "extras.jobresult.date_started",
        "extras.jobresult.result",
        "extras.jobresult.worker",
        "extras.jobresult.task_args",
        "extras.jobresult.task_kwargs",
        "extras.jobresult.celery_kwargs",
        "extras.jobresult.traceback",
        "extras.jobresult.meta",
        "extras.jobresult.scheduled_job",
        "extras.jobresult.debug_log_count",
        "extras.jobresult.success_log_count",
        "extras.jobresult.info_log_count",
        "extras.jobresult.warning_log_count",
        "extras.jobresult.error_log_count",
    };
    return all;
}

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_ORIGINAL_MODELS_HPP
