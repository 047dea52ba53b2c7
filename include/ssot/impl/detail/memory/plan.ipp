// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_MEMORY_PLAN_IPP
#define SSOT_IMPL_DETAIL_MEMORY_PLAN_IPP

#include <ssot/storage/evaluate.hpp>

#include <ssot/detail/base/fair_shared_mutex.hpp>
#include <ssot/detail/memory/plan.hpp>

#include <algorithm>
#include <shared_mutex>
#include <string_view>
#include <utility>

namespace ssot::storage::detail::memory {

inline std::weak_ordering in_order(order_by const& o, value_view a, value_view b) noexcept
{
    if (a.is_null() || b.is_null()) {
        if (a.is_null() == b.is_null())
            return std::weak_ordering::equivalent;
        return a.is_null() == nulls_come_first(o) ? std::weak_ordering::less : std::weak_ordering::greater;
    }
    return o.desc ? compare(b, a) : compare(a, b);
}

inline planner::planner(query const& q, catalog const& tables, table const& t, ordinal seen,
                        ssot::detail::fair_shared_mutex& guard)
    : q_(q), table_(t), seen_(seen), guard_(guard), follow_(tables, seen, guard)
{
    find_conditions();
}

inline row_source planner::plan()
{
    if (auto const* const keys = find_key())
        return of_keys(*keys);
    if (std::vector<row_ref> rows; find_indexed(rows)) {
        auto out = of_rows(std::move(rows));
        if (q_.order.empty() || ordered_by_key())
            out.set_runs(row_source::runs::by_row);
        return out;
    }
    if (auto const* const parents = find_parents())
        return of_parents(*parents);
    if (auto const field = order_begins_at(); field != no_field)
        return of_all_parents(field);
    row_source out(table_, seen_);
    bool const by_key = !q_.order.empty() && ordered_by_key();
    out.set_runs(q_.order.empty() || by_key ? row_source::runs::by_row : row_source::runs::one);
    if (by_key && !q_.after.empty()) {
        // As long as the rows lie in the order of their keys, whatever was behind the last page lies behind its last row.
        std::shared_lock const held(guard_);
        if (auto const last = table_.newest(q_.after.front()); last != no_row && table_.in_key_order())
            out.start_at(last);
    }
    return out;
}

inline void planner::find_conditions()
{
    exact_         = q_.where.empty();
    std::size_t at = 0;
    for (std::size_t open = exact_ ? 0 : 1; open != 0; --open) {
        auto const& t = q_.where[at];
        if (t.what == op::and_) {
            open += t.count;
            ++at;
            continue;
        }
        bool const  negated = t.what == op::not_;
        auto const& inner   = negated ? q_.where[at + 1] : t;
        if (inner.what != op::and_ && inner.what != op::or_ && inner.what != op::not_)
            conditions_.push_back({&inner, negated});
        else
            complex_ = true;
        at = storage::detail::end_of_condition(q_.where, at);
    }
}

inline term const* planner::find_key()
{
    for (auto const& c : conditions_)
        if (!c.negated && is_equality(*c.what) && c.what->field == q_.model->pk)
            return used(c);
    return nullptr;
}

inline planner::condition const* planner::equality(std::uint16_t field, bool one) const noexcept
{
    auto const found = std::ranges::find_if(conditions_, [&](condition const& c) {
        return !c.negated && is_equality(*c.what) && c.what->field == field && (!one || c.what->count == 1);
    });
    return found == conditions_.end() ? nullptr : &*found;
}

inline bool planner::find_indexed(std::vector<row_ref>& out)
{
    std::vector<value_view>         values;
    std::vector<field_index::place> lists;
    for (auto const& index : table_.indexes()) {
        auto const       fields = index->fields();
        condition const* alone  = nullptr;
        values.clear();
        for (auto const f : fields)
            if (auto const* const c = equality(f, fields.size() != 1)) {
                alone = c;
                values.insert(values.end(), args(*c->what).begin(), args(*c->what).end());
            }
        bool const all = alone && (fields.size() == 1 || values.size() == fields.size());
        if (!all)
            continue;
        bool        repeats = false;
        std::size_t most    = 0;
        lists.clear();
        {
            std::shared_lock const held(guard_);
            repeats = index->repeats();
            most    = table_.keys() / 4 + 16;
            for (std::size_t i = 0; i < values.size(); i += fields.size())
                if (auto const p = table_.find(*index, std::span(values).subspan(i, fields.size()));
                    p != field_index::nowhere)
                    lists.push_back(p);
        }
        out.clear();
        if (!walk_lists(*index, repeats, lists, most, out))
            continue;
        found_by_ = fields.size() == 1 ? alone->what : nullptr;
        exact_    = fields.size() == 1 && q_.where.size() == 1;
        return true;
    }
    return false;
}

inline bool planner::walk_lists(field_index const& index, bool repeats, std::span<field_index::place const> lists,
                                std::size_t most, std::vector<row_ref>& out) const
{
    for (auto p : lists)
        for (; p != field_index::nowhere; p = index.behind(p)) {
            auto const ref = index.row(p);
            bool const see = is_visible(table_.row(ref), seen_);
            if (see)
                out.push_back(ref);
            if (see && !repeats) // no other row of the list is seen at the same time
                break;
            if (repeats && most-- == 0)
                return false;
        }
    return true;
}

inline term const* planner::find_parents()
{
    condition const*       best = nullptr;
    std::size_t            rows = 0;
    std::shared_lock const held(guard_);
    for (auto const& c : conditions_) {
        auto const* const list = is_equality(*c.what) ? table_.foreign_key_index_of(c.what->field) : nullptr;
        if (!list || c.negated)
            continue;
        std::size_t n = 0;
        for (auto const& key : args(*c.what))
            if (auto const p = parent_of(c.what->field, key); p != foreign_key_index::no_parent)
                n += list->rows_of(p).rows;
        if (!best || n < rows) {
            best = &c;
            rows = n;
        }
    }
    return best ? used(*best) : nullptr;
}

inline term const* planner::used(condition const& c)
{
    found_by_ = c.what;
    exact_    = q_.where.size() == 1;
    return c.what;
}

inline std::uint32_t planner::parent_of(std::uint16_t field, value_view key) const noexcept
{
    bool const uuid = q_.model->fields[field].type == kind::uuid;
    bool const fits = uuid ? key.is_buffer() && key.as_chars().size() == 16 : !key.is_null() && !key.is_buffer();
    return fits ? table_.foreign_key_index_of(field)->find(key) : foreign_key_index::no_parent;
}

inline row_source planner::of_keys(term const& t)
{
    std::vector<row_ref> rows;
    {
        std::shared_lock const held(guard_);
        for (auto const& key : args(t))
            if (auto const ref = table_.find(key, seen_); ref != no_row)
                rows.push_back(ref);
    }
    return of_rows(std::move(rows));
}

inline row_source planner::of_rows(std::vector<row_ref> rows) const
{
    std::ranges::sort(rows); // one that is asked for twice is found once
    auto const repeated = std::ranges::unique(rows);
    rows.erase(repeated.begin(), repeated.end());
    return row_source::of_rows(table_, seen_, std::move(rows));
}

inline row_source planner::of_parents(term const& t)
{
    std::vector<std::uint32_t> parents;
    {
        std::shared_lock const held(guard_);
        for (auto const& key : args(t))
            if (auto const p = parent_of(t.field, key); p != foreign_key_index::no_parent)
                parents.push_back(p);
    }
    std::ranges::sort(parents);
    auto const repeated = std::ranges::unique(parents);
    parents.erase(repeated.begin(), repeated.end());
    return of_lists(t.field, parents);
}

inline row_source planner::of_all_parents(std::uint16_t field)
{
    std::vector<std::uint32_t> parents;
    {
        std::shared_lock const held(guard_);
        parents.resize(table_.foreign_key_index_of(field)->parents());
    }
    for (std::uint32_t p = 0; p != parents.size(); ++p)
        parents[p] = p;
    return of_lists(field, parents);
}

inline std::uint16_t planner::order_begins_at() const noexcept
{
    if (q_.order.empty())
        return no_field;
    auto const& first = q_.order.front();
    auto const  field = first.via != no_field ? first.via : first.field;
    return table_.foreign_key_index_of(field) ? field : no_field;
}

inline bool planner::ordered_by_key() const
{
    auto const& first = q_.order.front();
    if (first.via != no_field || first.field != q_.model->pk || first.desc)
        return false;
    std::shared_lock const held(guard_);
    return table_.in_key_order();
}

inline std::bitset<256> planner::wanted_counter_slots()
{
    auto out = std::bitset<256>().set();
    exact_   = !complex_;
    for (auto const& c : conditions_)
        if (c.what != found_by_)
            exact_ = leave_wanted(c, out) && exact_;
    return out;
}

inline bool planner::leave_wanted(condition const& c, std::bitset<256>& out) const
{
    auto const dimensions = table_.dimensions();
    auto const dimension  = std::ranges::find(dimensions, c.what->field, &counter_dimension::field);
    if (dimension == dimensions.end() || !is_equality(*c.what))
        return false;
    std::size_t span = 1; // of counter slots with the same choice
    for (auto a = dimension + 1; a != dimensions.end(); ++a)
        span *= a->choices + std::size_t{1};
    auto const known = q_.model->fields[dimension->field].choices;
    auto const wire  = [](value_view v) { return v.is_buffer() ? v.as_chars() : std::string_view(); };
    bool const exact = std::ranges::all_of(
        args(*c.what), [&](value_view v) { return std::ranges::find(known, wire(v), &choice_text::wire) != known.end(); });
    for (std::size_t counter_slot = 0; counter_slot != table_.counter_slots(); ++counter_slot) {
        auto const choice = counter_slot / span % (dimension->choices + std::size_t{1});
        bool const other  = choice == dimension->choices; // null, or no known choice: not one of those that are named
        if (other && !exact)
            continue;
        bool const named =
            !other && std::ranges::any_of(args(*c.what), [&](value_view v) { return wire(v) == known[choice].wire; });
        if (named == c.negated)
            out.reset(counter_slot);
    }
    return exact;
}

} // namespace ssot::storage::detail::memory

#endif // SSOT_IMPL_DETAIL_MEMORY_PLAN_IPP
