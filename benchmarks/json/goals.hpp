// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_GOALS_HPP
#define BENCH_JSON_GOALS_HPP

// How many times faster than a peer this library shall be.

#include "support/report.hpp"

namespace bench {

// clang-format off: one goal on a line
inline constexpr goal goals[] = {
    {"write_lines", "ours_raw", "boost_obvious", 20},
    {"write_lines", "ours_default", "boost_obvious", 12},
    {"write_lines", "ours_raw", "rapidjson", 8},
    {"write_lines", "ours_default", "rapidjson", 5},
    {"write_array", "ours_raw", "boost_obvious", 20},
    {"write_array", "ours_default", "boost_obvious", 12},
    {"read_lines", "ours_raw", "boost_obvious", 5.5},
    {"read_lines", "ours_default", "boost_obvious", 4},
    {"read_lines", "ours_raw", "simdjson", 0},
    {"read_array", "ours_raw", "boost_obvious", 5.5},
    {"read_array", "ours_default", "boost_obvious", 4},
    {"read_spaced", "ours_raw", "boost_obvious", 4.5},
    {"read_shuffled", "ours_raw", "boost_obvious", 3},
    {"write_sync", "ours_raw", "boost_tuned", 100},
    {"write_sync", "ours_default", "boost_tuned", 3},
    {"read_sync", "ours_raw", "boost_tuned", 5},
    {"read_sync", "ours_default", "boost_tuned", 1.5},
    {"read_sync", "ours_memory", "boost_tuned", 2},
    {"read_sync", "ours_memory", "boost_memory", 0},
    {"round_trip", "ours_raw", "boost_obvious", 13},
    {"round_trip", "ours_default", "boost_obvious", 6.5},
};
// clang-format on

/// How many times as much heap a diff takes as a DOM.
inline constexpr double heap_goal = 4;

} // namespace bench

#endif // BENCH_JSON_GOALS_HPP
