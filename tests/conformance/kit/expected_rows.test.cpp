// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/kit/expected_rows.hpp>

#include <ssot/storage/query.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/testing/kit/boundary_values.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include "conformance/kit/in_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

// The oracle of queries, judged by rows that can be counted by hand.

namespace {

namespace kit = ssot::conformance::detail;
using ssot::storage::fold_fn;
using ssot::storage::nulls;
using ssot::storage::op;
using ssot::storage::value;
using ssot::storage::value_view;
using ssot_test::of_pairing;
using ssot_test::of_specimen;
using oracle_keys = std::vector<std::int64_t>;

void put_pairing(kit::expected_rows& rows, std::int64_t key, std::optional<std::int64_t> shelf,
                 std::optional<std::int64_t> left = {})
{
    auto row = kit::make_row(kit::pairing_model(), key);
    if (shelf)
        row[of_pairing("shelf")] = value(value_view::integer(*shelf));
    if (left)
        row[of_pairing("left")] = value(value_view::integer(*left));
    rows.put(kit::pairing_model(), row);
}

/// Four rows: the shelves are 1, none, 2 and 1, and the second and third point at a specimen whose number is 8.
kit::expected_rows four_pairings()
{
    kit::expected_rows out;
    put_pairing(out, 1, 1);
    put_pairing(out, 2, {}, 5);
    put_pairing(out, 3, 2, 5);
    put_pairing(out, 4, 1);
    auto target                   = kit::make_row(kit::specimen_model(), 5);
    target[of_specimen("number")] = value(value_view::integer(8));
    out.put(kit::specimen_model(), target);
    return out;
}

oracle_keys selected(kit::expected_rows const& rows, ssot::storage::query const& q)
{
    oracle_keys out;
    for (auto const* row : rows.select(q))
        out.push_back((*row)[q.model->pk].view().as_int());
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(expected_rows)

BOOST_AUTO_TEST_CASE(values_are_compared_by_bytes_and_by_number)
{
    BOOST_TEST((kit::compare_values(value_view::chars("a"), value_view::chars("\xc3\xa9")) < 0), "bytes are not signed");
    BOOST_TEST((kit::compare_values(value_view::chars("b"), value_view::chars("ab")) > 0));
    BOOST_TEST((kit::compare_values(value_view::chars("a"), value_view::chars("ab")) < 0));
    BOOST_TEST((kit::compare_values(value_view::integer(-1), value_view::integer(1)) < 0));
    BOOST_TEST((kit::compare_values(value_view::real(0.5), value_view::real(0.25)) > 0));

    auto const one   = kit::text_value(R"({"a":1,"b":2})", ssot::kind::json);
    auto const other = kit::text_value(R"({"b":2,"a":1})", ssot::kind::json);
    BOOST_TEST(kit::same_value(one.view(), other.view()), "an object has no order");
    BOOST_TEST(!kit::same_value(one.view(), kit::text_value(R"({"a":1})", ssot::kind::json).view()));
    BOOST_TEST(!kit::same_value(value_view(), value_view::integer(0)));
    BOOST_TEST(kit::same_value(value_view(), value_view()));
}

BOOST_AUTO_TEST_CASE(values_are_shown)
{
    BOOST_TEST(kit::show_value(value_view()) == "null");
    BOOST_TEST(kit::show_value(value_view::integer(-3)) == "-3");
    BOOST_TEST(kit::show_value(value_view::chars("text\x01")) == R"("text\x01")");
    BOOST_TEST(kit::show_value(value_view::chars(std::string(100, 'x'))).ends_with("... (100 bytes)"));
    BOOST_TEST(kit::show_value(value_view::chars(std::string(99, 'x') + "y"), 99).ends_with("xy\""), "cut around the place");
}

BOOST_AUTO_TEST_CASE(comparisons_with_null_are_false_and_not_is_plain)
{
    auto const           rows = four_pairings();
    ssot::storage::query q{.model = &kit::pairing_model()};
    q.args  = {value_view::integer(1)};
    q.where = {{.what = op::eq, .field = of_pairing("shelf"), .count = 1}};
    BOOST_TEST(selected(rows, q) == (oracle_keys{1, 4}));
    q.where.insert(q.where.begin(), {.what = op::not_, .count = 1});
    BOOST_TEST(selected(rows, q) == (oracle_keys{2, 3}), "a null is not 1");
    q.args  = {value_view::integer(8)};
    q.where = {{.what = op::ge, .field = of_specimen("number"), .count = 1, .via = of_pairing("left")}};
    BOOST_TEST(selected(rows, q) == (oracle_keys{2, 3}), "in the row that a foreign key points at");
}

BOOST_AUTO_TEST_CASE(orderings_place_nulls_and_pages_begin_after_a_row)
{
    auto const           rows = four_pairings();
    ssot::storage::query q{.model = &kit::pairing_model()};
    auto const           by = [&](bool desc, nulls where) {
        q.order = {{.field = of_pairing("shelf"), .desc = desc, .where = where}, {.field = of_pairing("id")}};
        return selected(rows, q);
    };
    BOOST_TEST(by(false, nulls::largest) == (oracle_keys{1, 4, 3, 2}));
    BOOST_TEST(by(true, nulls::largest) == (oracle_keys{2, 3, 1, 4}));
    BOOST_TEST(by(true, nulls::last) == (oracle_keys{3, 1, 4, 2}));
    BOOST_TEST(by(false, nulls::first) == (oracle_keys{2, 1, 4, 3}));
    q.offset = 1;
    q.limit  = 2;
    BOOST_TEST(selected(rows, q) == (oracle_keys{1, 4}));
    q.offset = 0;
    q.limit  = 1;
    q.after  = {value_view::integer(1), value_view::integer(1)};
    BOOST_TEST(selected(rows, q) == (oracle_keys{4}));
}

BOOST_AUTO_TEST_CASE(groups_are_counted)
{
    auto                           rows      = four_pairings();
    bool                           overflown = false;
    ssot::storage::aggregate_query q;
    q.base.model    = &kit::pairing_model();
    q.group_by      = {of_pairing("shelf")};
    q.measures      = {{.fn = fold_fn::count}};
    auto const came = rows.aggregate(q, overflown);
    BOOST_TEST(came.size() == 3U);
    for (auto const& row : came)
        BOOST_TEST(row[1].view().as_int() == (!row[0].view().is_null() && row[0].view().as_int() == 1 ? 2 : 1));

    q.group_by.clear();
    q.measures = {{.fn = fold_fn::sum, .field = of_pairing("shelf")}};
    BOOST_TEST(rows.aggregate(q, overflown).at(0).at(0).view().as_int() == 4);
    BOOST_TEST(!overflown);
    put_pairing(rows, 9, std::numeric_limits<std::int64_t>::max());
    static_cast<void>(rows.aggregate(q, overflown));
    BOOST_TEST(overflown);

    kit::expected_rows const none;
    q.measures = {{.fn = fold_fn::count}};
    BOOST_TEST(none.aggregate(q, overflown).size() == 1U, "one row of no groups");
    q.group_by = {of_pairing("shelf")};
    BOOST_TEST(none.aggregate(q, overflown).empty());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
