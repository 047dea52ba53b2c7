// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_READ_PLAN_HPP
#define SSOT_DETAIL_STORE_READ_PLAN_HPP

// Divides a query between backend and library: the backend does what its capabilities allow, the library the rest.

#include <ssot/storage/capability.hpp>
#include <ssot/storage/evaluate.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace ssot::detail {

inline constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();

/// A part of a condition: its terms [first, last).
struct term_range {
    std::size_t first;
    std::size_t last;
};

/// Splits a condition into the conditions that it joins by "and".
inline void split_conjuncts(std::vector<storage::term> const& where, std::vector<term_range>& out)
{
    std::size_t at = 0;
    for (std::size_t open = 1; open != 0; --open) {
        if (where[at].what == storage::op::and_) {
            open += where[at++].count;
            continue;
        }
        out.push_back({at, storage::detail::end_of_condition(where, at)});
        at = out.back().last;
    }
}

inline bool is_text_search(storage::op what) noexcept
{
    using storage::op;
    return what == op::contains || what == op::icontains || what == op::starts_with || what == op::istarts_with ||
        what == op::ends_with || what == op::iends_with || what == op::iexact;
}

/// Sorts a list of values, and removes nulls, NaNs and repeated values.
inline void sort_list(std::vector<storage::value_view>& list)
{
    std::erase_if(list, [](storage::value_view v) { return v.is_null() || storage::detail::is_nan(v); });
    std::ranges::sort(list, [](auto const& a, auto const& b) { return compare(a, b) < 0; });
    auto const repeated = std::ranges::unique(list, [](auto const& a, auto const& b) { return compare(a, b) == 0; });
    list.erase(repeated.begin(), repeated.end());
}

/// How a query is read.
struct read_plan {
    storage::query             asked{};     ///< what the backend is asked
    std::vector<storage::term> rest{};      ///< what the library filters by, a condition over `asked.args`
    std::size_t                batched = 0; ///< the term of `asked.where` whose arguments are split into batches
    std::size_t                batch   = 0; ///< the size of a batch; 0 for no batches
    bool                       sorts   = false;
    bool                       cuts    = false;

    bool whole() const noexcept { return rest.empty() && batch == 0; }
};

class read_planner {
public:
    explicit read_planner(storage::capabilities const& caps) noexcept : caps_(caps) {}

    /// `cut_late`: rows may be dropped or repeated after the filters, so that only the library can apply the limit.
    read_plan plan(storage::query q, bool cut_late) const
    {
        read_plan out = split(q);
        if (!q.after.empty() && !(caps_.pages && out.whole() && sorts(out, q) && !cut_late)) {
            lower_after(q);
            out = split(q);
        }
        out.sorts       = !q.order.empty() && !sorts(out, q);
        bool const late = cut_late || !out.whole() || !sorts(out, q) || !caps_.limit;
        out.cuts        = late && (q.limit != no_limit || q.offset != 0);
        if (!out.sorts)
            out.asked.order = q.order;
        if (!late) {
            out.asked.limit  = q.limit;
            out.asked.offset = q.offset;
        }
        out.asked.after = q.after;
        out.asked.fields |= needed_fields(q, out, cut_late);
        return out;
    }

    /// Returns whether the backend can evaluate a condition, which consists of terms over the arguments of `q`, apart from
    /// the length of its `in` lists.
    bool answers(storage::query const& q, std::span<storage::term const> terms) const noexcept
    {
        using storage::op;
        if (caps_.filters != storage::filtering::all)
            return false;
        return std::ranges::all_of(terms, [&](storage::term const& t) {
            if (t.what == op::and_ || t.what == op::or_ || t.what == op::not_)
                return true;
            if ((t.via != storage::no_field && !caps_.joins) || (t.what > op::is_null && !caps_.text_ops))
                return false;
            if (t.via == storage::no_field && t.field >= q.model->fields.size()) // a column that no backend has
                return false;
            bool const by_rules = is_text_search(t.what) || t.what == op::eq || t.what == op::in;
            return q.by == storage::rules::standard || caps_.text_rules || !by_rules ||
                (!is_text_search(t.what) && !is_document(*q.model, t));
        });
    }

