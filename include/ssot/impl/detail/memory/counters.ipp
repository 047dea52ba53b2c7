// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_MEMORY_COUNTERS_IPP
#define SSOT_IMPL_DETAIL_MEMORY_COUNTERS_IPP

#include <ssot/detail/base/fair_shared_mutex.hpp>
#include <ssot/detail/memory/counters.hpp>
#include <ssot/detail/memory/row_source.hpp>
#include <ssot/detail/memory/table_scan.hpp>

#include <algorithm>
#include <limits>
#include <shared_mutex>
#include <span>

namespace ssot::storage::detail::memory {

template<class Fn>
inline bool counted_groups::for_each_parent(Fn fn)
{
    constexpr std::size_t      at_a_time = 1024; // under the lock
    std::vector<changed_since> later;
    std::uint32_t              room[256];
    auto const                 known = [&](std::uint32_t const* counts) {
        return std::ranges::all_of(unknown_, [&](auto counter_slot) { return counts[counter_slot] == 0; });
    };
    for (std::size_t first = 0; first < parents_.size(); first += at_a_time) {
        later.clear();
        {
            std::shared_lock const held(guard_);
            for (auto const p : std::span(parents_).subspan(first, std::min(at_a_time, parents_.size() - first))) {
                auto const* const counts = list_->counts(p, snapshot_.seen, snapshot_.own, room);
                if (!counts)
                    later.push_back({list_->rows_of(p), p});
                else if (known(counts))
                    fn(p, counts);
                else
                    return false;
            }
        }
        for (auto const& l : later) {
            recount(l.rows, room);
            if (!known(room))
                return false;
            fn(l.parent, room);
        }
    }
    return true;
}

inline counted_groups::counted_groups(aggregate_query const& q, snapshot const& seen, table const& t,
                                      ssot::detail::fair_shared_mutex& guard)
    : q_(q), snapshot_(seen), table_(t), guard_(guard)
{
}

inline bool counted_groups::read(std::vector<value_view>& out)
{
    if (!find_parents() || !find_groups() || !find_sums())
        return false;
    if (!by_parent_)
        return read_together(out);
    out.reserve((q_.group_by.size() + q_.measures.size()) * parents_.size());
    return for_each_parent([&](std::uint32_t parent, std::uint32_t const* counts) { write_rows(parent, counts, out); });
}

inline bool counted_groups::find_parents()
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
    list_ = table_.foreign_key_index_of(field_);

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
        if (auto const p = fits ? list_->find(key) : foreign_key_index::no_parent; p != foreign_key_index::no_parent)
            parents_.push_back(p);
    }
    if (parents_.size() > 1) {
        std::ranges::sort(parents_);
        auto const repeated = std::ranges::unique(parents_);
        parents_.erase(repeated.begin(), repeated.end());
    }
    return true;
}

inline bool counted_groups::is_counted(std::uint16_t field) const noexcept
{
    auto const* const list = field < 64 ? table_.foreign_key_index_of(field) : nullptr;
    return list && list->counter_slots() != 0;
}

inline std::size_t counted_groups::dimension(std::uint16_t field) const noexcept
{
    auto const dimensions = table_.dimensions();
    return static_cast<std::size_t>(std::ranges::find(dimensions, field, &counter_dimension::field) - dimensions.begin());
}

inline std::size_t counted_groups::choice_of(std::size_t counter_slot, std::size_t a) const noexcept
{
    for (auto last = table_.dimensions().size() - 1; last != a; --last)
        counter_slot /= choices(last);
    return counter_slot % choices(a);
}

inline bool counted_groups::find_groups()
{
    for (auto const field : q_.group_by) {
        if (field == field_) {
            by_parent_ = true;
        } else if (auto const a = dimension(field); a != table_.dimensions().size()) {
            grouped_.push_back(a);
            groups_ *= choices(a);
        } else {
            return false;
        }
    }
    return grouped_.size() <= 2;
}

inline std::size_t counted_groups::group_of(std::size_t counter_slot) const noexcept
{
    std::size_t out = 0;
    for (auto const a : grouped_)
        out = out * choices(a) + choice_of(counter_slot, a);
    return out;
}

template<class Wanted>
inline void counted_groups::add_sum(std::size_t group, Wanted wanted)
{
    auto const first = static_cast<std::uint32_t>(counter_slots_.size());
    for (std::size_t counter_slot = 0; counter_slot != table_.counter_slots(); ++counter_slot)
        if (group_of(counter_slot) == group && wanted(counter_slot))
            counter_slots_.push_back(static_cast<std::uint8_t>(counter_slot));
    sums_.push_back({first, static_cast<std::uint32_t>(counter_slots_.size())});
}

