// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_MEMORY_GOALS_HPP
#define BENCH_MEMORY_GOALS_HPP

// How much of a peer's time, or of its memory, the backend may take.

#include "support/report.hpp"

#include <cstddef>

namespace bench {

inline constexpr std::size_t goals_are_for = 1'000'000; ///< entries; those of 10 million have their own

// clang-format off: one goal on a line
inline constexpr goal goals[] = {
    {"insert", "ours_backend", "vector", 1.0},
    {"insert", "ours_backend", "multi_index", 0.4},
    {"insert", "ours_backend", "sqlite", 0},
    {"insert", "ours_store", "ours_backend", 2.0},
    {"get", "ours_backend", "multi_index", 0},
    {"get", "ours_store", "sqlite", 0},
    {"failures", "ours_backend", "multi_index", 0.2},
    {"failures", "ours_store", "multi_index", 0},
    {"failures", "ours_store", "sqlite", 0},
    {"counts", "ours_backend", "multi_index", 1.0 / 2000},
    {"counts", "ours_store", "multi_index", 1.0 / 50},
    {"counts", "ours_store", "sqlite", 0},
    {"decode", "ours_backend", "multi_index", 0},
    {"decode", "ours_backend", "sqlite", 0},
    {"decode", "ours_any", "ours_backend", 1.1},
    {"stream", "ours_store", "ours_backend", 1.15},
    {"erase", "ours_backend", "multi_index", 0},
    {"erase", "ours_store", "sqlite", 0},
};
// clang-format on

inline constexpr double heap_goal    = 0.65;  ///< of what an entry takes in a Boost.MultiIndex
inline constexpr double readers_goal = 1.2;   ///< their processor time beside a writer, of that without
inline constexpr double growth_goal  = 2;     ///< time for an entry of 10 million, of that of the first million
inline constexpr double bytes_goal   = 2.6e9; ///< of 10 million entries

} // namespace bench

#endif // BENCH_MEMORY_GOALS_HPP
