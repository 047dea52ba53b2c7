// SPDX-License-Identifier: BSL-1.0
#include <ssot/choice.hpp>

#include <boost/describe/enum.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace choice_test {

BOOST_DEFINE_ENUM_CLASS(severity, low, medium, high)

constexpr auto describe_choice(ssot::choice_tag<severity>)
{
    using entry = ssot::choice_entry<severity>;
    return ssot::choice_table{
        entry{severity::high, "high", "High", "danger"},
        entry{severity::low, "low-risk", "Low", "default", "secondary"},
        entry{severity::medium,
              "m\xc3\xa9"
              "dium",
              "High",
              "info"}, // labels may repeat
    };
}

enum class undescribed : unsigned char { one = 1, two = 2 }; // no Boost.Describe needed

constexpr auto describe_choice(ssot::choice_tag<undescribed>)
{
    using entry = ssot::choice_entry<undescribed>;
    return ssot::choice_table{entry{undescribed::one, "1", "One", "a"}, entry{undescribed::two, "2", "Two", "b"}};
}

enum class bare { one };
enum plain { first };

constexpr auto describe_choice(ssot::choice_tag<plain>)
{
    return ssot::choice_table{ssot::choice_entry<plain>{first, "first", "First", ""}};
}

struct not_an_enum {};
constexpr auto describe_choice(ssot::choice_tag<not_an_enum>) { return ssot::choice_table<severity, 1>{}; }

// What the compiler decides, the compiler tests: each "no" stands next to its "yes".
static_assert(ssot::choice<severity>);
static_assert(ssot::choice<undescribed>);
static_assert(ssot::choice<plain>);
static_assert(!ssot::choice<bare>);
static_assert(!ssot::choice<int>);
static_assert(!ssot::choice<not_an_enum>);
static_assert(!ssot::choice<severity const*>);

static_assert(ssot::to_wire(severity::low) == "low-risk");
static_assert(ssot::label(severity::low) == "Low");
static_assert(ssot::label_class(severity::low) == "default");
static_assert(ssot::label_class(severity::low, ssot::bootstrap5) == "secondary");
static_assert(ssot::label_class(severity::high) == "danger");
static_assert(ssot::label_class(severity::high, ssot::bootstrap5) == "danger", "the same where no other is given");

constexpr auto outside = static_cast<severity>(99);
static_assert(ssot::to_wire(outside).empty() && ssot::label(outside).empty());
static_assert(ssot::label_class(outside).empty() && ssot::label_class(outside, ssot::bootstrap5).empty());

static_assert(ssot::choices<severity>().size() == 3);
static_assert(ssot::choices<severity>()[0].value == severity::high, "in table order, not in that of the enum");
static_assert(ssot::choice_texts<severity>()[1].wire == "low-risk" &&
              ssot::choice_texts<severity>()[1].bootstrap5 == "secondary");
static_assert(ssot::choice_texts<severity>()[0].bootstrap5 == "danger");
static_assert(ssot::choices<undescribed>().size() == 2);

using open = ssot::open_choice<severity>;
static_assert(std::is_nothrow_default_constructible_v<open> && std::is_copy_assignable_v<open>);
static_assert(std::is_convertible_v<severity, open>);
static_assert(!std::is_convertible_v<open, severity>, "it may hold none");
static_assert(!std::is_convertible_v<char const*, open>, "from_text says what happens");
static_assert(!std::is_convertible_v<undescribed, open>);
static_assert(std::is_same_v<decltype(std::declval<open>().known()), std::optional<severity>>);

} // namespace choice_test

