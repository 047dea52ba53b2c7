// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_MODEL_JOB_RESULT_HPP
#define SSOT_MODEL_JOB_RESULT_HPP

// One run of a job: who started it, when, with what arguments, and how it ended. A sync points at the run that it was part
// of.
// Source: extras.JobResult of Nautobot 3.

#include <ssot/fwd.hpp>
#include <ssot/model/choices.hpp>
#include <ssot/model/foreign_key.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/types.hpp>
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace ssot {

template<class Types>
struct basic_job_result {
    using text     = typename Types::text;
    using document = typename Types::document;
    using status_t = typename Types::template choice_of<job_result_status>;

    static constexpr std::string_view model_name   = "extras.jobresult";
    static constexpr std::string_view class_name   = "JobResult";
    static constexpr std::string_view verbose_name = "job result";
    static constexpr std::string_view ordering[]   = {"-date_created"};

    uuid                                                                    id = new_id();
    std::optional<foreign_key<basic_job<Types>, ssot::on_delete::set_null>> job_model{}; ///< Null once the job is erased.
    text                                                                    name{};
    std::optional<text>                                                     task_name{};    ///< The class path of the job.
    ssot::timestamp                                                         date_created{}; ///< Set by the insert.
    std::optional<ssot::timestamp>                                          date_started{};
    std::optional<ssot::timestamp> date_done{}; ///< Present once the status is final: success, failure or revoked.
    std::optional<uuid>            user{};      ///< Key of a users.User, which is not in this library.
    status_t                       status = job_result_status::pending;
    std::optional<document>        result{};
    std::optional<text>            worker{};
    document                       task_args     = empty_array<document>();
    document                       task_kwargs   = empty_object<document>();
    document                       celery_kwargs = empty_object<document>();
    std::optional<text>            traceback{};
    std::optional<document>        meta{};
    std::optional<uuid>            scheduled_job{}; ///< Key of an extras.ScheduledJob, which is not in this library.
    std::optional<std::int32_t>    debug_log_count{};
    std::optional<std::int32_t>    success_log_count{};
    std::optional<std::int32_t>    info_log_count{};
    std::optional<std::int32_t>    warning_log_count{};
    std::optional<std::int32_t>    error_log_count{};

    friend bool operator==(basic_job_result const&, basic_job_result const&) = default;

    BOOST_DESCRIBE_CLASS(basic_job_result, (),
                         (id, job_model, name, task_name, date_created, date_started, date_done, user, status, result, worker,
                          task_args, task_kwargs, celery_kwargs, traceback, meta, scheduled_job, debug_log_count,
                          success_log_count, info_log_count, warning_log_count, error_log_count),
                         (), ())
};

template<class Types>
constexpr auto describe_fields(model_tag<basic_job_result<Types>>)
{
    using m                = basic_job_result<Types>;
    constexpr auto encoder = "NautobotKombuJSONEncoder";
    return fields(
        field<&m::job_model>.blank().related("job_results"),
        field<&m::name>.max_length(255).index(),
        field<&m::task_name>.max_length(255).index().help_text(
            "Registered name of the Celery task for this job. Internal use only."),
        field<&m::date_created>.auto_now_add().index(),
        field<&m::date_started>.blank().index(),
        field<&m::date_done>.blank().index(),
        field<&m::user>.blank().references("users.User", on_delete::set_null).related("+"),
        field<&m::status>.max_length(30).index().default_value(job_result_status::pending).help_text("Current state of the Job being run"),
        field<&m::result>.blank().editable(false).encoder(encoder),
        field<&m::worker>.max_length(100),
        field<&m::task_args>.blank().default_callable("list").encoder(encoder),
        field<&m::task_kwargs>.blank().default_callable("dict").encoder(encoder),
        field<&m::celery_kwargs>.blank().default_callable("dict").encoder(encoder),
        field<&m::traceback>.blank(),
        field<&m::meta>.editable(false).encoder(encoder),
        field<&m::scheduled_job>.blank().references("extras.ScheduledJob", on_delete::set_null),
        field<&m::debug_log_count>.blank().min_value(0),
        field<&m::success_log_count>.blank().min_value(0),
        field<&m::info_log_count>.blank().min_value(0),
        field<&m::warning_log_count>.blank().min_value(0),
        field<&m::error_log_count>.blank().min_value(0));
}

} // namespace ssot

#endif // SSOT_MODEL_JOB_RESULT_HPP
