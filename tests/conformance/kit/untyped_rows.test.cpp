// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/kit/untyped_rows.hpp>

#include <ssot/storage/value.hpp>
#include <ssot/testing/kit/boundary_values.hpp>
#include <ssot/testing/kit/expected_rows.hpp>

#include "conformance/kit/in_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

namespace kit = ssot::conformance::detail;
using ssot::storage::value;
using ssot::storage::value_view;
using ssot_test::complaint;
using ssot_test::memory_trial;
using ssot_test::of_specimen;

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(untyped_rows)

BOOST_AUTO_TEST_CASE(rows_are_written_and_read_back)
{
    memory_trial on;
    auto         s     = on.t.open();
    auto const&  model = kit::specimen_model();
    auto         row   = kit::make_row(model, 7);
    BOOST_TEST(row[of_specimen("maybe_number")].view().is_null());
    BOOST_TEST(row[of_specimen("number")].view().as_int() == 0);
    row[of_specimen("document")] = kit::text_value(R"({ "a" : 1 })", ssot::kind::json);
    std::vector<kit::kit_row> const stored{kit::stored_form(model, row)};
    BOOST_TEST(stored[0][of_specimen("document")].view().as_chars() == R"({"a":1})", "as the library writes it");

    BOOST_TEST(kit::insert_untyped(s, model, stored).value() == 1U);
    BOOST_TEST(kit::insert_untyped_if_absent(s, model, stored).value() == 0U);
    auto changed                   = stored[0];
    changed[of_specimen("number")] = value(value_view::integer(5));
    BOOST_TEST(kit::update_untyped(s, model, changed).value() == 1U);

    kit::expected_rows rows;
    rows.put(model, changed);
    kit::check_keys(on.t, s, rows, model, {7, 8}, "");
    auto const read = kit::scan_untyped(on.t, s, {.model = &model, .fields = 1}, "a scan");
    BOOST_TEST(read.at(0)[0].view().as_int() == 7);
    BOOST_TEST(read.at(0)[of_specimen("number")].view().is_null(), "a field that was not asked for");
}

BOOST_AUTO_TEST_CASE(what_differs_is_named)
{
    ssot::conformance::checks  c;
    auto const&                model = kit::specimen_model();
    ssot::storage::query const q{.model = &model};
    auto const                 expected = kit::make_row(model, 2);
    auto                       came     = expected;
    auto const                 compare  = [&](std::vector<kit::kit_row> rows) {
        return complaint([&] { kit::same_rows(c, q, std::move(rows), {&expected}, "a scan"); });
    };
    BOOST_TEST(compare({came}) == "");
    came[of_specimen("number")] = value(value_view::integer(6));
    BOOST_TEST(compare({came}) == "a scan: field number of the row with the key 2: expected 0, came 6");
    BOOST_TEST(compare({}).starts_with("a scan: keys of the rows: expected [2]"));
    BOOST_TEST(compare({expected, expected}).starts_with("a scan: keys of the rows"));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
