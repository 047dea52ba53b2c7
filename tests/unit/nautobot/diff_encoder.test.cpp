// SPDX-License-Identifier: BSL-1.0
#include <ssot/nautobot/diff_encoder.hpp>

#include <ssot/json/text.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>

#include <boost/container/flat_set.hpp>
#include <boost/describe/class.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <support/print.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

namespace diff_encoder_test {

/// A user's own type, without a model.
struct port {
    std::string           name{};
    std::set<int>         vlans{};
    std::optional<double> speed{};
};
BOOST_DESCRIBE_STRUCT(port, (), (name, vlans, speed))

} // namespace diff_encoder_test

namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using namespace ssot::nautobot;
using diff_encoder_test::port;
using ssot::errc;

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity  = std::numeric_limits<double>::infinity();

encode_options const exact{.exact = true};
encode_options const rest{.as = encoder::drf, .exact = true};
encode_options const django{.as = encoder::django, .exact = true};

/// The text, or the words of the error.
template<class T>
std::string text(T const& v, encode_options const& options = {})
{
    auto const r = encode(v, options);
    return r ? *r : "error: " + std::string(r.error().text());
}

template<class T>
ssot::error failure(T const& v, encode_options const& options = {})
{
    auto const r = encode(v, options);
    BOOST_TEST_REQUIRE(r.has_error());
    return r.error();
}

dynamic exactly(std::string_view digits) { return decimal::parse(digits).value(); }
dynamic at(std::string_view time) { return parse_calendar_time(time).value(); }

} // namespace

BOOST_AUTO_TEST_SUITE(nautobot)
BOOST_AUTO_TEST_SUITE(diff_encoder)

BOOST_AUTO_TEST_CASE(floats_are_written_as_python_does)
{
    std::pair<double, std::string_view> const cases[] = {{1.0, "1.0"},
                                                         {-0.0, "-0.0"},
                                                         {0.1, "0.1"},
                                                         {1e16, "1e+16"},
                                                         {1e15, "1000000000000000.0"},
                                                         {1e-4, "0.0001"},
                                                         {1.5e-5, "1.5e-05"},
                                                         {123456.789, "123456.789"},
                                                         {1e22, "1e+22"},
                                                         {5e-324, "5e-324"},
                                                         {1.7976931348623157e308, "1.7976931348623157e+308"},
                                                         {12345678901234567.0, "1.2345678901234568e+16"}};
    for (auto const& [v, expected] : cases) {
        BOOST_TEST(text(v) == expected);
        BOOST_TEST(text(v, exact) == expected);
    }
    BOOST_TEST(text(nan_value, exact) == "NaN");
    BOOST_TEST(text(-infinity, django) == "-Infinity");
    BOOST_TEST(text(infinity, rest) == "error: Out of range float values are not JSON compliant");
    BOOST_TEST(text(infinity, {.exact = true, .indent = 1, .allow_nan = false}) ==
               "error: Out of range float values are not JSON compliant: inf");
    auto const e = failure(std::map<std::string, std::vector<double>>{{"a", {1, nan_value}}});
    BOOST_TEST(e.code() == errc::out_of_range);
    BOOST_TEST(e.path() == "a[1]");
}

BOOST_AUTO_TEST_CASE(sets_are_sorted_arrays)
{
    BOOST_TEST(text(std::unordered_set<int>{10, 9, -1}) == "[-1,9,10]");
    BOOST_TEST(text(std::unordered_set<std::string>{"b", "a"}) == R"(["a","b"])");
    BOOST_TEST(text(std::set<int, std::greater<>>{1, 2}) == "[1,2]");
    BOOST_TEST(text(boost::container::flat_set<int>{2, 1}) == "[1,2]");
    BOOST_TEST(text(dynamic::set{"x", 1, nullptr, 0.5, false, dynamic::tuple{1}}) == R"([null,false,0.5,1,"x",[1]])");
    BOOST_TEST(text(dynamic::frozen_set{2, 1}) == "[1,2]");
    BOOST_TEST(text(dynamic::set{1}, {.as = encoder::django}) == "[1]");
}

