// SPDX-License-Identifier: BSL-1.0
#include <ssot/store/page.hpp>

#include "support/print.hpp"
#include "support/random_source.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

// Which rows are on a page is judged in store_queries; here is the key as a value and as text.

namespace {

using ssot::errc;
using ssot::kind;
using ssot::page_key;
using ssot::parse_page_key;
using ssot::storage::value;
using ssot::storage::value_view;

static_assert(std::is_copy_constructible_v<page_key> && std::is_copy_assignable_v<page_key>);
static_assert(std::is_nothrow_move_constructible_v<page_key>);

page_key key_of(std::vector<value_view> const& views, std::uint32_t ordering = 0xdeadbeef)
{
    std::vector<value> values;
    for (auto const& v : views)
        values.emplace_back(v);
    return {std::move(values), ordering};
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(page)

BOOST_AUTO_TEST_CASE(a_key_is_written_as_text)
{
    auto const id = ssot::parse_uuid("0190d8e5-77d1-7c3a-9f1e-2d5b8a6c4e00").value();
    BOOST_TEST(to_string(key_of({value_view(), value_view::integer(-5), value_view::id(id)})) ==
               "deadbeef.n.i-5.u0190d8e577d17c3a9f1e2d5b8a6c4e00");
    BOOST_TEST(to_string(key_of({value_view::chars("A/\n"), value_view::integer(7, kind::timestamp)}, 1)) ==
               "00000001.s412f0a.t7");
    BOOST_TEST(to_string(key_of({value_view::real(1.0), value_view::integer(1, kind::boolean)}, 1)) ==
               "00000001.r3ff0000000000000.b1");
    BOOST_TEST(to_string(key_of({value_view::chars("")}, 1)) == "00000001.s");
}

BOOST_AUTO_TEST_CASE(copies_are_part_of_a_key)
{
    page_key const key({value(value_view::integer(1))}, 1, 12);
    BOOST_TEST(key.copies() == 12u);
    BOOST_TEST(to_string(key) == "00000001.i1.m12");
    BOOST_TEST(parse_page_key("00000001.i1.m12")->copies() == 12u);
    BOOST_TEST(parse_page_key("00000001.i1.m12")->values().size() == 1u);
    BOOST_TEST(parse_page_key("00000001.i1.m18446744073709551615")->copies() == std::numeric_limits<std::uint64_t>::max());
    BOOST_TEST((parse_page_key("00000001.i1.m12").value() == key));
    BOOST_TEST(!(parse_page_key("00000001.i1").value() == key));
    BOOST_TEST(parse_page_key("00000001.i1")->copies() == 0u);
}

BOOST_AUTO_TEST_CASE(every_key_is_read_back)
{
    random_source random(3);
    for (int round = 0; round != 500; ++round) {
        std::vector<value> values;
        for (auto n = random.below(5); n != 0; --n) {
            auto const text = random.text(20);
            switch (random.below(9)) {
            case 0: values.emplace_back(); break;
            case 1: values.emplace_back(value_view::integer(static_cast<std::int64_t>(random.bits()))); break;
            case 2:
                values.emplace_back(value_view::integer(std::numeric_limits<std::int64_t>::min(), kind::duration));
                break;
            case 3: values.emplace_back(value_view::real(static_cast<double>(random.between(-9, 9)) / 8)); break;
            case 4: values.emplace_back(value_view::choice(text)); break;
            case 5: values.emplace_back(value_view::chars(text, kind::json)); break;
            case 6: values.emplace_back(value_view::chars(text, kind::bytes)); break;
            case 7: values.emplace_back(value_view::integer(random.between(0, 1), kind::boolean)); break;
            default: values.emplace_back(value_view::chars(text)); break;
            }
        }
        if (values.empty())
            continue;
        page_key const key(
            values, static_cast<std::uint32_t>(random.bits()), random.one_in(2) ? 0 : random.bits() >> random.below(64));
        auto const text = to_string(key);
        auto const back = parse_page_key(text).value();
        BOOST_TEST((back == key));
        BOOST_TEST(back.ordering() == key.ordering());
        BOOST_TEST(back.copies() == key.copies());
        BOOST_TEST_REQUIRE(back.values().size() == values.size());
        for (std::size_t i = 0; i != values.size(); ++i) {
            auto const a = values[i].view(), b = back.values()[i].view();
            BOOST_TEST((a.type() == b.type() && (a.is_null() || compare(a, b) == 0)), text);
        }
        BOOST_TEST(std::ranges::all_of(
            text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == '-'; }));
    }
}

BOOST_AUTO_TEST_CASE(any_other_text_is_refused)
{
    for (std::string_view const text : {"",
                                        "deadbeef",
                                        "deadbee.n",
                                        "deadbeeg.n",
                                        "deadbeefn",
                                        "deadbeef.",
                                        "deadbeef..n",
                                        "deadbeef.n.",
                                        "deadbeef.z1",
                                        "deadbeef.n1",
                                        "deadbeef.i",
                                        "deadbeef.i1x",
                                        "deadbeef.i+1",
                                        "deadbeef.i9223372036854775808",
                                        "deadbeef.s4",
                                        "deadbeef.sgg",
                                        "deadbeef.s-1",
                                        "deadbeef.u00",
                                        "deadbeef.r3ff",
                                        "deadbeef.r7ff8000000000000",
                                        "deadbeef n",
                                        "deadbeef.m1",
                                        "deadbeef.n.m",
                                        "deadbeef.n.m0",
                                        "deadbeef.n.m-1",
                                        "deadbeef.n.m1.n",
                                        "deadbeef.n.m1.m1",
                                        "deadbeef.n.m18446744073709551616",
                                        "-deadbee.n"}) {
        auto const read = parse_page_key(text);
        BOOST_TEST(!read.has_value(), text);
        if (!read)
            BOOST_TEST(read.error().code() == errc::invalid_value);
    }
    BOOST_TEST(parse_page_key("DEADBEEF.n").has_value(), "capitals are digits, too");
}

BOOST_AUTO_TEST_CASE(random_bytes_do_no_harm)
{
    random_source random(4);
    for (int round = 0; round != 20'000; ++round) {
        std::string text = "deadbeef";
        for (auto n = random.below(30); n != 0; --n)
            text += random.pick({'.', 'n', 'i', 's', 'm', 'u', 'r', 't', '0', '1', 'f', '-', 'x'});
        if (auto const read = parse_page_key(text))
            BOOST_TEST((parse_page_key(to_string(*read)).value() == *read));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
