// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_MEMORY_AGGREGATE_IPP
#define SSOT_IMPL_DETAIL_MEMORY_AGGREGATE_IPP

#include <ssot/storage/evaluate.hpp>

#include <ssot/detail/memory/aggregate.hpp>
#include <ssot/detail/memory/counters.hpp>
#include <ssot/detail/memory/database.hpp>

#include <cstring>
#include <limits>
#include <shared_mutex>
#include <utility>

namespace ssot::storage::detail::memory {

inline aggregation::aggregation(aggregate_query const& q, snapshot seen, table const& t,
                                std::shared_ptr<database const> shared)
    : q_(q), snapshot_(std::move(seen)), table_(t), shared_(std::move(shared)),
      follow_(*snapshot_.tables, snapshot_.seen, shared_->guard())
{
}

inline result<std::vector<value_view>> aggregation::read()
{
    std::vector<value_view> out;
    if (read_count(out) || counted_groups(q_, snapshot_, table_, shared_->guard()).read(out))
        return out;
    out.clear();
    for (auto const& m : q_.measures)
        if (auto const type = m.fn == fold_fn::sum ? table_.model().fields[m.field].type : kind::int64;
            type != kind::boolean && type != kind::int64 && type != kind::real && type != kind::duration)
            return error(errc::unsupported, "a sum of values of kind " + std::string(to_string(type)));
    fold_rows();
    if (q_.group_by.empty() && groups_ == 0)
        add_group({});
    for (std::size_t g = 0; g != groups_; ++g) {
        auto const names = std::span(names_).subspan(g * q_.group_by.size(), q_.group_by.size());
        out.insert(out.end(), names.begin(), names.end());
        for (std::size_t m = 0; m != q_.measures.size(); ++m) {
            auto const& f = folded_[g * q_.measures.size() + m];
            if (q_.measures[m].fn == fold_fn::sum && !f.whole.value())
                return error(errc::out_of_range, "the sum is beyond 64 bits")
                    .with_path(std::string(table_.model().fields[q_.measures[m].field].name));
            out.push_back(value_of(q_.measures[m], f));
        }
    }
    return out;
}

inline bool aggregation::read_count(std::vector<value_view>& out)
{
    auto const& base = q_.base;
    if (!base.where.empty() || !base.after.empty() || base.offset != 0 || !q_.group_by.empty() ||
        base.limit != std::numeric_limits<std::uint64_t>::max())
        return false;
    for (auto const& m : q_.measures)
        if (m.fn != fold_fn::count)
            return false;
    std::int64_t           n = 0;
    std::shared_lock const held(shared_->guard());
    if (!table_.count(snapshot_.seen, snapshot_.own, n))
        return false;
    out.assign(q_.measures.size(), value_view::integer(n));
    return true;
}

inline void aggregation::fold_rows()
{
    auto base = q_.base;
    if (base.limit == std::numeric_limits<std::uint64_t>::max() && base.offset == 0 && base.after.empty())
        base.order.clear(); // rows of a group have no order
    table_scan           rows(base, snapshot_, table_, shared_);
    std::vector<row_ref> some;
    for (;;) {
        some.clear();
        rows.read(some, 256);
        if (some.empty())
            return;
        for (auto const ref : some)
            fold(rows.row(ref));
    }
}

inline void aggregation::fold(row_view const& row)
{
    auto* const out = &folded_of(row)[0];
    for (std::size_t m = 0; m != q_.measures.size(); ++m) {
        auto const& measure = q_.measures[m];
        auto&       f       = out[m];
        if (measure.fn == fold_fn::count || measure.fn == fold_fn::count_if) {
            f.n += measure.fn == fold_fn::count || satisfies(measure, row);
            continue;
        }
        auto const v = row.at(measure.field);
        if (v.is_null() || storage::detail::is_nan(v))
            continue;
        if (measure.fn != fold_fn::sum)
            keep_best(f, v, measure.fn == fold_fn::min);
        else
            add(f, v);
    }
}

inline void aggregation::keep_best(folded& f, value_view v, bool least) noexcept
{
    if (!std::exchange(f.any, true) || (least ? compare(v, f.best) < 0 : compare(f.best, v) < 0))
        f.best = v;
}

inline void aggregation::add(folded& f, value_view v) noexcept
{
    f.any = true;
    if (v.type() == kind::real)
        f.real += v.as_real();
    else
        f.whole.add(v.as_int());
}

inline bool aggregation::satisfies(measure const& m, row_view const& row)
{
    if (condition_.where.empty()) {
        condition_.model = q_.base.model;
        condition_.where = q_.where_if;
        condition_.args  = q_.base.args;
        condition_.by    = q_.base.by;
    }
    std::size_t at = m.first;
    return m.count == 0 || matches_from(condition_, row, follow_, at);
}

inline value_view aggregation::value_of(measure const& m, folded const& f) const noexcept
{
    switch (m.fn) {
    case fold_fn::count:
    case fold_fn::count_if: return value_view::integer(f.n);
    case fold_fn::sum: {
        if (!f.any)
            return {};
        auto const type = table_.model().fields[m.field].type;
        return type == kind::real
            ? value_view::real(f.real)
            : value_view::integer(f.whole.value().value_or(0), type == kind::boolean ? kind::int64 : type);
    }
    default: return f.best;
    }
}

inline folded* aggregation::folded_of(row_view const& row)
{
    auto const place = [&](auto const& found) {
        if (found.second)
            add_group(values_);
        return folded_.data() + found.first->second * q_.measures.size();
    };
    key_.clear();
    values_.clear();
    if (q_.group_by.size() == 1) // the rows of each parent, which is what is counted most
        if (auto const v = row.at(q_.group_by[0]); v.type() == kind::uuid) {
            values_.push_back(v);
            return place(places_of_ids_.try_emplace(v.as_uuid(), groups_));
        }
    for (auto const field : q_.group_by) {
        auto const v = values_.emplace_back(row.at(field));
        key_ += static_cast<char>(v.type());
        if (v.is_buffer()) {
            auto const size = static_cast<std::uint32_t>(v.as_chars().size());
            key_.append(reinterpret_cast<char const*>(&size), sizeof size).append(v.as_chars());
        } else if (!v.is_null()) {
            std::int64_t bits = v.as_int();
            if (v.type() == kind::real) {
                auto const real = v.as_real() == 0 ? 0.0 : v.as_real(); // -0.0 is equal to 0.0
                std::memcpy(&bits, &real, sizeof bits);
            }
            key_.append(reinterpret_cast<char const*>(&bits), sizeof bits);
        }
    }
    return place(places_.try_emplace(key_, groups_));
}

inline void aggregation::add_group(std::span<value_view const> names)
{
    names_.insert(names_.end(), names.begin(), names.end());
    folded_.resize(folded_.size() + q_.measures.size());
    ++groups_;
}

} // namespace ssot::storage::detail::memory

#endif // SSOT_IMPL_DETAIL_MEMORY_AGGREGATE_IPP
