// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/content_type.hpp>

// The rest.
#include <ssot/json/text.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <type_traits>

namespace {

using ssot::content_type;
using ssot::field_info_of;

static_assert(ssot::model<content_type> && std::is_aggregate_v<content_type> && ssot::field_count<content_type> == 3);
static_assert(std::is_same_v<ssot::key_t<content_type>, std::int64_t>);
static_assert(field_info_of<&content_type::id>.kind == ssot::kind::int64 && field_info_of<&content_type::id>.primary_key);
static_assert(!field_info_of<&content_type::id>.required() && field_info_of<&content_type::model>.required());
static_assert(ssot::model_info_of<content_type>().table == "django_content_type");

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(model)
BOOST_AUTO_TEST_SUITE(content_type)

BOOST_AUTO_TEST_CASE(a_content_type)
{
    ssot::content_type const t{.id = 1001, .app_label = "dcim", .model = "device"};
    BOOST_TEST(ssot::to_json(t) == R"({"id":1001,"app_label":"dcim","model":"device"})");
    BOOST_TEST((ssot::from_json<ssot::content_type>(ssot::to_json(t)).value() == t));
    BOOST_TEST(ssot::content_type{}.id == 0, "made by the store");
    BOOST_TEST(ssot::from_json<ssot::content_type>(R"({"app_label":"dcim","model":"device"})").value().id == 0);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
