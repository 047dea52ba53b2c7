// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_CONDITION_IPP
#define SSOT_IMPL_CONDITION_IPP

#include <ssot/condition.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

namespace ssot::detail {

SSOT_DECL storage::condition compare_beyond(storage::op what, storage::field_place at)
{
    if (what == storage::op::lt || what == storage::op::le)
        return storage::condition(storage::op::is_null, at, {}).negated();
    return storage::condition::no_row(at);
}

SSOT_DECL storage::condition compare_value(storage::op what, storage::field_place at, storage::value v)
{
    std::vector<storage::value> args;
    args.push_back(std::move(v));
    return {what, at, std::move(args)};
}

SSOT_DECL storage::condition one_of(storage::field_place at, std::vector<storage::value> values)
{
    std::erase_if(values, [](auto const& v) {
        auto const view = v.view();
        return view.is_null() || (view.type() == kind::real && view.as_real() != view.as_real()); // NaN equals nothing
    });
    std::ranges::sort(values, [](auto const& a, auto const& b) { return compare(a.view(), b.view()) < 0; });
    auto const repeated =
        std::ranges::unique(values, [](auto const& a, auto const& b) { return compare(a.view(), b.view()) == 0; });
    values.erase(repeated.begin(), repeated.end());
    return {storage::op::in, at, std::move(values), true};
}

SSOT_DECL storage::condition compare_span(storage::op what, storage::field_place at, timestamp begin, timestamp end)
{
    using storage::op;
    auto const compare = [&](op how, timestamp t) {
        auto const us = t.time_since_epoch().count();
        return compare_value(how, at, storage::value(storage::value_view::integer(us, kind::timestamp)));
    };
    switch (what) {
    case op::lt: return compare(op::lt, begin);
    case op::le: return compare(op::lt, end);
    case op::gt: return compare(op::ge, end);
    case op::ge: return compare(op::ge, begin);
    default: return storage::condition::join(op::and_, compare(op::ge, begin), compare(op::lt, end));
    }
}

SSOT_DECL storage::condition compare_date(storage::op what, storage::field_place at, std::chrono::year_month_day day)
{
    if (!day.ok()) // no timestamp is on a day that does not exist
        return storage::condition::no_row(at);
    std::chrono::sys_days const begin = day;
    return compare_span(what, at, begin, begin + std::chrono::days(1));
}

SSOT_DECL storage::condition compare_year(storage::op what, storage::field_place at, std::int64_t year)
{
    using namespace std::chrono;
    auto const begin_of = [](std::int64_t y) { // timestamps are in the years 1 to 9999
        return timestamp(
            sys_days(std::chrono::year(static_cast<int>(std::clamp<std::int64_t>(y, 0, 10'001))) / January / 1));
    };
    return compare_span(what, at, begin_of(year), begin_of(year < 10'001 ? year + 1 : year));
}

} // namespace ssot::detail

#endif // SSOT_IMPL_CONDITION_IPP
