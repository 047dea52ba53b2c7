// SPDX-License-Identifier: BSL-1.0
#include <ssot/detail/sql/shape.hpp>

#include <ssot/storage/describe.hpp>
#include <ssot/storage/query.hpp>

#include <ssot/detail/sql/write.hpp>

#include "support/inventory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(detail_sql)
BOOST_AUTO_TEST_SUITE(shape)

namespace {

namespace sql = ssot::detail::sql;
using namespace ssot::storage;

model_desc const& racks   = describe_model<inventory::rack>();
model_desc const& devices = describe_model<inventory::device>();

value_view number(std::int64_t n) { return value_view::integer(n); }

std::string shape_of(query const& q)
{
    std::string out;
    sql::write_shape(out, q, [](model_desc const& m) { return m.name == racks.name ? 1U : 2U; });
    return out;
}

query base()
{
    return {.model = &racks, .where = {{op::ge, 2, 0, 1}}, .args = {number(1), value_view::chars("a")}, .order = {{0}}};
}

} // namespace

BOOST_AUTO_TEST_CASE(values_make_no_difference)
{
    auto other = base();
    other.args = {number(99), value_view::chars("b")};
    BOOST_TEST(shape_of(base()) == shape_of(other));
    auto a  = base();
    a.where = {{op::in, 2, 0, 5}};
    a.args.assign(8, number(1));
    auto b           = a;
    b.where[0].count = 7;
    BOOST_TEST(shape_of(a) == shape_of(b));
    a.limit = 5;
    b.limit = 6;
    BOOST_TEST(shape_of(a) == shape_of(b));
}

/// Queries with different statements have different shapes.
BOOST_AUTO_TEST_CASE(what_makes_another_statement_makes_another_shape)
{
    std::vector<std::function<void(query&)>> const changes = {
        [](query&) {},
        [](query& q) { q.model = &devices; },
        [](query& q) { q.where[0].what = op::gt; },
        [](query& q) { q.where[0].field = 0; },
        [](query& q) { q.where.clear(); },
        [](query& q) { q.where.insert(q.where.begin(), {op::not_, no_field, 0, 1}); },
        [](query& q) { q.where = {{op::in, 2, 0, 2}}; },
        [](query& q) { q.where = {{op::in, 2, 0, 0}}; },
        [](query& q) { q.where = {{op::icontains, 1, 1, 1}}; },
        [](query& q) {
            q.where   = {{op::icontains, 1, 1, 1}};
            q.args[1] = value_view::chars("");
        },
        [](query& q) {
            q.where = {{op::icontains, 1, 1, 1}};
            q.by    = rules::sqlite;
        },
        [](query& q) { q.fields = 3; },
        [](query& q) { q.limit = 1; },
        [](query& q) { q.offset = 1; },
        [](query& q) { q.order[0].desc = true; },
        [](query& q) { q.order[0].field = 6; },
        [](query& q) {
            q.order[0].field = 6;
            q.order[0].where = nulls::first;
        },
        [](query& q) { q.order.insert(q.order.begin(), {2}); },
        [](query& q) { q.after = {number(1)}; },
        [](query& q) {
            q.order = {{6}, {0}};
            q.after = {number(1), number(1)};
        },
        [](query& q) {
            q.order = {{6}, {0}};
            q.after = {value_view(), number(1)};
        },
        [](query& q) {
            q.children.push_back({&devices, 3, {}, {}});
            q.where = {{op::exists, static_cast<std::uint16_t>(racks.fields.size())}};
        },
        [](query& q) {
            q.children.push_back({&devices, 3, {{op::is_null, 2}}, {}});
            q.where = {{op::exists, static_cast<std::uint16_t>(racks.fields.size())}};
        },
        [](query& q) {
            q.children.push_back({&devices, 3, {}, {}});
            q.counts = 1;
        },
    };
    std::map<std::string, std::string> text_of_shape;
    for (auto const& change : changes) {
        auto q = base();
        change(q);
        auto const text            = sql::write_select(dialect::sqlite, q).value().text;
        auto const [known, is_new] = text_of_shape.emplace(shape_of(q), text);
        BOOST_TEST(is_new, "two statements of one shape: " << known->second << " and " << text);
    }
}

BOOST_AUTO_TEST_CASE(operations_are_told_apart)
{
    auto const  number_of = [](model_desc const&) { return 1U; };
    std::string select;
    std::string erase;
    std::string update;
    std::string aggregate;
    std::string insert;
    std::string absent;
    query const q{.model = &racks};
    sql::write_shape(select, q, number_of);
    sql::write_erase_shape(erase, q, number_of);
    assignment const set[] = {{2, number(1)}};
    sql::write_shape(update, q, set, number_of);
    sql::write_shape(aggregate, aggregate_query{.base = q, .measures = {{fold_fn::count}}}, number_of);
    sql::write_insert_shape(insert, 1, 5, false);
    sql::write_insert_shape(absent, 1, 5, true);
    std::map<std::string, int> all;
    for (auto const& key : {select, erase, update, aggregate, insert, absent})
        ++all[key];
    BOOST_TEST(all.size() == 6U);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
