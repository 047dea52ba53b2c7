// SPDX-License-Identifier: BSL-1.0
// The rules one by one; tests/vectors holds what Django said of whole objects.
#include <ssot/nautobot/full_clean.hpp>

#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>

#include <ssot/detail/nautobot/python/dynamic_text.hpp>
#include <ssot/detail/text/python_printable.hpp>

#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace {

namespace nb = ssot::nautobot;
using nb::dynamic;

nb::full_clean_result clean_sync(std::string field, dynamic v, nb::full_clean_options const& options = {})
{
    nb::attributes given;
    for (std::string const name : {"source", "target"})
        if (name != field)
            given.emplace_back(name, "A");
    given.emplace_back(std::move(field), std::move(v));
    return nb::full_clean<ssot::sync>(std::move(given), options);
}

std::string problems_of(nb::full_clean_result const& r)
{
    std::string out;
    for (auto const& p : r.problems)
        out += std::string(p.field) + " [" + std::string(p.code) + "] " + p.message + "\n";
    return r.raised ? r.raised->type + ": " + r.raised->message : out;
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(nautobot)
BOOST_AUTO_TEST_SUITE(full_clean)

BOOST_AUTO_TEST_CASE(values_are_converted)
{
    auto const cleaned = [](std::string const& field, dynamic v) {
        auto const r = clean_sync(field, std::move(v));
        BOOST_TEST(problems_of(r) == "");
        return r.cleaned.back().second;
    };
    BOOST_TEST((cleaned("diff_memory_peak", "1_000") == dynamic(1000)));
    BOOST_TEST((cleaned("diff_memory_peak", 1.9) == dynamic(1)));
    BOOST_TEST((cleaned("diff_memory_peak", true) == dynamic(1)));
    BOOST_TEST((cleaned("dry_run", 1.0) == dynamic(true)));
    BOOST_TEST((cleaned("diff_time", "90") == dynamic(ssot::duration(90'000'000))));
    BOOST_TEST((cleaned("source", dynamic::list{1, "a"}) == dynamic("[1, 'a']")));
    BOOST_TEST((cleaned("source", nb::byte_string{"ab"}) == dynamic("b'ab'")));
    BOOST_TEST((cleaned("start_time", "") == dynamic("")), "what may be blank is not looked at");
}

BOOST_AUTO_TEST_CASE(what_is_refused)
{
    BOOST_TEST(problems_of(clean_sync("dry_run", nullptr)) ==
               "dry_run [invalid] \xe2\x80\x9cNone\xe2\x80\x9d value must be either True or False.\n");
    BOOST_TEST(problems_of(clean_sync("diff", dynamic::frozen_set{1})) == "diff [invalid] Value must be valid JSON.\n");
    BOOST_TEST(problems_of(clean_sync("summary", dynamic::set{1})) == "summary [invalid] Value must be valid JSON.\n",
               "summary has no encoder");
    BOOST_TEST(problems_of(clean_sync("diff", dynamic::set{1})) == "");
    BOOST_TEST(problems_of(clean_sync("diff_memory_peak", nb::big_integer::parse("18446744073709551616").value())) ==
               "diff_memory_peak [max_value] Ensure this value is less than or equal to 9223372036854775807.\n");
    BOOST_TEST(problems_of(clean_sync("diff_memory_peak", -1, {.profile = ssot::validation::django_sqlite})) == "");
    auto const entry = nb::full_clean<ssot::sync_log_entry>({{"sync_id", nullptr}, {"action", "it's"}});
    BOOST_TEST(problems_of(entry) ==
               "sync [null] This field cannot be null.\n"
               "action [invalid_choice] Value \"it's\" is not a valid choice.\n"
               "status [blank] This field cannot be blank.\n");
}

BOOST_AUTO_TEST_CASE(what_goes_through)
{
    BOOST_TEST(problems_of(clean_sync("start_time", 5)) == "TypeError: expected string or bytes-like object, got 'int'");
    BOOST_TEST(problems_of(clean_sync("diff_memory_peak", std::numeric_limits<double>::infinity())) ==
               "OverflowError: cannot convert float infinity to integer");
    BOOST_TEST(problems_of(clean_sync("diff", nb::clock_time{{}, std::chrono::seconds{0}})) ==
               "ValueError: JSON can't represent timezone-aware times.");
}

BOOST_AUTO_TEST_CASE(integers_are_made_of_whatever_python_makes_them_of)
{
    auto const cleaned = [](dynamic v) {
        auto const r = clean_sync("diff_memory_peak", std::move(v), {.profile = ssot::validation::django_sqlite});
        return problems_of(r).empty() ? ssot::detail::python::repr_of(r.cleaned.back().second) : problems_of(r);
    };
    BOOST_TEST(cleaned(ssot::parse_uuid("00000000-0000-0000-0000-000000000007").value()) == "7");
    BOOST_TEST(cleaned(ssot::parse_uuid("ffffffff-ffff-ffff-ffff-ffffffffffff").value()) ==
               "340282366920938463463374607431768211455");
    BOOST_TEST(cleaned(nb::decimal::parse("9007199254740993.9").value()) == "9007199254740993");
    BOOST_TEST(cleaned(nb::decimal::parse("-1E+20").value()) == "-100000000000000000000");
    BOOST_TEST(cleaned(nb::decimal::parse("-0.9").value()) == "0");
    BOOST_TEST(cleaned(nb::decimal::parse("1E+400").value()) == "1" + std::string(400, '0'));
    BOOST_TEST(cleaned(nb::decimal::parse("NaN").value()) ==
               "diff_memory_peak [invalid] \xe2\x80\x9cNaN\xe2\x80\x9d value must be an integer.\n");
    BOOST_TEST(cleaned(nb::decimal::parse("Infinity").value()) == "OverflowError: cannot convert Infinity to integer");
}

BOOST_AUTO_TEST_CASE(durations_end_where_pythons_do)
{
    // What CPython 3.11 makes of the sums that Django's parse_duration asks it for.
    auto const cleaned = [](std::string const& text) {
        auto const r = clean_sync("diff_time", dynamic(text));
        return problems_of(r).empty() ? ssot::detail::python::repr_of(r.cleaned.back().second) : problems_of(r);
    };
    BOOST_TEST(cleaned("999999999 23:59:59.999999") ==
               "datetime.timedelta(days=999999999, seconds=86399, microseconds=999999)");
    BOOST_TEST(cleaned("-999999999 00:00:00") == "datetime.timedelta(days=-999999999)");
    std::string const large = "OverflowError: Python int too large to convert to C int";
    auto const days = [](std::string const& n) { return "OverflowError: days=" + n + "; must have magnitude <= 999999999"; };
    BOOST_TEST(cleaned("999999999 24:00:00") == days("1000000000"));
    BOOST_TEST(cleaned("-999999999 -00:00:01") == days("-1000000000"));
    BOOST_TEST(cleaned("1000000000 00:00:00") == days("1000000000"));
    BOOST_TEST(cleaned("-1000000000 00:00:00") == days("-1000000000"));
    BOOST_TEST(cleaned("-P1000000000D") == days("1000000000"), "its sign comes later");
    BOOST_TEST(cleaned("-P999999999DT1S") == days("-1000000000"));
    BOOST_TEST(cleaned("P2147483647D") == days("2147483647"));
    BOOST_TEST(cleaned("P2147483648D") == large);
    BOOST_TEST(cleaned("999999999999999") == large);
    BOOST_TEST(cleaned(std::string(308, '9')) == large);
    BOOST_TEST(cleaned(std::string(309, '9')) == "OverflowError: cannot convert float infinity to integer");
    BOOST_TEST(cleaned("2147483648 00:00:" + std::string(309, '9')) == large, "days come first");
}

BOOST_AUTO_TEST_CASE(what_repr_escapes)
{
    auto const refused = [](std::string_view action) {
        return problems_of(
            nb::full_clean<ssot::sync_log_entry>({{"sync_id", ssot::new_id()}, {"action", action}, {"status", "success"}}));
    };
    auto const words = [](std::string const& repr) {
        return "action [invalid_choice] Value " + repr + " is not a valid choice.\n";
    };
    BOOST_TEST(refused("\xcd\xb8") == words("'\\u0378'"), "not assigned");
    BOOST_TEST(refused("\xcd\xb7") == words("'\xcd\xb7'"));
    BOOST_TEST(refused("\xf0\x9f\xab\xa0") == words("'\xf0\x9f\xab\xa0'"), "new in Unicode 14");
    BOOST_TEST(refused("\xf0\x9f\xab\xa8") == words("'\\U0001fae8'"), "new in Unicode 15");
    BOOST_TEST(refused("\xff") == words("'\\xff'"), "no UTF-8");

    // All code points, against a sum that CPython 3.11 made of str.isprintable().
    std::uint64_t sum = 0xcbf29ce484222325, printable = 0;
    for (std::uint32_t c = 0x80; c != 0x110000; ++c) {
        std::uint64_t const one = ssot::detail::is_printable_in_python(c) ? 1 : 0;
        printable += one;
        sum = (sum ^ one) * 0x100000001b3;
    }
    BOOST_TEST(printable == 144421u);
    BOOST_TEST(sum == 0xf68c63106054a59eu);
}

BOOST_AUTO_TEST_CASE(content_types_that_sqlite_cannot_be_asked_for)
{
    auto const clean = [](dynamic key, ssot::validation profile) {
        return problems_of(nb::full_clean<ssot::sync_log_entry>(
            {{"sync_id", ssot::new_id()},
             {"action", "create"},
             {"status", "success"},
             {"synced_object_type_id", std::move(key)}},
            {.profile = profile,
             .exists  = [](ssot::field_info const& f, dynamic const&) { return f.name != "synced_object_type"; }}));
    };
    auto const huge = nb::big_integer::parse("9223372036854775808").value();
    BOOST_TEST(clean(0, ssot::validation::django_sqlite) ==
               "synced_object_type [invalid] content type instance with id 0 does not exist.\n");
    BOOST_TEST(clean(huge, ssot::validation::django_postgresql) ==
               "synced_object_type [invalid] content type instance with id 9223372036854775808 does not exist.\n");
    BOOST_TEST(clean(huge, ssot::validation::django_sqlite) ==
               "OverflowError: Python int too large to convert to SQLite INTEGER");
}

BOOST_AUTO_TEST_CASE(other_rows_are_asked_after)
{
    auto const asked = [](ssot::field_info const&, dynamic const&) { return false; };
    BOOST_TEST(
        problems_of(clean_sync("job_result_id", 5, {.exists = asked})) ==
        "job_result [invalid] job result instance with id UUID('00000000-0000-0000-0000-000000000005') does not exist.\n");
    auto const taken = [](ssot::field_info const& f, dynamic const&) { return f.primary_key; };
    BOOST_TEST(problems_of(clean_sync("id", ssot::new_id(), {.is_taken = taken})) ==
               "id [unique] Sync with this Id already exists.\n");
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
