// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_GROWTH_STEEP_HPP
#define SSOT_TESTS_GROWTH_STEEP_HPP

#include "growth/works.hpp"

#include <cstddef>
#include <vector>

namespace growth {

/// Work that is quadratic on purpose, and the index in `step_names` of the count that has to show it.
struct steep_work {
    bench::growing_work work;
    std::size_t         shown_by;
};

std::vector<steep_work> steep_works();

} // namespace growth

#endif // SSOT_TESTS_GROWTH_STEEP_HPP
