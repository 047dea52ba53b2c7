// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/kit/pairing.hpp>

#include <ssot/storage/describe.hpp>
#include <ssot/testing/kit/specimen.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(pairing_model)

BOOST_AUTO_TEST_CASE(it_has_what_the_specimen_lacks)
{
    auto const& model    = ssot::storage::describe_model<ssot::conformance::pairing>();
    auto const& specimen = ssot::storage::describe_model<ssot::conformance::specimen>();
    auto const  targets  = std::ranges::count(model.fields, &specimen, &ssot::storage::field_desc::target);
    BOOST_TEST(targets == 2);
    BOOST_TEST(std::ranges::count(model.fields, true, &ssot::storage::field_desc::unique) >
               std::ranges::count(specimen.fields, true, &ssot::storage::field_desc::unique));
    BOOST_TEST(model.unique_together.size() == 2U);
    BOOST_TEST(model.indexes.size() == 1U);
    BOOST_TEST((specimen.unique_together.empty() && specimen.indexes.empty()));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
