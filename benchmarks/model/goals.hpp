// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_MODEL_GOALS_HPP
#define BENCH_MODEL_GOALS_HPP

// How much of the time of code by hand what stands on models may take.

#include "support/report.hpp"

namespace bench {

// clang-format off: one goal on a line
inline constexpr goal goals[] = {
    {"validate", "ours", "by_hand", 1.5},
    {"diff", "ours", "by_hand", 1.3},
    {"diff_in_order", "ours", "by_hand", 1.3},
    {"diff_as_text", "ours", "by_hand", 0},
    {"log", "recorder", "store_insert", 1.1},
};
// clang-format on

} // namespace bench

#endif // BENCH_MODEL_GOALS_HPP
