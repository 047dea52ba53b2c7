// SPDX-License-Identifier: BSL-1.0
#include <ssot/json/raw_json.hpp>

#include <ssot/json/text.hpp>
#include <ssot/json/value.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/validate.hpp>

#include <boost/test/unit_test.hpp>

#include <support/json_documents.hpp>
#include <support/plain_json.hpp>
#include <support/print.hpp>
#include <support/random_records.hpp>

#include <cmath>
#include <cstdlib>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using ssot::errc;
using ssot::raw_json;

static_assert(std::is_default_constructible_v<raw_json> && std::is_copy_constructible_v<raw_json>);
static_assert(std::is_nothrow_move_constructible_v<raw_json>);
static_assert(!std::is_convertible_v<std::string, raw_json>, "a text is not yet valid JSON");
static_assert(!std::is_constructible_v<raw_json, std::string>);

struct fault {
    std::string_view text;
    errc             code;
    std::string_view path;
    std::size_t      offset;
    std::size_t      line;
    std::size_t      column;
};

void check(fault const& f, ssot::read_options const& options = {})
{
    BOOST_TEST_CONTEXT("text " << ssot_test::show_text(f.text))
    {
        auto const r = raw_json::parse(f.text, options);
        BOOST_TEST_REQUIRE(r.has_error());
        BOOST_TEST(r.error().code() == f.code);
        BOOST_TEST(r.error().path() == f.path);
        BOOST_TEST(r.error().offset() == f.offset);
        BOOST_TEST(r.error().line() == f.line);
        BOOST_TEST(r.error().column() == f.column);
        BOOST_TEST(!r.error().text().empty());
    }
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(json)
BOOST_AUTO_TEST_SUITE(raw_json)

BOOST_AUTO_TEST_CASE(starts_as_null)
{
    ssot::raw_json const null;
    BOOST_TEST(null.text() == "null");
    BOOST_TEST(null.is_null());
    BOOST_TEST(!ssot::raw_json::trusted("{}").is_null());
    BOOST_TEST((null == ssot::raw_json::parse(" null\n").value()));
}

BOOST_AUTO_TEST_CASE(the_text_is_kept_without_the_space_around_it)
{
    BOOST_TEST(ssot::raw_json::parse(" \t\r\n{ \"a\" : [ 1.0 , 1e2 , \"\\u00e9\" ] }\n ").value().text() ==
               "{ \"a\" : [ 1.0 , 1e2 , \"\\u00e9\" ] }");
    BOOST_TEST(ssot::raw_json::parse("  \"  \"  ").value().text() == "\"  \"");
    BOOST_TEST(ssot::raw_json::parse("-0").value().text() == "-0");
    BOOST_TEST(ssot::raw_json::parse("1e400").value().text() == "1e400");
    BOOST_TEST(ssot::raw_json::parse(R"({"b":1,"a":2,"b":3})").value().text() == R"({"b":1,"a":2,"b":3})");
}

BOOST_AUTO_TEST_CASE(line_breaks_between_tokens_are_dropped)
{
    // So that a document fits on a line of NDJSON. Nothing else changes, and nothing of what it means.
    random_records<ssot::default_types> records(50);
    for (int i = 0; i != 1'000; ++i) {
        auto const v    = records.dom();
        auto const text = write_messy(v, records.random());
        auto       kept = text;
        std::erase_if(kept, [](char c) { return c == '\n' || c == '\r'; });
        auto const raw = ssot::raw_json::parse(text);
        BOOST_TEST_REQUIRE(raw.has_value());
        BOOST_TEST_REQUIRE((raw->text() == kept));
        BOOST_TEST_REQUIRE(identical(read_plain(raw->text()), v));
    }
}

BOOST_AUTO_TEST_CASE(equality_is_that_of_the_text)
{
    auto const one = ssot::raw_json::parse("1").value();
    BOOST_TEST((one == ssot::raw_json::parse(" 1 ").value()));
    BOOST_TEST((one != ssot::raw_json::parse("1.0").value()));
    auto copy = one;
    BOOST_TEST((copy == one));
    copy = ssot::raw_json::trusted("2");
    BOOST_TEST((copy != one));
    BOOST_TEST(copy.text() == "2");
}

BOOST_AUTO_TEST_CASE(accepts_and_refuses_what_boost_does)
{
    for (auto const& c : json_documents()) {
        BOOST_TEST_CONTEXT("text " << show_text(std::string_view(c.text).substr(0, 80)))
        {
            BOOST_TEST(boost_accepts(c.text) == c.valid);
            auto const r = ssot::raw_json::parse(c.text);
            BOOST_TEST(r.has_value() == c.valid);
            auto kept = c.text; // but for line breaks, which no string holds unescaped
            std::erase_if(kept, [](char b) { return b == '\n' || b == '\r'; });
            if (r)
                BOOST_TEST(kept.find(r->text()) != std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(accepts_and_refuses_what_boost_does_after_damage)
{
    random_source                    random(8259);
    auto const                       documents = json_documents();
    constexpr std::string_view const bytes =
        "{}[]\",:0123456789.-+eE \n\t\\/ubnrtfalsedn\x01\x7f\x80\xbf\xc2\xe2\xed\xf0\xf4\xff";
    int accepted = 0;
    for (int i = 0; i != 60'000; ++i) {
        auto text = documents[random.below(documents.size())].text;
        if (text.size() > 2'000)
            continue;
        for (auto n = 1 + random.below(3); n != 0; --n) {
            auto const at   = random.below(text.size() + 1);
            char const byte = bytes[random.below(bytes.size())];
            switch (random.below(3)) {
            case 0: text.insert(at, 1, byte); break;
            case 1: text.erase(at, 1); break;
            default:
                if (at < text.size())
                    text[at] = byte;
            }
        }
        auto const r     = ssot::raw_json::parse(text);
        auto const ec    = boost_verdict(text);
        bool const boost = !ec;
        if (ec == boost::json::error::exponent_overflow)
            continue; // see exponents_beyond_32_bits
        if (r.has_value() != boost) {
            BOOST_ERROR(show_text(text) << (boost ? " is JSON for Boost, not for us" : " is JSON for us, not for Boost"));
            return;
        }
        accepted += boost;
        if (!r &&
            (r.error().offset() > text.size() || r.error().line() == 0 || r.error().column() == 0 ||
             r.error().text().empty())) {
            BOOST_ERROR(show_text(text) << " has an error without words or place");
            return;
        }
    }
    BOOST_TEST(accepted > 1'000, "the damage is not always fatal");
}

// RFC 8259 sets no limit to an exponent; Boost.JSON refuses some of these.
BOOST_AUTO_TEST_CASE(exponents_beyond_32_bits)
{
    // clang-format off
    for (auto const* const text : {"1e2147483647", "1e2147483648", "1e-2147483647", "1e-2147483648",
                                   "-1e99999999999999999999", "0e9999999999",
                                   "1e-99999999999", "1e00000000000000000001"})
        BOOST_TEST(ssot::raw_json::parse(text).has_value(), text);
    // clang-format on
}

/// The text of a number of any size, spelled in any way.
std::string some_number(random_source& random)
{
    std::string out    = random.one_in(3) ? "-" : "";
    auto const  digits = [&](std::size_t n) {
        std::string some(n, '0');
        for (auto& c : some)
            c = static_cast<char>('0' + random.below(10));
        return some;
    };
    if (random.one_in(4))
        return out +
            random.pick({"1e308",
                         "1e309",
                         "1.7976931348623157e308",
                         "1.7976931348623159e308",
                         "0e999",
                         "0.0001E+312",
                         "1e-999",
                         "9e+0000000308",
                         "2e+0000000308",
                         "12e307",
                         "1e99999999999999999999",
                         "1e100",
                         "0"});
    auto const size = random.pick<std::size_t>({1, 2, 17, 199, 201, 308, 309, 310, 400});
    out += std::to_string(1 + random.below(9)) + digits(size - 1);
    if (random.one_in(3))
        out += "." + digits(1 + random.below(250));
    if (random.one_in(2))
        out += random.pick<std::string>({"e", "E", "e+", "e-"}) +
            std::to_string(random.below(random.pick<std::uint64_t>({10, 100, 400})));
    return out;
}

// What a DOM of the same text can hold: both types say the same of it, wherever the number stands and whatever else the text has.
BOOST_AUTO_TEST_CASE(numbers_beyond_a_double)
{
    random_source random(999);
    int           beyond = 0;
    for (int i = 0; i != 3'000; ++i) {
        std::string text = some_number(random);
        bool const  good = std::isfinite(std::strtod(text.c_str(), nullptr));
        beyond += !good;
        if (random.one_in(2)) // among what looks like such numbers and is none
            text = random.pick<std::string>({"\"1e999\"", "\"d3e4120f\"", "\"a\\\"1e999\"", "123456789012345678", "[]"}) +
                "," + text;
        auto const levels = random.below(4);
        text              = "[" + text + "]";
        for (std::uint64_t k = 0; k != levels; ++k)
            text = random.one_in(2) ? "[0, " + text + "]"
                                    : "{\"1e999\": " + text + random.pick<std::string>({"}", ",\"b\":1e30}"});
        BOOST_TEST_CONTEXT("text " << text)
        {
            auto const as_read = ssot::raw_json::parse(text).value();
            BOOST_TEST(as_read.is_portable() == good);
            BOOST_TEST(ssot::raw_json::trusted(text).is_portable() == good);
            BOOST_TEST(ssot::raw_json::parse(text, {.duplicates = ssot::duplicate_keys::error})->is_portable() == good);
            ssot::basic_sync<ssot::raw_types> const raw{.source = "a", .target = "b", .diff = as_read};
            ssot::sync const dom{.source = "a", .target = "b", .diff = ssot::from_json<boost::json::value>(text).value()};

            std::string written, written_dom;
            auto const  done = ssot::to_json(raw, written), done_dom = ssot::to_json(dom, written_dom);
            BOOST_TEST(done.has_value() == good);
            BOOST_TEST(done.has_value() == done_dom.has_value());
            if (!done && !done_dom)
                BOOST_TEST(to_string(done.error()) == to_string(done_dom.error()));
            BOOST_TEST((ssot::to_json(raw, written, {.indent = 2}).has_value() == good));
            if (good)
                BOOST_TEST((ssot::from_value<ssot::sync>(ssot::to_value(raw)).has_value()));
            else
                BOOST_CHECK_THROW(ssot::to_value(raw), ssot::exception);

            for (auto const profile : {ssot::validation::strict, ssot::validation::django_sqlite}) {
                auto const problems        = ssot::validate(raw, {.profile = profile});
                auto const problems_of_dom = ssot::validate(dom, {.profile = profile});
                BOOST_TEST(problems.empty() == good, "stored as it came, it could be opened by nobody");
                if (profile == ssot::validation::strict) {
                    BOOST_TEST_REQUIRE(problems.size() == problems_of_dom.size());
                    if (!problems.empty())
                        BOOST_TEST(problems[0].message == problems_of_dom[0].message);
                }
            }
        }
    }
    BOOST_TEST((beyond > 500 && beyond < 2'500));
    BOOST_TEST(!ssot::raw_json::parse(std::string(200, '[') + std::string(400, '9') + std::string(200, ']'))->is_portable());
}

// So is a text that was let in deeper than readers go by default.
BOOST_AUTO_TEST_CASE(deeper_than_the_default)
{
    auto const nested = [](std::size_t n) { return std::string(n, '[') + std::string(n, ']'); };
    auto const deep   = ssot::raw_json::parse(nested(513), {.max_depth = 600}).value();
    BOOST_TEST(!deep.is_portable());
    BOOST_TEST(ssot::raw_json::parse(nested(512), {.max_depth = 600})->is_portable());
    ssot::basic_sync<ssot::raw_types> const run{.source = "a", .target = "b", .diff = deep};
    std::string                             out;
    BOOST_TEST((ssot::to_json(run, out).error().code() == errc::too_deep));
    BOOST_TEST(out.empty());
    BOOST_TEST(ssot::to_json(run, out, {.max_depth = 600}).has_value());
    BOOST_TEST(ssot::validate(run).size() == 1u);
}

BOOST_AUTO_TEST_CASE(faults_are_placed)
{
    check({"", errc::syntax, "", 0, 1, 1});
    check({"\n\n ", errc::syntax, "", 3, 3, 2});
    check({"nul", errc::syntax, "", 0, 1, 1});
    check({"{} x", errc::syntax, "", 3, 1, 4});
    check({"[1,\n 2,\n x]", errc::syntax, "[2]", 9, 3, 2});
    check({"[1 2]", errc::syntax, "", 3, 1, 4});
    check({R"({"a":tru})", errc::syntax, "a", 5, 1, 6});
    check({R"({"a" 1})", errc::syntax, "", 5, 1, 6});
    check({R"({"a":1,})", errc::syntax, "", 7, 1, 8});
    check({R"({"a":{"b":[0,{"c":01}]}})", errc::syntax, "a.b[1]", 19, 1, 20});
    check({R"({"a":{"b":[0,{"c":-}]}})", errc::syntax, "a.b[1].c", 19, 1, 20});
    check({"[1.]", errc::syntax, "[0]", 3, 1, 4});
    check({"\"a\nb\"", errc::syntax, "", 2, 1, 3});
    check({"\"abc", errc::syntax, "", 4, 1, 5});
    check({"\"\xc3\xa9\xff\"", errc::invalid_utf8, "", 3, 1, 4}); // columns count bytes
    check({"{\"a\":\"\xe2\x82\"}", errc::invalid_utf8, "a", 6, 1, 7});
    check({"{\"a\":1,\n\"\xff\":2}", errc::invalid_utf8, "", 9, 2, 2});
    check({"{\"+\":{\"name\":\"\xed\xa0\x80\"}}", errc::invalid_utf8, "+.name", 14, 1, 15});
}

BOOST_AUTO_TEST_CASE(depth_is_limited)
{
    check({"[[[1]]]", errc::too_deep, "[0][0]", 2, 1, 3}, {.max_depth = 2});
    check({R"({"a":[1]})", errc::too_deep, "a", 5, 1, 6}, {.max_depth = 1});
    check({"[]", errc::too_deep, "", 0, 1, 1}, {.max_depth = 0});
    BOOST_TEST(ssot::raw_json::parse("1", {.max_depth = 0}).has_value());
    BOOST_TEST(ssot::raw_json::parse("[[1],[2],{}]", {.max_depth = 2}).has_value(), "depth is left again");
    for (std::size_t const limit : {1u, 2u, 31u, 32u, 33u, 1'000u})
        for (std::size_t const levels : {limit - 1, limit, limit + 1}) {
            auto const text = std::string(levels, '[') + std::string(levels, ']');
            if (levels == 0)
                continue;
            BOOST_TEST(ssot::raw_json::parse(text, {.max_depth = limit}).has_value() == (levels <= limit));
            BOOST_TEST(boost_accepts(text, limit) == (levels <= limit));
        }
}

BOOST_AUTO_TEST_CASE(size_is_limited)
{
    BOOST_TEST(ssot::raw_json::parse("[1]", {.max_size = 3}).has_value());
    auto const r = ssot::raw_json::parse("[1] ", {.max_size = 3});
    BOOST_TEST_REQUIRE(r.has_error());
    BOOST_TEST(r.error().code() == errc::too_large);
    for (auto const& e : {r.error(), ssot::from_json<int>("12345", {.max_size = 3}).error()})
        BOOST_TEST((e.offset() == 0u && e.line() == 1u && e.column() == 1u));
}

BOOST_AUTO_TEST_CASE(duplicate_keys_by_policy)
{
    ssot::read_options const strict{.duplicates = ssot::duplicate_keys::error};
    check({R"({"a":1,"a":2})", errc::duplicate_key, "a", 7, 1, 8}, strict);
    check({R"({"a":1,"\u0061":2})", errc::duplicate_key, "a", 7, 1, 8}, strict);
    check({R"({"x":[{"a":1,"b":2,"a":3}]})", errc::duplicate_key, "x[0].a", 19, 1, 20}, strict);
    check({R"({"":1,"":2})", errc::duplicate_key, "", 6, 1, 7}, strict);
    BOOST_TEST(ssot::raw_json::parse(R"({"a":{"a":1},"b":{"a":1}})", strict).has_value(), "another object, another key");
    BOOST_TEST(ssot::raw_json::parse(R"({"a":1,"A":2})", strict).has_value());
    BOOST_TEST(ssot::raw_json::parse(R"({"a":1,"a":2})").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
