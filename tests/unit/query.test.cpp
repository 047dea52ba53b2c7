// SPDX-License-Identifier: BSL-1.0
#include <ssot/query.hpp>

#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>

#include "support/inventory.hpp"
#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

using inventory::device;
using inventory::rack;
using ssot::field;
using ssot::storage::kind;
using ssot::storage::no_field;
using ssot::storage::nulls;
using ssot::storage::op;

using entry    = ssot::sync_log_entry;
using of_sync  = ssot::predicate<ssot::sync>;
using of_entry = ssot::predicate<entry>;

// Conditions belong to their model.
static_assert(std::is_same_v<decltype(field<&ssot::sync::source> == "A"), of_sync>);
static_assert(std::is_same_v<decltype(field<&entry::sync, &ssot::sync::source> == "A"), of_entry>,
              "the model that the path starts from");
static_assert(
    std::is_same_v<decltype((field<&ssot::sync::source> == "A") && !(field<&ssot::sync::dry_run> == true)), of_sync>);
static_assert(std::is_invocable_v<decltype([](auto a, auto b) -> decltype(a&& b) { return a && b; }), of_sync, of_sync>);
static_assert(!std::is_invocable_v<decltype([](auto a, auto b) -> decltype(a&& b) { return a && b; }), of_sync, of_entry>);
static_assert(std::is_default_constructible_v<of_sync> && std::is_copy_constructible_v<of_sync>);
static_assert(!std::is_convertible_v<of_sync, bool>, "a question is no answer");

// Orderings, too, and they are constants.
static_assert(std::is_same_v<std::remove_cvref_t<decltype(ssot::asc<&ssot::sync::source>)>, ssot::order_term<ssot::sync>>);
static_assert(ssot::asc<&ssot::sync::source>.by.field == 1 && !ssot::asc<&ssot::sync::source>.by.desc);
static_assert(ssot::desc<&ssot::sync::source>.by.desc && ssot::desc<&ssot::sync::source>.by.where == nulls::largest);
static_assert(ssot::desc<&ssot::sync::source>.nulls_first().by.where == nulls::first);
static_assert(ssot::asc<&ssot::sync::source>.nulls_last().by.where == nulls::last);
static_assert(ssot::asc<&ssot::sync::source>.by.via == no_field);
static_assert(ssot::asc<&entry::sync, &ssot::sync::start_time>.by.via == 1 &&
              ssot::asc<&entry::sync, &ssot::sync::start_time>.by.field == 3);
static_assert(std::is_same_v<std::remove_cvref_t<decltype(ssot::asc<&entry::sync, &ssot::sync::start_time>)>,
                             ssot::order_term<entry>>);

template<class Selection, class Term>
concept orders_by = requires(Selection s, Term t) { s.order_by(t); };
template<class Selection, class Condition>
concept filters_by = requires(Selection s, Condition c) { s.where(c); };

using all_syncs = ssot::selection<ssot::sync>;
static_assert(orders_by<all_syncs, ssot::order_term<ssot::sync>> && !orders_by<all_syncs, ssot::order_term<entry>>);
static_assert(filters_by<all_syncs, of_sync> && !filters_by<all_syncs, of_entry>);
static_assert(std::is_same_v<decltype(ssot::from<ssot::sync>()), all_syncs>);
static_assert(
    std::is_same_v<decltype(ssot::from<ssot::sync>().defer<&ssot::sync::diff>()), ssot::deferring_selection<ssot::sync>>);
static_assert(std::is_base_of_v<all_syncs, ssot::deferring_selection<ssot::sync>>);

