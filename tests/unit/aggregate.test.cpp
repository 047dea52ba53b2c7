// SPDX-License-Identifier: BSL-1.0
#include <ssot/aggregate.hpp>

#include "support/inventory.hpp"
#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>

// What groups come to is judged in store_queries; here is what a backend is asked.

namespace {

using inventory::rack;
using ssot::field;
using ssot::storage::fold_fn;

template<auto Member>
using sum = typename std::remove_cvref_t<decltype(ssot::sum_of<Member>)>::type;
static_assert(std::is_same_v<sum<&rack::height>, std::optional<std::int64_t>>, "wider than the field");
static_assert(std::is_same_v<sum<&rack::load>, std::optional<double>>);
static_assert(std::is_same_v<sum<&rack::warranty>, std::optional<ssot::duration>>, "one optional, not two");
using least_note = std::remove_cvref_t<decltype(ssot::min_of<&rack::note>)>::type;
static_assert(std::is_same_v<least_note, std::optional<std::string>>);
using most_height = std::remove_cvref_t<decltype(ssot::max_of<&rack::height>)>::type;
static_assert(std::is_same_v<most_height, std::optional<std::int32_t>>);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(aggregate)

BOOST_AUTO_TEST_CASE(a_grouping_is_plain_data)
{
    auto const tall  = ssot::count_if(field<&rack::height> > 20 && field<&rack::name> != "x");
    auto const query = ssot::from<rack>()
                           .where(field<&rack::locked> == true)
                           .group_by<&rack::is, &rack::note>(
                               ssot::count_rows, tall, ssot::min_of<&rack::load>, tall, ssot::sum_of<&rack::height>);
    using measured = ssot::field_measure<&rack::load, fold_fn::min>;
    using summed   = ssot::field_measure<&rack::height, fold_fn::sum>;
    static_assert(std::is_same_v<decltype(query),
                                 ssot::grouping<rack,
                                                ssot::group_fields<&rack::is, &rack::note>,
                                                ssot::row_count,
                                                ssot::conditional_count<rack>,
                                                measured,
                                                ssot::conditional_count<rack>,
                                                summed> const>,
                  "a grouping is named by its fields and measures");
    using row = std::remove_cvref_t<decltype(query)>::row;
    static_assert(std::is_same_v<row,
                                 std::tuple<inventory::state,
                                            std::optional<std::string>,
                                            std::int64_t,
                                            std::int64_t,
                                            std::optional<double>,
                                            std::int64_t,
                                            std::optional<std::int64_t>>>);

    auto const q = query.groups().to_query(query.untyped(), ssot::storage::describe_model<rack>());
    BOOST_TEST(q.group_by == (std::vector<std::uint16_t>{5, 9}), boost::test_tools::per_element());
    BOOST_TEST_REQUIRE(q.measures.size() == 5u);
    BOOST_TEST((q.measures[0].fn == fold_fn::count && q.measures[2].fn == fold_fn::min && q.measures[4].fn == fold_fn::sum));
    BOOST_TEST(q.measures[2].field == 3);
    BOOST_TEST(q.measures[4].field == 2);
    BOOST_TEST((q.measures[1].fn == fold_fn::count_if && q.measures[1].first == 0 && q.measures[1].count == 4));
    BOOST_TEST((q.measures[3].fn == fold_fn::count_if && q.measures[3].first == 4 && q.measures[3].count == 4));
    BOOST_TEST_REQUIRE(q.where_if.size() == 8u);
    BOOST_TEST_REQUIRE(q.base.args.size() == 5u, "one of the selection, two of each count");
    BOOST_TEST(q.base.args[q.where_if[1].first].as_int() == 20);
    BOOST_TEST(q.base.args[q.where_if[3].first].as_chars() == "x");
    BOOST_TEST(q.base.args[q.where_if[7].first].as_chars() == "x");
    BOOST_TEST(q.base.where.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