BOOST_AUTO_TEST_CASE(exact_sets_are_texts)
{
    BOOST_TEST(text(std::set<int>{1, 2}, exact) == R"("[1, 2]")");
    BOOST_TEST(text(std::set<std::string>{"\xc3\xa9"}, exact) == R"("[\"\\u00e9\"]")");
    BOOST_TEST(text(std::set<std::set<int>>{{1}}, exact) == R"("[\"[1]\"]")");
    BOOST_TEST(text(std::set<int>{1, 2}, rest) == "[1,2]");
    BOOST_TEST(text(std::set<int>{}, django) == "error: Object of type set is not JSON serializable");
    BOOST_TEST(text(dynamic::frozen_set{1}, exact) == "error: Object of type frozenset is not JSON serializable");
    BOOST_TEST(failure(dynamic::list{dynamic::frozen_set{}}, exact).code() == errc::wrong_type);
    BOOST_TEST(text(dynamic::frozen_set{1}, rest) == "[1]");

    dynamic nested = 1;
    for (int i = 0; i != 40; ++i)
        nested = dynamic::set(std::vector<dynamic>{nested});
    BOOST_TEST(failure(nested, exact).code() == errc::too_deep);
}

BOOST_AUTO_TEST_CASE(times)
{
    BOOST_TEST(text(at("2023-05-06T07:08:09.000999+00:00"), exact) == "\"2023-05-06T07:08:09.000Z\"");
    BOOST_TEST(text(at("2023-05-06T07:08:09.000999+00:00"), rest) == "\"2023-05-06T07:08:09.000999Z\"");
    BOOST_TEST(text(at("2023-05-06T07:08:09.000999+00:00")) == "\"2023-05-06T07:08:09.000999Z\"");
    BOOST_TEST(text(at("2023-05-06T07:08:09"), exact) == "\"2023-05-06T07:08:09\"");
    BOOST_TEST(text(at("2023-05-06T07:08:09+05:53:28"), exact) == "\"2023-05-06T07:08:09+05:53:28\"");
    BOOST_TEST(text(at("0001-01-01T00:00:00-14:00"), exact) == "\"0001-01-01T00:00:00-14:00\"");
    BOOST_TEST(text(clock_time{7h + 1us, {}}, exact) == "\"07:00:00.000\"");
    BOOST_TEST(text(clock_time{7h + 1us, {}}) == "\"07:00:00.000001\"");
    BOOST_TEST(text(clock_time{7h, 2h}) == "\"07:00:00+02:00\"");
    BOOST_TEST(text(clock_time{7h, 0s}, rest) == "error: JSON can't represent timezone-aware times.");
    BOOST_TEST(failure(clock_time{7h, 0s}, exact).code() == errc::invalid_value);
    BOOST_TEST(failure(clock_time{24h, {}}).code() == errc::out_of_range);
    BOOST_TEST(failure(std::chrono::year{2023} / 2 / 29).code() == errc::out_of_range);
}

BOOST_AUTO_TEST_CASE(durations)
{
    BOOST_TEST(text(-1us, exact) == "\"-P0DT00H00M00.000001S\"");
    BOOST_TEST(text(-(25h + 61s + 1us)) == "\"-P1DT01H01M01.000001S\"");
    BOOST_TEST(text(1us, rest) == "\"1e-06\"");
    BOOST_TEST(text(-90061000001us, rest) == "\"-90061.000001\"");
    BOOST_TEST(text(long_duration::max(), exact) == "\"P999999999DT23H59M59.999999S\"");
    BOOST_TEST(text(long_duration::min(), exact) == "\"-P999999999DT00H00M00S\"");
    BOOST_TEST(text(long_duration::max(), rest) == "\"86400000000000.0\"");
    BOOST_TEST(text(long_duration::min(), rest) == "\"-86399999913600.0\"");
    BOOST_TEST(failure(long_duration(0, -1)).code() == errc::out_of_range);
}

BOOST_AUTO_TEST_CASE(every_chrono_type)
{
    using namespace std::chrono;
    BOOST_TEST(text(1500ns) == "\"P0DT00H00M00.000001S\"");
    BOOST_TEST(text(-1ns) == "\"-P0DT00H00M00.000001S\"");
    BOOST_TEST(text(duration<double>(1.5)) == "\"P0DT00H00M01.500000S\"");
    BOOST_TEST(text(weeks{1}) == "\"P7DT00H00M00S\"");
    BOOST_TEST(text(hours{std::numeric_limits<hours::rep>::max()}) == "error: the duration is beyond 999999999 days");
    BOOST_TEST(text(duration<double>(nan_value)) == "error: the duration is beyond 999999999 days");
    BOOST_TEST(text(sys_seconds{1s}) == "\"1970-01-01T00:00:01Z\"");
    BOOST_TEST(text(sys_time<nanoseconds>{1'999ns}) == "\"1970-01-01T00:00:00.000001Z\"");
    BOOST_TEST(text(sys_time<hours>{-1h}) == "\"1969-12-31T23:00:00Z\"");
    BOOST_TEST(text(local_seconds{1s}) == "\"1970-01-01T00:00:01\"");
    BOOST_TEST(text(sys_days{year{2024} / 2 / 29}) == "\"2024-02-29\"");
    BOOST_TEST(text(year{2024} / 2 / 29) == "\"2024-02-29\"");
    BOOST_TEST(text(hh_mm_ss{3h + 4min}) == "\"03:04:00\"");
    BOOST_TEST(failure(sys_seconds::max()).code() == errc::out_of_range);
    BOOST_TEST(failure(sys_days::min()).code() == errc::out_of_range);
}

BOOST_AUTO_TEST_CASE(plain_types)
{
    BOOST_TEST(text(std::variant<std::monostate, int, std::string>{"x"}) == "\"x\"");
    BOOST_TEST(text(std::variant<std::monostate, int>{}) == "null");
    BOOST_TEST(text(std::optional<int>{}) == "null");
    BOOST_TEST(text(std::tuple{1, "a"s, true}) == R"([1,"a",true])");
    BOOST_TEST(text(std::pair{1, 2.5f}) == "[1,2.5]");
    BOOST_TEST(text(std::array{1, 2}) == "[1,2]");
    BOOST_TEST(text(std::vector<bool>{true, false}) == "[true,false]");
    BOOST_TEST(text(std::vector<std::optional<std::string>>{"a", {}}) == R"(["a",null])");
    BOOST_TEST(text(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
    BOOST_TEST(text("literal") == "\"literal\"");
    BOOST_TEST(text(ssot::uuid{}) == "\"00000000-0000-0000-0000-000000000000\"");
    BOOST_TEST(text(ssot::sync_log_entry_action::no_change) == "\"no-change\"");
    BOOST_TEST(text(exactly("1.10")) == "\"1.10\"");
    BOOST_TEST(text(exactly("1.10"), rest) == "1.1");
    BOOST_TEST(text(exactly("sNaN"), rest) == "error: cannot convert signaling NaN to float");
    BOOST_TEST(text(big_integer::parse("100000000000000000000").value()) == "100000000000000000000");
    BOOST_TEST(failure("\xff"s).code() == errc::invalid_utf8);
}

BOOST_AUTO_TEST_CASE(bytes)
{
    BOOST_TEST(text(std::vector<std::byte>{std::byte{'a'}}, rest) == "\"a\"");
    BOOST_TEST(text(byte_string{"a"}, exact) == "error: Object of type bytes is not JSON serializable");
    std::pair<std::string, std::string_view> const cases[] = {
        {"\x00\xff"s, "byte 0xff in position 1: invalid start byte"},
        {"\xc3"s, "byte 0xc3 in position 0: unexpected end of data"},
        {"\xe2\x82"s, "bytes in position 0-1: unexpected end of data"},
        {"\xe2\x82x"s, "bytes in position 0-1: invalid continuation byte"},
        {"a\xe0\x80\x80"s, "byte 0xe0 in position 1: invalid continuation byte"},
        {"\xf0\x9f\x94x"s, "bytes in position 0-2: invalid continuation byte"},
        {"\xed\xa0\x80"s, "byte 0xed in position 0: invalid continuation byte"}};
    for (auto const& [data, words] : cases) {
        BOOST_TEST_INFO_SCOPE(words);
        BOOST_TEST(text(byte_string{data}, rest) == "error: 'utf-8' codec can't decode " + std::string(words));
    }
}

BOOST_AUTO_TEST_CASE(structs_and_models)
{
    port const p{.name = "e1", .vlans = {20, 10}, .speed = {}};
    BOOST_TEST(text(p) == R"({"name":"e1","vlans":[10,20],"speed":null})");
    BOOST_TEST(text(p, exact) == R"({"name": "e1", "vlans": "[10, 20]", "speed": null})");
    BOOST_TEST(text(p, {.sort_keys = true}) == R"({"name":"e1","speed":null,"vlans":[10,20]})");

    ssot::sync const run{.source = "A", .start_time = ssot::timestamp(1us), .diff = boost::json::parse(R"({"a": [1.0]})")};
    auto const       out = text(run, exact);
    BOOST_TEST(out.find("\"start_time\": \"1970-01-01T00:00:00.000Z\"") != std::string::npos);
    BOOST_TEST(out.find("\"diff\": {\"a\": [1.0]}") != std::string::npos);

    // What is not exact is what to_json gives, but for the fraction of a time without one.
    ssot::sync_log_entry const entry{.timestamp = ssot::timestamp(1us), .message = "\xc3\xa9\n"};
    BOOST_TEST(text(entry) == ssot::to_json(entry));
}

BOOST_AUTO_TEST_CASE(documents)
{
    auto const raw =
        ssot::raw_json::parse(R"({"a":[1,-0,1e2,123456789012345678901234567890,"\u00e9\/"],"b":{}, "c":null})").value();
    BOOST_TEST(text(raw, exact) == R"({"a": [1, 0, 100.0, 123456789012345678901234567890, "\u00e9/"], "b": {}, "c": null})");
    BOOST_TEST(text(raw) == "{\"a\":[1,0,100.0,123456789012345678901234567890,\"\xc3\xa9/\"],\"b\":{},\"c\":null}");
    BOOST_TEST(text(boost::json::parse(R"([{"a":true},18446744073709551615,0.5])"), exact) ==
               R"([{"a": true}, 18446744073709551615, 0.5])");
    BOOST_TEST(text(boost::json::object{{"a", 1}}) == R"({"a":1})");
    BOOST_TEST(text(boost::json::array{1, "x"}) == R"([1,"x"])");
    BOOST_TEST(text(boost::json::string("x")) == "\"x\"");
    for (auto const* bad : {"", "{", "[1", "[1,]x", "{\"a\"}", "{1:2}", "\"\\x\"", "nul", "[1] 2"}) {
        BOOST_TEST_INFO_SCOPE(bad);
        BOOST_TEST(failure(ssot::raw_json::trusted(bad)).code() == errc::syntax);
    }
}

BOOST_AUTO_TEST_CASE(keys)
{
    BOOST_TEST(text(std::map<int, int>{{1, 2}}, exact) == R"({"1": 2})");
    BOOST_TEST(text(std::map<double, int>{{1e16, 2}}, exact) == R"({"1e+16": 2})");
    BOOST_TEST(text(std::map<bool, int>{{true, 2}}, exact) == R"({"true": 2})");
    BOOST_TEST(text(std::unordered_map<std::string, int>{{"a", 2}}) == R"({"a":2})");
    BOOST_TEST(text(std::map<ssot::uuid, int>{{{}, 2}}) == R"({"00000000-0000-0000-0000-000000000000":2})");
    BOOST_TEST(text(std::map<std::chrono::seconds, int>{{1s, 2}}) == R"({"P0DT00H00M01S":2})");
    BOOST_TEST(text(dynamic::dict{{1, "a"}, {nullptr, "b"}, {nan_value, "c"}}, exact) ==
               R"({"1": "a", "null": "b", "NaN": "c"})");
    BOOST_TEST(text(dynamic::dict{{"1", "a"}, {1, "b"}}, exact) == R"({"1": "a", "1": "b"})");
    BOOST_TEST(text(dynamic::dict{{nan_value, "c"}}, rest) == "error: Out of range float values are not JSON compliant");

    std::string const words = "error: keys must be str, int, float, bool or None, not ";
    BOOST_TEST(text(std::map<ssot::uuid, int>{{{}, 2}}, exact) == words + "UUID");
    BOOST_TEST(text(dynamic::dict{{at("2024-01-01T00:00:00"), 1}}, exact) == words + "datetime.datetime");
    BOOST_TEST(text(dynamic::dict{{at("2024-01-01T00:00:00"), 1}}, {.exact = true, .indent = 2}) == words + "datetime");
    BOOST_TEST(text(dynamic::dict{{byte_string{"ab"}, 1}}, rest) == words + "bytes");
    BOOST_TEST(text(dynamic::dict{{dynamic::tuple{}, 1}, {"a", 2}}) == words + "tuple");
    BOOST_TEST(text(dynamic::dict{{dynamic::tuple{}, 1}, {"a", 2}}, {.skip_keys = true}) == R"({"a":2})");

    auto const twice = failure(dynamic::list{dynamic::dict{{"1", "a"}, {1, "b"}}});
    BOOST_TEST(twice.code() == errc::duplicate_key);
    BOOST_TEST(twice.path() == "[0].1");
    BOOST_TEST(failure(std::multimap<std::string, int>{{"a", 1}, {"a", 2}}).code() == errc::duplicate_key);
}

BOOST_AUTO_TEST_CASE(errors_leave_nothing_behind)
{
    std::string out = "before";
    auto const  r   = encode(std::vector<std::string>{"a", "\xff"}, out, {});
    BOOST_TEST_REQUIRE(r.has_error());
    BOOST_TEST(out == "before");
    BOOST_TEST(r.error().path() == "[1]");
    BOOST_TEST_REQUIRE(encode(1, out).has_value());
    BOOST_TEST(out == "before1");

    dynamic deep = 1;
    for (int i = 0; i != 513; ++i)
        deep = dynamic::list(std::vector<dynamic>{deep});
    BOOST_TEST(failure(deep).code() == errc::too_deep);
    BOOST_TEST(encode(deep, {.max_depth = 513}).has_value());
}

BOOST_AUTO_TEST_CASE(values_become_documents)
{
    dynamic const v = dynamic::dict{{"s", dynamic::set{2, 1}}, {"t", ssot::timestamp(1us)}, {"f", 1.0}};
    BOOST_TEST((to_value(v).value() == boost::json::parse(R"({"s":[1,2],"t":"1970-01-01T00:00:00.000001Z","f":1.0})")));
    BOOST_TEST(to_value(dynamic::list{big_integer::parse("18446744073709551616").value()}).error().code() ==
               errc::out_of_range);
    BOOST_TEST((to_value(std::numeric_limits<std::uint64_t>::max()).value() == boost::json::value(18446744073709551615u)));
}

BOOST_AUTO_TEST_CASE(sets_are_read_from_arrays_and_texts)
{
    auto const json = [](std::string_view t) { return boost::json::parse(boost::json::string_view(t.data(), t.size())); };
    BOOST_TEST((decode_set<std::set<int>>(json("[2, 1]")).value() == std::set{1, 2}));
    BOOST_TEST((decode_set<std::set<int>>(json("\"[2, 1]\"")).value() == std::set{1, 2}));
    BOOST_TEST((decode_set<std::unordered_set<std::string>>(json(R"("[\"\\u00e9\"]")")).value() ==
                std::unordered_set<std::string>{"\xc3\xa9"}));
    BOOST_TEST((decode_set<std::set<std::optional<double>>>(json("[null, 1]")).value() ==
                std::set<std::optional<double>>{std::nullopt, 1.0}));
    BOOST_TEST(
        (decode_set<std::set<ssot::duration>>(json(R"(["1 00:00:00", "P1D"])")).value() == std::set<ssot::duration>{24h}));
    BOOST_TEST((decode_set<std::set<ssot::timestamp>>(json(R"(["1970-01-01T00:00:00.001Z"])")).value() ==
                std::set{ssot::timestamp(1ms)}));
    BOOST_TEST((decode_set<std::set<ssot::uuid>>(json(R"(["{00000000000000000000000000000000}"])")).value() ==
                std::set{ssot::uuid{}}));

    auto const error_of = [&](std::string_view t) { return decode_set<std::set<int>>(json(t)).error(); };
    BOOST_TEST(error_of("1").code() == errc::wrong_type);
    BOOST_TEST(error_of("\"x\"").code() == errc::syntax);
    BOOST_TEST(error_of("\"1\"").code() == errc::wrong_type);
    BOOST_TEST(error_of("[1, \"a\"]").code() == errc::wrong_type);
    BOOST_TEST(error_of("[1, \"a\"]").path() == "[1]");
    BOOST_TEST(error_of("[3000000000]").code() == errc::out_of_range);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