/// A condition as text: "and(eq 1 ?0, not(is_null 3))", with "1>2" for field 2 of the row that field 1 points at.
template<ssot::model M>
std::string spelled(ssot::predicate<M> const& p)
{
    constexpr std::array names{
        "and", "or", "not", "eq", "lt", "le", "gt", "ge", "in", "icontains", "contains", "istarts_with", "is_null"};
    std::size_t at    = 0;
    auto const  spell = [&](auto const& self) -> std::string {
        auto const& t   = p.terms()[at++];
        std::string out = names[static_cast<std::size_t>(t.what)];
        if (t.what == op::and_ || t.what == op::or_ || t.what == op::not_) {
            out += '(';
            for (std::uint32_t i = 0; i != t.count; ++i)
                out += (i == 0 ? "" : ", ") + self(self);
            return out + ')';
        }
        out += ' ' + (t.via == no_field ? "" : std::to_string(t.via) + '>') + std::to_string(t.field);
        for (std::uint32_t i = 0; i != t.count; ++i) {
            auto const v = p.args()[t.first + i].view();
            out += ' ';
            if (v.is_null())
                out += "null";
            else if (v.type() == kind::uuid)
                out += ssot::to_string(v.as_uuid());
            else if (v.is_buffer())
                out += '\'' + std::string(v.as_chars()) + '\'';
            else if (v.type() == kind::real)
                out += std::to_string(v.as_real());
            else
                out += std::to_string(v.as_int());
        }
        return out;
    };
    std::string const out = p.terms().empty() ? "all" : spell(spell);
    BOOST_TEST(at == p.terms().size(), "one tree: " << out);
    return out;
}

template<ssot::model M>
kind kind_of_arg(ssot::predicate<M> const& p)
{
    return p.args().at(0).view().type();
}

ssot::uuid const some_id = ssot::parse_uuid("0190d8e5-77d1-7c3a-9f1e-2d5b8a6c4e00").value();

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(query)

BOOST_AUTO_TEST_CASE(every_comparison)
{
    constexpr auto f = field<&rack::height>;
    BOOST_TEST(spelled(f == 4) == "eq 2 4");
    BOOST_TEST(spelled(f != 4) == "not(eq 2 4)", "so that != has the nulls");
    BOOST_TEST(spelled(f < 4) == "lt 2 4");
    BOOST_TEST(spelled(f <= 4) == "le 2 4");
    BOOST_TEST(spelled(f > 4) == "gt 2 4");
    BOOST_TEST(spelled(f >= 4) == "ge 2 4");
    BOOST_TEST(spelled(is_null(field<&rack::note>)) == "is_null 9");
    BOOST_TEST(spelled(in(f, {3, 4, 3})) == "in 2 3 4");
    BOOST_TEST(spelled(in(f, std::vector<int>{})) == "in 2");
    BOOST_TEST(spelled(in(f, std::list<std::int64_t>{1, -1})) == "in 2 1 -1");
    BOOST_TEST(spelled(in(field<&rack::name>, std::set<std::string>{"b", "a"})) == "in 1 'a' 'b'");
    BOOST_TEST(spelled(in(field<&rack::name>, {"x", "y"})) == "in 1 'x' 'y'");
    BOOST_TEST(spelled(contains(field<&rack::name>, "a%b")) == "contains 1 'a%b'");
    BOOST_TEST(spelled(icontains(field<&rack::note>, "")) == "icontains 9 ''");
    BOOST_TEST(spelled(istarts_with(field<&rack::is>, "re")) == "istarts_with 5 're'");
    BOOST_TEST(spelled(icontains(field<&rack::labels>, "x")) == "icontains 8 'x'");
}

