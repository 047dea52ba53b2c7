// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/sync.hpp>
#include <ssot/store.hpp>

#include "with_store.hpp"

std::size_t add_sync(ssot::store& store)
{
    store.insert(ssot::sync{.source = "A", .target = "B"}).value();
    return store.count<ssot::sync>().value();
}
