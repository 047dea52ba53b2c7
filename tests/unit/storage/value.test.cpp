// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/value.hpp>

#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using ssot::storage::kind;
using ssot::storage::value;
using ssot::storage::value_view;

static_assert(sizeof(value_view) == 16, "passed in two registers");
static_assert(std::is_trivially_copyable_v<value_view> && !std::is_trivially_copyable_v<value>,
              "a view owns nothing, a value does");
static_assert(std::is_nothrow_default_constructible_v<value_view> && std::is_default_constructible_v<value>);
static_assert(std::is_copy_constructible_v<value> && std::is_copy_assignable_v<value>);
static_assert(std::is_constructible_v<value, value_view> && !std::is_convertible_v<value_view, value>,
              "owning is asked for by name");
static_assert(!std::is_constructible_v<value_view, std::string_view> && !std::is_constructible_v<value_view, int>,
              "the kind is always said");
static_assert(value_view().is_null() && value_view().type() == kind::null && !value_view().is_buffer());
static_assert(std::is_same_v<ssot::storage::error, ssot::error> &&
              std::is_same_v<ssot::storage::result<int>, ssot::result<int>>);

using namespace std::string_view_literals;

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(value)

BOOST_AUTO_TEST_CASE(null_is_the_default)
{
    BOOST_TEST(value_view().is_null());
    BOOST_TEST(::value().view().is_null());
    BOOST_TEST(!value_view::integer(0).is_null());
    BOOST_TEST(!value_view::chars("").is_null());
}

BOOST_AUTO_TEST_CASE(numbers_keep_every_bit)
{
    using limits = std::numeric_limits<std::int64_t>;
    for (auto const k : {kind::int64, kind::boolean, kind::timestamp, kind::duration})
        for (auto const n : {limits::min(), std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}, limits::max()}) {
            auto const v = value_view::integer(n, k);
            BOOST_TEST(v.type() == k);
            BOOST_TEST(v.as_int() == n);
            BOOST_TEST(!v.is_buffer());
            BOOST_TEST(::value(v).view().as_int() == n);
            BOOST_TEST(::value(v).view().type() == k);
        }
    BOOST_TEST(value_view::integer(5).type() == kind::int64);
    for (double const d : {0.0, -0.0, 0.1, 1e308, 5e-324, -std::numeric_limits<double>::infinity()}) {
        BOOST_TEST(value_view::real(d).type() == kind::real);
        BOOST_TEST(value_view::real(d).as_real() == d);
        BOOST_TEST(::value(value_view::real(d)).view().as_real() == d);
    }
    BOOST_TEST(std::signbit(value_view::real(-0.0).as_real()));
}

BOOST_AUTO_TEST_CASE(buffers_are_seen_in_place)
{
    for (auto const k : {kind::text, kind::bytes, kind::json}) {
        auto const text = "a\0b"sv;
        auto const v    = value_view::chars(text, k);
        BOOST_TEST(v.type() == k);
        BOOST_TEST(v.is_buffer());
        BOOST_TEST((v.as_chars() == text));
        BOOST_TEST((v.as_chars().data() == text.data()), "nothing is copied");
        BOOST_TEST(v.ordinal() == 255);
    }
    BOOST_TEST(value_view::chars("x").type() == kind::text);
    BOOST_TEST(value_view::chars("").is_buffer());
    BOOST_TEST(value_view::chars({}).as_chars().empty());
}

BOOST_AUTO_TEST_CASE(choices_carry_their_place)
{
    auto const known = value_view::choice("create", 1);
    BOOST_TEST(known.type() == kind::choice);
    BOOST_TEST(known.ordinal() == 1);
    BOOST_TEST(known.as_chars() == "create");
    BOOST_TEST(known.is_buffer());
    BOOST_TEST(value_view::choice("unknown").ordinal() == 255);
    BOOST_TEST(::value(known).view().ordinal() == 1);
    BOOST_TEST(::value(known).view().type() == kind::choice);
    BOOST_TEST(::value(known).view().as_chars() == "create");
}

