// SPDX-License-Identifier: BSL-1.0
#include <ssot/error.hpp>

#include <vector>

auto sum_of(ssot::result<std::vector<int>> const& found) -> int;

auto sum_of(ssot::result<std::vector<int>> const& found) -> int
{
    int sum = 0;
#ifdef SSOT_COMPILE_FAIL
    // expect-clang: "attempt to use a deleted function"
    for (int const i : found) // expect-gcc: "write_value_behind_the_call_that_gives_this_result"
#else
    for (int const i : found.value())
#endif
        sum += i;
    return sum;
}
