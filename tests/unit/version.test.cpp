// SPDX-License-Identifier: BSL-1.0
#include <ssot/version.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

static_assert(ssot::version.major_version == SSOT_VERSION_MAJOR);
static_assert(ssot::version.minor_version == SSOT_VERSION_MINOR);
static_assert(ssot::version.patch_version == SSOT_VERSION_PATCH);
static_assert(ssot::version.major_version >= 0 && ssot::version.minor_version >= 0 && ssot::version.patch_version >= 0);

// Plain numbers, since CMake and the preprocessor read them.
#if !(SSOT_VERSION_MAJOR + 0 >= 0 && SSOT_VERSION_MINOR + 0 >= 0 && SSOT_VERSION_PATCH + 0 >= 0)
#error "the version is not made of numbers"
#endif

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(version)

BOOST_AUTO_TEST_CASE(the_version_is_not_zero)
{
    BOOST_TEST(ssot::version.major_version + ssot::version.minor_version + ssot::version.patch_version > 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
