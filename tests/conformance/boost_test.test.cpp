// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/boost_test.hpp>

#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/memory.hpp>

#include <boost/test/unit_test.hpp>

// One line makes each behaviour a case.

BOOST_AUTO_TEST_SUITE(conformance)

using ssot::storage::any_backend;

ssot::conformance::boost_test<any_backend> const in_memory{"memory", [] { return any_backend(ssot::storage::memory()); }};

BOOST_AUTO_TEST_CASE(each_behaviour_is_a_case)
{
    namespace ut     = boost::unit_test;
    auto const& here = ut::framework::get<ut::test_suite>(ut::framework::current_test_case().p_parent_id);
    auto const  id   = here.get("memory");
    BOOST_TEST_REQUIRE((id != ut::INV_TEST_UNIT_ID));
    auto const& suite = ut::framework::get<ut::test_suite>(id);
    BOOST_TEST(suite.size() == ssot::conformance::behaviours().size());
    BOOST_TEST((suite.get("tx.rollback_all") != ut::INV_TEST_UNIT_ID));
}

BOOST_AUTO_TEST_SUITE_END()
