// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_CONDITION_IPP
#define SSOT_IMPL_CONDITION_IPP

#include <ssot/condition.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

namespace ssot::detail {

/// The condition that no row satisfies: a field that equals one of no values.
SSOT_DECL condition no_row(field_place at) { return {storage::op::in, at, {}, true}; }

SSOT_DECL condition compare_beyond(storage::op what, field_place at)
{
    if (what == storage::op::lt || what == storage::op::le)
        return condition(storage::op::is_null, at, {}).negated();
    return no_row(at);
}

SSOT_DECL condition compare_value(storage::op what, field_place at, storage::value v)
{
    std::vector<storage::value> args;
    args.push_back(std::move(v));
    return {what, at, std::move(args)};
}

SSOT_DECL condition::condition(storage::op what, field_place at, std::vector<storage::value> args, bool sorted)
    : terms_{{what, at.field, 0, static_cast<std::uint32_t>(args.size()), at.via, at.then, sorted}}, args_(std::move(args))
{
}

SSOT_DECL bool condition::is_chain(condition const& c, storage::op what) noexcept
{
    return c.depth_ > max_chain && c.terms_[c.begin_].what == what;
}

SSOT_DECL condition condition::out_of_limits()
{
    condition out = no_row({0});
    out.too_deep_ = true;
    return out;
}

SSOT_DECL error condition::too_deep_error()
{
    return error(errc::too_deep, "a condition has at most 512 levels and 10000 terms; ask for a list of values with in()");
}

SSOT_DECL void condition::put_before(storage::term t)
{
    if (begin_ == 0) {
        auto const room = terms_.size() + 4;
        terms_.insert(terms_.begin(), room, t);
        begin_ = room;
    }
    terms_[--begin_] = t;
}

/// Puts the terms of another before these. Its arguments come behind, for they may stand in any order.
SSOT_DECL void condition::put_before(condition&& c)
{
    auto const shift = static_cast<std::uint32_t>(args_.size());
    for (auto i = c.terms_.size(); i-- != c.begin_;) {
        auto t = c.terms_[i];
        t.first += shift;
        put_before(t);
    }
    std::ranges::move(c.args_, std::back_inserter(args_));
}

SSOT_DECL void condition::put_behind(condition&& c)
{
    auto const shift = static_cast<std::uint32_t>(args_.size());
    for (auto t : c.terms()) {
        t.first += shift;
        terms_.push_back(t);
    }
    std::ranges::move(c.args_, std::back_inserter(args_));
}

SSOT_DECL condition condition::join(storage::op what, condition a, condition b)
{
    if (a.too_deep_ || b.too_deep_)
        return out_of_limits();
    if (a.terms_.empty() || b.terms_.empty()) { // an empty condition, which every row satisfies
        bool const keep_a = (what == storage::op::and_) == b.terms_.empty();
        return keep_a ? std::move(a) : std::move(b);
    }
    // Terms are in prefix order. A list that is continued takes the other condition at its end, or directly after its first
    // term.
    bool const        on_the_left  = is_chain(a, what) && a.depth_ > b.depth_;
    bool const        on_the_right = !on_the_left && is_chain(b, what) && b.depth_ > a.depth_;
    std::size_t const head         = on_the_left || on_the_right ? 0 : 1;
    auto const        depth        = std::max(a.depth_, b.depth_) + head;
    if (depth > max_depth || a.size() + b.size() + head > max_terms)
        return out_of_limits();
    storage::term whole{what, storage::no_field, 0, 2};
    if (on_the_left)
        whole.count = a.terms_[a.begin_++].count + 1;
    else if (on_the_right)
        whole.count = b.terms_[b.begin_++].count + 1;
    bool const into_b = a.size() < b.size();
    if (into_b)
        b.put_before(std::move(a));
    else
        a.put_behind(std::move(b));
    auto& out = into_b ? b : a;
    out.put_before(whole);
    out.depth_ = depth;
    return std::move(out);
}

SSOT_DECL condition condition::negated() &&
{
    if (too_deep_)
        return std::move(*this);
    if (terms_.empty())
        return no_row({0});
    if (depth_ == max_depth || size() == max_terms)
        return out_of_limits();
    put_before(storage::term{storage::op::not_, storage::no_field, 0, 1});
    ++depth_;
    return std::move(*this);
}

SSOT_DECL condition one_of(field_place at, std::vector<storage::value> values)
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

SSOT_DECL condition compare_span(storage::op what, field_place at, timestamp begin, timestamp end)
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
    default: return condition::join(op::and_, compare(op::ge, begin), compare(op::lt, end));
    }
}

SSOT_DECL condition compare_date(storage::op what, field_place at, std::chrono::year_month_day day)
{
    if (!day.ok()) // no timestamp is on a day that does not exist
        return no_row(at);
    std::chrono::sys_days const begin = day;
    return compare_span(what, at, begin, begin + std::chrono::days(1));
}

SSOT_DECL condition compare_year(storage::op what, field_place at, std::int64_t year)
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
