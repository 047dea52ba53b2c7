// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_TYPES_HPP
#define BENCH_JSON_TYPES_HPP

// The records that are measured, by what their diffs are made of.

#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/model/types.hpp>

namespace bench {

using raw_entry = ssot::basic_sync_log_entry<ssot::raw_types>;
using raw_sync  = ssot::basic_sync<ssot::raw_types>;
using dom_entry = ssot::sync_log_entry;
using dom_sync  = ssot::sync;

} // namespace bench

#endif // BENCH_JSON_TYPES_HPP
