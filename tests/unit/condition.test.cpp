// SPDX-License-Identifier: BSL-1.0
#include <ssot/condition.hpp>

#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>

#include "support/inventory.hpp"
#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <limits>
#include <list>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using inventory::device;
using inventory::rack;
using ssot::field;
using ssot::storage::kind;
using ssot::storage::no_field;
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

/// A condition as text: "and(eq 1 ?0, not(is_null 3))", with "1>2" for field 2 of the row that field 1 points at.
template<ssot::model M>
std::string spelled(ssot::predicate<M> const& p)
{
    constexpr std::array names{"and",
                               "or",
                               "not",
                               "eq",
                               "lt",
                               "le",
                               "gt",
                               "ge",
                               "in",
                               "icontains",
                               "contains",
                               "istarts_with",
                               "is_null",
                               "iexact",
                               "starts_with",
                               "ends_with",
                               "iends_with"};
    std::size_t          at    = 0;
    auto const           spell = [&](auto const& self) -> std::string {
        auto const& t   = p.terms()[at++];
        std::string out = names[static_cast<std::size_t>(t.what)];
        if (t.what == op::and_ || t.what == op::or_ || t.what == op::not_) {
            out += '(';
            for (std::uint32_t i = 0; i != t.count; ++i)
                out += (i == 0 ? "" : ", ") + self(self);
            return out + ')';
        }
        out += ' ' + (t.via == no_field ? "" : std::to_string(t.via) + '>');
        out += (t.then == no_field ? "" : std::to_string(t.then) + '>') + std::to_string(t.field);
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

BOOST_AUTO_TEST_SUITE(condition)

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
    BOOST_TEST(spelled(in(f, std::list<std::int64_t>{1, -1})) == "in 2 -1 1", "ascending");
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

BOOST_AUTO_TEST_CASE(every_text_search)
{
    constexpr auto f = field<&rack::name>;
    BOOST_TEST(spelled(contains(f, "b")) == "contains 1 'b'");
    BOOST_TEST(spelled(starts_with(f, "b")) == "starts_with 1 'b'");
    BOOST_TEST(spelled(ends_with(f, "b")) == "ends_with 1 'b'");
    BOOST_TEST(spelled(icontains(f, "b")) == "icontains 1 'b'");
    BOOST_TEST(spelled(istarts_with(f, "b")) == "istarts_with 1 'b'");
    BOOST_TEST(spelled(iends_with(f, "b")) == "iends_with 1 'b'");
    BOOST_TEST(spelled(iexact(f, "b")) == "iexact 1 'b'");
}

BOOST_AUTO_TEST_CASE(a_range_has_both_ends)
{
    BOOST_TEST(spelled(between(field<&rack::height>, 2, 5)) == "and(ge 2 2, le 2 5)");
    BOOST_TEST(spelled(between(field<&rack::name>, "a", std::string("b"))) == "and(ge 1 'a', le 1 'b')");
    BOOST_TEST(spelled(!between(field<&rack::height>, 5, 2)) == "not(and(ge 2 5, le 2 2))");
}

// 2024-02-29 begins 1'709'164'800 s after 1970, 2024 1'704'067'200 s, 2025 1'735'689'600 s.
BOOST_AUTO_TEST_CASE(parts_of_a_time_are_spans_of_it)
{
    using namespace std::chrono_literals;
    constexpr auto f   = field<&rack::installed>;
    constexpr auto day = 2024y / 2 / 29;
    BOOST_TEST(spelled(date(f) == day) == "and(ge 6 1709164800000000, lt 6 1709251200000000)");
    BOOST_TEST(spelled(date(f) != day) == "not(and(ge 6 1709164800000000, lt 6 1709251200000000))");
    BOOST_TEST(spelled(date(f) < day) == "lt 6 1709164800000000");
    BOOST_TEST(spelled(date(f) <= day) == "lt 6 1709251200000000");
    BOOST_TEST(spelled(date(f) > day) == "ge 6 1709251200000000");
    BOOST_TEST(spelled(date(f) >= day) == "ge 6 1709164800000000");
    BOOST_TEST(spelled(date(f) == std::chrono::sys_days(day)) == spelled(date(f) == day));
    BOOST_TEST(spelled(date(f) == 2023y / 2 / 29) == "in 6", "no such day");

    BOOST_TEST(spelled(year(f) == 2024) == "and(ge 6 1704067200000000, lt 6 1735689600000000)");
    BOOST_TEST(spelled(year(f) == 2024y) == spelled(year(f) == 2024));
    BOOST_TEST(spelled(year(f) < 2024U) == "lt 6 1704067200000000");
    BOOST_TEST(spelled(year(f) <= 2024) == "lt 6 1735689600000000");
    BOOST_TEST(spelled(year(f) > 2024) == "ge 6 1735689600000000");
    BOOST_TEST(spelled(year(f) >= 2024) == "ge 6 1704067200000000");
    BOOST_TEST(spelled(!(year(f) != 2024)) == "not(not(and(ge 6 1704067200000000, lt 6 1735689600000000)))");

    // Years that no timestamp is in: all are before or behind them.
    auto const at = [](std::chrono::year y) {
        return std::to_string(
            std::chrono::sys_time<std::chrono::microseconds>(std::chrono::sys_days(y / 1 / 1)).time_since_epoch().count());
    };
    for (std::int64_t const far : {std::int64_t{20'000}, std::numeric_limits<std::int64_t>::max()}) {
        BOOST_TEST(spelled(year(f) < far) == "lt 6 " + at(10'001y));
        BOOST_TEST(spelled(year(f) == far) == "and(ge 6 " + at(10'001y) + ", lt 6 " + at(10'001y) + ")");
    }
    BOOST_TEST(spelled(year(f) > std::numeric_limits<std::int64_t>::min()) == "ge 6 " + at(0y));
    BOOST_TEST(spelled(year(f) <= std::numeric_limits<std::uint64_t>::max()) == "lt 6 " + at(10'001y));
    BOOST_TEST(spelled(year(field<&entry::sync, &ssot::sync::start_time>) > 2024) == "ge 1>3 1735689600000000");
}

BOOST_AUTO_TEST_CASE(a_list_ascends_without_nulls_and_repeats)
{
    auto const texts = in(field<&rack::note>, std::vector<std::optional<std::string>>{"b", std::nullopt, "a", "b"});
    BOOST_TEST(spelled(texts) == "in 9 'a' 'b'");
    BOOST_TEST(texts.terms().front().sorted);
    BOOST_TEST(!(field<&rack::height> == 1).terms().front().sorted);
    auto const nan = std::numeric_limits<double>::quiet_NaN();
    BOOST_TEST(spelled(in(field<&rack::load>, {2.0, nan, -1.0})) == "in 3 -1.000000 2.000000");
    BOOST_TEST(spelled(in(field<&rack::id>, {std::numeric_limits<std::uint64_t>::max(), std::uint64_t{2}})) == "in 0 2");
}

BOOST_AUTO_TEST_CASE(paths_follow_two_foreign_keys)
{
    using inventory::port;
    BOOST_TEST(spelled(field<&entry::sync, &ssot::sync::job_result, &ssot::job_result::status> ==
                       ssot::job_result_status::failure) == "eq 1>19>8 'FAILURE'");
    BOOST_TEST(spelled(is_null(field<&port::on, &device::stands_in, &rack::note>)) == "is_null 1>3>9");
    BOOST_TEST(spelled(in(field<&device::part_of, &device::part_of, &device::hostname>, {"x"})) == "in 4>4>1 'x'");
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

BOOST_AUTO_TEST_CASE(long_chains_become_one_list)
{
    for (auto const what : {op::and_, op::or_})
        for (bool const on_the_right : {false, true}) {
            ssot::predicate<rack> chain = field<&rack::height> == 0;
            for (int i = 1; i != 1'000; ++i) {
                auto const  next = field<&rack::height> == i;
                auto const& a    = on_the_right ? next : chain;
                auto const& b    = on_the_right ? chain : next;
                chain            = what == op::and_ ? a && b : a || b;
            }
            BOOST_TEST(!chain.untyped().too_deep());
            auto const spelling = spelled(chain);
            BOOST_TEST(chain.args().size() == 1'000u);
            std::string::size_type at = 0;
            for (int i = 0; i != 1'000; ++i) { // in the order in which they were written
                auto const term = "eq 2 " + std::to_string(on_the_right ? 999 - i : i);
                at              = spelling.find(term, at);
                BOOST_TEST_REQUIRE(at != std::string::npos, term);
            }
            auto const word  = what == op::and_ ? std::string("and(") : std::string("or(");
            int        heads = 0;
            for (at = 0; (at = spelling.find(word, at)) != std::string::npos; ++at)
                ++heads;
            BOOST_TEST(heads < 50, "one long list inside of a few short ones");
        }
}

BOOST_AUTO_TEST_CASE(conditions_have_limits)
{
    auto const            a = field<&rack::height> == 1;
    ssot::predicate<rack> deep;
    deep = a;
    for (int i = 0; i != 512; ++i)
        deep = !deep;
    BOOST_TEST(!deep.untyped().too_deep());
    BOOST_TEST(deep.terms().size() == 513u);
    for (auto const& beyond : {!deep, deep && a, a || deep, !(deep || !a)}) {
        BOOST_TEST(beyond.untyped().too_deep());
        BOOST_TEST(spelled(beyond) == "in 0", "no row");
        BOOST_TEST((beyond && a).untyped().too_deep());
        BOOST_TEST((a || beyond).untyped().too_deep());
        BOOST_TEST((!beyond).untyped().too_deep(), "which is not every row");
        BOOST_TEST(spelled(!beyond) == "in 0");
    }

    ssot::predicate<rack> wide = a;
    for (int i = 1; i != 10'000 - 33; ++i)
        wide = std::move(wide) || a;
    BOOST_TEST(!wide.untyped().too_deep());
    BOOST_TEST(wide.terms().size() == 10'000u);
    wide = std::move(wide) || a;
    BOOST_TEST(wide.untyped().too_deep());
}

/// Whether a rack of this height satisfies the condition that begins at `at`, by plain recursion; `at` is behind it then.
bool holds(ssot::predicate<rack> const& p, std::size_t& at, std::int64_t height)
{
    auto const& t = p.terms()[at++];
    if (t.what == op::eq)
        return p.args()[t.first].view().as_int() == height;
    bool out = t.what != op::or_;
    for (std::uint32_t i = 0; i != t.count; ++i) {
        bool const one = holds(p, at, height);
        out            = t.what == op::and_ ? out && one : t.what == op::or_ ? out || one : !one;
    }
    return out;
}

BOOST_AUTO_TEST_CASE(what_is_put_together_in_any_way_means_the_same)
{
    std::mt19937 random(20260102);
    struct judged {
        ssot::predicate<rack> condition;
        unsigned              heights; ///< bit h: a rack of height h satisfies it
    };
    for (int round = 0; round != 40; ++round) {
        std::vector<judged> pool;
        for (int h = 0; h != 8; ++h)
            pool.push_back({field<&rack::height> == h, 1U << h});
        for (int step = 0; step != 120; ++step) {
            // Mostly one that grows, with short ones on either side of it.
            auto const pick = [&] { return random() % 4 == 0 ? random() % pool.size() : random() % 8; };
            auto       a    = pool[random() % 3 == 0 ? pick() : pool.size() - 1];
            auto const b    = pool[pick()];
            bool const left = random() % 2 == 0;
            switch (random() % (round % 2 == 0 ? 8 : 3)) {
            case 0:
                a = {left ? std::move(a.condition) && b.condition : b.condition && std::move(a.condition),
                     a.heights & b.heights};
                break;
            case 1: a = {!std::move(a.condition), ~a.heights & 0xffU}; break;
            default:
                a = {left ? std::move(a.condition) || b.condition : b.condition || std::move(a.condition),
                     a.heights | b.heights};
            }
            if (a.condition.untyped().too_deep())
                break;
            pool.push_back(std::move(a));
        }
        for (auto const& p : pool)
            for (std::int64_t h = 0; h != 8; ++h) {
                std::size_t at = 0;
                BOOST_TEST_REQUIRE(holds(p.condition, at, h) == ((p.heights >> h & 1U) != 0), spelled(p.condition));
                BOOST_TEST_REQUIRE(at == p.condition.terms().size());
            }
    }
}

BOOST_AUTO_TEST_CASE(chains_grow_in_the_time_of_their_terms)
{
    auto const a       = field<&rack::height> == 1;
    auto const seconds = [&](bool on_the_left, int terms) {
        auto least = std::numeric_limits<std::clock_t>::max();
        for (int run = 0; run != 5; ++run) {
            auto const            begin = std::clock();
            ssot::predicate<rack> p     = a;
            for (int i = 1; i != terms; ++i)
                p = on_the_left ? a || std::move(p) : std::move(p) || a;
            least = std::min(least, std::clock() - begin);
            BOOST_TEST_REQUIRE(!p.untyped().too_deep());
            BOOST_TEST_REQUIRE(p.args().size() == static_cast<std::size_t>(terms));
        }
        return static_cast<double>(least) / CLOCKS_PER_SEC;
    };
    for (bool const on_the_left : {false, true}) {
        auto const few  = seconds(on_the_left, 1'200);
        auto const many = seconds(on_the_left, 9'600); // 8 times, where the square is 64 times
        BOOST_TEST(many < 24 * few + 0.001, many << " s for 9600 terms, " << few << " s for 1200");
    }
}

BOOST_AUTO_TEST_CASE(moved_conditions_can_be_used_again)
{
    auto const            a = field<&rack::height> == 1;
    ssot::predicate<rack> p = a;
    for (int i = 0; i != 50; ++i)
        p = a || std::move(p);
    auto const q = std::move(p);
    BOOST_TEST(q.args().size() == 51U);
    BOOST_TEST(p.terms().empty()); // NOLINT(bugprone-use-after-move): a moved one has no terms
    p = a;
    BOOST_TEST(spelled(p && a) == "and(eq 2 1, eq 2 1)");
}

BOOST_AUTO_TEST_CASE(conditions_a_million_deep_are_values_too)
{
    auto const            a     = field<&rack::height> == 1;
    ssot::predicate<rack> chain = a, nested = a, negated = a, right = a;
    for (int i = 0; i != 1'000'000; ++i) {
        chain   = std::move(chain) || a;
        right   = a && std::move(right);
        nested  = i % 3 == 0 ? nested && a : i % 3 == 1 ? nested || a : !nested;
        negated = !negated;
    }
    for (auto const& p : {chain, nested, negated, right}) {
        auto copy  = p;
        auto moved = std::move(copy);
        BOOST_TEST(moved.untyped().too_deep());
        copy = moved;
        BOOST_TEST(copy.untyped().too_deep());
    }
    chain = a;
    BOOST_TEST(spelled(chain || a) == "or(eq 2 1, eq 2 1)");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
