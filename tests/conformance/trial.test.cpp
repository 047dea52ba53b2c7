// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/trial.hpp>

#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/testing/kit/specimen.hpp>

#include "conformance/kit/in_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using ssot::conformance::checks;
using ssot::conformance::trial;
using ssot_test::complaint;
using ssot_test::memory_trial;

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(a_trial)

BOOST_AUTO_TEST_CASE(checks_say_what_was_expected_and_what_came)
{
    checks c;
    using number     = ssot::result<int>;
    number const bad = ssot::error(ssot::errc::io, "no disk");
    BOOST_TEST(complaint([&] { c.expect(true, "x"); }) == "");
    BOOST_TEST(complaint([&] { c.expect(false, "x is y"); }) == "x is y");
    BOOST_TEST(complaint([&] { c.equal(1, 1, "x"); }) == "");
    BOOST_TEST(complaint([&] { c.equal(std::optional<int>(), std::optional(2), "x"); }) == "x: expected 2, came nothing");
    BOOST_TEST(c.ok(number(7), "x") == 7);
    BOOST_TEST(complaint([&] { c.ok(bad, "x"); }) == "x: expected success, came the error no disk (io)");
    BOOST_TEST(c.refused(bad, {ssot::errc::busy, ssot::errc::io}, "x").text() == "no disk");
    BOOST_TEST(complaint([&] { c.refused(bad, {ssot::errc::busy}, "x"); }) ==
               "x: expected the error busy, came no disk (io)");
    BOOST_TEST(complaint([&] { c.refused(number(1), {ssot::errc::busy, ssot::errc::io}, "x"); }) ==
               "x: expected the error busy or io, came success");
    BOOST_TEST(c.count() == 9U);
}

BOOST_AUTO_TEST_CASE(a_row_without_json_is_shown)
{
    ssot::sync run{.source = "a", .target = "b", .start_time = ssot::timestamp::max()};
    BOOST_TEST(ssot::conformance::show(run).starts_with("a row without JSON: "));
    BOOST_TEST(ssot::conformance::show(ssot::sync{.source = "a", .target = "b"}).starts_with("{"));
}

BOOST_AUTO_TEST_CASE(long_texts_and_lists_are_cut)
{
    BOOST_TEST(ssot::conformance::show(std::string(1000, 'x')).ends_with("x... (1002 bytes)"));
    BOOST_TEST(ssot::conformance::show(std::vector<int>{1, 2}) == "[1, 2] (2)");
    BOOST_TEST(ssot::conformance::show(std::vector<int>(20)).ends_with(", 0, ...] (20)"));
    BOOST_TEST(ssot::conformance::show(ssot::conformance::grade::middle) == "\"Middle\"");
}

BOOST_AUTO_TEST_CASE(the_store_has_a_clock_of_its_own)
{
    memory_trial on;
    ssot::sync   run{.source = "a", .target = "b"};
    on.t.ok(on.t.store().insert(run), "inserting a sync");
    int reads = 0;
    on.t.meanwhile([&] { ++reads; });
    ssot::sync_log_entry entry{.sync = run, .message = "m"};
    on.t.ok(on.t.store().insert(entry), "inserting an entry");
    on.t.meanwhile({});
    BOOST_TEST(reads == 1);
    BOOST_TEST((entry.timestamp >= trial::first_moment && entry.timestamp < trial::first_moment + std::chrono::seconds(1)));
    BOOST_TEST(ssot::conformance::contents(on.t, on.t.store()).size() == 2U);
    BOOST_TEST(on.t.another_store().count<ssot::sync>().value() == 1U, "of the same backend");
    auto other = on.t.another();
    BOOST_TEST(other.store().count<ssot::sync>().value() == 0U, "of a fresh one");
}

BOOST_AUTO_TEST_CASE(time_decides_how_much_is_done)
{
    memory_trial on;
    BOOST_TEST(on.t.scaled(1, 2) == 1U);
    on.from.thorough = true;
    BOOST_TEST(on.t.scaled(1, 2) == 2U);
    BOOST_TEST(!on.t.open_if(false).has_value());
    BOOST_TEST(on.t.open_if(true).has_value());
    BOOST_TEST(!on.t.can_reopen());
}

BOOST_AUTO_TEST_CASE(whether_a_write_waits_is_found_out_once)
{
    memory_trial on;
    int          written = 0;
    int          gave    = 0;
    auto const   beside  = [&](std::string const& situation) {
        return on.t.beside(situation, [&] { ++written; }, [&] { ++gave; });
    };
    BOOST_TEST(beside("a scan"));
    BOOST_TEST(on.from.waits->at("a scan") == false);
    on.from.waits->emplace("a lock", true);
    BOOST_TEST(!beside("a lock"), "it is known to wait");
    BOOST_TEST(written == 2);
    BOOST_TEST(gave == 1);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
