// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/kit/asking.hpp>

#include <ssot/storage/query.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/testing/kit/query_words.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include "conformance/flawed_backends.hpp"
#include "conformance/kit/in_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace {

namespace kit = ssot::conformance::detail;
using ssot::conformance::place;
using ssot::storage::op;
using ssot::storage::value_view;
using ssot_test::complaint;
using ssot_test::flaw;
using ssot_test::flawed_backend;
using ssot_test::memory_trial;

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(asking_about_cells)

BOOST_AUTO_TEST_CASE(a_cell_is_about_the_fields_of_its_kind)
{
    memory_trial own({.clause = "order.asc", .at = place::own, .of = ssot::kind::choice});
    auto const   fields = kit::targets(own.t);
    BOOST_TEST(fields.size() == 2U, "rank and maybe_rank");
    BOOST_TEST(fields[0].desc().name == "rank");

    memory_trial then({.clause = "order.asc", .at = place::then, .of = ssot::kind::choice});
    auto const   far = kit::targets(then.t).at(0);
    BOOST_TEST(far.model->name == kit::pairing_model().name);
    BOOST_TEST(far.owner().name == kit::specimen_model().name);
    BOOST_TEST((far.via == ssot_test::of_pairing("left") && far.then == ssot_test::of_specimen("part_of")));
    BOOST_TEST((far.order(true).desc && far.order(true).then == far.then));

    auto const from = ssot::conformance::make_source<ssot::storage::any_backend>(
        [] { return ssot::storage::any_backend(ssot_test::forwarding_backend<>()); });
    ssot::conformance::trial t(from, 1);
    BOOST_CHECK_THROW(kit::require(false, "joins"), ssot::conformance::not_applicable);
    BOOST_TEST(complaint([&] { kit::require_limit(t); }) == "", "it declares all of this");
}

BOOST_AUTO_TEST_CASE(a_query_keeps_its_values)
{
    kit::asking a({&kit::specimen_model(), ssot_test::of_specimen("text")});
    {
        std::string const gone = "a text that is longer than a short one";
        a.group(op::or_, 2).compare(op::eq, value_view::chars(gone)).is_null();
    }
    a.order_by_key();
    BOOST_TEST(kit::show_query(a.q) ==
               R"(specimen where (text == "a text that is longer than a short one" or text is null) order by id)");
}

BOOST_AUTO_TEST_CASE(candidates_come_once_and_in_order)
{
    memory_trial on;
    kit::scene   scene(on.t, kit::state::plain);
    auto const   all    = kit::candidates(on.t, scene, {&kit::specimen_model(), ssot_test::of_specimen("number")});
    auto const   before = [](auto const& a, auto const& b) { return kit::compare_values(a.view(), b.view()) < 0; };
    BOOST_TEST(all.size() >= 11U);
    BOOST_TEST((std::ranges::adjacent_find(all, std::not_fn(before)) == all.end()));
}

BOOST_AUTO_TEST_CASE(a_wrong_answer_is_found)
{
    auto const pages = [](flaw f) {
        auto const               from = ssot::conformance::make_source<flawed_backend>([f] { return flawed_backend(f); });
        ssot::conformance::trial t(from, 1);
        kit::scene               scene(t, kit::state::plain);
        kit::asking              a({&kit::specimen_model(), ssot_test::of_specimen("number")});
        a.order_by_key().q.limit = 3;
        return complaint([&] { kit::check_scan(t, scene, a.q); });
    };
    BOOST_TEST(pages(flaw::none) == "");
    BOOST_TEST(pages(flaw::off_by_one_limit)
                   .starts_with("specimen order by id limit 3 (outside a transaction): keys of the rows: expected "));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
