// SPDX-License-Identifier: BSL-1.0
#include <ssot/detail/sql/write.hpp>

#include <ssot/storage/describe.hpp>
#include <ssot/storage/query.hpp>

#include <ssot/detail/sql/statement.hpp>

#include "support/inventory.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(detail_sql)
BOOST_AUTO_TEST_SUITE(write)

namespace {

namespace sql = ssot::detail::sql;
using namespace ssot::storage;

model_desc const& racks   = describe_model<inventory::rack>();
model_desc const& devices = describe_model<inventory::device>();
model_desc const& ports   = describe_model<inventory::port>();

// Fields of a port: id, on, name, peer; of a device: id, hostname, serial, stands_in, part_of, added; of a rack: id, name, height, ...

value_view number(std::int64_t n) { return value_view::integer(n); }
value_view text(std::string_view t) { return value_view::chars(t); }

/// A query for the key and nothing else, with a condition.
query where(model_desc const& model, std::vector<term> terms, std::vector<value_view> args)
{
    return {.model = &model, .where = std::move(terms), .args = std::move(args), .fields = 1};
}

std::string written(query const& q, dialect to = dialect::sqlite)
{
    auto const made = sql::write_select(to, q);
    return made ? made->text : to_string(made.error());
}

/// What comes behind WHERE.
std::string condition(query const& q, dialect to = dialect::sqlite)
{
    auto const all = written(q, to);
    auto const at  = all.find(" WHERE ");
    return at == all.npos ? all : all.substr(at + 7);
}

} // namespace

BOOST_AUTO_TEST_CASE(names_are_quoted)
{
    std::string out;
    sql::append_name(out, "a\"; DROP TABLE b; --");
    BOOST_TEST(out == "\"a\"\"; DROP TABLE b; --\"");
}

BOOST_AUTO_TEST_CASE(a_select_names_the_fields_that_are_wanted)
{
    BOOST_TEST(written({.model = &ports}) ==
               R"(SELECT t."id", t."on_id", t."name", t."peer_id", t."ssot_rev" FROM "inventory_port" AS t)");
    BOOST_TEST(written({.model = &ports, .fields = 0b100}) == R"(SELECT t."name" FROM "inventory_port" AS t)");
    BOOST_TEST(written({.model = &ports, .fields = 0}) == R"(SELECT 1 FROM "inventory_port" AS t)");
}

BOOST_AUTO_TEST_CASE(comparisons_bind_their_values)
{
    struct {
        op               what;
        std::string_view expected;
    } const comparisons[] = {{op::eq, R"(t."height" = ?1)"},
                             {op::lt, R"(t."height" < ?1)"},
                             {op::le, R"(t."height" <= ?1)"},
                             {op::gt, R"(t."height" > ?1)"},
                             {op::ge, R"(t."height" >= ?1)"},
                             {op::is_null, R"(t."height" IS NULL)"}};
    for (auto const& c : comparisons)
        BOOST_TEST(condition(where(racks, {{c.what, 2, 0, c.what == op::is_null ? 0U : 1U}}, {number(7)})) == c.expected);
}

