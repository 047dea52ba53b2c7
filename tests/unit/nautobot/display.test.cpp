// SPDX-License-Identifier: BSL-1.0
#include <ssot/nautobot/display.hpp>

#include "support/print.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace {

namespace nb = ssot::nautobot;
using namespace std::chrono_literals;

/// A Friday.
constexpr ssot::timestamp moment = std::chrono::sys_days{std::chrono::year{2024} / 3 / 1} + 14h + 5min + 9s + 123456us;

std::string formatted(std::string_view format, ssot::timestamp t = moment, std::chrono::seconds offset = 0s)
{
    return nb::date_format(t, {.format = format, .utc_offset = offset});
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(nautobot)
BOOST_AUTO_TEST_SUITE(display)

BOOST_AUTO_TEST_CASE(durations)
{
    BOOST_TEST(nb::shorter_timedelta(std::nullopt) == "&mdash;");
    BOOST_TEST(nb::shorter_timedelta(0us) == "&mdash;");
    BOOST_TEST(nb::shorter_timedelta(1'000'005us) == "0:00:01.0");
    BOOST_TEST(nb::shorter_timedelta(48h + 1'999'999us) == "2 days, 0:00:01.9");
    BOOST_TEST(nb::shorter_timedelta(-999'995us) == "-1 day, 23:59:59.0");
    BOOST_TEST(nb::shorter_timedelta(1s) == "0:00:01.0", "where the original crashes");
    BOOST_TEST((nb::shorter_timedelta(ssot::duration(1s), nb::exact).error().text() ==
                "not enough values to unpack (expected 2, got 1)"));
    BOOST_TEST(nb::shorter_timedelta(ssot::duration(1'500'000us), nb::exact).value() == "0:00:01.5");
    BOOST_TEST(nb::shorter_timedelta("1.5", nb::exact).value() == "1.0", "5 microseconds");
    BOOST_TEST(nb::shorter_timedelta(ssot::duration(0us), nb::exact).value() == "&mdash;");
    BOOST_TEST(nb::shorter_timedelta("", nb::exact).value() == "&mdash;");
}

BOOST_AUTO_TEST_CASE(sizes)
{
    BOOST_TEST(nb::humanize_bytes(std::nullopt) == "no data");
    BOOST_TEST(nb::humanize_bytes(std::numeric_limits<double>::quiet_NaN()) == "no data");
    BOOST_TEST(nb::humanize_bytes(0) == "0 B");
    BOOST_TEST(nb::humanize_bytes(1023) == "1023 B");
    BOOST_TEST(nb::humanize_bytes(1024) == "1 KiB");
    BOOST_TEST(nb::humanize_bytes(1536) == "1.50 KiB");
    BOOST_TEST(nb::humanize_bytes(-1536) == "-1.50 KiB");
    BOOST_TEST(nb::humanize_bytes(2058) == "2.01 KiB", "where the original says 2");
    BOOST_TEST(nb::humanize_bytes(1048575) == "1 MiB", "where the original says 1024 KiB");
    BOOST_TEST(nb::humanize_bytes(1208925819614629174706176.0) == "1 YiB");
    BOOST_TEST(nb::humanize_bytes(1023.999) == "1 KiB", "where the original says 1024 B");
    BOOST_TEST(nb::humanize_bytes(-1023.999) == "-1 KiB");
    BOOST_TEST(nb::humanize_bytes(1023.99) == "1023.99 B");

    auto const exact = [](nb::dynamic const& v) { return nb::humanize_bytes(v, nb::exact).value(); };
    BOOST_TEST(exact(0) == "  0 B");
    BOOST_TEST(exact(true) == "  1 B");
    BOOST_TEST(exact(1034) == "1.01 KiB");
    BOOST_TEST(exact(2058) == "  2 KiB");
    BOOST_TEST(exact(1048575) == "1024 KiB");
    BOOST_TEST(exact(-0.0) == " -0 B");
    BOOST_TEST(exact("5") == "no data");
    BOOST_TEST(exact(std::numeric_limits<double>::infinity()) == "inf YiB");
    BOOST_TEST(exact(nb::big_integer::parse("1" + std::string(308, '0')).value()).ends_with(".0 YiB"));
    auto const beyond = nb::humanize_bytes(nb::big_integer::parse("-1" + std::string(309, '0')).value(), nb::exact);
    BOOST_TEST_REQUIRE(!beyond.has_value());
    BOOST_TEST((beyond.error().code() == ssot::errc::out_of_range));
    BOOST_TEST(beyond.error().text() == "int too large to convert to float");
}

BOOST_AUTO_TEST_CASE(sizes_in_log_lines)
{
    BOOST_TEST(nb::format_size(0) == "0 B");
    BOOST_TEST(nb::format_size(10'239) == "10239 B");
    BOOST_TEST(nb::format_size(10'240) == "10.0 KiB");
    BOOST_TEST(nb::format_size(102'400) == "100 KiB");
    BOOST_TEST(nb::format_size(104'857'600) == "100 MiB");
    BOOST_TEST(nb::format_size(-10'240) == "-10.0 KiB");
    BOOST_TEST(nb::format_size(1e18) == "909495 TiB");
}

BOOST_AUTO_TEST_CASE(times_by_letters)
{
    // Each letter beside what Django 3.2's dateformat gives for the same time.
    BOOST_TEST(nb::date_format(moment) == "2024-03-01 14:05");
    BOOST_TEST(formatted("d D j l S w z t L n N m M b F E y Y o W") ==
               "01 Fri 1 Friday st 5 61 31 True 3 March 03 Mar mar March March 24 2024 2024 9");
    BOOST_TEST(formatted("a A f g G h H i s u P") == "p.m. PM 2:05 2 14 02 14 05 09 123456 2:05 p.m.");
    BOOST_TEST(formatted("e T O Z I U") == "UTC UTC +0000 0 0 1709301909");
    BOOST_TEST(formatted("c r") == "2024-03-01T14:05:09.123456+00:00 Fri, 01 Mar 2024 14:05:09 +0000");
    BOOST_TEST(formatted("H:i O", moment, -(5h + 30min)) == "08:35 -0530");
    auto const midnight = std::chrono::sys_days{std::chrono::year{2021} / 1 / 3};
    BOOST_TEST(formatted("P o W", midnight) == "midnight 2020 53", "that Sunday is of last year's last week");
    BOOST_TEST(formatted("P", midnight + 12h) == "noon");
    BOOST_TEST(formatted("P", midnight + 9h) == "9 a.m.");
    BOOST_TEST(formatted("jS", midnight + 48h * 9) == "21st");
    BOOST_TEST(formatted("\\Y\\e\\a\\r Y") == "Year 2024");
    BOOST_TEST(nb::date_format(moment, {.format = "c|e|O T Z", .naive = true}) ==
               "2024-03-01T14:05:09.123456||+0000 UTC 0"); // what Django says of a time without an offset
    BOOST_TEST(formatted("") == "");
}

BOOST_AUTO_TEST_CASE(times_beyond_the_calendar_are_shown_as_its_ends)
{
    constexpr std::string_view letters = "c Y y o W z t D U O P r";
    auto const first = formatted(letters, ssot::min_timestamp), last = formatted(letters, ssot::max_timestamp);
    BOOST_TEST(first.starts_with("0001-01-01T00:00:00+00:00 "));
    BOOST_TEST(last.starts_with("9999-12-31T23:59:59.999999+00:00 "));
    using limits = std::numeric_limits<std::int64_t>;
    for (auto const us : {limits::min(), limits::min() + 1, limits::max() - 1, limits::max()}) {
        auto const t = ssot::timestamp(ssot::duration(us));
        BOOST_TEST(formatted("c", t) == formatted("c", us < 0 ? ssot::min_timestamp : ssot::max_timestamp));
        for (auto const offset : {std::chrono::seconds::min(), std::chrono::seconds{-1}, std::chrono::seconds::max()})
            for (char const letter : letters)
                BOOST_TEST((letter == ' ' || !nb::date_format(t, {std::string_view(&letter, 1), offset}).empty()));
    }
    BOOST_TEST(formatted("c", ssot::max_timestamp, 1h) == "9999-12-31T23:59:59.999999+01:00");
    BOOST_TEST(formatted("O", moment, std::chrono::seconds::max()) == "+2400");
}

BOOST_AUTO_TEST_CASE(diffs_as_lists)
{
    auto const html = [](std::string_view text) { return nb::render_diff(boost::json::parse(text)); };
    BOOST_TEST(html(R"({"region":{"Catalonia":{"+":{"parent_name":null},"-":{"parent_name":"Europe"}}}})") ==
               "<ul><li>region<ul><li class=\"diff-changed\">Catalonia<ul>"
               "<li class=\"diff-added\">parent_name: None</li>"
               "<li class=\"diff-subtracted\">parent_name: Europe</li></ul></li></ul></li></ul>");
    BOOST_TEST(
        html(
            R"({"a":{"new":{"+":{"on":true,"tags":{"k":"v"}}},"old":{"-":{}},"same":{"+":{},"-":{},"port":{"p":{"-":{"x":1.5}}}}}})") ==
        "<ul><li>a<ul>"
        "<li class=\"diff-added\">new<ul><li class=\"diff-added\">on: True</li>"
        "<li class=\"diff-added\">tags: {&#x27;k&#x27;: &#x27;v&#x27;}</li></ul></li>"
        "<li class=\"diff-subtracted\">old<ul></ul></li>"
        "<li class=\"diff-unchanged\">same<ul><li>port<ul>"
        "<li class=\"diff-subtracted\">p<ul><li class=\"diff-subtracted\">x: 1.5</li></ul></li>"
        "</ul></li></ul></li></ul></li></ul>");
    BOOST_TEST(html("{}") == "");
    BOOST_TEST(html("null") == "");
}

BOOST_AUTO_TEST_CASE(nothing_in_a_diff_becomes_markup)
{
    auto const               bad = "<script>\"&'";
    boost::json::value const diff{{bad, {{bad, {{"+", {{bad, bad}}}}}}}, {"loose", bad}};
    auto const               html = nb::render_diff(diff);
    BOOST_TEST(html.find("<script>") == std::string::npos);
    std::size_t count = 0;
    for (auto at = html.find("&lt;script&gt;&quot;&amp;"); at != std::string::npos; at = html.find("&lt;script", at + 1))
        ++count;
    BOOST_TEST(count == 5u);
}

BOOST_AUTO_TEST_CASE(what_is_no_diff_is_written_as_values)
{
    auto const html = [](std::string_view text) { return nb::render_diff(ssot::raw_json::parse(text).value()); };
    BOOST_TEST(html(R"({"foo":"bar"})") == "<ul><li>foo: bar</li></ul>", "T10");
    BOOST_TEST(html(R"({"t":{"x":5,"y":{"+":[1],"-":null}}})") ==
               "<ul><li>t<ul><li>x: 5</li><li class=\"diff-changed\">y<ul><li class=\"diff-added\">+: "
               "[1]</li></ul></li></ul></li></ul>");
    BOOST_TEST(html("[1, \"a\"]") == "<ul><li>[1, &#x27;a&#x27;]</li></ul>");
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
