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
    for (std::size_t at = 0, open = 1; open != 0; --open) {
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
    auto const equal = [](auto const& a, auto const& b) { return compare(a, b) == 0; };
    list.erase(std::ranges::unique(list, equal).begin(), list.end());
}

/// The most keys that one call may name, if it passes some other values as well.
inline std::size_t most_keys(storage::capabilities const& caps, std::size_t others = 0) noexcept
{
    auto const left = caps.max_args > others ? caps.max_args - others : 0;
    return std::max<std::size_t>(1, std::min(caps.max_keys_in, left));
}

/// The number of arguments that terms name.
inline std::size_t count_args(std::span<storage::term const> terms) noexcept
{
    std::size_t out = 0;
    for (auto const& t : terms)
        if (t.field != storage::no_field)
            out += t.count;
    return out;
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
            if (storage::names_children(*q.model, t))
                return counts(q, t.field);
            if ((t.via != storage::no_field && !caps_.joins) || (t.what > op::is_null && !caps_.text_ops))
                return false;
            bool const by_rules = is_text_search(t.what) || t.what == op::eq || t.what == op::in;
            return q.by == storage::rules::standard || caps_.text_rules || !by_rules ||
                (!is_text_search(t.what) && !is_document(*q.model, t));
        });
    }

    /// The same, with every `in` list short enough, and so many terms and arguments at most.
    bool answers_at_once(storage::query const& q, std::span<storage::term const> terms) const noexcept
    {
        return answers(q, terms) && terms.size() <= caps_.max_terms && count_args(terms) <= caps_.max_args &&
            std::ranges::all_of(
                   terms, [&](storage::term const& t) { return t.what != storage::op::in || t.count <= caps_.max_keys_in; });
    }

    /// Returns whether one call takes a query, its children among it, and so much more.
    bool takes(storage::query const& q, std::size_t more_args = 0, std::size_t more_terms = 0) const noexcept
    {
        auto args  = q.args.size() + q.after.size() + more_args;
        auto terms = q.where.size() + more_terms;
        for (auto const& c : q.children) {
            args += c.args.size();
            terms += c.where.size();
        }
        return args <= caps_.max_args && terms <= caps_.max_terms;
    }

    /// Returns whether the backend can count the children that a column stands for. No backend has the columns behind them.
    bool counts(storage::query const& q, std::size_t column) const noexcept
    {
        auto const i = column - q.model->fields.size();
        if (!caps_.reverse || caps_.filters != storage::filtering::all || i >= q.children.size())
            return false;
        auto const&          c = q.children[i];
        storage::query const of{.model = c.model, .by = q.by};
        return answers_at_once(of, c.where);
    }

    /// Returns whether the backend can sort by an ordering.
    bool sorts_by(storage::query const& q) const noexcept
    {
        return caps_.order && std::ranges::all_of(q.order, [&](storage::order_by const& o) {
                   return o.via != storage::no_field ? caps_.joins
                                                     : !storage::names_children(*q.model, o) || counts(q, o.field);
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
        read_plan out{.asked = {.model    = q.model,
                                .args     = q.args,
                                .fields   = q.fields,
                                .locking  = q.locking,
                                .by       = q.by,
                                .children = q.children,
                                .counts   = q.counts}};
        if (q.where.empty())
            return out;
        std::vector<term_range> parts, pushed, kept;
        split_conjuncts(q.where, parts);
        if (q.where.size() > caps_.max_terms || q.args.size() > caps_.max_args)
            prefer(q, parts);
        std::size_t batched = parts.size();
        std::size_t terms   = 0;                                        // of those in `pushed`
        std::size_t args    = std::min(q.after.size(), caps_.max_args); // of those, but for the list that is split
        for (std::size_t i = 0; i != parts.size(); ++i) {
            auto const part      = std::span(q.where).subspan(parts[i].first, parts[i].last - parts[i].first);
            auto const more      = part.size() + (pushed.size() == 1 ? 1 : 0); // two are joined by a term
            auto const more_args = count_args(part);
            bool const is_in     = part.size() == 1 && part.front().what == storage::op::in;
            bool const by_key = caps_.filters == storage::filtering::primary_key && is_key(*q.model, part) && pushed.empty();
            // A list is split if half of the arguments at least are left for its parts.
            bool const too_long = is_in && (more_args > caps_.max_keys_in || more_args > caps_.max_args - args);
            auto const room     = (batched == parts.size() ? caps_.max_args : caps_.max_args / 2) - args;
            bool const fits     = more <= caps_.max_terms - terms;
            if (too_long && fits && batched == parts.size() && args <= caps_.max_args / 2 && (by_key || answers(q, part))) {
                batched = i;
                pushed.push_back(parts[i]);
                terms += more;
            } else if (!too_long && fits && more_args <= room && (by_key || answers_at_once(q, part))) {
                pushed.push_back(parts[i]);
                terms += more;
                args += more_args;
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
            out.batch = most_keys(caps_, args);
        }
        return out;
    }

    /// Whether a condition is nothing but a list of keys.
    static bool is_key(storage::model_desc const& model, std::span<storage::term const> part) noexcept
    {
        auto const& t = part.front();
        return part.size() == 1 && t.field == model.pk && t.via == storage::no_field &&
            (t.what == storage::op::eq || t.what == storage::op::in);
    }

    /// Puts the conditions in front that leave fewest rows, as far as one can tell: keys, then other values.
    static void prefer(storage::query const& q, std::vector<term_range>& parts)
    {
        std::ranges::sort(parts, {}, [&](term_range const& p) {
            auto const  part = std::span(q.where).subspan(p.first, p.last - p.first);
            auto const& t    = part.front();
            bool const  one  = part.size() == 1;
            int const   rank = one && is_key(*q.model, part)                        ? 0
                  : one && (t.what == storage::op::eq || t.what == storage::op::in) ? 1
                  : one                                                             ? 2
                                                                                    : 3;
            return std::pair(rank, p.first);
        });
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
        return filters && p.batch == 0 && sorts_by(q);
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