BOOST_AUTO_TEST_CASE(uuids_are_their_sixteen_bytes)
{
    ssot::uuid id{};
    for (std::size_t i = 0; i != 16; ++i)
        id.data[i] = static_cast<std::uint8_t>(0xf0 + i);
    auto const v = value_view::id(id);
    BOOST_TEST(v.type() == kind::uuid);
    BOOST_TEST(v.is_buffer());
    BOOST_TEST(v.as_chars().size() == 16u);
    BOOST_TEST(static_cast<unsigned char>(v.as_chars()[0]) == 0xf0);
    BOOST_TEST(static_cast<unsigned char>(v.as_chars()[15]) == 0xff);
    BOOST_TEST((v.as_uuid() == id));
    BOOST_TEST((::value(v).view().as_uuid() == id));
}

BOOST_AUTO_TEST_CASE(bytes_compare_as_bytes_and_then_by_length)
{
    // In ascending order: NUL, capitals before small letters, UTF-8 above ASCII, a prefix before what it begins.
    std::vector<std::string_view> const ascending{
        "", "\0"sv, "\0\0"sv, "\0a"sv, "A", "Z", "a", "a\0"sv, "aa", "b", "z", "\xc3\xa9", "\xf0\x9f\x98\x80", "\xff"};
    for (auto const k : {kind::text, kind::bytes, kind::json})
        for (std::size_t i = 0; i != ascending.size(); ++i)
            for (std::size_t j = 0; j != ascending.size(); ++j) {
                auto const order = compare(value_view::chars(ascending[i], k), value_view::chars(ascending[j], k));
                BOOST_TEST((order < 0) == (i < j), show_text(ascending[i]) << " < " << show_text(ascending[j]));
                BOOST_TEST((order > 0) == (i > j), show_text(ascending[i]) << " > " << show_text(ascending[j]));
                BOOST_TEST((order == 0) == (i == j), show_text(ascending[i]) << " == " << show_text(ascending[j]));
            }
    BOOST_TEST((compare(value_view::choice("create", 1), value_view::choice("create", 255)) == 0), "by text, not by place");
    BOOST_TEST((compare(value_view::choice("update", 0), value_view::choice("create", 1)) > 0));
}

BOOST_AUTO_TEST_CASE(numbers_compare_by_value)
{
    using limits = std::numeric_limits<std::int64_t>;
    std::vector<std::int64_t> const integers{limits::min(), -2, -1, 0, 1, 2, limits::max()};
    for (auto const a : integers)
        for (auto const b : integers) {
            BOOST_TEST((compare(value_view::integer(a), value_view::integer(b)) < 0) == (a < b));
            BOOST_TEST((compare(value_view::integer(a), value_view::integer(b)) == 0) == (a == b));
        }
    std::vector<double> const reals{-1e308, -1, -5e-324, 0, 5e-324, 0.5, 1, 1e308};
    for (auto const a : reals)
        for (auto const b : reals) {
            BOOST_TEST((compare(value_view::real(a), value_view::real(b)) < 0) == (a < b));
            BOOST_TEST((compare(value_view::real(a), value_view::real(b)) == 0) == (a == b));
        }
    BOOST_TEST((compare(value_view::real(0.0), value_view::real(-0.0)) == 0));
}

BOOST_AUTO_TEST_CASE(a_value_keeps_its_bytes)
{
    std::vector<::value> kept;
    for (std::size_t const size : {0u, 1u, 15u, 16u, 100u}) { // small enough for the string itself, and not
        auto text = std::make_unique<std::string>(size, 'x');
        kept.emplace_back(value_view::chars(*text));
        text->assign(size, 'y');
    }
    auto copies = kept;
    auto moved  = std::move(kept);
    kept.clear();
    std::size_t const sizes[] = {0, 1, 15, 16, 100};
    for (std::size_t i = 0; i != std::size(sizes); ++i) {
        BOOST_TEST(copies[i].view().as_chars() == std::string(sizes[i], 'x'));
        BOOST_TEST(moved[i].view().as_chars() == std::string(sizes[i], 'x'));
    }
    copies[4] = copies[0];
    BOOST_TEST(copies[4].view().as_chars().empty());
    BOOST_TEST(!copies[4].view().is_null());
    copies[4] = ::value();
    BOOST_TEST(copies[4].view().is_null());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
