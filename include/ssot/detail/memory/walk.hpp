// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_WALK_HPP
#define SSOT_DETAIL_MEMORY_WALK_HPP

// The rows of a query, some at a time: those of the plan that satisfy the condition, each run put in order, cut to a page.

#include <ssot/storage/evaluate.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/memory/database.hpp>
#include <ssot/detail/memory/follower.hpp>
#include <ssot/detail/memory/plan.hpp>
#include <ssot/detail/memory/row_source.hpp>
#include <ssot/detail/memory/table.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace ssot::storage::detail::memory {

/// Where somebody looks: the tables, and the moment.
struct view {
    std::shared_ptr<catalog const> tables;
    ordinal                        seen;
    bool                           own; ///< the writer's, who sees its own statements
};

class walk {
public:
    /// Refers to `q` and its values until `keep_query`.
    walk(query const& q, view seen, table const& t, std::shared_ptr<database const> shared)
        : q_(&q), view_(std::move(seen)), table_(&t), shared_(std::move(shared)), source_(t, view_.seen),
          follow_(*view_.tables, view_.seen, shared_->guard()), skip_(q.offset), left_(q.limit)
    {
        planner p(q, *view_.tables, t, view_.seen, shared_->guard());
        source_ = p.plan();
        exact_  = p.exact() && q.after.empty();
    }

    /// Copies what the query refers to, so that the walk can go on when it is gone.
    void keep_query()
    {
        kept_query_ = std::make_unique<query>(*q_);
        q_          = kept_query_.get();
        kept_values_.reserve(q_->args.size() + q_->after.size());
        for (auto* values : {&kept_query_->args, &kept_query_->after})
            for (auto& v : *values)
                v = kept_values_.emplace_back(v).view();
    }

    /// Adds up to about `most` rows, at least one unless there are no more.
    void read(std::vector<row_ref>& out, std::size_t most)
    {
        if (source_.how() == row_source::runs::by_row)
            return read_unsorted(out, most);
        while (out.size() < most && left_ != 0) {
            if (ready_at_ == ready_.size() && !read_run())
                return;
            auto const n = static_cast<std::size_t>(
                std::min<std::uint64_t>(left_, std::min(ready_.size() - ready_at_, most - out.size())));
            auto const from = ready_.begin() + static_cast<std::ptrdiff_t>(ready_at_);
            out.insert(out.end(), from, from + static_cast<std::ptrdiff_t>(n));
            ready_at_ += n;
            left_ -= n;
        }
    }

    /// Some more rows, as many as a cursor keeps; how many.
    std::size_t read(std::vector<std::byte const*>& out)
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

    /// Whether that were the last.
    bool ended() const noexcept { return ended_; }

    row_view row(row_ref ref) const noexcept { return {table_, table_->row(ref)}; }

private:
    static constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();

    bool wanted(row_ref ref)
    {
        if (exact_)
            return true;
        auto const r = row(ref);
        return matches(*q_, r, follow_) && (q_->after.empty() || is_after(r));
    }

    /// Whether the row lies behind the place where the page before ended.
    bool is_after(row_view const& r)
    {
        auto const& after = q_->after;
        for (std::size_t i = 0; i != q_->order.size() && i != after.size(); ++i)
            if (auto const o = in_order(q_->order[i], after[i], value_at(*q_->model, r, q_->order[i], follow_)); o != 0)
                return o < 0;
        return after.size() > q_->order.size() && compare(after.back(), r.at(q_->model->pk)) < 0;
    }

    void read_unsorted(std::vector<row_ref>& out, std::size_t most)
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

    /// The next run that has a row of the page, in order; false when there is none.
    bool read_run()
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

    auto less()
    {
        return [this](row_ref a, row_ref b) { return before(*q_, row(a), row(b), follow_); };
    }

    std::size_t needed() const noexcept
    {
        auto const n = left_ > all - skip_ ? all : left_ + skip_;
        return static_cast<std::size_t>(std::min<std::uint64_t>(n, ready_.size()));
    }

    /// Of a run that is longer than the page, only the first rows are kept.
    void drop_surplus()
    {
        auto const n = needed();
        if (ready_.size() < 1024 || ready_.size() / 2 < n)
            return;
        auto const end = ready_.begin() + static_cast<std::ptrdiff_t>(n);
        std::ranges::nth_element(ready_, end, less());
        ready_.erase(end, ready_.end());
    }

    void sort_run()
    {
        if (ready_.size() < 2)
            return;
        auto const n = needed();
        if (n == ready_.size())
            std::ranges::sort(ready_, less());
        else
            std::ranges::partial_sort(ready_, ready_.begin() + static_cast<std::ptrdiff_t>(n), less());
    }

    query const*                    q_;
    view                            view_;
    table const*                    table_;
    std::shared_ptr<database const> shared_;
    row_source                      source_;
    follower                        follow_;
    bool                            exact_ = false;
    std::uint64_t                   skip_;
    std::uint64_t                   left_;

    std::vector<row_ref> read_{};
    bool                 ended_ = false;
    std::vector<row_ref> ready_{}; ///< a run, in order
    std::size_t          ready_at_      = 0;
    row_ref              first_of_next_ = no_row;
    bool                 run_began_     = false;

    std::unique_ptr<query> kept_query_{};
    std::vector<value>     kept_values_{};
};

} // namespace ssot::storage::detail::memory

#endif // SSOT_DETAIL_MEMORY_WALK_HPP
