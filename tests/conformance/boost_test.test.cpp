// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/boost_test.hpp>

#include "support/key_value_backend.hpp"

#include <boost/test/unit_test.hpp>

// One line makes each behaviour a case.

BOOST_AUTO_TEST_SUITE(conformance)

// One that declares little, so that most cases are skipped: that all of them pass is another test.
ssot::conformance::boost_test<ssot_test::key_value_backend> const key_value{"key_value",
                                                                            [] { return ssot_test::key_value_backend(); }};

BOOST_AUTO_TEST_CASE(each_behaviour_is_a_case)
{
    namespace ut     = boost::unit_test;
    auto const& here = ut::framework::get<ut::test_suite>(ut::framework::current_test_case().p_parent_id);
    auto const  id   = here.get("key_value");
    BOOST_TEST_REQUIRE((id != ut::INV_TEST_UNIT_ID));
    auto const& suite = ut::framework::get<ut::test_suite>(id);
    BOOST_TEST(suite.size() == ssot::conformance::behaviours().size());
    BOOST_TEST((suite.get("tx.rollback_all") != ut::INV_TEST_UNIT_ID));
}

BOOST_AUTO_TEST_SUITE_END()
