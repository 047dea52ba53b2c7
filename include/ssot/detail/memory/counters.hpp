// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_COUNTERS_HPP
#define SSOT_DETAIL_MEMORY_COUNTERS_HPP

// Aggregates that are counted already: how many rows of each parent there are, by their choices.

#include <ssot/storage/query.hpp>

#include <ssot/detail/memory/database.hpp>
#include <ssot/detail/memory/row_source.hpp>
#include <ssot/detail/memory/table.hpp>
#include <ssot/detail/memory/walk.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <shared_mutex>
#include <span>
#include <vector>

namespace ssot::storage::detail::memory {

class counted_groups {
public:
    counted_groups(aggregate_query const& q, view const& seen, table const& t, ssot::detail::fair_shared_mutex& guard)
        : q_(q), view_(seen), table_(t), guard_(guard)
    {
    }

    /// Whether the counters answer this; then `out` has the rows of the answer, one behind the other.
    bool read(std::vector<value_view>& out)
    {
        if (!find_parents() || !find_groups() || !find_measures())
            return false;
        totals_.resize(groups_ * (q_.measures.size() + 1));
        out.reserve(q_.group_by.size() + q_.measures.size());
        if (by_parent_)
            out.reserve(out.capacity() * parents_.size());

        std::array<std::uint32_t, 256> counts{};
        std::size_t const              at_a_time = 1024;
        for (std::size_t first = 0; first < parents_.size(); first += at_a_time) {
            later_.clear();
            {
                std::shared_lock const held(guard_);
                for (std::size_t i = first; i != std::min(parents_.size(), first + at_a_time); ++i) {
                    if (!list_->counts(parents_[i], view_.seen, view_.own, counts))
                        later_.push_back({list_->rows_of(parents_[i]), parents_[i]});
                    else if (!add(parents_[i], counts, out))
                        return false;
                }
            }
            for (auto const& l : later_) {
                recount(l.rows, counts);
                if (!add(l.parent, counts, out))
                    return false;
            }
        }
        if (!by_parent_)
            flush(children::null_parent, out);
        return true;
    }

private:
    /// One addition for each parent.
    struct addition {
        std::uint16_t to;
        std::uint8_t  cell;
    };
    struct changed_since {
        row_list      rows;
        std::uint32_t parent;
    };

    bool find_parents()
    {
        auto const& base = q_.base;
        if (base.limit != std::numeric_limits<std::uint64_t>::max() || base.offset != 0 || !base.after.empty() ||
            base.where.size() > 1)
            return false;
        if (!base.where.empty()) {
            auto const& t = base.where.front();
            if ((t.what != op::eq && t.what != op::in) || t.via != no_field)
                return false;
            field_ = t.field;
        } else {
            auto const counted = [&](std::uint16_t f) { return is_counted(f); };
            auto const found   = std::ranges::find_if(q_.group_by, counted);
            if (found == q_.group_by.end())
                return false;
            field_ = *found;
        }
        if (!is_counted(field_))
            return false;
        list_ = table_.children_of(field_);

        std::shared_lock const held(guard_);
        if (base.where.empty()) {
            for (std::uint32_t p = 0; p != list_->parents(); ++p)
                parents_.push_back(p);
            return true;
        }
        auto const& t    = base.where.front();
        bool const  uuid = base.model->fields[field_].type == kind::uuid;
        for (std::uint32_t i = 0; i != t.count; ++i) {
            auto const key  = base.args[t.first + i];
            bool const fits = uuid ? key.is_buffer() && key.as_chars().size() == 16 : !key.is_null() && !key.is_buffer();
            if (auto const p = fits ? list_->find(key) : children::no_parent; p != children::no_parent)
                parents_.push_back(p);
        }
        if (parents_.size() > 1) {
            std::ranges::sort(parents_);
            auto const repeated = std::ranges::unique(parents_);
            parents_.erase(repeated.begin(), repeated.end());
        }
        return true;
    }

    bool is_counted(std::uint16_t field) const noexcept
    {
        auto const* const list = field < 64 ? table_.children_of(field) : nullptr;
        return list && list->cells() != 0;
    }

    std::size_t axis(std::uint16_t field) const noexcept
    {
        auto const axes = table_.axes();
        return static_cast<std::size_t>(std::ranges::find(axes, field, &choice_axis::field) - axes.begin());
    }
    std::size_t choices(std::size_t a) const noexcept { return table_.axes()[a].choices + std::size_t{1}; }

    /// The place of a cell on an axis.
    std::size_t choice_of(std::size_t cell, std::size_t a) const noexcept
    {
        for (auto last = table_.axes().size() - 1; last != a; --last)
            cell /= choices(last);
        return cell % choices(a);
    }

    bool find_groups()
    {
        for (auto const field : q_.group_by) {
            if (field == field_) {
                by_parent_ = true;
            } else if (auto const a = axis(field); a != table_.axes().size()) {
                grouped_.push_back(a);
                groups_ *= choices(a);
            } else {
                return false;
            }
        }
        return grouped_.size() <= 2;
    }

