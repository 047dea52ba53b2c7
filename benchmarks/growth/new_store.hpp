// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_GROWTH_NEW_STORE_HPP
#define BENCH_GROWTH_NEW_STORE_HPP

#include <ssot/store.hpp>

namespace bench {

/// Returns an empty store in memory, on which the works are done. Each program that includes them defines it.
ssot::store new_store();

} // namespace bench

#endif // BENCH_GROWTH_NEW_STORE_HPP
