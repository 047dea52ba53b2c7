// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/memory.hpp>
#include <ssot/testing/conformance.hpp>

#include <boost/test/unit_test.hpp>

#include <stdlib.h>

#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

// Two processes on one store: what the kit finds in backends that were only tried in one.

namespace {

using ssot::conformance::outcome;
using ssot::conformance::report;

struct folder {
    std::string name = std::filesystem::temp_directory_path() / "ssot_beside.XXXXXX";

    folder() { BOOST_TEST_REQUIRE(::mkdtemp(name.data()) != nullptr); }
    folder(folder const&)            = delete;
    folder& operator=(folder const&) = delete;
    ~folder() { std::filesystem::remove_all(name); }
};

/// What the kit says of two processes with the backend of this name; see beside.cpp.
report examine(std::string const& backend, std::vector<std::string> only = {"process."})
{
    folder const place;
    auto const   from = ssot::conformance::make_source<ssot::storage::memory>(
        [] { return ssot::storage::memory(); }); // only for what it declares
    std::ostringstream out;
    return ssot::conformance::examine(
        from, {.only = std::move(only), .beside = SSOT_TESTS_BESIDE " " + backend + ' ' + place.name}, out);
}

/// The behaviours that ended so, with the words of each.
std::set<std::string_view> those(report const& r, outcome how)
{
    std::set<std::string_view> out;
    for (auto const& v : r.verdicts)
        if (v.how == how)
            out.insert(v.name);
    return out;
}
std::string words_of(report const& r)
{
    std::string out;
    for (auto const& v : r.verdicts)
        out += std::string(v.name) + ": " + std::string(to_string(v.how)) + ": " + v.words + '\n';
    return out;
}

/// The lie is named by this behaviour.
void names(std::string const& backend, std::string_view behaviour, std::string_view words)
{
    auto const r = examine(backend, {std::string(behaviour)});
    BOOST_TEST_REQUIRE(r.verdicts.size() == 1U);
    BOOST_TEST((r.verdicts[0].how == outcome::failed), backend << ": " << words_of(r));
    BOOST_TEST(r.verdicts[0].words.find(words) != std::string::npos, r.verdicts[0].words);
    BOOST_TEST(r.verdicts[0].words.find(". Sentence ") != std::string::npos, r.verdicts[0].words);
}

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(processes)

BOOST_AUTO_TEST_CASE(a_store_that_processes_share_passes)
{
    auto const r = examine("right");
    BOOST_TEST(r.verdicts.size() == 7U);
    BOOST_TEST(r.count(outcome::passed) == 7U, words_of(r));
}

BOOST_AUTO_TEST_CASE(a_store_of_one_process_at_a_time_says_so)
{
    auto const r = examine("folder");
    BOOST_TEST((those(r, outcome::passed) == std::set<std::string_view>{"process.in_turn"}), words_of(r));
    BOOST_TEST(r.count(outcome::skipped) == 6U, words_of(r));
    BOOST_TEST(words_of(r).find("the second is refused by busy") != std::string::npos, words_of(r));
}

BOOST_AUTO_TEST_CASE(rows_that_stay_in_their_process) { names("memory", "process.in_turn", "sees other rows"); }

BOOST_AUTO_TEST_CASE(rows_that_are_read_once) { names("keeps_rows", "process.sees_commits", "after the other process"); }

BOOST_AUTO_TEST_CASE(no_lock) { names("locks_nothing", "process.disjoint_rows", "rows"); }

BOOST_AUTO_TEST_CASE(a_lock_that_is_taken_after_reading) { names("locks_late", "process.lost_update", "expected 1=100"); }

BOOST_AUTO_TEST_CASE(keys_that_are_looked_for_before_the_lock)
{
    names("looks_early", "process.same_key", "told that it is taken");
}

BOOST_AUTO_TEST_CASE(rows_that_are_written_before_the_commit)
{
    names("writes_at_once", "process.uncommitted", "has not committed");
}

BOOST_AUTO_TEST_CASE(a_lock_that_outlives_its_process) { names("lock_is_a_file", "process.killed", "second process"); }

BOOST_AUTO_TEST_CASE(a_command_that_does_not_answer)
{
    auto const         from = ssot::conformance::make_source<ssot::storage::memory>([] { return ssot::storage::memory(); });
    std::ostringstream out;
    auto const         r = ssot::conformance::examine(from, {.only = {"process.in_turn"}, .beside = "exit 3"}, out);
    BOOST_TEST((r.verdicts.at(0).how == outcome::failed));
    BOOST_TEST(r.verdicts.at(0).words.find("ended") != std::string::npos, r.verdicts.at(0).words);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
