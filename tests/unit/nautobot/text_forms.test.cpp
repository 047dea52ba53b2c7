// SPDX-License-Identifier: BSL-1.0
#include <ssot/nautobot/text_forms.hpp>

#include <boost/test/unit_test.hpp>

#include <support/print.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace {

using namespace std::chrono_literals;
using namespace ssot::nautobot;
using ssot::duration;
using ssot::errc;

constexpr auto longest  = duration{std::numeric_limits<std::int64_t>::max()};
constexpr auto shortest = duration{std::numeric_limits<std::int64_t>::min()};

std::int64_t us(std::string_view text)
{
    auto const r = parse_duration_lenient(text);
    BOOST_TEST_INFO_SCOPE(text);
    BOOST_TEST_REQUIRE(r.has_value());
    return r->count();
}

std::string instant(std::string_view text)
{
    auto const r = parse_timestamp_lenient(text);
    return r ? ssot::to_string(*r) : std::string(to_string(r.error().code()));
}

} // namespace

BOOST_AUTO_TEST_SUITE(nautobot)
BOOST_AUTO_TEST_SUITE(text_forms)

BOOST_AUTO_TEST_CASE(durations_are_written_as_django_does)
{
    BOOST_TEST(to_django_duration(duration{}) == "00:00:00");
    BOOST_TEST(to_django_duration(3s + 21us) == "00:00:03.000021");
    BOOST_TEST(to_django_duration(24h + 1s) == "1 00:00:01");
    BOOST_TEST(to_django_duration(25h + 1min + 1s + 1us) == "1 01:01:01.000001");
    BOOST_TEST(to_django_duration(-1us) == "-1 23:59:59.999999");
    BOOST_TEST(to_django_duration(-(25h + 1min + 1s + 1us)) == "-2 22:58:58.999999");
    BOOST_TEST(to_django_duration(shortest) == "-106751992 19:59:05.224192");
}

BOOST_AUTO_TEST_CASE(every_written_duration_is_read_again)
{
    for (auto const d :
         {duration{}, duration{1us}, duration{-1us}, duration{-24h}, duration{400 * 24h}, longest, shortest}) {
        BOOST_TEST(us(to_django_duration(d)) == d.count());
        BOOST_TEST(us(ssot::to_string(d)) == d.count());
    }
}

