// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_SUPPORT_COUNTED_NEW_HPP
#define BENCH_SUPPORT_COUNTED_NEW_HPP

// operator new and delete of this program, which can count. Their bodies are in a file of their own, where nothing is inlined
// into one of them alone.

#include <cstddef>

namespace bench {

/// Begins to count.
void count_heap();

/// Ends that; bytes that were taken and not given back meanwhile, as malloc rounds them.
std::size_t counted_heap();

/// Ends that; the most bytes that were taken and not yet given back at any time meanwhile.
std::size_t counted_peak();

/// Ends that; how often memory was taken.
std::size_t counted_allocations();

/// Ends that; how many bytes were taken altogether, whether they were given back or not.
std::size_t counted_bytes();

} // namespace bench

#endif // BENCH_SUPPORT_COUNTED_NEW_HPP