    std::size_t group_of(std::size_t cell) const noexcept
    {
        std::size_t out = 0;
        for (auto const a : grouped_)
            out = out * choices(a) + choice_of(cell, a);
        return out;
    }

    bool find_measures()
    {
        auto const width = q_.measures.size() + 1; // the first counts all rows of the group
        for (std::size_t cell = 0; cell != table_.cells(); ++cell) {
            auto const to = static_cast<std::uint16_t>(group_of(cell) * width);
            additions_.push_back({to, static_cast<std::uint8_t>(cell)});
            bool const unknown = std::ranges::any_of(grouped_, [&](auto a) { return choice_of(cell, a) + 1 == choices(a); });
            if (unknown)
                unknown_.push_back(static_cast<std::uint8_t>(cell));
        }
        for (std::size_t m = 0; m != q_.measures.size(); ++m) {
            auto const& measure = q_.measures[m];
            if (measure.fn == fold_fn::count) {
                for (std::size_t cell = 0; cell != table_.cells(); ++cell)
                    additions_.push_back(addition_to(cell, m));
            } else if (measure.fn != fold_fn::count_if || measure.count != 1 || !find_condition(measure, m)) {
                return false;
            }
        }
        return true;
    }

    addition addition_to(std::size_t cell, std::size_t m) const noexcept
    {
        return {static_cast<std::uint16_t>(group_of(cell) * (q_.measures.size() + 1) + 1 + m),
                static_cast<std::uint8_t>(cell)};
    }

    /// `count_if(choice == one that is known)`.
    bool find_condition(measure const& measure, std::size_t m)
    {
        auto const& t = q_.where_if[measure.first];
        auto const  a = axis(t.field);
        if (t.what != op::eq || t.via != no_field || a == table_.axes().size() || !q_.base.args[t.first].is_buffer())
            return false;
        auto const choices = table_.model().fields[t.field].choices;
        auto const found   = std::ranges::find(choices, q_.base.args[t.first].as_chars(), &choice_text::wire);
        if (found == choices.end())
            return false;
        for (std::size_t cell = 0; cell != table_.cells(); ++cell)
            if (choice_of(cell, a) == static_cast<std::size_t>(found - choices.begin()))
                additions_.push_back(addition_to(cell, m));
        return true;
    }

    void recount(row_list const& list, std::array<std::uint32_t, 256>& counts) const
    {
        counts.fill(0);
        auto rows = row_source::of_lists(table_, view_.seen, {{list, true}});
        bool run  = false;
        for (auto ref = rows.next(run); ref != no_row; ref = rows.next(run))
            ++counts[table_.cell_of(table_.row(ref))];
    }

    /// False when the counters do not say enough: what an unknown choice is, by which rows are grouped.
    bool add(std::uint32_t parent, std::array<std::uint32_t, 256> const& counts, std::vector<value_view>& out)
    {
        if (std::ranges::any_of(unknown_, [&](auto cell) { return counts[cell] != 0; }))
            return false;
        for (auto const [to, cell] : additions_)
            totals_[to] += counts[cell];
        if (by_parent_)
            flush(parent, out);
        return true;
    }

    /// One row for each group that has any, and always one when nothing is grouped by.
    void flush(std::uint32_t parent, std::vector<value_view>& out)
    {
        auto const width = q_.measures.size() + 1;
        for (std::size_t g = 0; g != groups_; ++g) {
            auto* const totals = &totals_[g * width];
            if (totals[0] == 0 && !q_.group_by.empty())
                continue;
            for (auto const field : q_.group_by)
                out.push_back(field == field_ ? list_->key(parent) : choice_value(g, axis(field)));
            for (std::size_t m = 1; m != width; ++m)
                out.push_back(value_view::integer(totals[m]));
        }
        std::ranges::fill(totals_, 0);
    }

    value_view choice_value(std::size_t group, std::size_t a) const noexcept
    {
        for (auto at = grouped_.size(); grouped_[--at] != a;)
            group /= choices(grouped_[at]);
        auto const i = group % choices(a);
        return value_view::choice(table_.model().fields[table_.axes()[a].field].choices[i].wire,
                                  static_cast<std::uint8_t>(i));
    }

    aggregate_query const&           q_;
    view const&                      view_;
    table const&                     table_;
    ssot::detail::fair_shared_mutex& guard_;

    std::uint16_t              field_ = no_field; ///< the foreign key
    children const*            list_  = nullptr;
    std::vector<std::uint32_t> parents_{};
    bool                       by_parent_ = false;
    std::vector<std::size_t>   grouped_{};  ///< axes that the rows are grouped by, in that order
    std::size_t                groups_ = 1; ///< for each parent
    std::vector<addition>      additions_{};
    std::vector<std::uint8_t>  unknown_{}; ///< cells of groups whose name the counters do not know
    std::vector<std::int64_t>  totals_{};
    std::vector<changed_since> later_{};
};

} // namespace ssot::storage::detail::memory

#endif // SSOT_DETAIL_MEMORY_COUNTERS_HPP