BOOST_AUTO_TEST_CASE(every_kind_of_value)
{
    using namespace std::chrono_literals;
    BOOST_TEST(spelled(field<&rack::id> == std::int64_t{5}) == "eq 0 5");
    BOOST_TEST(spelled(field<&rack::id> == 5U) == "eq 0 5");
    BOOST_TEST(spelled(field<&rack::height> == std::int64_t{1} << 40) == "eq 2 1099511627776",
               "a number that the field cannot hold is still a number");
    BOOST_TEST(spelled(field<&rack::name> == "left") == "eq 1 'left'");
    BOOST_TEST(spelled(field<&rack::name> == std::string("left")) == "eq 1 'left'");
    BOOST_TEST(spelled(field<&rack::name> == std::string_view("left")) == "eq 1 'left'");
    BOOST_TEST(spelled(field<&rack::note> == "left") == "eq 9 'left'");
    BOOST_TEST(spelled(field<&rack::load> == 0.5) == "eq 3 0.500000");
    BOOST_TEST(spelled(field<&rack::load> >= 2) == "ge 3 2.000000");
    BOOST_TEST(spelled(field<&rack::locked> == true) == "eq 4 1");
    BOOST_TEST(spelled(field<&rack::is> == inventory::state::active) == "eq 5 'Active!'");
    BOOST_TEST(spelled(field<&rack::installed> < ssot::timestamp(7us)) == "lt 6 7");
    BOOST_TEST(spelled(field<&rack::warranty> == ssot::duration(-7)) == "eq 7 -7");
    BOOST_TEST(spelled(field<&rack::warranty> == 2s) == "eq 7 2000000");
    BOOST_TEST(spelled(field<&rack::labels> == boost::json::value{{"a", {1, 2.5}}}) == R"(eq 8 '{"a":[1,2.5]}')");
    BOOST_TEST(spelled(field<&device::id> == some_id) == "eq 0 " + ssot::to_string(some_id));

    BOOST_TEST(kind_of_arg(field<&rack::id> == 5) == kind::int64);
    BOOST_TEST(kind_of_arg(field<&rack::locked> == true) == kind::boolean);
    BOOST_TEST(kind_of_arg(field<&rack::installed> == ssot::timestamp()) == kind::timestamp);
    BOOST_TEST(kind_of_arg(field<&rack::warranty> == ssot::duration()) == kind::duration);
    BOOST_TEST(kind_of_arg(field<&rack::is> == inventory::state::planned) == kind::choice);
    BOOST_TEST(kind_of_arg(field<&rack::labels> == boost::json::value()) == kind::json);
    BOOST_TEST(kind_of_arg(field<&device::id> == some_id) == kind::uuid);

    using raw = ssot::basic_sync<ssot::raw_types>;
    BOOST_TEST(spelled(field<&raw::diff> == ssot::raw_json::trusted("[ 1 ]")) == "eq 17 '[ 1 ]'");
    using open = ssot::basic_sync_log_entry<ssot::lenient_types>;
    BOOST_TEST(spelled(field<&open::status> == ssot::sync_log_entry_status::error) == "eq 4 'error'");
    BOOST_TEST(spelled(field<&open::status> == ssot::open_choice<ssot::sync_log_entry_status>::from_text("unknown")) ==
               "eq 4 'unknown'");
}

BOOST_AUTO_TEST_CASE(an_absent_value_is_null)
{
    BOOST_TEST(spelled(field<&rack::note> == std::optional<std::string>("x")) == "eq 9 'x'");
    BOOST_TEST(spelled(field<&rack::note> == std::optional<std::string>()) == "eq 9 null");
    BOOST_TEST(spelled(field<&device::part_of> == device{}.part_of) == "eq 4 null");
}

BOOST_AUTO_TEST_CASE(foreign_keys_compare_with_keys_and_models)
{
    ssot::sync const run{.id = some_id};
    auto const       wanted = "eq 1 " + ssot::to_string(some_id);
    BOOST_TEST(spelled(field<&entry::sync> == run) == wanted);
    BOOST_TEST(spelled(field<&entry::sync> == run.id) == wanted);
    BOOST_TEST(spelled(field<&entry::sync> == entry{.sync = run}.sync) == wanted);
    BOOST_TEST(spelled(field<&entry::sync> == ssot::basic_sync<ssot::raw_types>{.id = some_id}) == wanted,
               "of whatever types");
    BOOST_TEST(spelled(in(field<&entry::sync>, std::vector{some_id})) == "in 1 " + ssot::to_string(some_id));
    BOOST_TEST(spelled(in(field<&entry::sync>, std::array{run})) == "in 1 " + ssot::to_string(some_id));
    BOOST_TEST(spelled(field<&entry::synced_object_type> == 5) == "eq 6 5");
    BOOST_TEST(spelled(field<&entry::synced_object_type> == ssot::content_type{.id = 5}) == "eq 6 5");
    BOOST_TEST(kind_of_arg(field<&entry::synced_object_type> == 5) == kind::int64);
    BOOST_TEST(spelled(is_null(field<&entry::synced_object_type>)) == "is_null 6");
    BOOST_TEST(spelled(field<&device::part_of> == device{.id = some_id}) == "eq 4 " + ssot::to_string(some_id));
}

