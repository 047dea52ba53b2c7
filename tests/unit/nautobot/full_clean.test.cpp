// SPDX-License-Identifier: BSL-1.0
// The rules one by one; tests/vectors holds what Django said of whole objects.
#include <ssot/nautobot/full_clean.hpp>

#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>

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
