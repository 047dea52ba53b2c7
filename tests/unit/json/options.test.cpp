// SPDX-License-Identifier: BSL-1.0
#include <ssot/json/options.hpp>

#include <boost/test/unit_test.hpp>

#include <type_traits>

namespace {

// The defaults are part of the contract.
constexpr ssot::read_options read{};
static_assert(read.max_depth == 512);
static_assert(read.unknown == ssot::unknown_keys::error);
static_assert(read.duplicates == ssot::duplicate_keys::last_wins);
static_assert(read.max_size == static_cast<std::size_t>(-1));

constexpr ssot::write_options write{};
static_assert(write.indent == 0);
static_assert(write.max_depth == read.max_depth, "so that what is written can be read");

// Each can be set by name.
static_assert(ssot::read_options{.unknown = ssot::unknown_keys::ignore}.unknown == ssot::unknown_keys::ignore);
static_assert(ssot::write_options{.indent = 2}.indent == 2);
static_assert(std::is_aggregate_v<ssot::read_options> && std::is_aggregate_v<ssot::write_options>);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(json)
BOOST_AUTO_TEST_SUITE(options)

BOOST_AUTO_TEST_CASE(options_compare_by_member)
{
    ssot::read_options some{.max_depth = 3};
    BOOST_TEST(some.max_depth == 3u);
    BOOST_TEST((some.unknown == ssot::unknown_keys::error));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
