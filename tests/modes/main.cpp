// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/sync.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include "with_store.hpp"

// A store that is made here and used on the other side of a border: of a file, of a static or of a shared library.
int main()
{
    ssot::storage::memory backend;
    ssot::store           store{backend};
    bool const            grows = add_sync(store) == 1 && add_sync(store) == 2;
    store.insert(ssot::sync{.source = "C", .target = "D"}).value();
    bool const same = store.backend_as<ssot::storage::memory>() == &backend;
    auto       tx   = store.begin().value();
    bool const all  = add_sync(store) == 4;
    tx.rollback();
    return grows && same && all && store.count<ssot::sync>().value() == 3 ? 0 : 1;
}
