// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/question.hpp>

#include <ssot/query.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/storage/evaluate.hpp>

#include "support/inventory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using namespace ssot::storage;
using inventory::rack;

static_assert(std::is_same_v<decltype(ssot::predicate<rack>().untyped()), condition const&>);
static_assert(std::is_same_v<decltype(ssot::selection<rack>().untyped()), question const&>);
static_assert(std::is_constructible_v<ssot::predicate<rack>, condition> &&
              std::is_constructible_v<ssot::selection<rack>, question>);
static_assert(std::is_aggregate_v<question> && std::is_aggregate_v<grouping>);

constexpr std::uint16_t height = 2;

value number(std::int64_t n) { return value(value_view::integer(n)); }

condition height_is(std::int64_t n) { return {op::eq, {height}, {number(n)}}; }

/// A rack of which nothing is known but its height.
struct tall_rack {
    std::int64_t tall;

    value_view at(std::size_t i) const { return i == height ? value_view::integer(tall) : value_view(); }
};

/// The heights 0 to 7 of racks that a query for racks finds: bit h for height h.
unsigned heights_of(query const& q)
{
    unsigned out = 0;
    for (int h = 0; h != 8; ++h)
        if (matches(q, tall_rack{h}, [](auto const&, auto const&, auto) -> tall_rack const* { return nullptr; }))
            out |= 1U << h;
    return out;
}

unsigned heights_of(condition where)
{
    question q;
    q.where = std::move(where);
    return heights_of(q.to_query(describe_model<rack>()));
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(question)

BOOST_AUTO_TEST_CASE(a_question_asks_for_all_rows_at_first)
{
    ::question const q{};
    auto const       all = q.to_query(describe_model<rack>());
    BOOST_TEST(all.where.empty());
    BOOST_TEST(all.limit == ::query().limit);
    BOOST_TEST(all.offset == 0u);
    BOOST_TEST(all.fields == ::query().fields);
    BOOST_TEST(heights_of(all) == 0xffU);
}

BOOST_AUTO_TEST_CASE(conditions_that_are_put_together_select_what_their_parts_say)
{
    std::mt19937 random(20260105);
    for (int round = 0; round != 200; ++round) {
        auto const first   = static_cast<int>(random() % 8);
        condition  where   = height_is(first);
        unsigned   heights = 1U << first;
        for (int step = 0; step != 40; ++step) {
            auto const h     = static_cast<int>(random() % 8);
            bool const front = random() % 2 == 0;
            auto const join  = [&](op what) {
                where = front ? condition::join(what, height_is(h), std::move(where))
                               : condition::join(what, std::move(where), height_is(h));
            };
            switch (random() % 3) {
            case 0: join(op::or_), heights |= 1U << h; break;
            case 1: where = std::move(where).negated(), heights ^= 0xffU; break;
            default: join(op::and_), heights &= 1U << h;
            }
            BOOST_TEST_REQUIRE(heights_of(where) == heights, "round " << round << ", step " << step);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_empty_condition_is_every_row_and_its_opposite_none)
{
    BOOST_TEST(heights_of(condition()) == 0xffU);
    BOOST_TEST(heights_of(condition().negated()) == 0u);
    BOOST_TEST(heights_of(condition::no_row()) == 0u);
    BOOST_TEST(heights_of(condition::no_row().negated()) == 0xffU);
    for (auto const what : {op::and_, op::or_}) {
        auto const with_all = heights_of(condition::join(what, condition(), height_is(3)));
        BOOST_TEST(with_all == (what == op::and_ ? 1U << 3 : 0xffU));
        BOOST_TEST(with_all == heights_of(condition::join(what, height_is(3), condition())), "on either side");
    }
}

BOOST_AUTO_TEST_CASE(a_condition_beyond_its_limits_says_so)
{
    condition deep = height_is(1);
    for (std::size_t i = 0; i != condition::max_depth; ++i)
        deep = std::move(deep).negated();
    BOOST_TEST(!deep.too_deep());
    deep = std::move(deep).negated();
    BOOST_TEST(deep.too_deep());
    BOOST_TEST(heights_of(deep) == 0u, "it satisfies no row");
    BOOST_TEST(heights_of(condition(deep).negated()) == 0u, "and neither does its opposite");
    BOOST_TEST((condition::too_deep_error().code() == ssot::errc::too_deep));
}

BOOST_AUTO_TEST_CASE(every_order_ends_with_the_key)
{
    auto const& model = describe_model<rack>();
    ::question  q;
    for (auto const& order : {std::vector<order_by>{}, std::vector<order_by>{{.field = height}}, {{.field = model.pk}}}) {
        q.order         = order;
        auto const sent = q.to_query(model).order;
        BOOST_TEST_REQUIRE(!sent.empty());
        BOOST_TEST(sent.back().field == model.pk);
        BOOST_TEST(sent.size() == order.size() + (order.empty() || order.back().field != model.pk ? 1 : 0));
    }
}

BOOST_AUTO_TEST_CASE(only_broken_rows_are_skipped_and_their_errors_are_kept)
{
    ssot::error const        broken(ssot::errc::corrupted, "a");
    ssot::error const        lost(ssot::errc::io, "b");
    std::vector<ssot::error> errors;
    ::question               q;
    q.corrupt = &errors;
    BOOST_TEST(!q.skips(broken));
    BOOST_TEST(errors.empty());
    q.skip_corrupt = true;
    BOOST_TEST(q.skips(broken));
    BOOST_TEST(!q.skips(lost));
    BOOST_TEST(errors.size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_conditions_of_measures_follow_that_of_the_rows)
{
    ::question q;
    q.where = height_is(1);
    grouping const groups{.group_by = {height},
                          .measures = {{.fold = fold_fn::count_if, .when = height_is(2)},
                                       {.fold = fold_fn::max, .field = height},
                                       {.fold = fold_fn::count_if, .when = height_is(3)}}};
    auto const     asked = groups.to_query(q, describe_model<rack>());
    BOOST_TEST(heights_of(asked.base) == 1U << 1);
    BOOST_TEST_REQUIRE(asked.measures.size() == 3u);
    for (std::size_t const i : {0u, 2u}) {
        auto when  = asked.base; // the values of all conditions are together
        auto begin = asked.where_if.begin() + asked.measures[i].first;
        when.where.assign(begin, begin + asked.measures[i].count);
        BOOST_TEST(heights_of(when) == (i == 0 ? 1U << 2 : 1U << 3));
    }
    BOOST_TEST(asked.measures[1].field == height);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
