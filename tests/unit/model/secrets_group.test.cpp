// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/secrets_group.hpp>

#include <boost/test/unit_test.hpp>

#include <type_traits>

namespace {

using ssot::field_info_of;
using ssot::secrets_group;

static_assert(ssot::model<secrets_group> && std::is_aggregate_v<secrets_group> && ssot::field_count<secrets_group> == 3);
static_assert(field_info_of<&secrets_group::name>.options.unique && field_info_of<&secrets_group::name>.required());
static_assert(!field_info_of<&secrets_group::description>.options.unique &&
              !field_info_of<&secrets_group::description>.required());

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(model)
BOOST_AUTO_TEST_SUITE(secrets_group)

BOOST_AUTO_TEST_CASE(a_new_group)
{
    ssot::secrets_group const g{.name = "ServiceNow"};
    BOOST_TEST(!g.id.is_nil());
    BOOST_TEST(g.description == "");
    BOOST_TEST((g != ssot::secrets_group{.name = "ServiceNow"}), "another id");
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
