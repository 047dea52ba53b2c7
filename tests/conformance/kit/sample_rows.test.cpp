// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/kit/sample_rows.hpp>

#include <ssot/condition.hpp>
#include <ssot/field.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/testing/kit/specimen.hpp>

#include "conformance/kit/in_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace {

namespace kit = ssot::conformance::detail;
using ssot::conformance::specimen;
using ssot_test::memory_trial;

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(sample_rows)

BOOST_AUTO_TEST_CASE(specimens_are_stored_as_they_are_returned)
{
    memory_trial on;
    auto const   rows = kit::store_specimens(on.t, 30);
    BOOST_TEST(rows.size() == 30U);
    BOOST_TEST(rows.front().id == 1);
    for (auto const& row : rows)
        BOOST_TEST((static_cast<specimen const&>(on.t.store().get<specimen>(row.id).value()) == row));
    BOOST_TEST(std::ranges::any_of(rows, [](auto const& row) { return row.maybe_number.has_value(); }));
    BOOST_TEST(std::ranges::any_of(rows, [](auto const& row) { return !row.maybe_number.has_value(); }));

    auto const few = [](specimen const& row) { return row.number < 3; };
    BOOST_TEST(kit::found_by(on.t, ssot::field<&specimen::number> < 3) == kit::found_by_hand(rows, few),
               boost::test_tools::per_element());
    BOOST_TEST(kit::keys_in_order(rows).back() == 30);
}

BOOST_AUTO_TEST_CASE(a_history_is_counted)
{
    memory_trial on;
    auto const   syncs = kit::store_history(on.t, 4, 5);
    BOOST_TEST(syncs.size() == 4U);
    BOOST_TEST(on.t.store().count<ssot::sync_log_entry>().value() == 20U);
    auto const checked = on.t.count();
    kit::counts_agree(on.t, "of a history");
    BOOST_TEST(on.t.count() > checked + 4);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
