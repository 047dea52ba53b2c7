// SPDX-License-Identifier: BSL-1.0
#include <ssot/nautobot/dynamic.hpp>

#include <ssot/nautobot/diff_encoder.hpp>

#include <ssot/detail/nautobot/python/dynamic_text.hpp>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <support/print.hpp>

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
using namespace ssot::nautobot;
using ssot::errc;

static_assert(std::is_nothrow_move_constructible_v<dynamic> && std::is_copy_constructible_v<dynamic>);
static_assert(std::is_nothrow_default_constructible_v<dynamic>);
static_assert(!std::is_convertible_v<boost::json::value, dynamic>);
static_assert(!std::is_constructible_v<dynamic, void*> && !std::is_constructible_v<dynamic, char>);

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity  = std::numeric_limits<double>::infinity();

dynamic exactly(std::string_view text) { return decimal::parse(text).value(); }
dynamic big(std::string_view digits) { return big_integer::parse(digits).value(); }

/// Equal, whichever stands first, and with one hash.
bool same(dynamic const& a, dynamic const& b)
{
    return python_equal(a, b) && python_equal(b, a) && python_hash(a) == python_hash(b);
}
bool different(dynamic const& a, dynamic const& b) { return !python_equal(a, b) && !python_equal(b, a); }

} // namespace

BOOST_AUTO_TEST_SUITE(nautobot)
BOOST_AUTO_TEST_SUITE(dynamic)

using ssot::nautobot::dynamic; // which the suite hides

BOOST_AUTO_TEST_CASE(values_take_the_type_that_they_look_like)
{
    BOOST_TEST(dynamic().python_type() == "NoneType");
    BOOST_TEST(dynamic(nullptr).is_null());
    BOOST_TEST(dynamic(true).python_type() == "bool");
    BOOST_TEST(dynamic(1).python_type() == "int");
    BOOST_TEST(dynamic(1u).python_type() == "int");
    BOOST_TEST(dynamic(1.0).python_type() == "float");
    BOOST_TEST(dynamic(1.0f).python_type() == "float");
    BOOST_TEST(dynamic("a").python_type() == "str");
    BOOST_TEST(dynamic(std::string_view("a")).python_type() == "str");
    BOOST_TEST(dynamic(byte_string{"a"}).python_type() == "bytes");
    BOOST_TEST(dynamic(ssot::uuid{}).python_type() == "UUID");
    BOOST_TEST(dynamic(ssot::timestamp{}).python_type() == "datetime.datetime");
    BOOST_TEST(dynamic(ssot::duration{}).python_type() == "datetime.timedelta");
    BOOST_TEST(dynamic(std::chrono::year{2024} / 1 / 2).python_type() == "datetime.date");
    BOOST_TEST(dynamic(clock_time{}).python_type() == "datetime.time");
    BOOST_TEST(exactly("1").python_type() == "decimal.Decimal");
    BOOST_TEST(dynamic(dynamic::list{}).python_type() == "list");
    BOOST_TEST(dynamic(dynamic::tuple{}).python_type() == "tuple");
    BOOST_TEST(dynamic(dynamic::set{}).python_type() == "set");
    BOOST_TEST(dynamic(dynamic::frozen_set{}).python_type() == "frozenset");
    BOOST_TEST(dynamic(dynamic::dict{}).python_type() == "dict");
}

BOOST_AUTO_TEST_CASE(an_integer_is_stored_in_one_way)
{
    BOOST_TEST((big("9223372036854775807").get_if<std::int64_t>() != nullptr));
    BOOST_TEST((big("-9223372036854775808") == dynamic(std::numeric_limits<std::int64_t>::min())));
    BOOST_TEST((big("9223372036854775808").get_if<big_integer>() != nullptr));
    BOOST_TEST((dynamic(std::numeric_limits<std::uint64_t>::max()) == big("18446744073709551615")));
    BOOST_TEST((big("+007") == dynamic(7)));
    BOOST_TEST((big("-0") == dynamic(0)));
    BOOST_TEST((big("1_000") == dynamic(1000)));
    for (std::string_view const text : {"", "-", "1.0", "1e3", " 1", "1__0", "_1", "1_", "x"}) {
        BOOST_TEST_INFO_SCOPE(text);
        BOOST_TEST(big_integer::parse(text).has_error());
    }
}

