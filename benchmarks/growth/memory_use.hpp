// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_GROWTH_MEMORY_USE_HPP
#define BENCH_GROWTH_MEMORY_USE_HPP

#include "growth/works.hpp"
#include "support/counted_new.hpp"

#include <algorithm>
#include <cstddef>

namespace bench {

/// What a work takes of the heap, in bytes as malloc rounds them.
struct memory_use {
    double ready; ///< what was made ready
    double peak;  ///< the most that was in use at any time of the work, beyond what was made ready
    double stays; ///< what is in use after it, beyond what was made ready; below 0 if it erases

    /// The bytes that the work is about: what was made ready, or what is there after it if that is more.
    double data() const { return std::max(ready, ready + stays); }

    /// How many times its data the work needs besides what was made ready.
    double peak_share() const { return peak / data(); }

    /// Whether the work leaves behind less than half of what was there. Rows that are dead may take a quarter of the bytes of all before
    /// they are given back; works that keep every version and every erased row leave more than all that was there.
    bool gives_back() const { return stays <= 0.5 * ready; }
};

/// Does the work to `n` things.
inline memory_use memory_of(growing_work const& work, std::size_t n)
{
    count_heap();
    auto const run   = work.prepare(n);
    auto const ready = static_cast<double>(static_cast<std::ptrdiff_t>(counted_heap()));
    count_heap();
    run();
    auto const stays = static_cast<double>(static_cast<std::ptrdiff_t>(counted_heap()));
    return {ready, static_cast<double>(counted_peak()), stays};
}

} // namespace bench

#endif // BENCH_GROWTH_MEMORY_USE_HPP
