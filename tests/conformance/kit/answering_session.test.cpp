// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/kit/answering_session.hpp>

#include <ssot/error.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/testing/kit/expected_rows.hpp>
#include <ssot/testing/kit/scene.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include "conformance/kit/in_memory.hpp"
#include "support/declining_backend.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace kit = ssot::conformance::detail;
using ssot::storage::op;
using ssot::storage::value_view;
using ssot_test::declined_calls;
using ssot_test::declining_backend;
using ssot_test::of_specimen;

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(an_answering_session)

BOOST_AUTO_TEST_CASE(does_by_hand_what_is_declined)
{
    declined_calls told;
    auto const     from = ssot::conformance::make_source<declining_backend>([&] { return declining_backend(told); });
    ssot::conformance::trial t(from, 1);
    kit::scene               scene(t, kit::state::plain);
    told.declines = [](std::string_view, ssot::storage::query const& q) { return ssot_test::may_be_declined(q); };

    ssot::storage::query q{.model = &kit::specimen_model()};
    q.args  = {value_view::integer(0)};
    q.where = {{.what = op::gt, .field = of_specimen("number"), .count = 1}};
    q.order = {{.field = of_specimen("text"), .desc = true}, {.field = of_specimen("id")}};
    q.limit = 5;
    BOOST_TEST(scene.rows().select(q).size() == 5U);
    kit::check_rows(t, scene.session(), q, scene.rows().select(q), [] { return std::string("a page"); });
    BOOST_TEST(told.count("scan declined") > 0);

    q.order.clear();
    q.limit                               = ssot::storage::query().limit;
    auto const                      all   = scene.rows().select(q).size();
    ssot::storage::assignment const set[] = {{of_specimen("flag"), value_view::integer(1, ssot::kind::boolean)}};
    BOOST_TEST(scene.session().update(q, set).value() == all);
    BOOST_TEST(scene.session().erase(q).value() == all);
    BOOST_TEST(told.count("erase declined") == 1U);
}

BOOST_AUTO_TEST_CASE(what_must_not_be_declined_stays_an_error)
{
    declined_calls told;
    auto const     from = ssot::conformance::make_source<declining_backend>([&] { return declining_backend(told); });
    ssot::conformance::trial t(from, 1);
    auto                     s = t.open();
    // All rows could be read instead, and are not.
    told.declines = [](std::string_view, ssot::storage::query const& q) { return q.by_key(); };
    BOOST_TEST((s.scan(kit::key_query(kit::specimen_model(), {1})).error().code() == ssot::errc::unsupported));
    BOOST_TEST((s.erase(kit::key_query(kit::specimen_model(), {1})).error().code() == ssot::errc::unsupported));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