BOOST_AUTO_TEST_CASE(numbers_of_all_types_are_equal_by_value)
{
    BOOST_TEST(same(1, true));
    BOOST_TEST(same(1, 1.0));
    BOOST_TEST(same(1.5, exactly("1.50")));
    BOOST_TEST(same(100, exactly("1E+2")));
    BOOST_TEST(same(0.0, -0.0));
    BOOST_TEST(same(0, exactly("-0.00")));
    BOOST_TEST(same(1e22, big("10000000000000000000000")));
    BOOST_TEST(same(infinity, exactly("Infinity")));
    BOOST_TEST(different(0.1, exactly("0.1"))); // the float is a little more
    BOOST_TEST(same(0.1, exactly("0.1000000000000000055511151231257827021181583404541015625")));
    BOOST_TEST(different(9007199254740993, 9007199254740992.0));
    BOOST_TEST(different(9223372036854775807, 9223372036854775808.0));
    BOOST_TEST(different(infinity, -infinity));
    BOOST_TEST(different(nan_value, nan_value));
    BOOST_TEST(different(exactly("NaN"), exactly("NaN")));
    BOOST_TEST(different(1, "1"));
    BOOST_TEST(different(0, nullptr));
    BOOST_TEST(!(dynamic(1) == dynamic(1.0)));
}

BOOST_AUTO_TEST_CASE(containers_are_equal_as_in_python)
{
    BOOST_TEST(same(dynamic::list{1, "a"}, dynamic::list{1.0, "a"}));
    BOOST_TEST(different(dynamic::list{1}, dynamic::tuple{1}));
    BOOST_TEST(same(dynamic::set{1, 2}, dynamic::frozen_set{2.0, 1}));
    BOOST_TEST(different(dynamic::set{1, 2}, dynamic::set{1, 3}));
    BOOST_TEST(same(dynamic::dict{{"a", 1}, {2, "b"}}, dynamic::dict{{2.0, "b"}, {"a", true}}));
    BOOST_TEST(different(dynamic::dict{{"a", 1}}, dynamic::dict{{"a", 2}}));
    BOOST_TEST(different("a", byte_string{"a"}));
    BOOST_TEST(!(dynamic(dynamic::set{1, 2}) == dynamic(dynamic::set{2, 1})));
}

BOOST_AUTO_TEST_CASE(times_are_equal_by_instant)
{
    auto const at = [](std::string_view text) { return dynamic(parse_calendar_time(text).value()); };
    BOOST_TEST(same(at("2024-01-01T12:00:00+02:00"), at("2024-01-01T10:00:00Z")));
    BOOST_TEST(different(at("2024-01-01T12:00:00"), at("2024-01-01T12:00:00Z")));
    BOOST_TEST(different(at("2024-01-01T00:00:00"), parse_date("2024-01-01").value()));
    BOOST_TEST(same(parse_clock_time("12:00+02:00").value(), parse_clock_time("10:00:00.0Z").value()));
    BOOST_TEST(different(parse_clock_time("12:00").value(), parse_clock_time("12:00Z").value()));
}

