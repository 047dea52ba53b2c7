// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_REPORT_HPP
#define BENCH_JSON_REPORT_HPP

// What a run found, for people: the median of each benchmark, and the goals.

#include "goals.hpp"
#include "heap.hpp"
#include "support/report.hpp"

#include <cstddef>
#include <cstdio>
#include <string_view>

namespace bench {

/// One line for each scenario, in ns for a record; one sync is a record.
inline void print_times(results const& found, std::size_t records)
{
    constexpr std::string_view scenarios[] = {"write_lines",
                                              "write_array",
                                              "read_lines",
                                              "read_array",
                                              "read_spaced",
                                              "read_shuffled",
                                              "round_trip",
                                              "write_sync",
                                              "read_sync"};
    constexpr std::string_view peers[]     = {"ours_raw",
                                              "ours_default",
                                              "ours_memory",
                                              "boost_obvious",
                                              "boost_tuned",
                                              "boost_memory",
                                              "nlohmann",
                                              "rapidjson",
                                              "simdjson"};
    std::printf("\nMedian CPU time in ns for a record:\n");
    print_medians(found, scenarios, peers, [&](std::string_view scenario) {
        return scenario == "round_trip" || scenario.ends_with("_sync") ? 1 : records;
    });
}

inline void print_goals(results const& found, heap_of_a_diff const& heap)
{
    goal_table const table(goal_table::times_faster, 2);
    table.print_head();
    table.print(found, goals);
    table.print({"heap of a diff", "raw_json", "value", heap_goal}, heap.dom / heap.raw);
    std::printf("A diff takes %.1f bytes of heap as raw_json and %.1f as boost::json::value.\n", heap.raw, heap.dom);
}

} // namespace bench

#endif // BENCH_JSON_REPORT_HPP
