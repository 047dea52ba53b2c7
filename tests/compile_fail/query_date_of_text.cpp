// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/sync.hpp>
#include <ssot/query.hpp>

#include <chrono>

auto of_that_day(std::chrono::year_month_day day) -> ssot::selection<ssot::sync>;

auto of_that_day(std::chrono::year_month_day day) -> ssot::selection<ssot::sync>
{
#ifdef SSOT_COMPILE_FAIL
    // expect: "date() and year() need a timestamp field"
    return ssot::from<ssot::sync>().where(date(ssot::field<&ssot::sync::source>) == day);
#else
    return ssot::from<ssot::sync>().where(date(ssot::field<&ssot::sync::start_time>) == day);
#endif
}