BOOST_AUTO_TEST_CASE(sets_keep_the_first_of_equal_members)
{
    auto const numbers = dynamic::set{1, 1.0, true, exactly("1.00")};
    BOOST_TEST_REQUIRE(numbers.items().size() == 1u);
    BOOST_TEST(numbers.items()[0].python_type() == "int");
    BOOST_TEST(dynamic::set({1.5, exactly("1.5"), 2}).items().size() == 2u);
    BOOST_TEST(dynamic::set({nan_value, nan_value}).items().size() == 2u);
    BOOST_TEST(dynamic::frozen_set({dynamic::tuple{1}, dynamic::tuple{true}}).items().size() == 1u);
    BOOST_TEST(numbers.contains(1.0));
    BOOST_TEST(!numbers.contains("1"));

    std::vector<dynamic> many;
    for (int i = 0; i != 20'000; ++i)
        many.emplace_back(i % 10'000);
    dynamic::set const kept(std::move(many));
    BOOST_TEST(kept.items().size() == 10'000u);
}

BOOST_AUTO_TEST_CASE(dicts_keep_the_first_key_and_the_last_value)
{
    auto const d = dynamic::dict{{1, "int"}, {"b", 2}, {true, "bool"}};
    BOOST_TEST_REQUIRE(d.items().size() == 2u);
    BOOST_TEST((d.items()[0] == std::pair<dynamic, dynamic>(1, "bool")));
    BOOST_TEST_REQUIRE(d.find(1.0) != nullptr);
    BOOST_TEST((*d.find(1.0) == dynamic("bool")));
    BOOST_TEST(d.find("1") == nullptr);
}

BOOST_AUTO_TEST_CASE(times_that_are_none)
{
    using limits = std::numeric_limits<std::int64_t>;
    using days   = std::numeric_limits<std::int32_t>;
    std::vector<ssot::nautobot::dynamic> odd;
    for (auto const us : {limits::min(), limits::min() + 1, std::int64_t{0}, limits::max()}) {
        ssot::nautobot::calendar_time const at(ssot::timestamp(ssot::duration{us}));
        BOOST_TEST(at.date.ok() == (us == 0));
        odd.emplace_back(at);
        for (auto const offset : {limits::min(), std::int64_t{-1}, limits::max()}) {
            odd.emplace_back(ssot::nautobot::clock_time{ssot::duration(us), std::chrono::seconds(offset)});
            odd.emplace_back(ssot::nautobot::calendar_time(at.date, ssot::duration(us), std::chrono::seconds(offset)));
            odd.emplace_back(ssot::nautobot::long_duration(us < 0 ? days::min() : days::max(), us));
        }
    }
    for (auto const& a : odd) {
        static_cast<void>(ssot::nautobot::python_hash(a));
        BOOST_TEST(!ssot::detail::python::repr_of(a).empty());
        BOOST_TEST(!ssot::detail::python::str_of(a).empty());
        BOOST_TEST(ssot::nautobot::python_equal(a, a));
        for (auto const& b : odd)
            BOOST_TEST(
                (!ssot::nautobot::python_equal(a, b) || ssot::nautobot::python_hash(a) == ssot::nautobot::python_hash(b)));
        for (auto const as :
             {ssot::nautobot::encoder::django, ssot::nautobot::encoder::diff, ssot::nautobot::encoder::drf}) {
            auto const text = ssot::nautobot::encode(a, {.as = as}); // an error or a text, never a crash
            BOOST_TEST((text.has_value() || !text.error().text().empty()));
        }
    }
}

BOOST_AUTO_TEST_CASE(numbers_that_round_to_one_double_have_hashes_of_their_own)
{
    std::vector<dynamic> numbers;
    for (int i = 1'000; i != 2'000; ++i) {
        auto const four = std::to_string(i);
        numbers.emplace_back(ssot::nautobot::big_integer::parse('1' + std::string(400, '0') + four).value()); // infinity
        numbers.emplace_back((std::int64_t{1} << 62) + i);
        numbers.emplace_back(ssot::nautobot::decimal::parse("0.1" + std::string(40, '0') + four).value());
    }
    std::set<std::size_t> hashes;
    for (auto const& n : numbers)
        hashes.insert(ssot::nautobot::python_hash(n));
    BOOST_TEST(hashes.size() == numbers.size());

    std::vector<dynamic> nans(20'000, std::numeric_limits<double>::quiet_NaN());
    dynamic::set const   kept(std::move(nans));
    BOOST_TEST(kept.items().size() == 20'000U, "each is an object of its own");
}

BOOST_AUTO_TEST_CASE(equal_numbers_of_all_types_have_one_hash)
{
    using ssot::nautobot::big_integer;
    using ssot::nautobot::decimal;
    auto const two_to_70 = "1180591620717411303424";
    for (auto const& [a, b] : {std::pair<dynamic, dynamic>{0, -0.0},
                               {false, decimal::parse("-0.00").value()},
                               {true, decimal::parse("1.000").value()},
                               {1'200, decimal::parse("1.2E+3").value()},
                               {1e15, std::int64_t{1'000'000'000'000'000}},
                               {9007199254740993, decimal::parse("9007199254740993").value()},
                               {-1e18, std::int64_t{-1'000'000'000'000'000'000}},
                               {std::ldexp(1.0, 70), big_integer::parse(two_to_70).value()},
                               {decimal::parse(two_to_70).value(), big_integer::parse(two_to_70).value()},
                               {0.5, decimal::parse("0.50").value()},
                               {-0.375, decimal::parse("-375E-3").value()}}) {
        BOOST_TEST(python_equal(a, b));
        BOOST_TEST(ssot::nautobot::python_hash(a) == ssot::nautobot::python_hash(b));
    }
}

BOOST_AUTO_TEST_CASE(json_becomes_lists_and_dicts)
{
    dynamic const v(boost::json::parse(R"({"a": [1, 2.5, null, true, 18446744073709551615], "b": {"c": "x"}})"));
    BOOST_TEST((v ==
                dynamic(dynamic::dict{{"a", dynamic::list{1, 2.5, nullptr, true, big("18446744073709551615")}},
                                      {"b", dynamic::dict{{"c", "x"}}}})));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
