// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

auto caps_of() -> ssot::storage::capabilities;

auto caps_of() -> ssot::storage::capabilities
{
#ifdef SSOT_COMPILE_FAIL
    ssot::storage::memory const backend;
    // expect-gcc: "error: use of deleted function 'ssot::compiled::store::store(B&&"
    // expect-clang: "error: call to deleted constructor of 'const ssot::store'"
#else
    ssot::storage::memory backend;
#endif
    ssot::store const store{backend};
    return store.caps();
}