BOOST_AUTO_TEST_CASE(a_list_is_filled_up_so_that_lists_share_statements)
{
    auto const in = [](std::uint32_t n) {
        return condition(where(racks, {{op::in, 2, 0, n}}, std::vector<value_view>(n, number(1))));
    };
    BOOST_TEST(in(0) == "FALSE");
    BOOST_TEST(in(1) == R"(t."height" = ?1)");
    BOOST_TEST(in(3) == R"(t."height" IN (?1, ?2, ?3))");
    BOOST_TEST(in(5) == R"(t."height" IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))");
    BOOST_TEST(sql::places_for(1024) == 1024U);
    BOOST_TEST(sql::places_for(1025) == 1025U);

    auto const q    = where(racks, {{op::in, 2, 1, 5}}, {number(0), number(1), number(2), number(3), number(4), number(5)});
    auto const made = sql::write_select(dialect::sqlite, q).value();
    std::vector<std::int64_t> bound;
    for (auto const& p : made.parameters)
        bound.push_back(sql::value_of(p, {.q = &q}).as_int());
    BOOST_TEST(bound == (std::vector<std::int64_t>{1, 2, 3, 4, 5, 5, 5, 5}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(conditions_keep_the_logic_of_the_contract)
{
    // not (height = 1 or (name = 'a' and locked = 1))
    std::vector<term> const terms = {{op::not_, no_field, 0, 1},
                                     {op::or_, no_field, 0, 2},
                                     {op::eq, 2, 0, 1},
                                     {op::and_, no_field, 0, 2},
                                     {op::eq, 1, 1, 1},
                                     {op::eq, 4, 2, 1}};
    auto const              q     = where(racks, terms, {number(1), text("a"), value_view::integer(1, ssot::kind::boolean)});
    BOOST_TEST(condition(q) == R"((((t."height" = ?1 OR (t."name" = ?2 AND t."locked" = ?3))) IS NOT TRUE))");
    BOOST_TEST(condition(where(racks, {{op::and_, no_field, 0, 0}}, {})) == "TRUE");
    BOOST_TEST(condition(where(racks, {{op::or_, no_field, 0, 0}}, {})) == "FALSE");
    BOOST_TEST(condition(where(racks, {{op::or_, no_field, 0, 1}, {op::eq, 2, 0, 1}}, {number(1)})) == R"(t."height" = ?1)");
}

BOOST_AUTO_TEST_CASE(long_conditions_are_groups_of_groups)
{
    std::vector<term> terms{{op::or_, no_field, 0, 5'000}};
    for (std::uint32_t i = 0; i != 5'000; ++i)
        terms.push_back({op::eq, 2, i, 1});
    auto const  text  = condition(where(racks, terms, std::vector<value_view>(5'000, number(1))));
    std::size_t depth = 0;
    std::size_t most  = 0;
    for (char const c : text) {
        depth += c == '(' ? 1 : 0;
        depth -= c == ')' ? 1 : 0;
        most = std::max(most, depth);
    }
    BOOST_TEST(most == 4U);
    BOOST_TEST(depth == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_too_deep_is_declined)
{
    for (std::uint32_t const levels : {10U, 500U}) {
        std::vector<term> terms(levels, {op::not_, no_field, 0, 1});
        terms.push_back({op::eq, 2, 0, 1});
        auto const made = sql::write_select(dialect::sqlite, where(racks, terms, {number(1)}));
        BOOST_TEST(made.has_value() == (levels == 10));
        BOOST_TEST((made || made.error().code() == ssot::errc::unsupported));
    }
}

BOOST_AUTO_TEST_CASE(searches_fold_letters_only_where_they_say_so)
{
    struct {
        op               what;
        std::string_view sqlite;
        std::string_view postgresql;
    } const searches[] = {
        {op::contains, R"(instr(CAST(t."name" AS BLOB), ?1) > 0)", R"(position($1 IN t."name") > 0)"},
        {op::icontains, R"(t."name" LIKE ?1 ESCAPE '\')", R"(position($1 IN lower(t."name" COLLATE "C")) > 0)"},
        {op::starts_with, R"(substr(CAST(t."name" AS BLOB), 1, ?1) = ?2)", R"(starts_with(t."name", $1))"},
        {op::istarts_with, R"(t."name" LIKE ?1 ESCAPE '\')", R"(starts_with(lower(t."name" COLLATE "C"), $1))"},
        {op::ends_with, R"(substr(CAST(t."name" AS BLOB), -?1) = ?2)", R"(right(t."name", length($1)) = $1)"},
        {op::iends_with, R"(t."name" LIKE ?1 ESCAPE '\')", R"(right(lower(t."name" COLLATE "C"), length($1)) = $1)"},
        {op::iexact, R"(t."name" = ?1 COLLATE NOCASE)", R"(lower(t."name" COLLATE "C") = $1)"},
    };
    for (auto const& s : searches) {
        auto const q = where(racks, {{s.what, 1, 0, 1}}, {text("50%")});
        BOOST_TEST(condition(q) == s.sqlite);
        BOOST_TEST(condition(q, dialect::postgresql) == s.postgresql);
    }
}

BOOST_AUTO_TEST_CASE(wildcards_in_a_needle_stand_for_themselves)
{
    auto const formed = [](sql::form as, std::string_view needle) {
        std::string out;
        sql::append_formed(out, as, needle);
        return out;
    };
    BOOST_TEST(formed(sql::form::containing, "50%_\\") == "%50\\%\\_\\\\%");
    BOOST_TEST(formed(sql::form::beginning, "a_") == "a\\_%");
    BOOST_TEST(formed(sql::form::ending, "%") == "%\\%");
    BOOST_TEST(formed(sql::form::folded, "\xc3\x89 AbZ%") == "\xc3\x89 abz%");
}

BOOST_AUTO_TEST_CASE(odd_needles_have_statements_of_their_own)
{
    std::string const long_needle(20'000, 'A');
    auto const        of = [](op what, std::string_view needle) {
        return condition(where(racks, {{what, 1, 0, 1}}, {text(needle)}));
    };
    BOOST_TEST(of(op::icontains, long_needle) == R"(instr(CAST(lower(t."name") AS BLOB), CAST(?1 AS BLOB)) > 0)");
    BOOST_TEST(of(op::istarts_with, std::string_view("a\0b", 3)) ==
               R"(substr(CAST(lower(t."name") AS BLOB), 1, ?1) = CAST(?2 AS BLOB))");
    BOOST_TEST(of(op::ends_with, "") == R"(t."name" IS NOT NULL)");
    BOOST_TEST(of(op::iexact, "") == R"(t."name" = ?1 COLLATE NOCASE)");
}

BOOST_AUTO_TEST_CASE(rules_of_other_databases_are_a_function)
{
    auto q = where(racks, {{op::contains, 1, 0, 1}}, {text("a")});
    q.by   = rules::postgresql;
    BOOST_TEST(condition(q) ==
               "(ssot_matches(" + std::to_string(sql::search_number(rules::postgresql, op::contains, false)) +
                   R"(, t."name", ?1)))");
    q.where      = {{op::in, 8, 0, 2}}; // labels, which are a document
    q.args       = {value_view::chars("{}", ssot::kind::json), value_view::chars("[]", ssot::kind::json)};
    auto const f = "ssot_matches(" + std::to_string(sql::search_number(rules::postgresql, op::eq, true));
    BOOST_TEST(condition(q) == "(" + f + R"(, t."labels", ?1) OR )" + f + R"(, t."labels", ?2)))");
    q.by = rules::sqlite;
    BOOST_TEST(condition(q) == R"(t."labels" IN (?1, ?2))");
}

BOOST_AUTO_TEST_CASE(each_path_is_joined_once)
{
    // on.stands_in.height = 1 and on.hostname = 'a', in the order of on.added
    auto q =
        where(ports, {{op::and_, no_field, 0, 2}, {op::eq, 2, 0, 1, 1, 3}, {op::eq, 1, 1, 1, 1}}, {number(1), text("a")});
    q.order = {{.field = 5, .via = 1}, {.field = 0}};
    BOOST_TEST(written(q) ==
               R"(SELECT t."id" FROM "inventory_port" AS t)"
               R"( LEFT JOIN "inventory_device" AS t_1 ON t_1."id" = t."on_id")"
               R"( LEFT JOIN "inventory_rack" AS t_1_3 ON t_1_3."id" = t_1."stands_in_id")"
               R"( WHERE (t_1_3."height" = ?1 AND t_1."hostname" = ?2) ORDER BY t_1."added", t."id")");
}

BOOST_AUTO_TEST_CASE(nulls_are_placed_where_the_term_says)
{
    auto const order = [](order_by o, dialect to = dialect::sqlite) {
        auto const all = written({.model = &racks, .order = {o}, .fields = 1}, to);
        return all.substr(all.find(" ORDER BY ") + 10);
    };
    constexpr std::uint16_t installed = 6;
    BOOST_TEST(order({installed}) == R"(t."installed" NULLS LAST)");
    BOOST_TEST(order({installed, true}) == R"(t."installed" DESC NULLS FIRST)");
    BOOST_TEST(order({installed, false, nulls::first}) == R"(t."installed")");
    BOOST_TEST(order({installed, true, nulls::last}) == R"(t."installed" DESC)");
    BOOST_TEST(order({installed}, dialect::postgresql) == R"(t."installed")");
    BOOST_TEST(order({installed, true, nulls::last}, dialect::postgresql) == R"(t."installed" DESC NULLS LAST)");
    BOOST_TEST(order({2, true}) == R"(t."height" DESC)"); // never null
}

BOOST_AUTO_TEST_CASE(limits_are_bound)
{
    auto const tail = [](std::uint64_t limit, std::uint64_t offset) {
        auto const all = written({.model = &racks, .limit = limit, .offset = offset, .fields = 1});
        return all.substr(all.find(" AS t") + 5);
    };
    constexpr auto none = std::numeric_limits<std::uint64_t>::max();
    BOOST_TEST(tail(none, 0) == "");
    BOOST_TEST(tail(5, 0) == " LIMIT ?1");
    BOOST_TEST(tail(5, 2) == " LIMIT ?1 OFFSET ?2");
    BOOST_TEST(tail(none, 2) == " LIMIT -1 OFFSET ?1");
}

BOOST_AUTO_TEST_CASE(pages_begin_behind_a_key)
{
    auto const page = [](std::vector<order_by> order, std::vector<value_view> after) {
        auto const all = condition({.model = &racks, .order = std::move(order), .after = std::move(after), .fields = 1});
        return all.substr(0, all.find(" ORDER BY"));
    };
    // Without nulls, in one direction.
    BOOST_TEST(page({{2}, {0}}, {number(1), number(2)}) == R"((t."height", t."id") > (?1, ?2))");
    BOOST_TEST(page({{2, true}, {0, true}}, {number(1), number(2)}) == R"((t."height", t."id") < (?1, ?2))");
    // In two directions.
    BOOST_TEST(page({{2, true}, {0}}, {number(1), number(2)}) ==
               R"(t."height" <= ?1 AND (t."height" < ?2 OR (t."height" = ?2 AND (t."id" > ?3))))");
    // With nulls, which are the largest.
    BOOST_TEST(page({{6}, {0}}, {number(1), number(2)}) ==
               R"((t."installed" > ?1 OR t."installed" IS NULL OR (t."installed" = ?1 AND (t."id" > ?2))))");
    BOOST_TEST(page({{6}, {0}}, {value_view(), number(2)}) == R"((FALSE OR (t."installed" IS NULL AND (t."id" > ?1))))");
    BOOST_TEST(page({{6, true}, {0}}, {value_view(), number(2)}) ==
               R"((t."installed" IS NOT NULL OR (t."installed" IS NULL AND (t."id" > ?1))))");
}

BOOST_AUTO_TEST_CASE(children_are_subqueries)
{
    query q{.model = &devices, .fields = 1};
    q.children.push_back({&ports, 1, {{op::eq, 2, 0, 1}}, {text("eth0")}});
    q.children.push_back({&devices, 4, {}, {}}); // parts of a device
    auto const n = static_cast<std::uint16_t>(devices.fields.size());
    q.where      = {{op::exists, n}};
    BOOST_TEST(condition(q) ==
               R"(EXISTS (SELECT 1 FROM "inventory_port" AS c0 WHERE c0."on_id" = t."id" AND c0."name" = ?1))");

    q.where                 = {{op::ge, static_cast<std::uint16_t>(n + 1), 0, 1}};
    q.args                  = {number(2)};
    q.counts                = 0b10;
    q.order                 = {{static_cast<std::uint16_t>(n + 1), true}, {0}};
    std::string const parts = R"((SELECT COUNT(*) FROM "inventory_device" AS c1 WHERE c1."part_of_id" = t."id"))";
    BOOST_TEST(written(q) ==
               "SELECT t.\"id\", " + parts + " AS n1 FROM \"inventory_device\" AS t WHERE " + parts +
                   " >= ?1 ORDER BY n1 DESC, t.\"id\"");
    q.counts = 0;
    BOOST_TEST(written(q) ==
               "SELECT t.\"id\" FROM \"inventory_device\" AS t WHERE " + parts + " >= ?1 ORDER BY " + parts +
                   " DESC, t.\"id\"");
}

BOOST_AUTO_TEST_CASE(writes_ask_for_keys_where_they_would_join)
{
    assignment const set[] = {{1, text("a")}, {racks.revision, number(1), true}};
    auto const       plain = where(racks, {{op::eq, 2, 0, 1}}, {number(7)});
    BOOST_TEST(sql::write_update(dialect::sqlite, plain, set).value().text ==
               R"(UPDATE "inventory_rack" AS t SET "name" = ?1, "ssot_rev" = t."ssot_rev" + ?2 WHERE t."height" = ?3)");
    BOOST_TEST(sql::write_erase(dialect::sqlite, plain).value().text ==
               R"(DELETE FROM "inventory_rack" AS t WHERE t."height" = ?1)");
    auto const joined = where(ports, {{op::eq, 1, 0, 1, 1}}, {text("a")});
    BOOST_TEST(sql::write_erase(dialect::postgresql, joined).value().text ==
               R"(DELETE FROM "inventory_port" AS t WHERE t."id" IN (SELECT u."id" FROM "inventory_port" AS u)"
               R"( LEFT JOIN "inventory_device" AS u_1 ON u_1."id" = u."on_id" WHERE u_1."hostname" = $1))");
}

BOOST_AUTO_TEST_CASE(inserts_have_a_parameter_for_each_field_of_each_row)
{
    BOOST_TEST(
        sql::write_insert(dialect::sqlite, describe_model<inventory::cable>(), 2, true) ==
        R"(INSERT INTO "inventory_cable" ("id", "a_id", "b_id") VALUES (?, ?, ?), (?, ?, ?) ON CONFLICT ("id") DO NOTHING)");
    BOOST_TEST(sql::write_insert(dialect::postgresql, describe_model<inventory::cable>(), 2, false) ==
               R"(INSERT INTO "inventory_cable" ("id", "a_id", "b_id") VALUES ($1, $2, $3), ($4, $5, $6))");
}

BOOST_AUTO_TEST_CASE(aggregates_group_and_fold)
{
    aggregate_query q{.base = where(racks, {{op::gt, 2, 0, 1}}, {number(3), text("a")}), .group_by = {4}};
    q.measures = {
        {fold_fn::count}, {fold_fn::count_if, no_field, 0, 1}, {fold_fn::min, 6}, {fold_fn::sum, 2}, {fold_fn::sum, 3}};
    q.where_if      = {{op::eq, 1, 1, 1}};
    auto const made = sql::write_aggregate(dialect::sqlite, q).value();
    BOOST_TEST(
        made.text ==
        R"(SELECT t."locked", COUNT(*), COUNT(CASE WHEN t."name" = ?1 THEN 1 END), MIN(t."installed"), )"
        R"(ssot_sum(t."height"), SUM(t."load") FROM "inventory_rack" AS t WHERE t."height" > ?2 GROUP BY t."locked")");
    BOOST_TEST(sql::value_of(made.parameters[0], {.q = &q.base, .where_if = q.where_if}).as_chars() == "a");
    BOOST_TEST(sql::value_of(made.parameters[1], {.q = &q.base, .where_if = q.where_if}).as_int() == 3);
    BOOST_TEST((sql::write_aggregate(dialect::sqlite, {.base = {.model = &racks}}).error().code() == ssot::errc::misuse));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