inline bool counted_groups::find_sums()
{
    for (std::size_t g = 0; g != groups_; ++g) {
        add_sum(g, [](std::size_t) { return true; });
        for (auto const& m : q_.measures)
            if (m.fn == fold_fn::count)
                sums_.push_back(sums_[g * (q_.measures.size() + 1)]);
            else if (m.fn != fold_fn::count_if || m.count != 1 || !add_condition(g, q_.where_if[m.first]))
                return false;
    }
    for (std::size_t counter_slot = 0; counter_slot != table_.counter_slots(); ++counter_slot)
        if (std::ranges::any_of(grouped_, [&](auto a) { return choice_of(counter_slot, a) + 1 == choices(a); }))
            unknown_.push_back(static_cast<std::uint8_t>(counter_slot));
    return true;
}

inline bool counted_groups::add_condition(std::size_t group, term const& t)
{
    auto const a = dimension(t.field);
    if (t.what != op::eq || t.via != no_field || a == table_.dimensions().size() || !q_.base.args[t.first].is_buffer())
        return false;
    auto const known = table_.model().fields[t.field].choices;
    auto const found = std::ranges::find(known, q_.base.args[t.first].as_chars(), &choice_text::wire);
    if (found == known.end())
        return false;
    add_sum(group, [&](std::size_t counter_slot) {
        return choice_of(counter_slot, a) == static_cast<std::size_t>(found - known.begin());
    });
    return true;
}

inline void counted_groups::recount(row_list const& list, std::uint32_t (&counts)[256]) const
{
    std::ranges::fill(counts, 0U);
    auto rows = row_source::of_lists(table_, snapshot_.seen, {{list, true}});
    bool run  = false;
    for (auto ref = rows.next(run); ref != no_row; ref = rows.next(run))
        ++counts[table_.counter_slot_of(table_.row(ref))];
}

inline void counted_groups::write_rows(std::uint32_t parent, std::uint32_t const* counts, std::vector<value_view>& out) const
{
    auto const* s = sums_.data();
    for (std::size_t g = 0; g != groups_; ++g) {
        auto const any = std::span(counter_slots_).subspan(s->first, s->last - s->first);
        ++s;
        if (std::ranges::all_of(any, [&](auto counter_slot) { return counts[counter_slot] == 0; })) {
            s += q_.measures.size();
            continue;
        }
        auto at = out.size();
        out.resize(at + q_.group_by.size() + q_.measures.size());
        for (auto const field : q_.group_by)
            out[at++] = field == field_ ? list_->key(parent) : choice_value(g, dimension(field));
        for (std::size_t m = 0; m != q_.measures.size(); ++m)
            out[at++] = value_view::integer(total(*s++, counts));
    }
}

inline std::int64_t counted_groups::total(sum const& s, std::uint32_t const* counts) const noexcept
{
    std::int64_t out = 0;
    for (auto const *counter_slot = counter_slots_.data() + s.first, *end = counter_slots_.data() + s.last;
         counter_slot != end;
         ++counter_slot)
        out += counts[*counter_slot];
    return out;
}

inline bool counted_groups::read_together(std::vector<value_view>& out)
{
    std::vector<std::int64_t> totals(sums_.size());
    auto const                done  = for_each_parent([&](std::uint32_t, std::uint32_t const* counts) {
        for (std::size_t i = 0; i != sums_.size(); ++i)
            totals[i] += total(sums_[i], counts);
    });
    auto const                width = q_.measures.size() + 1;
    for (std::size_t g = 0; done && g != groups_; ++g) {
        if (totals[g * width] == 0 && !q_.group_by.empty())
            continue;
        for (auto const field : q_.group_by)
            out.push_back(choice_value(g, dimension(field)));
        for (std::size_t m = 1; m != width; ++m)
            out.push_back(value_view::integer(totals[g * width + m]));
    }
    return done;
}

inline value_view counted_groups::choice_value(std::size_t group, std::size_t a) const noexcept
{
    for (auto at = grouped_.size(); grouped_[--at] != a;)
        group /= choices(grouped_[at]);
    auto const i = group % choices(a);
    return value_view::choice(table_.model().fields[table_.dimensions()[a].field].choices[i].wire,
                              static_cast<std::uint8_t>(i));
}

} // namespace ssot::storage::detail::memory

#endif // SSOT_IMPL_DETAIL_MEMORY_COUNTERS_IPP