    /// The same, with every `in` list short enough.
    bool answers_at_once(storage::query const& q, std::span<storage::term const> terms) const noexcept
    {
        return answers(q, terms) && std::ranges::all_of(terms, [&](storage::term const& t) {
                   return t.what != storage::op::in || t.count <= caps_.max_keys_in;
               });
    }

private:
    static bool is_document(storage::model_desc const& model, storage::term const& t) noexcept
    {
        auto const* of = &model;
        for (auto const via : {t.via, t.then})
            if (of && via != storage::no_field)
                of = of->fields[via].target;
        return of && of->fields[t.field].type == kind::json;
    }

    read_plan split(storage::query const& q) const
    {
        read_plan out{.asked = {.model = q.model, .args = q.args, .fields = q.fields, .locking = q.locking, .by = q.by}};
        if (q.where.empty())
            return out;
        std::vector<term_range> parts, pushed, kept;
        split_conjuncts(q.where, parts);
        std::size_t batched = parts.size();
        for (std::size_t i = 0; i != parts.size(); ++i) {
            auto const  part  = std::span(q.where).subspan(parts[i].first, parts[i].last - parts[i].first);
            auto const& first = part.front();
            bool const  key   = part.size() == 1 && first.field == q.model->pk && first.via == storage::no_field &&
                (first.what == storage::op::eq || first.what == storage::op::in);
            bool const is_in    = part.size() == 1 && first.what == storage::op::in;
            bool const too_long = is_in && first.count > caps_.max_keys_in;
            bool const by_key   = caps_.filters == storage::filtering::primary_key && key && pushed.empty();
            if (is_in && too_long && batched == parts.size() && (by_key || answers(q, part))) {
                batched = i;
                pushed.push_back(parts[i]);
            } else if (!too_long && (by_key || answers_at_once(q, part))) {
                pushed.push_back(parts[i]);
            } else {
                kept.push_back(parts[i]);
            }
        }
        out.asked.where = joined(q.where, pushed);
        out.rest        = joined(q.where, kept);
        if (batched != parts.size()) {
            auto const at = std::ranges::find(pushed, parts[batched].first, &term_range::first) - pushed.begin();
            out.batched   = pushed.size() == 1 ? 0 : 1;
            for (std::ptrdiff_t i = 0; i != at; ++i)
                out.batched += pushed[static_cast<std::size_t>(i)].last - pushed[static_cast<std::size_t>(i)].first;
            out.batch = std::max<std::size_t>(1, caps_.max_keys_in);
        }
        return out;
    }

    static std::vector<storage::term> joined(std::vector<storage::term> const& where, std::vector<term_range> const& parts)
    {
        std::vector<storage::term> out;
        if (parts.size() > 1)
            out.push_back({storage::op::and_, storage::no_field, 0, static_cast<std::uint32_t>(parts.size())});
        for (auto const& part : parts)
            for (auto i = part.first; i != part.last; ++i)
                out.push_back(where[i]);
        return out;
    }

    /// Returns whether the backend sorts the rows itself.
    bool sorts(read_plan const& p, storage::query const& q) const noexcept
    {
        bool const filters = caps_.filters == storage::filtering::all ||
            (caps_.filters == storage::filtering::primary_key && p.asked.by_key());
        return caps_.order && filters && p.batch == 0 && std::ranges::all_of(q.order, [&](storage::order_by const& o) {
                   return o.via == storage::no_field ? o.field < q.model->fields.size() : caps_.joins;
               });
    }

    static std::uint64_t needed_fields(storage::query const& q, read_plan const& p, bool cut_late) noexcept
    {
        auto const bit = [&](std::uint16_t field) {
            return field < q.model->fields.size() ? std::uint64_t{1} << field : std::uint64_t{1} << q.model->pk;
        };
        std::uint64_t out = p.sorts || cut_late ? bit(q.model->pk) : 0;
        for (auto const& t : p.rest)
            if (t.field != storage::no_field)
                out |= bit(t.via == storage::no_field ? t.field : t.via);
        if (p.sorts)
            for (auto const& o : q.order)
                out |= bit(o.via == storage::no_field ? o.field : o.via);
        return out;
    }

    storage::capabilities const& caps_;
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_READ_PLAN_HPP
