// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/query.hpp>

using log_entry = ssot::sync_log_entry;

auto by_source() -> ssot::selection<log_entry>;

auto by_source() -> ssot::selection<log_entry>
{
#ifdef SSOT_COMPILE_FAIL
    // expect: "a path goes through foreign keys, and this member is none"
    return ssot::from<log_entry>().order_by(ssot::asc<&log_entry::message, &ssot::sync::source>);
#else
    return ssot::from<log_entry>().order_by(ssot::asc<&log_entry::sync, &ssot::sync::source>);
#endif
}
