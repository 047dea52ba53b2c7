// SPDX-License-Identifier: BSL-1.0
#include <ssot/nautobot/encode_options.hpp>

#include <ssot/nautobot/diff_encoder.hpp>
#include <ssot/nautobot/dynamic.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace {

using namespace ssot::nautobot;
using py_value = ssot::nautobot::dynamic; // in the suites, `dynamic` is one of them

/// What the options make of a value: the text, or the words of the error.
std::string laid_out(py_value const& v, encode_options const& options = {})
{
    auto const r = encode(v, options);
    return r ? *r : "error: " + std::string(r.error().text());
}

encode_options exactly_as(encoder as) { return {.as = as, .exact = true}; }

} // namespace

BOOST_AUTO_TEST_SUITE(nautobot)
BOOST_AUTO_TEST_SUITE(encode_options_of_each_encoder)

BOOST_AUTO_TEST_CASE(layout_follows_the_encoder)
{
    py_value const v = py_value::dict{{"a", py_value::list{1, "\xc3\xa9\xf0\x9f\x94\x8c\x7f/\n"}}, {"b", py_value::dict{}}};
    BOOST_TEST(laid_out(v) == "{\"a\":[1,\"\xc3\xa9\xf0\x9f\x94\x8c\x7f/\\n\"],\"b\":{}}");
    BOOST_TEST(laid_out(v, exactly_as(encoder::diff)) == R"({"a": [1, "\u00e9\ud83d\udd0c\u007f/\n"], "b": {}})");
    BOOST_TEST(laid_out(v, exactly_as(encoder::django)) == R"({"a": [1, "\u00e9\ud83d\udd0c\u007f/\n"], "b": {}})");
    BOOST_TEST(laid_out(v, exactly_as(encoder::drf)) == "{\"a\":[1,\"\xc3\xa9\xf0\x9f\x94\x8c\x7f/\\n\"],\"b\":{}}");
    BOOST_TEST(laid_out("\xe2\x80\xa8", exactly_as(encoder::drf)) == "\"\\u2028\"");
    BOOST_TEST(laid_out(py_value(), exactly_as(encoder::drf)) == "");
    BOOST_TEST(laid_out(py_value::list{nullptr}, exactly_as(encoder::drf)) == "[null]");
    BOOST_TEST(laid_out(py_value()) == "null");
}

BOOST_AUTO_TEST_CASE(layout_can_be_chosen)
{
    py_value const v = py_value::dict{{"b", py_value::list{1, 2}}, {"a", py_value::list{}}};
    BOOST_TEST(laid_out(v, {.exact = true, .indent = 2}) == "{\n  \"b\": [\n    1,\n    2\n  ],\n  \"a\": []\n}");
    BOOST_TEST(laid_out(v, {.indent = 1, .indent_with = '\t'}) == "{\n\t\"b\": [\n\t\t1,\n\t\t2\n\t],\n\t\"a\": []\n}");
    BOOST_TEST(laid_out(v, {.exact = true, .indent = 0}) == "{\n\"b\": [\n1,\n2\n],\n\"a\": []\n}");
    BOOST_TEST(laid_out(v, {.exact = true, .sort_keys = true}) == R"({"a": [], "b": [1, 2]})");
    BOOST_TEST(laid_out(v, {.separators = separators{";", "="}}) == R"({"b"=[1;2];"a"=[]})");
    BOOST_TEST(laid_out("\xc3\xa9", {.ensure_ascii = true}) == "\"\\u00e9\"");
    BOOST_TEST(laid_out(py_value::dict{{"s", py_value::set{1}}}, {.exact = true, .indent = 2}) ==
               "{\n  \"s\": \"[\\n  1\\n]\"\n}");
    BOOST_TEST(laid_out(py_value::dict{{"s", py_value::set{1}}}, {.indent = 2}) == "{\n  \"s\": [\n    1\n  ]\n}");
}

BOOST_AUTO_TEST_CASE(sorted_keys)
{
    encode_options const sorted{.exact = true, .sort_keys = true};
    BOOST_TEST(laid_out(py_value::dict{{10, 1}, {9, 2}, {true, 3}}, sorted) == R"({"true": 3, "9": 2, "10": 1})");
    BOOST_TEST(
        laid_out(py_value::dict{{"b", std::numeric_limits<double>::quiet_NaN()}, {"a", py_value::dict{{"d", 1}, {"c", 2}}}},
                 sorted) == R"({"a": {"c": 2, "d": 1}, "b": NaN})");
    BOOST_TEST(laid_out(py_value::dict{{"a", 1}, {2, 3}}, sorted) ==
               "error: '<' not supported between instances of 'int' and 'str'");
    BOOST_TEST(laid_out(py_value::dict{{"b", 1}, {2, 3}}, {.sort_keys = true}) == R"({"2":3,"b":1})");
    BOOST_TEST(laid_out(py_value::dict{{"b", py_value::frozen_set{}}, {"a", byte_string{}}}, sorted) ==
               "error: Object of type bytes is not JSON serializable");
}

// Each option left empty is the encoder's own; given, it holds for every encoder.
BOOST_AUTO_TEST_CASE(what_is_not_a_number_follows_the_encoder_or_the_option)
{
    py_value const    nan     = std::numeric_limits<double>::quiet_NaN();
    std::string const refused = "error: Out of range float values are not JSON compliant";
    BOOST_TEST(laid_out(nan, exactly_as(encoder::diff)) == "NaN");
    BOOST_TEST(laid_out(nan, exactly_as(encoder::drf)) == refused);
    BOOST_TEST(laid_out(nan, {.as = encoder::drf, .exact = true, .allow_nan = true}) == "NaN");
    BOOST_TEST(laid_out(nan, {.exact = true, .allow_nan = false}).starts_with(refused));
    BOOST_TEST(laid_out(nan).starts_with("error: "), "JSON has none");
}

BOOST_AUTO_TEST_CASE(keys_of_other_types_are_refused_or_left_out)
{
    py_value const v = py_value::dict{{py_value::tuple{}, 1}, {"a", 2}};
    for (bool const exact : {false, true}) {
        BOOST_TEST(laid_out(v, {.exact = exact}).starts_with("error: keys must be "));
        BOOST_TEST(laid_out(v, {.exact = exact, .separators = separators{",", ":"}, .skip_keys = true}) == R"({"a":2})");
    }
}

BOOST_AUTO_TEST_CASE(levels_are_counted)
{
    auto const nested = [](std::size_t levels) {
        py_value out = 1;
        for (std::size_t i = 0; i != levels; ++i)
            out = py_value::list(std::vector<py_value>{out});
        return out;
    };
    BOOST_TEST(laid_out(nested(3), {.max_depth = 3}) == "[[[1]]]");
    BOOST_TEST(laid_out(nested(3), {.max_depth = 2}).starts_with("error: "));
    BOOST_TEST(laid_out(nested(512)).starts_with("[[["));
    BOOST_TEST(laid_out(nested(513)).starts_with("error: "));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
