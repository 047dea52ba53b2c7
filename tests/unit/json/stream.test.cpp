// SPDX-License-Identifier: BSL-1.0
#include <ssot/json/stream.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <sstream>
#include <string>
#include <string_view>

namespace {

using takes_text = decltype([](std::string_view) -> ssot::result<void> { return {}; });
using takes_bool = decltype([](std::string_view) { return true; });
using takes_ints = decltype([](int) -> ssot::result<void> { return {}; });
static_assert(ssot::json_sink<takes_text>);
static_assert(!ssot::json_sink<takes_bool>);
static_assert(!ssot::json_sink<takes_ints>);
static_assert(!ssot::json_sink<std::string>);

} // namespace

BOOST_AUTO_TEST_SUITE(json)
BOOST_AUTO_TEST_SUITE(stream)

BOOST_AUTO_TEST_CASE(streams_as_sink_and_source)
{
    std::stringstream stream;
    auto              sink = ssot::into(stream);
    sink("abc").value();
    sink("").value();
    sink("de").value();

    auto                source = ssot::from_stream(stream);
    std::array<char, 3> room{};
    BOOST_TEST(source(room).value() == 3u);
    BOOST_TEST(std::string_view(room.data(), 3) == "abc");
    BOOST_TEST(source(room).value() == 2u);
    BOOST_TEST(source(room).value() == 0u);
    BOOST_TEST(source(room).value() == 0u);
}

BOOST_AUTO_TEST_CASE(a_broken_stream_is_an_error)
{
    std::stringstream stream("abc");
    stream.setstate(std::ios::badbit);
    std::array<char, 3> room{};
    BOOST_TEST((ssot::from_stream(stream)(room).error().code() == ssot::errc::io));
    BOOST_TEST((ssot::into(stream)("abc").error().code() == ssot::errc::io));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