namespace {

using choice_test::open;
using choice_test::severity;

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(choice)

BOOST_AUTO_TEST_CASE(every_entry_survives_the_wire)
{
    for (auto const& entry : ssot::choices<severity>())
        BOOST_TEST((ssot::from_wire<severity>(ssot::to_wire(entry.value)).value() == entry.value));
    BOOST_TEST((ssot::from_wire<choice_test::undescribed>("2").value() == choice_test::undescribed::two));
}

BOOST_AUTO_TEST_CASE(wire_text_is_not_the_enumerator_name)
{
    BOOST_TEST(ssot::to_wire(severity::low) == "low-risk");
    BOOST_TEST(ssot::from_wire<severity>("low").has_error());
}

BOOST_AUTO_TEST_CASE(wire_text_is_compared_byte_for_byte)
{
    using namespace std::string_view_literals;
    BOOST_TEST(ssot::from_wire<severity>("m\xc3\xa9"
                                         "dium")
                   .has_value());
    for (auto const text : {""sv,
                            " high"sv,
                            "high "sv,
                            "High"sv,
                            "HIGH"sv,
                            "hig"sv,
                            "high\0"sv,
                            "me\xcc\x81"
                            "dium"sv,
                            "low_risk"sv})
        BOOST_TEST(ssot::from_wire<severity>(text).has_error(), std::string(text));
}

BOOST_AUTO_TEST_CASE(unknown_text_is_named_in_the_error)
{
    auto const r = ssot::from_wire<severity>("extreme");
    BOOST_TEST_REQUIRE(r.has_error());
    BOOST_TEST((r.error().code() == ssot::errc::unknown_choice));
    for (auto const* const word : {"extreme", "high", "low-risk"})
        BOOST_TEST(r.error().text().find(word) != std::string_view::npos, word);
    BOOST_TEST(ssot::from_wire<severity>(std::string(1'000'000, 'x')).error().text().size() < 300u);
}

BOOST_AUTO_TEST_CASE(texts_and_entries_say_the_same)
{
    auto const entries = ssot::choices<severity>();
    auto const texts   = ssot::choice_texts<severity>();
    BOOST_TEST_REQUIRE(entries.size() == texts.size());
    for (std::size_t i = 0; i != entries.size(); ++i) {
        BOOST_TEST(texts[i].wire == entries[i].wire);
        BOOST_TEST(texts[i].label == entries[i].label);
        BOOST_TEST(texts[i].label_class == entries[i].label_class);
        BOOST_TEST(texts[i].bootstrap5 == ssot::label_class(entries[i].value, ssot::bootstrap5));
    }
}

BOOST_AUTO_TEST_CASE(an_open_choice_starts_as_the_first_value_of_the_enum)
{
    open const c;
    BOOST_TEST_REQUIRE(c.known().has_value());
    BOOST_TEST((*c.known() == severity::low));
    BOOST_TEST(c.text() == "low-risk");
    BOOST_TEST((c == open(severity{})));
}

BOOST_AUTO_TEST_CASE(an_open_choice_starts_as_a_choice_when_none_is_zero)
{
    using choice_test::undescribed;
    ssot::open_choice<undescribed> const c;
    BOOST_TEST((c.known() == undescribed::one));
    BOOST_TEST(c.text() == "1");
    BOOST_TEST((c == undescribed::one));
}

BOOST_AUTO_TEST_CASE(an_open_choice_knows_its_values)
{
    open const c = severity::high;
    BOOST_TEST((c.known() == severity::high));
    BOOST_TEST(c.text() == "high");
    BOOST_TEST(ssot::to_wire(c) == "high");
    BOOST_TEST(ssot::label(c) == "High");
    BOOST_TEST(ssot::label_class(c) == "danger");
    BOOST_TEST((c == open::from_text("high")));
    BOOST_TEST((c == severity::high));
    BOOST_TEST((severity::high == c));
    BOOST_TEST((c != severity::low));
    BOOST_TEST((c != open(severity::low)));
    BOOST_TEST(ssot::label_class(open(severity::low), ssot::bootstrap5) == "secondary");
}

BOOST_AUTO_TEST_CASE(an_open_choice_keeps_what_it_does_not_know)
{
    open const c = open::from_text("unknown");
    BOOST_TEST(!c.known().has_value());
    BOOST_TEST(c.text() == "unknown");
    BOOST_TEST(ssot::to_wire(c) == "unknown");
    BOOST_TEST(ssot::label(c) == "unknown");
    BOOST_TEST(ssot::label_class(c) == "");
    BOOST_TEST(ssot::label_class(c, ssot::bootstrap5) == "");
    for (auto const& entry : ssot::choices<severity>())
        BOOST_TEST((c != entry.value));
    BOOST_TEST((c == open::from_text("unknown")));
    BOOST_TEST((c != open::from_text("Unknown")));
    BOOST_TEST((c != open()));
    BOOST_TEST(open::from_text("").text() == "");
    BOOST_TEST(!open::from_text("").known().has_value());
    BOOST_TEST(open::from_text(std::string_view("a\0b", 3)).text().size() == 3u);
}

BOOST_AUTO_TEST_CASE(an_open_choice_is_a_value)
{
    open a = open::from_text("a text that is longer than any small string buffer");
    open b = a;
    BOOST_TEST((a == b));
    b = severity::high;
    BOOST_TEST((a != b));
    BOOST_TEST(a.text() == "a text that is longer than any small string buffer");
    b = std::move(a);
    BOOST_TEST(b.text() == "a text that is longer than any small string buffer");
    b = open::from_text("high"); // nothing of the old text is left
    BOOST_TEST((b == open(severity::high)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
