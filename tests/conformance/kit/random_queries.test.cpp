// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/kit/random_queries.hpp>

#include <ssot/testing/kit/sample_rows.hpp>
#include <ssot/testing/kit/specimen.hpp>

#include "conformance/kit/in_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace {

namespace kit = ssot::conformance::detail;
using ssot_test::memory_trial;

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(random_queries)

BOOST_AUTO_TEST_CASE(both_forms_of_a_condition_find_the_same_rows)
{
    memory_trial on;
    auto const   rows    = kit::store_specimens(on.t, 40);
    std::size_t  partial = 0; // conditions that select some rows and not all
    for (int i = 0; i != 100; ++i) {
        auto const condition = kit::any_specimen_condition(on.t.random);
        auto const by_hand   = kit::found_by_hand(rows, condition.holds);
        BOOST_TEST(kit::found_by(on.t, condition.asked) == by_hand, boost::test_tools::per_element());
        partial += by_hand.empty() || by_hand.size() == rows.size() ? 0 : 1;
    }
    BOOST_TEST(partial > 50U);
}

BOOST_AUTO_TEST_CASE(plain_values_are_ordered_as_stored_ones)
{
    using ssot::conformance::grade;
    BOOST_TEST(kit::plain(grade::middle) == "Middle", "a choice by its text");
    BOOST_TEST((kit::plain(ssot::uuid{{0xff}}) > kit::plain(ssot::uuid{{0x01}})), "a uuid by its bytes");
    BOOST_TEST(kit::plain(ssot::timestamp(ssot::duration(5))) == 5);
    BOOST_TEST(!kit::seen(std::optional<bool>()).has_value());
    BOOST_TEST(*kit::seen(std::optional(true)) == true);
    BOOST_TEST(kit::folded("aAZ[\xc3\x89") == "aaz[\xc3\x89", "A to Z only");
}

BOOST_AUTO_TEST_CASE(an_absent_value_is_the_largest_unless_the_order_says_otherwise)
{
    using ssot::storage::nulls;
    using number      = std::optional<int>;
    auto const before = [](number a, number b, bool descending, nulls where) {
        return kit::comes_before(a, b, descending, where);
    };
    BOOST_TEST((before(1, 2, false, nulls::largest) == std::optional(true)));
    BOOST_TEST((before(1, 2, true, nulls::largest) == std::optional(false)));
    BOOST_TEST((before({}, 2, false, nulls::largest) == std::optional(false)));
    BOOST_TEST((before({}, 2, true, nulls::largest) == std::optional(true)));
    BOOST_TEST((before({}, 2, false, nulls::first) == std::optional(true)));
    BOOST_TEST((before(2, {}, true, nulls::last) == std::optional(true)));
    BOOST_TEST(!before(2, 2, false, nulls::largest).has_value());
    BOOST_TEST(!before({}, {}, false, nulls::first).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
