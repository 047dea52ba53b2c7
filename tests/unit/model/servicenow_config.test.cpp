// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/servicenow_config.hpp>

// The rest.
#include <ssot/json/text.hpp>
#include <ssot/model/sync.hpp>

#include <boost/test/unit_test.hpp>

#include <type_traits>

namespace {

using config = ssot::servicenow_config;
using ssot::field_info_of;

static_assert(ssot::model<config> && std::is_aggregate_v<config> && ssot::field_count<config> == 3);
static_assert(ssot::model_info_of<config>().singleton && !ssot::model_info_of<ssot::sync>().singleton);
static_assert(field_info_of<&config::servicenow_secrets>.on_delete == ssot::on_delete::set_null);
static_assert(field_info_of<&config::servicenow_secrets>.target_label == "extras.SecretsGroup" &&
              field_info_of<&config::servicenow_secrets>.nullable);
static_assert(!field_info_of<&config::servicenow_instance>.required() &&
              !field_info_of<&config::servicenow_instance>.nullable);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(model)
BOOST_AUTO_TEST_SUITE(servicenow_config)

BOOST_AUTO_TEST_CASE(a_new_config)
{
    ssot::secrets_group const     group{.name = "g"};
    ssot::servicenow_config const c{.servicenow_instance = "dev1", .servicenow_secrets = group};
    BOOST_TEST(!c.id.is_nil());
    BOOST_TEST((c.servicenow_secrets == group.id));
    auto const empty = ssot::from_json<ssot::servicenow_config>("{}");
    BOOST_TEST_REQUIRE(empty.has_value());
    BOOST_TEST(empty->servicenow_instance == "");
    BOOST_TEST(!empty->servicenow_secrets);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
