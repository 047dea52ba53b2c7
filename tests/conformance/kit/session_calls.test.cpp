// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/kit/session_calls.hpp>

#include <ssot/testing/kit/specimen.hpp>

#include "conformance/kit/in_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace {

namespace kit = ssot::conformance::detail;
using ssot::conformance::specimen;
using ssot_test::memory_trial;

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(session_calls)

BOOST_AUTO_TEST_CASE(rows_are_inserted_changed_read_and_erased)
{
    memory_trial          on;
    auto                  s = on.t.open();
    std::vector<specimen> rows{kit::make_specimen(3, "c"), kit::make_specimen(1, "a"), kit::make_specimen(2)};
    BOOST_TEST(kit::insert_rows(on.t, s, rows) == 3U);
    BOOST_TEST(kit::set_row<&specimen::number>(s, 2, std::int64_t{5}).value() == 1U);
    BOOST_TEST(kit::set_row<&specimen::number>(s, 9, std::int64_t{5}).value() == 0U);

    rows[2].number = 5;
    BOOST_TEST((kit::all_rows<specimen>(on.t, s) == std::vector{rows[1], rows[2], rows[0]}), "by key");
    BOOST_TEST((kit::rows_with<specimen>(on.t, s, {3, 8}) == std::vector{rows[0]}));
    BOOST_TEST((kit::number_of(on.t, s, 2) == std::optional<std::int64_t>(5)));
    BOOST_TEST(!kit::number_of(on.t, s, 8).has_value());

    BOOST_TEST(kit::erase_rows<specimen>(s, {1, 2, 8}).value() == 2U);
    BOOST_TEST((kit::all_rows<specimen>(on.t, s) == std::vector{rows[0]}));
}

BOOST_AUTO_TEST_CASE(fields_that_were_not_asked_for_stay_as_they_were)
{
    memory_trial on;
    auto         s = on.t.open();
    kit::insert_rows<specimen>(on.t, s, {kit::make_specimen(3, "c")});
    kit::raw_query<specimen> q({3});
    q.question.fields = 1;
    BOOST_TEST((kit::scan_rows<specimen>(on.t, s, q.question) == std::vector{kit::make_specimen(3)}));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
