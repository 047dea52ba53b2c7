// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORAGE_QUESTION_IPP
#define SSOT_IMPL_STORAGE_QUESTION_IPP

#include <ssot/storage/question.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

namespace ssot::storage {

SSOT_DECL condition::condition(op what, field_place at, std::vector<value> args, bool sorted)
    : terms_{{what, at.field, 0, static_cast<std::uint32_t>(args.size()), at.via, at.then, sorted}}, args_(std::move(args))
{
}

SSOT_DECL bool condition::is_chain(condition const& c, op what) noexcept
{
    return c.depth_ > max_chain && c.terms_[c.begin_].what == what;
}

SSOT_DECL condition condition::out_of_limits()
{
    condition out = no_row();
    out.too_deep_ = true;
    return out;
}

SSOT_DECL error condition::too_deep_error()
{
    return error(errc::too_deep, "a condition has at most 512 levels and 10000 terms; ask for a list of values with in()");
}

SSOT_DECL void condition::put_before(term t)
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

SSOT_DECL condition condition::join(op what, condition a, condition b)
{
    if (a.too_deep_ || b.too_deep_)
        return out_of_limits();
    if (a.terms_.empty() || b.terms_.empty()) { // an empty condition, which every row satisfies
        bool const keep_a = (what == op::and_) == b.terms_.empty();
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
    term whole{what, no_field, 0, 2};
    if (on_the_left)
        whole.count = a.terms_[a.begin_++].count + 1;
    else if (on_the_right)
        whole.count = b.terms_[b.begin_++].count + 1;
    bool const into_b = a.size() < b.size();
    auto&      out    = into_b ? b : a;
    if (into_b)
        out.put_before(std::move(a));
    else
        out.put_behind(std::move(b));
    out.put_before(whole);
    out.depth_ = depth;
    return std::move(out);
}

SSOT_DECL condition condition::negated() &&
{
    if (too_deep_)
        return std::move(*this);
    if (terms_.empty())
        return no_row();
    if (depth_ == max_depth || size() == max_terms)
        return out_of_limits();
    put_before(term{op::not_, no_field, 0, 1});
    ++depth_;
    return std::move(*this);
}

SSOT_DECL query question::to_query(model_desc const& model) const
{
    query out;
    out.model = &model;
    out.where.assign(where.terms().begin(), where.terms().end());
    out.args.reserve(where.args().size());
    for (auto const& arg : where.args())
        out.args.push_back(arg.view());
    if (order)
        out.order = *order;
    else
        out.order.assign(model.ordering.begin(), model.ordering.end());
    bool const ends_with_key = !out.order.empty() && out.order.back().via == no_field && out.order.back().field == model.pk;
    if (!ends_with_key)
        out.order.push_back({.field = model.pk});
    out.limit  = limit;
    out.offset = offset;
    out.fields = fields;
    return out;
}

SSOT_DECL bool question::skips(error const& e) const
{
    if (!skip_corrupt || e.code() != errc::corrupted)
        return false;
    if (corrupt)
        corrupt->push_back(e);
    return true;
}

SSOT_DECL aggregate_query grouping::to_query(question const& q, model_desc const& model) const
{
    aggregate_query out{.base = q.to_query(model), .group_by = group_by};
    for (auto const& m : measures) {
        auto const first = static_cast<std::uint32_t>(out.where_if.size());
        auto const shift = static_cast<std::uint32_t>(out.base.args.size());
        for (auto t : m.when.terms()) {
            t.first += shift;
            out.where_if.push_back(t);
        }
        for (auto const& arg : m.when.args())
            out.base.args.push_back(arg.view());
        out.measures.push_back({m.fold, m.field, first, static_cast<std::uint32_t>(m.when.terms().size())});
    }
    return out;
}

} // namespace ssot::storage

#endif // SSOT_IMPL_STORAGE_QUESTION_IPP
