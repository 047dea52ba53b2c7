// SPDX-License-Identifier: BSL-1.0
#include <ssot/codec.hpp>

#include <boost/describe/enum.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <memory_resource>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace codec_test {

BOOST_DEFINE_ENUM_CLASS(color, red, green)

constexpr auto describe_choice(ssot::choice_tag<color>)
{
    using entry = ssot::choice_entry<color>;
    return ssot::choice_table{entry{color::red, "r", "Red", ""}, entry{color::green, "g", "Green", ""}};
}

enum class bare { one };

/// A type of the user's: an IPv4 address, stored as text.
struct address {
    std::array<int, 4> octets{};

    friend bool operator==(address const&, address const&) = default;
};

} // namespace codec_test

template<>
struct ssot::codec<codec_test::address> {
    static constexpr kind stored_as = kind::text;
    using stored_type               = std::string_view;

    static stored_type                 encode(codec_test::address const&) { return "10.0.0.1"; }
    static result<codec_test::address> decode(stored_type text)
    {
        if (text != "10.0.0.1")
            return error(errc::invalid_value, "not an address");
        return codec_test::address{{10, 0, 0, 1}};
    }
};

namespace {

using codec_test::color;
using ssot::codec;
using ssot::errc;
using ssot::kind;
using ssot::storable;

static_assert(codec<bool>::stored_as == kind::boolean);
static_assert(codec<std::int64_t>::stored_as == kind::int64 && codec<std::uint8_t>::stored_as == kind::int64);
static_assert(codec<double>::stored_as == kind::real && codec<float>::stored_as == kind::real);
static_assert(codec<std::string>::stored_as == kind::text && codec<std::pmr::string>::stored_as == kind::text);
static_assert(codec<ssot::uuid>::stored_as == kind::uuid);
static_assert(codec<ssot::timestamp>::stored_as == kind::timestamp);
static_assert(codec<ssot::duration>::stored_as == kind::duration);
static_assert(codec<color>::stored_as == kind::choice && codec<ssot::open_choice<color>>::stored_as == kind::choice);

static_assert(storable<bool> && storable<std::int8_t> && storable<std::uint64_t> && storable<long long> && storable<float>);
static_assert(storable<std::string> && storable<ssot::uuid> && storable<ssot::timestamp> && storable<ssot::duration> &&
              storable<color>);
static_assert(storable<std::optional<std::string>>);
static_assert(storable<codec_test::address> && storable<std::optional<codec_test::address>>);
// Their "no"s: characters are no numbers, other clocks no timestamps, and a choice needs its table.
static_assert(!storable<char> && !storable<wchar_t> && !storable<char8_t> && !storable<char16_t> && !storable<char32_t>);
static_assert(!storable<char const*> && !storable<std::string_view> && !storable<std::wstring>);
static_assert(!storable<std::chrono::seconds> && !storable<std::chrono::sys_seconds>);
static_assert(!storable<codec_test::bare> && !storable<std::optional<codec_test::bare>>);
static_assert(!storable<std::vector<int>> && !storable<void*>);

static_assert(std::is_same_v<ssot::unwrap_t<std::optional<int>>, int> && ssot::unwrap<std::optional<int>>::nullable);
static_assert(std::is_same_v<ssot::unwrap_t<int>, int> && !ssot::unwrap<int>::nullable);

static_assert(std::is_same_v<ssot::choice_behind<color>::type, color>);
static_assert(std::is_same_v<ssot::choice_behind<ssot::open_choice<color>>::type, color>);
static_assert(std::is_void_v<ssot::choice_behind<int>::type> && std::is_void_v<ssot::choice_behind<std::string>::type>);

static_assert(codec<std::uint64_t>::fits(0) && codec<std::uint64_t>::fits(9223372036854775807u));
static_assert(!codec<std::uint64_t>::fits(9223372036854775808u) && !codec<std::uint64_t>::fits(18446744073709551615u));
static_assert(codec<std::int64_t>::fits(-1) && codec<std::int8_t>::fits(-128));

/// The ends of `T` are read; the numbers next to them, and the ends of int64, are not.
template<class T>
void check_range()
{
    constexpr auto low = std::numeric_limits<T>::min(), high = std::numeric_limits<T>::max();
    BOOST_TEST_CONTEXT("integer of " << sizeof(T) << " bytes, " << (std::signed_integral<T> ? "signed" : "unsigned"))
    {
        BOOST_TEST((codec<T>::decode(codec<T>::encode(low)).value() == low));
        BOOST_TEST((codec<T>::decode(0).value() == T{0}));
        BOOST_TEST((codec<T>::decode(1).value() == T{1}));
        if constexpr (sizeof(T) < 8) {
            BOOST_TEST((codec<T>::decode(codec<T>::encode(high)).value() == high));
            for (std::int64_t const v : {static_cast<std::int64_t>(low) - 1,
                                         static_cast<std::int64_t>(high) + 1,
                                         std::numeric_limits<std::int64_t>::min(),
                                         std::numeric_limits<std::int64_t>::max()}) {
                auto const r = codec<T>::decode(v);
                BOOST_TEST_REQUIRE(r.has_error());
                BOOST_TEST((r.error().code() == errc::out_of_range));
                BOOST_TEST(r.error().text().find(std::to_string(v)) != std::string_view::npos);
            }
        }
    }
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(codec)

BOOST_AUTO_TEST_CASE(every_kind_has_its_own_name)
{
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(kind::choice); ++i)
        names.insert(ssot::to_string(static_cast<kind>(i)));
    BOOST_TEST(names.size() == 11u);
    static_assert(ssot::to_string(kind::null) == "null" && ssot::to_string(kind::timestamp) == "timestamp");
    static_assert(ssot::to_string(kind::real) == "real" && ssot::to_string(kind::choice) == "choice");
    static_assert(ssot::to_string(static_cast<kind>(77)) == "unknown");
}

BOOST_AUTO_TEST_CASE(integers_keep_their_range)
{
    check_range<std::int8_t>();
    check_range<std::uint8_t>();
    check_range<std::int16_t>();
    check_range<std::uint16_t>();
    check_range<std::int32_t>();
    check_range<std::uint32_t>();
    check_range<std::int64_t>();
    check_range<long long>();
    BOOST_TEST((ssot::codec<std::int64_t>::decode(std::numeric_limits<std::int64_t>::max()).value() ==
                std::numeric_limits<std::int64_t>::max()));
    BOOST_TEST(
        (ssot::codec<std::uint64_t>::decode(std::numeric_limits<std::int64_t>::max()).value() == 9223372036854775807u));
    BOOST_TEST((ssot::codec<std::uint64_t>::decode(-1).error().code() == errc::out_of_range));
    BOOST_TEST((ssot::codec<std::uint8_t>::decode(300).error().code() == errc::out_of_range));
}

BOOST_AUTO_TEST_CASE(plain_values_pass_through)
{
    BOOST_TEST(ssot::codec<bool>::encode(true) == true);
    BOOST_TEST(ssot::codec<bool>::decode(false).value() == false);
    BOOST_TEST(ssot::codec<double>::decode(ssot::codec<double>::encode(0.1)).value() == 0.1);
    BOOST_TEST(ssot::codec<float>::decode(ssot::codec<float>::encode(0.1f)).value() == 0.1f);

    std::string const text("a\0\xc3\xa9", 4);
    BOOST_TEST(ssot::codec<std::string>::encode(text) == text);
    BOOST_TEST(ssot::codec<std::string>::encode(text).data() == text.data(), "no copy");
    BOOST_TEST(ssot::codec<std::string>::decode(text).value() == text);
    BOOST_TEST((ssot::codec<std::pmr::string>::decode("x").value() == "x"));

    auto const id = ssot::new_id();
    BOOST_TEST((ssot::codec<ssot::uuid>::decode(ssot::codec<ssot::uuid>::encode(id)).value() == id));
    BOOST_TEST((ssot::codec<ssot::timestamp>::decode(ssot::codec<ssot::timestamp>::encode(ssot::max_timestamp)).value() ==
                ssot::max_timestamp));
    BOOST_TEST((ssot::codec<ssot::duration>::decode(ssot::codec<ssot::duration>::encode(ssot::duration::min())).value() ==
                ssot::duration::min()));
}

BOOST_AUTO_TEST_CASE(choices_are_stored_as_their_text)
{
    BOOST_TEST(ssot::codec<color>::encode(color::green) == "g");
    BOOST_TEST((ssot::codec<color>::decode("g").value() == color::green));
    BOOST_TEST((ssot::codec<color>::decode("blue").error().code() == errc::unknown_choice));
    BOOST_TEST(ssot::codec<color>::encode(static_cast<color>(9)) == "");

    using open = ssot::open_choice<color>;
    BOOST_TEST((ssot::codec<open>::decode("g").value() == color::green));
    BOOST_TEST(ssot::codec<open>::decode("blue").value().text() == "blue");
    BOOST_TEST(ssot::codec<open>::encode(open::from_text("blue")) == "blue");
    BOOST_TEST(ssot::codec<open>::encode(color::red) == "r");
}

BOOST_AUTO_TEST_CASE(a_type_of_the_users)
{
    using codec_test::address;
    BOOST_TEST((ssot::codec<address>::decode("10.0.0.1").value() == address{{10, 0, 0, 1}}));
    BOOST_TEST((ssot::codec<address>::decode("ten").error().code() == errc::invalid_value));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
