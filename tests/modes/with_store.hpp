// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_MODES_WITH_STORE_HPP
#define SSOT_TESTS_MODES_WITH_STORE_HPP

#include <ssot/fwd.hpp>

#include <cstddef>

// A function of a user's, as it stands in a header of theirs.

/// Stores a sync; how many there are then.
std::size_t add_sync(ssot::store& store);

#endif // SSOT_TESTS_MODES_WITH_STORE_HPP
