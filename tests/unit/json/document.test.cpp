// SPDX-License-Identifier: BSL-1.0
#include <ssot/json/document.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>

namespace {

static_assert(ssot::json_document<boost::json::value> && ssot::json_document<ssot::raw_json>);
static_assert(!ssot::json_document<boost::json::object> && !ssot::json_document<std::string>);
static_assert(!ssot::json_document<std::optional<ssot::raw_json>>);
static_assert(ssot::storable<boost::json::value> && ssot::storable<std::optional<ssot::raw_json>>);
static_assert(!ssot::storable<boost::json::object> && !ssot::storable<boost::json::array>);
static_assert(ssot::codec<boost::json::value>::stored_as == ssot::kind::json);
static_assert(ssot::codec<ssot::raw_json>::stored_as == ssot::kind::json);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(json)
BOOST_AUTO_TEST_SUITE(document)

BOOST_AUTO_TEST_CASE(empty_documents)
{
    auto const object = ssot::empty_object<boost::json::value>();
    BOOST_TEST_REQUIRE(object.is_object());
    BOOST_TEST(object.get_object().empty());
    auto const array = ssot::empty_array<boost::json::value>();
    BOOST_TEST_REQUIRE(array.is_array());
    BOOST_TEST(array.get_array().empty());
    BOOST_TEST(ssot::empty_object<ssot::raw_json>().text() == "{}");
    BOOST_TEST(ssot::empty_array<ssot::raw_json>().text() == "[]");
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
