// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/job_result.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>
#include <type_traits>

namespace {

using result = ssot::job_result;
using ssot::field_info_of;

static_assert(ssot::model<result> && std::is_aggregate_v<result>);

// The fields of section 2.3 of the fact sheet, in its order.
// clang-format off
constexpr std::string_view names[] = {
    "id",        "job_model",   "name",          "task_name", "date_created", "date_started",  "date_done",       "user",
    "status",    "result",      "worker",        "task_args", "task_kwargs",  "celery_kwargs", "traceback",       "meta",
    "scheduled_job", "debug_log_count", "success_log_count", "info_log_count", "warning_log_count", "error_log_count"};
// clang-format on

static_assert([] {
    auto const fields = ssot::fields_of<result>();
    for (std::size_t i = 0; i != std::size(names); ++i)
        if (fields[i].name != names[i])
            return false;
    return fields.size() == std::size(names);
}());

static_assert(field_info_of<&result::job_model>.target_label == "extras.Job" &&
              field_info_of<&result::job_model>.on_delete == ssot::on_delete::set_null);
static_assert(field_info_of<&result::user>.target_label == "users.User" && field_info_of<&result::user>.column == "user_id");
static_assert(std::is_same_v<decltype(result::user), std::optional<ssot::uuid>>, "a bare key: users are not ours");
static_assert(field_info_of<&result::scheduled_job>.target_label == "extras.ScheduledJob" &&
              field_info_of<&result::scheduled_job>.on_delete == ssot::on_delete::set_null);
static_assert(field_info_of<&result::status>.options.default_value.text == "PENDING" &&
              !field_info_of<&result::status>.required());
static_assert(field_info_of<&result::status>.choices.size() == 7);
static_assert(field_info_of<&result::task_name>.nullable && !field_info_of<&result::task_name>.options.blank);
static_assert(!field_info_of<&result::result>.options.editable);
static_assert(field_info_of<&result::debug_log_count>.options.min_value == 0);
static_assert(ssot::model_info_of<result>().ordering[0] == "-date_created");

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(model)
BOOST_AUTO_TEST_SUITE(job_result)

BOOST_AUTO_TEST_CASE(a_new_job_result)
{
    ssot::job_result const r;
    BOOST_TEST(!r.id.is_nil());
    BOOST_TEST((r.status == ssot::job_result_status::pending));
    BOOST_TEST((r.task_args == boost::json::array()));
    BOOST_TEST((r.task_kwargs == boost::json::object()));
    BOOST_TEST((r.celery_kwargs == boost::json::object()));
    BOOST_TEST(!r.job_model);
    BOOST_TEST(!r.date_done);
    BOOST_TEST(!r.result);
    BOOST_TEST(ssot::basic_job_result<ssot::raw_types>{}.task_args.text() == "[]");
    ssot::basic_job_result<ssot::lenient_types> const lenient;
    BOOST_TEST((lenient.status == ssot::job_result_status::pending));
}

BOOST_AUTO_TEST_CASE(its_job)
{
    ssot::job const        j{.module_name = "a", .job_class_name = "b", .name = "c"};
    ssot::job_result const r{.job_model = j, .name = "run"};
    BOOST_TEST((r.job_model == j.id));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
