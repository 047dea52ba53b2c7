// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_MEMORY_TABLE_SCAN_IPP
#define SSOT_IMPL_DETAIL_MEMORY_TABLE_SCAN_IPP

#include <ssot/storage/evaluate.hpp>

#include <ssot/detail/memory/database.hpp>
#include <ssot/detail/memory/plan.hpp>
#include <ssot/detail/memory/table_scan.hpp>

#include <algorithm>
#include <utility>

namespace ssot::storage::detail::memory {

inline table_scan::table_scan(query const& q, snapshot seen, table const& t, std::shared_ptr<database const> shared)
    : q_(&q), snapshot_(std::move(seen)), table_(&t), shared_(std::move(shared)), source_(t, snapshot_.seen),
      follow_(*snapshot_.tables, snapshot_.seen, shared_->guard()), skip_(q.offset), left_(q.limit)
{
    planner p(q, *snapshot_.tables, t, snapshot_.seen, shared_->guard());
    source_ = p.plan();
    exact_  = p.exact() && q.after.empty();
}

inline void table_scan::keep_query()
{
    kept_query_ = std::make_unique<query>(*q_);
    q_          = kept_query_.get();
    kept_values_.reserve(q_->args.size() + q_->after.size());
    for (auto* values : {&kept_query_->args, &kept_query_->after})
        for (auto& v : *values)
            v = kept_values_.emplace_back(v).view();
}

inline void table_scan::read(std::vector<row_ref>& out, std::size_t most)
{
    if (source_.how() == row_source::runs::by_row)
        return read_unsorted(out, most);
    while (out.size() < most && left_ != 0) {
        if (ready_at_ == ready_.size() && !read_run())
            return;
        auto const n =
            static_cast<std::size_t>(std::min<std::uint64_t>({left_, ready_.size() - ready_at_, most - out.size()}));
        auto const from = ready_.begin() + static_cast<std::ptrdiff_t>(ready_at_);
        out.insert(out.end(), from, from + static_cast<std::ptrdiff_t>(n));
        ready_at_ += n;
        left_ -= n;
    }
}

inline std::size_t table_scan::read(std::vector<std::byte const*>& out)
{
    constexpr std::size_t some = 256;
    read_.clear();
    read(read_, some);
    ended_ = read_.size() < some || left_ == 0;
    out.reserve(read_.size());
    for (auto const ref : read_)
        out.push_back(table_->row(ref));
    return out.size();
}

inline bool table_scan::wanted(row_ref ref)
{
    if (exact_)
        return true;
    auto const r = row(ref);
    return matches(*q_, r, follow_) && (q_->after.empty() || is_after(r));
}

inline bool table_scan::is_after(row_view const& r)
{
    auto const& after = q_->after;
    for (std::size_t i = 0; i != q_->order.size() && i != after.size(); ++i)
        if (auto const o = in_order(q_->order[i], after[i], value_at(*q_->model, r, q_->order[i], follow_)); o != 0)
            return o < 0;
    return after.size() > q_->order.size() && compare(after.back(), r.at(q_->model->pk)) < 0;
}

inline void table_scan::read_unsorted(std::vector<row_ref>& out, std::size_t most)
{
    bool starts = false;
    while (out.size() < most && left_ != 0) {
        auto const ref = source_.next(starts);
        if (ref == no_row)
            return;
        if (!wanted(ref))
            continue;
        if (skip_ != 0) {
            --skip_;
            continue;
        }
        out.push_back(ref);
        --left_;
    }
}

inline bool table_scan::read_run()
{
    ready_at_ = 0;
    for (;;) {
        ready_.clear();
        if (first_of_next_ != no_row)
            ready_.push_back(std::exchange(first_of_next_, no_row));
        bool starts = false;
        auto ref    = no_row;
        while ((ref = source_.next(starts)) != no_row) {
            run_began_ = run_began_ || starts;
            if (!wanted(ref))
                continue;
            if (std::exchange(run_began_, false) && !ready_.empty()) {
                first_of_next_ = ref;
                break;
            }
            ready_.push_back(ref);
            drop_surplus();
        }
        if (ready_.empty())
            return false;
        sort_run();
        auto const skipped = std::min<std::uint64_t>(skip_, ready_.size());
        ready_at_          = static_cast<std::size_t>(skipped);
        skip_ -= skipped;
        if (ready_at_ != ready_.size())
            return true;
    }
}

inline auto table_scan::less()
{
    return [this](row_ref a, row_ref b) { return before(*q_, row(a), row(b), follow_); };
}

inline std::size_t table_scan::needed() const noexcept
{
    auto const n = left_ > all - skip_ ? all : left_ + skip_;
    return static_cast<std::size_t>(std::min<std::uint64_t>(n, ready_.size()));
}

inline void table_scan::drop_surplus()
{
    auto const n = needed();
    if (ready_.size() < 1024 || ready_.size() / 2 < n)
        return;
    auto const end = ready_.begin() + static_cast<std::ptrdiff_t>(n);
    std::ranges::nth_element(ready_, end, less());
    ready_.erase(end, ready_.end());
}

inline void table_scan::sort_run()
{
    if (ready_.size() < 2)
        return;
    auto const n = needed();
    if (n == ready_.size())
        std::ranges::sort(ready_, less());
    else
        std::ranges::partial_sort(ready_, ready_.begin() + static_cast<std::ptrdiff_t>(n), less());
}

} // namespace ssot::storage::detail::memory

#endif // SSOT_IMPL_DETAIL_MEMORY_TABLE_SCAN_IPP
