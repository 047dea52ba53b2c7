// SPDX-License-Identifier: BSL-1.0
#include "new_store.hpp"

#include <ssot/storage/memory.hpp>

ssot::store bench::new_store() { return ssot::store(ssot::storage::memory{}); }
