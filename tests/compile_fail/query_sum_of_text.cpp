// SPDX-License-Identifier: BSL-1.0
#include <ssot/aggregate.hpp>
#include <ssot/model/sync.hpp>

auto totals() -> std::size_t;

auto totals() -> std::size_t
{
#ifdef SSOT_COMPILE_FAIL
    // expect: "only numbers and durations have a sum"
    auto const query = ssot::from<ssot::sync>().group_by<&ssot::sync::source>(ssot::sum_of<&ssot::sync::target>);
#else
    auto const query = ssot::from<ssot::sync>().group_by<&ssot::sync::source>(ssot::sum_of<&ssot::sync::diff_time>);
#endif
    return query.groups().measures.size();
}
