// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_MEMORY_REPORT_HPP
#define BENCH_MEMORY_REPORT_HPP

// What a run found, for people: the median of each benchmark, and the goals.

#include "../json/results.hpp"
#include "goals.hpp"

#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace bench {

inline std::string benchmark_name(std::string_view work, std::string_view peer, std::size_t entries)
{
    return std::string(work).append("/").append(peer).append("/").append(std::to_string(entries));
}

/// One line for each work. `insert`, `decode` and `erase` are told by the entry.
inline void print_medians(results const& found, std::size_t entries)
{
    constexpr std::string_view works[] = {"insert", "get", "failures", "counts", "decode", "erase"};
    constexpr std::string_view peers[] = {"vector", "multi_index", "sqlite", "ours_backend", "ours_any", "ours_store"};
    std::printf(
        "\nMedian CPU time with %zu entries; ns for an entry, and of get, failures, counts for a call:\n%-10s", entries, "");
    for (auto const peer : peers)
        std::printf("%15.*s", static_cast<int>(peer.size()), peer.data());
    std::printf("\n");
    for (auto const work : works) {
        auto const each = work == "erase" ? entries / 10 : work == "insert" || work == "decode" ? entries : 1;
        std::printf("%-10.*s", static_cast<int>(work.size()), work.data());
        for (auto const peer : peers)
            if (auto const time = found.median(benchmark_name(work, peer, entries)))
                std::printf("%15.1f", *time * 1e9 / static_cast<double>(each));
            else
                std::printf("%15s", "-");
        std::printf("\n");
    }
}

inline void print_goal(goal const& wanted, double ratio)
{
    auto const column = [](std::string_view text, int width) {
        std::printf("%-*.*s", width, static_cast<int>(text.size()), text.data());
    };
    column(wanted.work, 18);
    column(wanted.ours, 14);
    column(wanted.peer, 16);
    if (wanted.most == 0)
        std::printf("%9.5f  %9s\n", ratio, "-");
    else
        std::printf("%9.5f  %9.5f  %s\n", ratio, wanted.most, ratio <= wanted.most ? "met" : "NOT MET");
}

inline void print_goals_head(std::size_t entries)
{
    std::printf("\nWhat ours takes of the peer's, by medians, %zu entries:\n%-18s%-14s%-16s%9s  %9s\n",
                entries,
                "work",
                "ours",
                "of",
                "ratio",
                "goal");
}

inline void print_goals(results const& found, std::size_t entries)
{
    print_goals_head(entries);
    for (auto const& wanted : goals) {
        auto const ours = found.median(benchmark_name(wanted.work, wanted.ours, entries));
        auto const peer = found.median(benchmark_name(wanted.work, wanted.peer, entries));
        if (ours && peer)
            print_goal(wanted, *ours / *peer);
    }
}

} // namespace bench

#endif // BENCH_MEMORY_REPORT_HPP
