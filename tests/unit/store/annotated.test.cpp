// SPDX-License-Identifier: BSL-1.0
#include <ssot/store/annotated.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <type_traits>

// What conditions on counts find is judged in store_queries.

namespace {

using ssot::counted;
using counts = ssot::sync_counts;

static_assert(std::is_same_v<decltype(counted<&counts::failed> > 0), ssot::predicate<ssot::sync>>);
static_assert(std::is_same_v<decltype(counted<&counts::failed, ssot::raw_types> > 0),
                             ssot::predicate<ssot::basic_sync<ssot::raw_types>>>);
static_assert(std::is_same_v<decltype(counted<&counts::failed>.asc()), ssot::order_term<ssot::sync>>);
static_assert(std::is_same_v<decltype(ssot::annotated_sync::sync), ssot::partial<ssot::sync>>);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(annotated)

BOOST_AUTO_TEST_CASE(counts_are_columns_behind_the_fields)
{
    using ssot::storage::op;
    auto const fields  = ssot::storage::describe_model<ssot::sync>().fields.size();
    auto const updated = counted<&counts::updated> >= 3;
    BOOST_TEST_REQUIRE(updated.terms().size() == 1u);
    BOOST_TEST((updated.terms()[0].what == op::ge));
    BOOST_TEST(updated.terms()[0].field == fields + 2);
    BOOST_TEST(updated.args().at(0).view().as_int() == 3);
    BOOST_TEST(((counted<&counts::unchanged> < 1).terms()[0].what == op::lt));
    BOOST_TEST(((counted<&counts::unchanged> <= 1).terms()[0].what == op::le));
    BOOST_TEST(((counted<&counts::unchanged> > 1).terms()[0].what == op::gt));
    BOOST_TEST(((counted<&counts::unchanged> != 1).terms()[0].what == op::not_));
    BOOST_TEST(between(counted<&counts::errored>, 1, 2).terms().size() == 3u);
    BOOST_TEST(counted<&counts::errored>.desc().by.field == fields + 6);
    BOOST_TEST(counted<&counts::errored>.desc().by.desc);
    BOOST_TEST(!counted<&counts::errored>.asc().by.desc);
    auto const both = counted<&counts::failed> > 0 && ssot::field<&ssot::sync::dry_run> == false;
    BOOST_TEST(both.terms().size() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
