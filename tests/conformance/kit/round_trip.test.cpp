// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/kit/round_trip.hpp>

#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>

#include "conformance/kit/in_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>

namespace {

namespace kit = ssot::conformance::detail;
using ssot::conformance::specimen;
using ssot_test::complaint;
using ssot_test::memory_trial;

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(round_trip)

BOOST_AUTO_TEST_CASE(a_value_survives_or_the_check_fails)
{
    memory_trial on;
    BOOST_TEST(complaint([&] { kit::field_survives(on.t, "a text", [](specimen& m) { m.text = "x"; }); }) == "");
    BOOST_TEST(complaint([&] { kit::survives(on.t, kit::make_specimen(7), "a row"); }) == "");
    auto const again = complaint([&] { kit::survives(on.t, kit::make_specimen(7), "a row"); });
    BOOST_TEST((again.starts_with("a row: expected success, came the error ") && again.ends_with("(already_exists)")),
               again);
}

BOOST_AUTO_TEST_CASE(an_odd_value_is_stored_or_refused)
{
    memory_trial on;
    auto const   unknown = ssot::storage::value_view::chars("neither low nor high", ssot::kind::choice);
    BOOST_TEST(kit::insert_odd_value<&specimen::rank>(on.t, 5, unknown));
    auto s = on.t.open();
    BOOST_TEST(kit::erase_rows<specimen>(s, {5}).value() == 1U, "it was stored");
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
