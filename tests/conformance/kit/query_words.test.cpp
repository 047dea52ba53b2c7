// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/kit/query_words.hpp>

#include <ssot/storage/query.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include "conformance/kit/in_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

namespace kit = ssot::conformance::detail;
using ssot::storage::op;
using ssot::storage::value_view;
using ssot_test::of_pairing;
using ssot_test::of_specimen;

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(query_words)

BOOST_AUTO_TEST_CASE(a_query_over_a_foreign_key)
{
    ssot::storage::query q{.model = &kit::pairing_model()};
    BOOST_TEST(kit::show_query(q) == "pairing");
    q.args  = {value_view::integer(3)};
    q.where = {{.what = op::lt, .field = of_specimen("number"), .count = 1, .via = of_pairing("left")}};
    q.order = {{.field = of_specimen("text"), .desc = true, .via = of_pairing("left")}};
    q.limit = 2;
    BOOST_TEST(kit::show_query(q) == "pairing where left.number < 3 order by left.text desc limit 2");
    q.where[0].then = of_specimen("part_of");
    BOOST_TEST(kit::show_query(q) == "pairing where left.part_of.number < 3 order by left.text desc limit 2");
}

BOOST_AUTO_TEST_CASE(groups_lists_and_pages)
{
    auto const           id    = of_pairing("id");
    auto const           name  = of_pairing("name");
    auto const           shelf = of_pairing("shelf");
    ssot::storage::query q{.model = &kit::pairing_model()};
    q.args  = {value_view::integer(1), value_view::integer(2), value_view::chars("a\n")};
    q.where = {{.what = op::or_, .count = 2},
               {.what = op::in, .field = id, .first = 0, .count = 2},
               {.what = op::not_, .count = 1},
               {.what = op::and_, .count = 2},
               {.what = op::is_null, .field = shelf},
               {.what = op::contains, .field = name, .first = 2, .count = 1}};
    BOOST_TEST(kit::show_query(q) == R"(pairing where (id in 1, 2 or not ((shelf is null and name contains "a\x0a"))))");
    q.where.clear();
    q.order  = {{.field = shelf, .where = ssot::storage::nulls::first},
                {.field = name, .desc = true, .where = ssot::storage::nulls::last},
                {.field = id}};
    q.after  = {value_view(), value_view::chars("x"), value_view::integer(-7)};
    q.offset = 5;
    BOOST_TEST(kit::show_query(q) ==
               R"(pairing order by shelf nulls first, name desc nulls last, id after null, "x", -7 offset 5)");
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
