// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_GROWTH_WORKS_HPP
#define BENCH_GROWTH_WORKS_HPP

// Kinds of work whose cost must grow no faster than what they are done to: each makes `n` things ready, and then does its work.
// `./run bench growth` measures the time of each, and tests/growth counts its steps.

#include <cstddef>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

/// What is measured, made ready: the work alone.
using prepared_work = std::function<void()>;

struct growing_work {
    std::string_view                          name;
    std::size_t                               n; ///< of what the first run has; the others have 2, 4 and 8 times as many
    std::function<prepared_work(std::size_t)> prepare;
    std::string_view                          remark{};           ///< where a cache explains more than the goal
    bool                                      gives_back = false; ///< what it leaves behind must be little: see `memory_use`
};

/// Inserts, updates, erases, queries, pages and purges over an empty store that is filled.
std::vector<growing_work> store_works();

/// JSON text, fixtures, conditions, text searches and differences, also such as a stranger would choose to make them slow.
std::vector<growing_work> text_works();

/// Both.
inline std::vector<growing_work> all_works()
{
    auto out = store_works();
    for (auto& work : text_works())
        out.push_back(std::move(work));
    return out;
}

} // namespace bench

#endif // BENCH_GROWTH_WORKS_HPP
