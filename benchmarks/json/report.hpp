// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_REPORT_HPP
#define BENCH_JSON_REPORT_HPP

// What a run found, for people: the median of each benchmark, and the goals.

#include "goals.hpp"
#include "heap.hpp"
#include "results.hpp"

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace bench {

inline std::string benchmark_name(std::string_view scenario, std::string_view peer)
{
    return std::string(scenario).append("/").append(peer);
}

/// One line for each scenario, in ns for a record; one sync is a record.
inline void print_medians(results const& found, std::size_t records)
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
    std::printf("\nMedian CPU time in ns for a record:\n%-14s", "");
    for (auto const peer : peers)
        std::printf("%15.*s", static_cast<int>(peer.size()), peer.data());
    std::printf("\n");
    for (auto const scenario : scenarios) {
        bool const many = scenario != "round_trip" && !scenario.ends_with("_sync");
        std::printf("%-14.*s", static_cast<int>(scenario.size()), scenario.data());
        for (auto const peer : peers) {
            if (auto const time = found.median(benchmark_name(scenario, peer)))
                std::printf("%15.1f", *time * 1e9 / (many ? static_cast<double>(records) : 1));
            else
                std::printf("%15s", "-");
        }
        std::printf("\n");
    }
}

inline void print_goal(goal const& wanted, double ratio)
{
    auto const column = [](std::string_view text, int width) {
        std::printf("%-*.*s", width, static_cast<int>(text.size()), text.data());
    };
    column(wanted.scenario, 16);
    column(wanted.ours, 15);
    column(wanted.peer, 16);
    if (wanted.ratio == 0)
        std::printf("%8.2f  %8s\n", ratio, "-");
    else
        std::printf("%8.2f  %8.1f  %s\n", ratio, wanted.ratio, ratio >= wanted.ratio ? "met" : "NOT MET");
}

inline void print_goals(results const& found, heap_of_a_diff const& heap)
{
    std::printf(
        "\nHow many times faster, by medians:\n%-16s%-15s%-16s%8s  %8s\n", "scenario", "ours", "than", "ratio", "goal");
    for (auto const& wanted : goals) {
        auto const ours = found.median(benchmark_name(wanted.scenario, wanted.ours));
        auto const peer = found.median(benchmark_name(wanted.scenario, wanted.peer));
        if (ours && peer)
            print_goal(wanted, *peer / *ours);
    }
    print_goal({"heap of a diff", "raw_json", "value", heap_goal}, heap.dom / heap.raw);
    std::printf("A diff takes %.1f bytes of heap as raw_json and %.1f as boost::json::value.\n", heap.raw, heap.dom);
}

} // namespace bench

#endif // BENCH_JSON_REPORT_HPP
