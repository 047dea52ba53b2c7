// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/sync_log_entry.hpp>

bool assign(ssot::sync_log_entry& entry, ssot::uuid const& id);

bool assign(ssot::sync_log_entry& entry, ssot::uuid const& id)
{
    entry.sync = ssot::key_to<ssot::sync>{id};
#ifdef SSOT_COMPILE_FAIL
    // expect-gcc: "no match for 'operator='"
    // expect-clang: "no viable overloaded '='"
    entry.sync = id;
#endif
    return entry.sync == id;
}
