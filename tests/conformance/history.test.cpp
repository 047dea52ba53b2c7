// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/history.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

// Histories by hand, and what is wrong with them.

namespace {

using ssot::conformance::anomaly;
using ssot::conformance::ended;
using ssot::conformance::lists;
using ssot::conformance::observed;
using ssot::storage::isolation;

std::string judged(std::vector<observed> const& history, lists const& final, isolation level = isolation::serializable)
{
    auto const words = anomaly(history, final, level);
    return words.substr(0, words.find(':'));
}

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(history)

BOOST_AUTO_TEST_CASE(transactions_one_after_the_other_are_right)
{
    BOOST_TEST(judged({}, {}) == "");
    BOOST_TEST(judged({{.reads = {{1, {}}}, .appends = {{1, 10}}},
                       {.reads = {{1, {10}}}, .appends = {{1, 11}, {2, 12}}},
                       {.reads = {{2, {12}}, {1, {10, 11}}}}},
                      {{1, {10, 11}}, {2, {12}}}) == "");
    // Its own appends, seen.
    BOOST_TEST(judged({{.reads = {{1, {}}, {1, {10}}}, .appends = {{1, 10}, {1, 11}}}}, {{1, {10, 11}}}) == "");
    // A commit of which nobody knows may have happened or not.
    BOOST_TEST(judged({{.appends = {{1, 10}}, .how = ended::unknown}}, {{1, {10}}}) == "");
    BOOST_TEST(judged({{.appends = {{1, 10}}, .how = ended::unknown}}, {}) == "");
}

BOOST_AUTO_TEST_CASE(what_was_lost_or_never_written_is_found)
{
    BOOST_TEST(judged({{.appends = {{1, 10}}}}, {}) == "lost");
    BOOST_TEST(judged({}, {{1, {10}}}).starts_with("the number 10"));
    BOOST_TEST(judged({{.appends = {{1, 10}}}}, {{1, {10, 10}}}).starts_with("a number twice"));
    BOOST_TEST(judged({{.appends = {{1, 10}}, .how = ended::aborted}}, {{1, {10}}}) == "G1a");
    BOOST_TEST(judged({{.appends = {{1, 10}}, .how = ended::aborted}, {.reads = {{1, {10}}}}}, {}).starts_with("a read"));
    BOOST_TEST(judged({{.appends = {{1, 10}, {1, 11}}}, {.reads = {{1, {10}}}}}, {{1, {10, 11}}}) == "G1b");
}

BOOST_AUTO_TEST_CASE(cycles_have_their_names)
{
    // Each wrote after the other.
    BOOST_TEST(judged({{.appends = {{1, 10}, {2, 20}}}, {.appends = {{1, 11}, {2, 21}}}}, {{1, {10, 11}}, {2, {21, 20}}}) ==
               "G0");
    // Each read what the other wrote.
    std::vector<observed> const both{{.reads = {{2, {20}}}, .appends = {{1, 10}}},
                                     {.reads = {{1, {10}}}, .appends = {{2, 20}}}};
    BOOST_TEST(judged(both, {{1, {10}}, {2, {20}}}, isolation::read_committed) == "G1c");
    // A lost update: both read the same and appended.
    std::vector<observed> const lost{{.reads = {{1, {}}}, .appends = {{1, 10}}}, {.reads = {{1, {}}}, .appends = {{1, 11}}}};
    BOOST_TEST(judged(lost, {{1, {10, 11}}}) == "G-single");
    BOOST_TEST(judged(lost, {{1, {10, 11}}}, isolation::snapshot) == "G-single");
    BOOST_TEST(judged(lost, {{1, {10, 11}}}, isolation::read_committed) == "");
    // Write skew, which snapshots allow.
    std::vector<observed> const skew{{.reads = {{2, {}}}, .appends = {{1, 10}}}, {.reads = {{1, {}}}, .appends = {{2, 20}}}};
    BOOST_TEST(judged(skew, {{1, {10}}, {2, {20}}}) == "G2");
    BOOST_TEST(judged(skew, {{1, {10}}, {2, {20}}}, isolation::snapshot) == "");
    // The same in a row, where the second saw the first.
    BOOST_TEST(judged({{.reads = {{2, {}}}, .appends = {{1, 10}}}, {.reads = {{1, {10}}}, .appends = {{2, 20}}}},
                      {{1, {10}}, {2, {20}}}) == "");
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
