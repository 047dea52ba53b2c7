// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_MEMORY_PLAN_LISTS_IPP
#define SSOT_IMPL_DETAIL_MEMORY_PLAN_LISTS_IPP

// The lists of parents, put in order and cut to what is behind the page before.

#include <ssot/storage/evaluate.hpp>

#include <ssot/detail/base/fair_shared_mutex.hpp>
#include <ssot/detail/memory/plan.hpp>

#include <algorithm>
#include <compare>
#include <shared_mutex>
#include <span>
#include <utility>
#include <vector>

namespace ssot::storage::detail::memory {

inline row_source planner::of_lists(std::uint16_t field, std::vector<std::uint32_t> const& parents)
{
    std::size_t leading = 0;
    while (leading != q_.order.size() && by_parent(q_.order[leading], field))
        ++leading;

    std::vector<entry> entries;
    entries.reserve(parents.size());
    {
        std::shared_lock const held(guard_);
        for (auto const p : parents)
            if (auto const list = table_.foreign_key_index_of(field)->rows_of(p); list.rows != 0)
                entries.push_back({list, entries.size(), p});
    }
    bool const sorted = leading != 0 && entries.size() > 1;
    bool const later  = is_later_page(leading);
    if (sorted || (later && leading != 0))
        find_values(entries, field, leading);
    if (later)
        drop_passed(entries, leading);
    if (sorted)
        sort_by_parent(entries, leading);

    bool const by_time = leading != q_.order.size() && table_.time_order_field() != no_field &&
        q_.order[leading].via == no_field && q_.order[leading].field == table_.time_order_field();
    std::vector<listed> lists;
    lists.reserve(entries.size());
    for (std::size_t i = 0; i != entries.size(); ++i) {
        auto& out =
            lists.emplace_back(listed{entries[i].list, i != 0 && sorted && !equal(entries[i - 1], entries[i], leading)});
        if (by_time && later && entries[i].reached && entries[i].list.in_order && !q_.after[leading].is_null() &&
            !q_.after[leading].is_buffer())
            out.from = first_place(entries[i], leading);
    }
    if (!lists.empty())
        lists.front().starts_run = true;
    auto out = row_source::of_lists(table_, seen_, std::move(lists));

    if (q_.order.empty())
        out.set_runs(row_source::runs::by_row);
    else if (by_time)
        out.set_runs(row_source::runs::by_time, q_.order[leading].desc);
    else
        out.set_runs(row_source::runs::by_list);
    out.set_counter_slots(wanted_counter_slots());
    return out;
}

inline void planner::find_values(std::vector<entry>& entries, std::uint16_t field, std::size_t leading)
{
    auto const terms = std::span(q_.order).first(leading);
    bool const joins = std::ranges::any_of(terms, [](order_by const& o) { return o.via != no_field; });
    values_.reserve(entries.size() * leading);
    std::erase_if(entries, [&](entry& e) {
        auto const row = joins ? any_row(e.list) : row_view{};
        if (joins && !row.row)
            return true;
        e.values = values_.size();
        for (auto const& o : terms)
            values_.push_back(joins ? value_at(*q_.model, row, o, follow_)
                                    : table_.foreign_key_index_of(field)->key(e.parent));
        return false;
    });
}

inline void planner::drop_passed(std::vector<entry>& entries, std::size_t leading) const
{
    std::erase_if(entries, [&](entry& e) {
        auto where = std::weak_ordering::equivalent;
        for (std::size_t i = 0; i != leading && where == 0; ++i)
            where = in_order(q_.order[i], values_[e.values + i], q_.after[i]);
        e.reached = where == 0;
        return where < 0;
    });
}

inline list_place planner::first_place(entry const& e, std::size_t leading) const
{
    auto const end = q_.after[leading].as_int(); // of a field that is never null
    if (q_.order[leading].desc)                  // the list is read from its end: from behind those of that time
        return find_place(e.list, [&](row_ref ref) { return table_.time_of(table_.row(ref)) <= end; });
    return find_place(e.list, [&](row_ref ref) { return table_.time_of(table_.row(ref)) < end; });
}

inline void planner::sort_by_parent(std::vector<entry>& entries, std::size_t leading) const
{
    std::ranges::sort(entries, [&](entry const& a, entry const& b) { return order(a, b, leading) < 0; });
}

inline std::weak_ordering planner::order(entry const& a, entry const& b, std::size_t leading) const noexcept
{
    for (std::size_t i = 0; i != leading; ++i)
        if (auto const o = in_order(q_.order[i], values_[a.values + i], values_[b.values + i]); o != 0)
            return o;
    return std::weak_ordering::equivalent;
}

inline row_view planner::any_row(row_list const& list) const
{
    auto       rows = row_source::of_lists(table_, seen_, {{list, true}});
    bool       run  = false;
    auto const ref  = rows.next(run);
    return ref == no_row ? row_view{} : row_view{&table_, table_.row(ref)};
}

} // namespace ssot::storage::detail::memory

#endif // SSOT_IMPL_DETAIL_MEMORY_PLAN_LISTS_IPP