BOOST_AUTO_TEST_CASE(paths_follow_a_foreign_key)
{
    BOOST_TEST(spelled(field<&entry::sync, &ssot::sync::source> == "A") == "eq 1>1 'A'");
    BOOST_TEST(spelled(is_null(field<&entry::sync, &ssot::sync::start_time>)) == "is_null 1>3");
    BOOST_TEST(spelled(icontains(field<&entry::synced_object_type, &ssot::content_type::model>, "dev")) ==
               "icontains 6>2 'dev'");
    BOOST_TEST(spelled(in(field<&ssot::sync::job_result, &ssot::job_result::status>, {ssot::job_result_status::failure})) ==
               "in 19>8 'FAILURE'");
    BOOST_TEST(spelled(field<&device::part_of, &device::stands_in> == 3) == "eq 4>3 3");
}

BOOST_AUTO_TEST_CASE(conditions_combine)
{
    auto const a = field<&rack::height> == 1;
    auto const b = field<&rack::name> == "b";
    auto const c = in(field<&rack::id>, {3, 4});
    BOOST_TEST(spelled(a && b) == "and(eq 2 1, eq 1 'b')");
    BOOST_TEST(spelled(a || b) == "or(eq 2 1, eq 1 'b')");
    BOOST_TEST(spelled(!a) == "not(eq 2 1)");
    BOOST_TEST(spelled(!!a) == "not(not(eq 2 1))");
    BOOST_TEST(spelled((a && b) || !(c || a)) == "or(and(eq 2 1, eq 1 'b'), not(or(in 0 3 4, eq 2 1)))");
    BOOST_TEST(spelled(c && a && c) == "and(and(in 0 3 4, eq 2 1), in 0 3 4)");
    BOOST_TEST(spelled(a && a) == "and(eq 2 1, eq 2 1)", "with itself");
    BOOST_TEST(spelled(a) == "eq 2 1", "the parts stay as they were");
}

BOOST_AUTO_TEST_CASE(the_empty_condition_is_every_row)
{
    ssot::predicate<rack> const all;
    auto const                  a = field<&rack::height> == 1;
    BOOST_TEST(spelled(all) == "all");
    BOOST_TEST(spelled(all && a) == "eq 2 1");
    BOOST_TEST(spelled(a && all) == "eq 2 1");
    BOOST_TEST(spelled(all || a) == "all");
    BOOST_TEST(spelled(a || all) == "all");
    BOOST_TEST(spelled(all && all) == "all");
    BOOST_TEST(spelled(all || all) == "all");
    BOOST_TEST(spelled(!all) == "in 0", "no row");
    BOOST_TEST(spelled(!!all) == "not(in 0)");
    BOOST_TEST(spelled(!all || a) == "or(in 0, eq 2 1)");
}

BOOST_AUTO_TEST_CASE(conditions_keep_their_values)
{
    std::optional<ssot::predicate<rack>> kept;
    {
        std::string const name(100, 'n');
        kept = field<&rack::name> == name && contains(field<&rack::note>, std::string(50, 'x'));
    }
    BOOST_TEST(spelled(*kept) == "and(eq 1 '" + std::string(100, 'n') + "', contains 9 '" + std::string(50, 'x') + "')");
}

