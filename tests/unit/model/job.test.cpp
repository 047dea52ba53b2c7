// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/job.hpp>

#include <boost/test/unit_test.hpp>

#include <type_traits>

namespace {

using ssot::field_info_of;
using ssot::job;

static_assert(ssot::model<job> && std::is_aggregate_v<job> && ssot::field_count<job> == 4);
static_assert(ssot::fields_of<job>()[1].name == "module_name" && ssot::fields_of<job>()[3].name == "name");
static_assert(!field_info_of<&job::module_name>.options.editable && field_info_of<&job::module_name>.required());
static_assert(field_info_of<&job::name>.options.unique && !field_info_of<&job::module_name>.options.unique);
static_assert(field_info_of<&job::name>.options.max_length == 255);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(model)
BOOST_AUTO_TEST_SUITE(job)

BOOST_AUTO_TEST_CASE(a_new_job)
{
    ssot::job const j{.module_name = "nautobot_ssot.jobs.examples", .job_class_name = "ExampleDataSource"};
    BOOST_TEST(!j.id.is_nil());
    BOOST_TEST(j.name == "");
    BOOST_TEST((j == ssot::job(j)));
    BOOST_TEST((j != ssot::job{}));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
