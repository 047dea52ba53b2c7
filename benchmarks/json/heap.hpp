// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_HEAP_HPP
#define BENCH_JSON_HEAP_HPP

// How much of the heap the diffs of log entries take, by a count of what operator new gives and gets back.

#include "data.hpp"

namespace bench {

/// Bytes for one diff, as malloc rounds them.
struct heap_of_a_diff {
    double raw{}; ///< as ssot::raw_json
    double dom{}; ///< as boost::json::value
};

heap_of_a_diff measure_heap(data const& original);

} // namespace bench

#endif // BENCH_JSON_HEAP_HPP
