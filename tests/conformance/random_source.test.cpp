// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/random_source.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <string_view>

namespace {

using ssot::conformance::random_source;

/// The number of code points of well-formed UTF-8.
std::size_t code_points(std::string_view text)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string utf8(std::uint32_t code_point)
{
    std::string out;
    ssot::conformance::append_code_point(out, code_point);
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(a_random_source)

BOOST_AUTO_TEST_CASE(a_seed_gives_the_same_numbers_everywhere)
{
    random_source random(5489);
    for (int i = 1; i != 10'000; ++i)
        random.bits();
    BOOST_TEST(random.bits() == 9'981'545'732'273'789'042U, "as the standard says of its engine");
}

BOOST_AUTO_TEST_CASE(numbers_are_in_their_range)
{
    using limits = std::numeric_limits<std::int64_t>;
    random_source          random(1);
    std::set<std::int64_t> seen;
    for (int i = 0; i != 200; ++i)
        seen.insert(random.between(-2, 2));
    BOOST_TEST((seen == std::set<std::int64_t>{-2, -1, 0, 1, 2}));
    BOOST_TEST(random.between(limits::max(), limits::max()) == limits::max());
    bool negative = false;
    bool large    = false;
    for (int i = 0; i != 100; ++i) {
        auto const n = random.between(limits::min(), limits::max());
        negative |= n < 0;
        large |= n > limits::max() / 2;
        BOOST_TEST(random.below(3) < 3U);
        BOOST_TEST(random.pick({4, 6}) % 2 == 0);
    }
    BOOST_TEST((negative && large));
    bool small = false;
    for (int i = 0; i != 300; ++i)
        small |= random.of_any_size() < 16;
    BOOST_TEST(small);
}

BOOST_AUTO_TEST_CASE(code_points_are_written_as_utf8)
{
    BOOST_TEST(utf8('a') == "a");
    BOOST_TEST(utf8(0x7ff) == "\xdf\xbf");
    BOOST_TEST(utf8(0x20ac) == "\xe2\x82\xac");
    BOOST_TEST(utf8(0x1f600) == "\xf0\x9f\x98\x80");
}

BOOST_AUTO_TEST_CASE(texts_have_the_length_that_was_asked_for)
{
    random_source random(1);
    bool          longest = false;
    bool          nul     = false;
    for (int i = 0; i != 1000; ++i) {
        auto const text = random.text(40, 2);
        auto const n    = code_points(text);
        BOOST_TEST((n >= 2 && n <= 40), n);
        longest |= n == 40;
        nul |= text.find('\0') != std::string::npos;
        BOOST_TEST(random.text(10, 0, false).find('\0') == std::string::npos);
    }
    BOOST_TEST((longest && nul));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