BOOST_AUTO_TEST_CASE(durations_may_be_spelled_in_many_ways)
{
    BOOST_TEST(us("") == 0);
    BOOST_TEST(us("90") == 90'000'000);
    BOOST_TEST(us("01:30") == 90'000'000);
    BOOST_TEST(us("1.5") == 1'500'000);
    BOOST_TEST(us("1,123456789012") == 1'123'456);
    BOOST_TEST(us("99:99:99") == 362'439'000'000);
    BOOST_TEST(us("1 day, 2:03:04") == 93'784'000'000);
    BOOST_TEST(us("2 days, 2:03:04") == 180'184'000'000);
    BOOST_TEST(us("3 days") == 259'200'000'000);
    BOOST_TEST(us("1 days +01:00:00") == 90'000'000'000);
    BOOST_TEST(us("-1 02:03:04") == -79'016'000'000);
    BOOST_TEST(us("-01:02:03") == -3'723'000'000);
    BOOST_TEST(us("P") == 0);
    BOOST_TEST(us("PT") == 0);
    BOOST_TEST(us("-P1DT1H") == -90'000'000'000);
    BOOST_TEST(us("P1.5D") == 129'600'000'000);
    BOOST_TEST(us("PT0.0000015S") == 2);
    BOOST_TEST(us("PT0.0000005S") == 0);
    BOOST_TEST(us("90\n") == 90'000'000);
    BOOST_TEST(us("\xd9\xa1\xd9\xa0") == 10'000'000); // Arabic digits
}

BOOST_AUTO_TEST_CASE(what_is_no_duration_is_refused)
{
    for (std::string_view const text : {"x",
                                        " ",
                                        "1 ",
                                        "1:",
                                        ":1",
                                        "1:2:3:4",
                                        "1.",
                                        "P1W",
                                        "P1Y",
                                        "P1",
                                        "PTS",
                                        "1 day 2:3:4",
                                        "+90",
                                        "1.1234567890123",
                                        "1d",
                                        "PT1S1H",
                                        "00:00:01 "}) {
        BOOST_TEST_INFO_SCOPE(text);
        auto const r = parse_duration_lenient(text);
        BOOST_TEST_REQUIRE(r.has_error());
        BOOST_TEST(r.error().code() == errc::invalid_value);
    }
    for (std::string_view const text : {"106751992 00:00:00", "P999999999D", "99999999999999999999999999", "-P106751992D"}) {
        BOOST_TEST_INFO_SCOPE(text);
        auto const r = parse_duration_lenient(text);
        BOOST_TEST_REQUIRE(r.has_error());
        BOOST_TEST(r.error().code() == errc::out_of_range);
    }
}

BOOST_AUTO_TEST_CASE(times_are_cut)
{
    auto const at = [](std::string_view text) { return ssot::parse_timestamp(text).value(); };
    BOOST_TEST(to_millisecond_timestamp(at("2024-01-02T03:04:05Z")) == "2024-01-02T03:04:05Z");
    BOOST_TEST(to_millisecond_timestamp(at("2024-01-02T03:04:05.000999Z")) == "2024-01-02T03:04:05.000Z");
    BOOST_TEST(to_millisecond_timestamp(at("2024-01-02T03:04:05.999999Z")) == "2024-01-02T03:04:05.999Z");
    BOOST_TEST(to_millisecond_timestamp(at("1969-12-31T23:59:59.5Z")) == "1969-12-31T23:59:59.500Z");
    BOOST_TEST(to_microsecond_timestamp(at("2024-01-02T03:04:05.1Z")) == "2024-01-02T03:04:05.100000Z");
    BOOST_TEST(to_microsecond_timestamp(at("2024-01-02T03:04:05Z")) == "2024-01-02T03:04:05Z");
    BOOST_TEST(to_millisecond_timestamp(ssot::max_timestamp + 1us) == "");
    BOOST_TEST(to_microsecond_timestamp(ssot::min_timestamp - 1us) == "");
}

BOOST_AUTO_TEST_CASE(times_may_be_spelled_in_many_ways)
{
    BOOST_TEST(instant("2023-5-6") == "2023-05-06T00:00:00.000000Z");
    BOOST_TEST(instant("2023-05-06T7:8") == "2023-05-06T07:08:00.000000Z");
    BOOST_TEST(instant("2023-05-06 07:08:09,123456789") == "2023-05-06T07:08:09.123456Z");
    BOOST_TEST(instant("2023-05-06T07:08:09.5+0200") == "2023-05-06T05:08:09.500000Z");
    BOOST_TEST(instant("2023-05-06T07:08:09-05") == "2023-05-06T12:08:09.000000Z");
    BOOST_TEST(instant("2023-05-06T07:08:09Z\n") == "2023-05-06T07:08:09.000000Z");
    for (std::string_view const text : {"",
                                        "2023",
                                        "23-05-06",
                                        "2023-05-06T",
                                        "2023-05-06t07:08",
                                        "2023-05-06T07",
                                        "2023-05-06T07:08z",
                                        "2023-05-06T07:08:09.",
                                        "2023-05-06T07:08:",
                                        "2023-05-06T07:08.5",
                                        "2023-05-06T07:08:09+1"}) {
        BOOST_TEST_INFO_SCOPE(text);
        BOOST_TEST(instant(text) == "invalid_value");
    }
    for (std::string_view const text : {"0000-01-01",
                                        "2023-02-29",
                                        "2023-05-06T24:00",
                                        "2023-05-06T07:08:60",
                                        "0001-01-01T00:00+01",
                                        "2023-05-06T07:08+24:00"}) {
        BOOST_TEST_INFO_SCOPE(text);
        BOOST_TEST(instant(text) == "out_of_range");
    }
}

BOOST_AUTO_TEST_CASE(uuids_may_be_dressed)
{
    auto const id = ssot::parse_uuid("12345678-1234-5678-1234-56781234567a").value();
    for (std::string_view const text : {"12345678-1234-5678-1234-56781234567a",
                                        "1234567812345678123456781234567A",
                                        "{12345678-1234-5678-1234-56781234567a}",
                                        "urn:uuid:12345678-1234-5678-1234-56781234567a",
                                        "1-2345678123456781234-56781234567a-"}) {
        BOOST_TEST_INFO_SCOPE(text);
        auto const r = parse_uuid_lenient(text);
        BOOST_TEST_REQUIRE(r.has_value());
        BOOST_TEST((*r == id));
    }
    for (std::string_view const text : {"", "1234567812345678123456781234567", "1234567812345678123456781234567g", "{}"}) {
        BOOST_TEST_INFO_SCOPE(text);
        BOOST_TEST(parse_uuid_lenient(text).has_error());
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
