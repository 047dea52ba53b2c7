// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/random_run.hpp>

#include <ssot/testing/source.hpp>

#include "conformance/flawed_backends.hpp"
#include "conformance/kit/in_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using ssot::conformance::act;
using ssot::conformance::command;
using ssot::conformance::make_source;
using ssot_test::flaw;
using ssot_test::flawed_backend;
using ssot_test::in_memory;

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(random_run)

BOOST_AUTO_TEST_CASE(commands_have_names)
{
    std::set<std::string_view> names;
    for (std::size_t i = 0; i != ssot::conformance::act_count; ++i)
        BOOST_TEST(names.insert(to_string(static_cast<act>(i))).second, i);
    BOOST_TEST(!names.contains(""));
    BOOST_TEST(to_string(act::insert_sync) == "insert_sync");
    BOOST_TEST(to_string(act::reopen) == "reopen");
}

BOOST_AUTO_TEST_CASE(what_is_replayed_is_told_and_judged)
{
    std::vector<command> const commands{
        {act::insert_sync, 3, 0, 7}, {act::begin}, {act::erase_sync, 3}, {act::rollback}, {act::select_syncs}};
    std::vector<std::string> told;
    BOOST_TEST(ssot::conformance::replay(in_memory(), commands, &told) == "");
    BOOST_TEST(told.size() == commands.size());

    auto const flawed = make_source<flawed_backend>([] { return flawed_backend(flaw::loses_row_on_rollback); });
    BOOST_TEST(ssot::conformance::replay(flawed, commands) != "");
}

BOOST_AUTO_TEST_CASE(a_run_does_what_it_is_told_and_no_more)
{
    auto const r = ssot::conformance::run_random(in_memory(), {.seed = 5, .commands = 250, .per_run = 100});
    BOOST_TEST(r.commands == 250U);
    BOOST_TEST(r.words == "");

    auto const flawed = make_source<flawed_backend>([] { return flawed_backend(flaw::off_by_one_limit); });
    auto const wrong  = ssot::conformance::run_random(flawed, {.commands = 10'000});
    BOOST_TEST(wrong.commands < 10'000U, "it ends with the first fault");
    BOOST_TEST(wrong.words.find("{act::") != std::string::npos, wrong.words);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