BOOST_AUTO_TEST_CASE(a_selection_says_what_to_read)
{
    auto const all = ssot::from<ssot::sync>();
    auto const q   = all.to_query();
    BOOST_TEST((q.model == &ssot::storage::describe_model<ssot::sync>()));
    BOOST_TEST(q.where.empty());
    BOOST_TEST(q.args.empty());
    BOOST_TEST(q.limit == std::numeric_limits<std::uint64_t>::max());
    BOOST_TEST(q.offset == 0u);
    BOOST_TEST(q.fields == std::numeric_limits<std::uint64_t>::max());
    BOOST_TEST(q.after.empty());
    BOOST_TEST_REQUIRE(q.order.size() == 2u, "the default ordering, and the key");
    BOOST_TEST(q.order[0].field == 3);
    BOOST_TEST(q.order[1].field == 0);
    BOOST_TEST(!q.order[1].desc);

    auto const some = all.where(field<&ssot::sync::source> == "A").limit(5).offset(7);
    auto const r    = some.to_query();
    BOOST_TEST(r.where.size() == 1u);
    BOOST_TEST_REQUIRE(r.args.size() == 1u);
    BOOST_TEST(r.args[0].as_chars() == "A");
    BOOST_TEST(r.limit == 5u);
    BOOST_TEST(r.offset == 7u);
    BOOST_TEST(all.to_query().where.empty(), "each step gives a changed copy");

    auto const two = some.where(field<&ssot::sync::target> == "B").to_query();
    BOOST_TEST_REQUIRE(two.where.size() == 3u);
    BOOST_TEST((two.where[0].what == op::and_));
    BOOST_TEST(two.limit == 5u);
    BOOST_TEST(some.where({}).to_query().where.size() == 1u);
}

BOOST_AUTO_TEST_CASE(orderings_always_end_with_the_key)
{
    auto const fields_of = [](auto const& selection) {
        std::string out;
        auto const  q = selection.to_query();
        for (auto const& o : q.order)
            out +=
                (o.desc ? "-" : "") + (o.via == no_field ? "" : std::to_string(o.via) + '>') + std::to_string(o.field) + ' ';
        return out;
    };
    auto const syncs = ssot::from<ssot::sync>();
    BOOST_TEST(fields_of(ssot::from<entry>()) == "1>3 2 0 ", "by start_time of the sync, timestamp, id");
    BOOST_TEST(fields_of(ssot::from<ssot::job_result>()) == "-4 0 ");
    BOOST_TEST(fields_of(ssot::from<ssot::job>()) == "0 ");
    BOOST_TEST(fields_of(ssot::from<rack>()) == "-2 1 0 ");
    BOOST_TEST(fields_of(syncs.order_by(ssot::desc<&ssot::sync::source>)) == "-1 0 ");
    BOOST_TEST(fields_of(syncs.order_by(ssot::desc<&ssot::sync::id>)) == "-0 ");
    BOOST_TEST(fields_of(syncs.order_by(ssot::asc<&ssot::sync::id>, ssot::asc<&ssot::sync::source>)) == "0 1 0 ");
    BOOST_TEST(fields_of(syncs.order_by(ssot::asc<&ssot::sync::job_result, &ssot::job_result::id>)) == "19>0 0 ",
               "the key of another row is not ours");
    BOOST_TEST(fields_of(syncs.order_by(ssot::asc<&ssot::sync::source>).order_by(ssot::asc<&ssot::sync::target>)) == "2 0 ",
               "the last one counts");
    auto const placed = syncs.order_by(ssot::desc<&ssot::sync::start_time>.nulls_last());
    BOOST_TEST((placed.to_query().order[0].where == nulls::last));
}

BOOST_AUTO_TEST_CASE(an_ordering_of_no_terms_is_the_key_alone)
{
    auto const q = ssot::from<ssot::sync>().order_by().to_query();
    BOOST_TEST_REQUIRE(q.order.size() == 1u);
    BOOST_TEST(q.order[0].field == 0);
}

BOOST_AUTO_TEST_CASE(deferring_leaves_fields_out)
{
    auto const bit = [](std::size_t i) { return std::uint64_t{1} << i; };
    BOOST_TEST(ssot::from<ssot::sync>().defer<&ssot::sync::diff>().to_query().fields == ~bit(17));
    auto const two = ssot::from<ssot::sync>().limit(3).defer<&ssot::sync::diff, &ssot::sync::summary>();
    BOOST_TEST(two.to_query().fields == ~(bit(17) | bit(18)));
    BOOST_TEST(two.to_query().limit == 3u);
    BOOST_TEST(ssot::from<ssot::sync>().defer<&ssot::sync::diff>().defer<&ssot::sync::summary>().to_query().fields ==
               ~(bit(17) | bit(18)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
