// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/query.hpp>

using entry = ssot::sync_log_entry;

auto by_source() -> ssot::selection<entry>;

auto by_source() -> ssot::selection<entry>
{
#ifdef SSOT_COMPILE_FAIL
    // expect: "a path goes through foreign keys, and this member is none"
    return ssot::from<entry>().order_by(ssot::asc<&entry::message, &ssot::sync::source>);
#else
    return ssot::from<entry>().order_by(ssot::asc<&entry::sync, &ssot::sync::source>);
#endif
}
