// SPDX-License-Identifier: BSL-1.0
#include <ssot/nautobot/scalars.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <limits>
#include <string>
#include <string_view>

namespace scalars_test {

using namespace std::chrono_literals;
using namespace ssot::nautobot;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::string normal(std::string_view text)
{
    auto const r = decimal::parse(text);
    return r ? std::string(r->text()) : std::string(to_string(r.error().code()));
}

} // namespace

BOOST_AUTO_TEST_SUITE(nautobot)
BOOST_AUTO_TEST_SUITE(scalars)

BOOST_AUTO_TEST_CASE(decimals_are_kept_as_python_writes_them)
{
    BOOST_TEST(normal("1.10") == "1.10");
    BOOST_TEST(normal("1e2") == "1E+2");
    BOOST_TEST(normal("0.0000001") == "1E-7");
    BOOST_TEST(normal("0.000001") == "0.000001");
    BOOST_TEST(normal("-0.00") == "-0.00");
    BOOST_TEST(normal("0E-10") == "0E-10");
    BOOST_TEST(normal("00012.50") == "12.50");
    BOOST_TEST(normal("1.5E+10") == "1.5E+10");
    BOOST_TEST(normal("15E-1") == "1.5");
    BOOST_TEST(normal(".5") == "0.5");
    BOOST_TEST(normal("5.") == "5");
    BOOST_TEST(normal(" +1_0 ") == "10");
    BOOST_TEST(normal("inf") == "Infinity");
    BOOST_TEST(normal("-Infinity") == "-Infinity");
    BOOST_TEST(normal("nan") == "NaN");
    BOOST_TEST(normal("-sNaN007") == "-sNaN7");
    BOOST_TEST(normal("NaN0") == "NaN");
    for (std::string_view const text : {"", ".", "e5", "1e", "1.2.3", "--1", "1 2", "nanx", "infin"}) {
        BOOST_TEST_INFO_SCOPE(text);
        BOOST_TEST(normal(text) == "invalid_value");
    }
    BOOST_TEST(normal("1e1000000000000000000") == "out_of_range");
    BOOST_TEST(decimal::parse("1E+2").value().to_double() == 100.0);
    BOOST_TEST(decimal::parse("-1E+400").value().to_double() == -infinity);
    BOOST_TEST(decimal::parse("1E-400").value().to_double() == 0.0);
}

BOOST_AUTO_TEST_CASE(durations_reach_as_far_as_in_python)
{
    BOOST_TEST((long_duration(-1us) == long_duration(-1, 86'399'999'999)));
    BOOST_TEST((long_duration(25h) == long_duration(1, 3'600'000'000)));
    for (auto const d :
         {ssot::duration::min(), ssot::duration::max(), ssot::duration{}, ssot::duration{-1}, ssot::duration{24h}}) {
        auto const back = long_duration(d).to_duration();
        BOOST_TEST_REQUIRE(back.has_value());
        BOOST_TEST((*back == d));
    }
    BOOST_TEST(!long_duration::min().to_duration());
    BOOST_TEST(!long_duration::max().to_duration());
}

BOOST_AUTO_TEST_CASE(calendar_forms_are_read)
{
    using namespace std::chrono;
    BOOST_TEST((parse_date("2024-02-29").value() == year{2024} / 2 / 29));
    auto const t = parse_calendar_time("2024-01-02T03:04:05.6-05:53:28").value();
    BOOST_TEST((t.since_midnight == 3h + 4min + 5s + 600ms));
    BOOST_TEST((t.offset == -(5h + 53min + 28s)));
    BOOST_TEST((calendar_time(ssot::timestamp(-1us)) == parse_calendar_time("1969-12-31T23:59:59.999999Z").value()));
    BOOST_TEST((parse_clock_time("07:08").value() == clock_time{7h + 8min, {}}));
    for (std::string_view const text :
         {"", "2024-1-2", "2024-02-30", "2024-01-02T", "2024-01-02T25:00", "2024-01-02T10:00+24:00"}) {
        BOOST_TEST_INFO_SCOPE(text);
        BOOST_TEST(parse_calendar_time(text).has_error());
    }
    BOOST_TEST(parse_date("2024-01-02 ").has_error());
    BOOST_TEST(parse_clock_time("10:00:00x").has_error());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace scalars_test
