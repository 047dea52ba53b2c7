// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/query.hpp>

#include <ssot/storage/describe.hpp>

#include "support/inventory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

namespace {

using namespace ssot::storage;

static_assert(std::is_trivially_copyable_v<term> && std::is_trivially_copyable_v<order_by> &&
              std::is_trivially_copyable_v<assignment>);
static_assert(std::is_aggregate_v<query> && std::is_aggregate_v<aggregate_query>);
static_assert(term{op::eq}.then == no_field && !term{op::eq}.sorted && order_by{}.then == no_field);
static_assert(term{op::eq}.via == no_field && term{op::eq}.field == no_field && term{op::eq}.count == 0);
static_assert(order_by{}.via == no_field && order_by{}.where == nulls::largest && !order_by{}.desc);
static_assert(measure{fold_fn::count}.field == no_field);

query asking(std::vector<term> where, std::vector<value_view> args = {})
{
    return {.model = &describe_model<inventory::device>(), .where = std::move(where), .args = std::move(args)};
}

constexpr std::uint16_t pk = 0, hostname = 1, part_of = 4;

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(query)

BOOST_AUTO_TEST_CASE(asks_for_all_rows_at_first)
{
    ::query const q{};
    BOOST_TEST(q.where.empty());
    BOOST_TEST(q.order.empty());
    BOOST_TEST(q.after.empty());
    BOOST_TEST(q.limit == std::numeric_limits<std::uint64_t>::max());
    BOOST_TEST(q.offset == 0u);
    BOOST_TEST(q.fields == std::numeric_limits<std::uint64_t>::max());
    BOOST_TEST((q.locking == lock::none));
    BOOST_TEST((q.by == rules::standard));
    BOOST_TEST(!q.by_key());
}

BOOST_AUTO_TEST_CASE(knows_whether_it_asks_for_nothing_but_keys)
{
    BOOST_TEST(asking({{op::eq, pk, 0, 1}}).by_key());
    BOOST_TEST(asking({{op::in, pk, 0, 3}}).by_key());
    BOOST_TEST(asking({{op::in, pk, 0, 0}}).by_key());

    BOOST_TEST(!asking({}).by_key());
    BOOST_TEST(!asking({{op::eq, hostname, 0, 1}}).by_key());
    BOOST_TEST(!asking({{op::in, hostname, 0, 1}}).by_key());
    BOOST_TEST(!asking({{op::eq, pk, 0, 1, part_of}}).by_key(), "the key of another row");
    for (auto const what :
         {op::lt, op::le, op::gt, op::ge, op::icontains, op::contains, op::istarts_with, op::is_null, op::iexact})
        BOOST_TEST(!asking({{what, pk, 0, 1}}).by_key());
    BOOST_TEST(!asking({{op::not_, no_field, 0, 1}, {op::eq, pk, 0, 1}}).by_key());
    BOOST_TEST(!asking({{op::and_, no_field, 0, 2}, {op::eq, pk, 0, 1}, {op::eq, pk, 1, 1}}).by_key());
}

BOOST_AUTO_TEST_CASE(gives_those_keys)
{
    auto const one = value_view::integer(1), two = value_view::integer(2), three = value_view::integer(3);
    BOOST_TEST(asking({{op::in, pk, 0, 0}}).keys().empty());
    auto const q = asking({{op::in, pk, 1, 2}}, {one, two, three});
    BOOST_TEST_REQUIRE(q.keys().size() == 2u);
    BOOST_TEST(q.keys()[0].as_int() == 2);
    BOOST_TEST(q.keys()[1].as_int() == 3);
    BOOST_TEST((q.keys().data() == q.args.data() + 1), "in place");
}

BOOST_AUTO_TEST_CASE(children_are_columns_behind_the_fields)
{
    auto const& model  = *asking({}).model;
    auto const  fields = static_cast<std::uint16_t>(model.fields.size());
    BOOST_TEST(names_children(model, term{op::exists, fields}));
    BOOST_TEST(names_children(model, term{op::ge, static_cast<std::uint16_t>(fields + 2), 0, 1}));
    BOOST_TEST(names_children(model, order_by{.field = fields}));
    BOOST_TEST(!names_children(model, order_by{.field = static_cast<std::uint16_t>(fields - 1)}));
    BOOST_TEST(!names_children(model, term{op::and_, no_field, 0, 2}));
    BOOST_TEST(!names_children(model, term{op::eq, fields, 0, 1, part_of}), "a field of another row, whatever that has");
    BOOST_TEST(asking({}).children.empty());
    BOOST_TEST(asking({}).counts == 0u);
    BOOST_TEST(child_rows{}.field == no_field);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
