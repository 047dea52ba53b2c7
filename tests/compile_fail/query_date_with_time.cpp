// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/sync.hpp>
#include <ssot/query.hpp>

#include <chrono>

auto of_today(ssot::timestamp now) -> ssot::selection<ssot::sync>;

auto of_today(ssot::timestamp now) -> ssot::selection<ssot::sync>
{
#ifdef SSOT_COMPILE_FAIL
    // expect: "date() compares with a std::chrono::year_month_day"
    return ssot::from<ssot::sync>().where(date(ssot::field<&ssot::sync::start_time>) == now);
#else
    return ssot::from<ssot::sync>().where(date(ssot::field<&ssot::sync::start_time>) ==
                                          std::chrono::floor<std::chrono::days>(now));
#endif
}
