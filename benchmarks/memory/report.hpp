// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_MEMORY_REPORT_HPP
#define BENCH_MEMORY_REPORT_HPP

// What a run found, for people: the median of each benchmark, and the goals.

#include "support/report.hpp"

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace bench {

/// One line for each work. `insert`, `decode`, `stream` and `erase` are told by the entry.
inline void print_times(results const& found, std::size_t entries)
{
    constexpr std::string_view works[] = {"insert", "get", "failures", "counts", "decode", "stream", "erase"};
    constexpr std::string_view peers[] = {"vector", "multi_index", "sqlite", "ours_backend", "ours_any", "ours_store"};
    std::printf("\nMedian CPU time with %zu entries; ns for an entry, and of get, failures, counts for a call:\n", entries);
    auto const records = [&](std::string_view work) {
        return work == "erase" ? entries / 10 : work == "insert" || work == "decode" || work == "stream" ? entries : 1;
    };
    print_medians(found, works, peers, records, entries);
}

/// The table for so many entries, with its head printed.
inline goal_table begin_goals(std::size_t entries, bool judged)
{
    goal_table const table(goal_table::share_of_time, 5, judged);
    table.print_head(", " + std::to_string(entries) + " entries");
    return table;
}

} // namespace bench

#endif // BENCH_MEMORY_REPORT_HPP
