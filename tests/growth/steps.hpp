// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_GROWTH_STEPS_HPP
#define SSOT_TESTS_GROWTH_STEPS_HPP

// What a piece of work costs, in numbers that are the same on every machine and in every run.
//
// - `blocks`: how many pieces of straight code were executed, of everything that is compiled with
//   -fsanitize-coverage=trace-pc: of the library, Boost's headers, and the templates of the standard library. That includes each
//   comparison, each row that the backend looks at, each character that a loop reads.
// - `moved`: over how many bytes memcpy, memmove, memset, memcmp and memchr went, for whomever.
// - `rows`: how many rows the cursors of the backend gave to the store.
// - `allocations` and `bytes`: how often memory was taken with operator new, and how much.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace growth {

inline constexpr std::array<std::string_view, 5> step_names{"blocks", "moved", "rows", "allocations", "bytes"};

/// Counts, in the order of `step_names`.
using steps = std::array<std::uint64_t, step_names.size()>;

/// Begins to count.
void count_steps();

/// Ends that.
steps counted_steps();

/// Counts a row.
void count_row() noexcept;

} // namespace growth

#endif // SSOT_TESTS_GROWTH_STEPS_HPP
