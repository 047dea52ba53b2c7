// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_SELECT_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_SELECT_HPP

// Finds the rows that a query selects, by looking at each of them.

#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>

#include "compare.hpp"
#include "mutation.hpp"
#include "rows.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ssot_test::sql {

/// What a session reads from.
struct reading {
    faults                   wrongly{};
    catalog const*           tables = nullptr;
    catalog const*           newest = nullptr; ///< of all that was committed; only a backend that is wrong looks at it
    std::atomic<bool> const* stop   = nullptr; ///< whether the call was canceled
};

/// What is known of a condition. Only a backend that is wrong answers `unknown`.
enum class truth : std::uint8_t { no, yes, unknown };

inline truth truth_of(bool v) noexcept { return v ? truth::yes : truth::no; }

class selection {
public:
    static constexpr auto no_limit = std::numeric_limits<std::uint64_t>::max();

    /// All that is given outlives it.
    selection(reading const& from, st::query const& q) : selection(from, *q.model, q.where, q.args, q.order) { q_ = &q; }
    /// Conditions and orders without a query.
    selection(reading const& from, st::model_desc const& model, std::vector<st::term> const& where,
              std::vector<value_view> const& args, std::vector<st::order_by> const& order)
        : wrongly_(from.wrongly), from_(from), model_(&model), where_(where), args_(args), order_(order)
    {
    }

    ssot::result<std::vector<row_ptr>> rows();

    /// Whether a row satisfies the condition that begins at a term.
    bool satisfies(row const& r, std::size_t at)
    {
        dropped_        = false;
        auto const come = judge(r, at, false, false);
        return come == truth::yes && !dropped_;
    }

private:
    struct ordered {
        row_ptr                 it;
        std::size_t             place; ///< among the rows that were found
        std::vector<value_view> keys{};
    };

    // Values.
    row const* follow(st::model_desc const& model, row const& r, std::uint16_t via) const
    {
        if (via >= model.fields.size() || !model.fields[via].target)
            return nullptr;
        auto const  key    = field_of(r, via);
        auto const  target = model.fields[via].target->name;
        auto const& from   = wrongly_.wrong(point::join_reads_newest) ? *from_.newest : *from_.tables;
        if (key.is_null() && wrongly_.wrong(point::join_of_null_finds_first)) {
            auto const* const t = table_of(from, target);
            return t && !t->rows.empty() ? t->rows.begin()->second.get() : nullptr;
        }
        return row_with(from, target, key).get(); // the tables keep it
    }

    template<class Term>
    static place place_of(Term const& t) noexcept
    {
        return t.via == st::no_field ? place::own : t.then == st::no_field ? place::via : place::then;
    }
    template<class Term>
    kind kind_of(Term const& t) const noexcept
    {
        auto const* m = model_;
        for (auto const via : {t.via, t.then})
            if (via != st::no_field && m)
                m = m->fields[via].target;
        return m && t.field < m->fields.size() ? m->fields[t.field].type : kind::null;
    }

    /// The row whose field a term names, or null.
    template<class Term>
    row const* row_of(row const& r, Term const& t) const
    {
        auto const at = place_of(t);
        if (at == place::own || wrongly_.wrong(point::join_reads_own_field, kind_of(t), at))
            return &r;
        auto via = t.via;
        if (wrongly_.wrong(point::join_shares_alias, kind_of(t), at))
            for (auto const& other : where_)
                if (other.via != st::no_field) {
                    via = other.via;
                    break;
                }
        auto const* const first = follow(*model_, r, via);
        if (!first || at == place::via || wrongly_.wrong(point::join_stops_at_via, kind_of(t), at))
            return first;
        return follow(*model_->fields[via].target, *first, t.then);
    }
    template<class Term>
    value_view value_of(row const& r, Term const& t) const
    {
        auto const* const named = row_of(r, t);
        return named ? field_of(*named, t.field) : value_view();
    }

    // Conditions.
    truth judge(row const& r, std::size_t& at, bool under_not, bool under_or);
    truth compared(row const& r, st::term const& t, value_view v);
    truth listed(st::term const& t, value_view v, place where) const;

    // Orders.
    int  compare_terms(std::vector<value_view> const& a, std::vector<value_view> const& b, point how) const;
    void sort_and_cut(std::vector<row_ptr>& found) const;
    void leave_out(std::vector<ordered>& found) const;
    bool comes_after(std::vector<value_view> const& keys) const;

    faults                           wrongly_;
    reading const&                   from_;
    st::model_desc const*            model_;
    std::vector<st::term> const&     where_;
    std::vector<value_view> const&   args_;
    std::vector<st::order_by> const& order_;
    st::query const*                 q_       = nullptr;
    bool                             dropped_ = false; ///< the row has no partner in a join that should not need one
};

inline truth selection::judge(row const& r, std::size_t& at, bool under_not, bool under_or)
{
    using st::op;
    auto const t = where_[at++];
    if (t.what == op::not_) {
        bool const by_parts = wrongly_.wrong(point::negation_by_parts) && where_[at].what == op::and_;
        auto const begin    = at;
        auto       of       = judge(r, at, true, under_or);
        if (by_parts) { // as if all of the parts had to be wrong
            of                = truth::no;
            std::size_t inner = begin + 1;
            for (std::uint32_t i = 0; i != where_[begin].count; ++i)
                if (judge(r, inner, true, under_or) == truth::yes)
                    of = truth::yes;
        }
        if (wrongly_.wrong(point::negation_ignored))
            return of;
        return of == truth::unknown ? of : truth_of(of == truth::no);
    }
    if (t.what == op::and_ || t.what == op::or_) {
        bool is_and = t.what == op::and_;
        bool no = false, yes = false, unknown = false;
        for (std::uint32_t i = 0; i != t.count; ++i) {
            auto const of = judge(r, at, under_not, under_or || !is_and);
            if (i >= 2 && wrongly_.wrong(is_and ? point::and_of_two : point::or_of_two))
                continue;
            no      = no || of == truth::no;
            yes     = yes || of == truth::yes;
            unknown = unknown || of == truth::unknown;
        }
        if (wrongly_.wrong(is_and ? point::or_for_and : point::and_for_or))
            is_and = !is_and;
        if (is_and ? no : yes)
            return truth_of(!is_and);
        return unknown ? truth::unknown : truth_of(is_and);
    }
    auto const where = place_of(t);
    if (where != place::own && !row_of(r, t)) {
        auto const k = kind_of(t);
        dropped_     = dropped_ || wrongly_.wrong(point::inner_join, k, where) ||
            (under_not && wrongly_.wrong(point::inner_join_under_not, k, where)) ||
            (under_or && wrongly_.wrong(point::inner_join_under_or, k, where));
    }
    return compared(r, t, value_of(r, t));
}

inline truth selection::compared(row const&, st::term const& t, value_view v)
{
    using st::op;
    auto const where = place_of(t);
    auto const k     = kind_of(t);
    if (t.what == op::is_null) {
        bool const empty = v.is_buffer() && v.as_chars().empty() && wrongly_.wrong(point::is_null_of_empty, k, where);
        if (wrongly_.wrong(point::is_null_never, k, where))
            return truth::no;
        return truth_of((v.is_null() || empty) != wrongly_.wrong(point::is_null_inverted, k, where));
    }
    if (t.what == op::in)
        return listed(t, v, where);
    auto const unknown = wrongly_.wrong(point::negation_of_null, k, where, t.what) ? truth::unknown : truth::no;
    auto const arg     = args_[t.first];
    if (v.is_null() || arg.is_null()) {
        if (v.is_null() && arg.is_null() && t.what == op::eq && wrongly_.wrong(point::null_equals_null, k, where))
            return truth::yes;
        if (v.is_null() && (t.what == op::lt || t.what == op::le) && wrongly_.wrong(point::null_is_smaller, k, where))
            return truth::yes;
        if (v.is_null() && (t.what == op::gt || t.what == op::ge) && wrongly_.wrong(point::null_is_unequal, k, where))
            return truth::yes;
        if (v.is_null() && !arg.is_null() && arg.is_buffer() && arg.as_chars().empty() &&
            wrongly_.how(point::search, k, where, t.what) == way::empty_matches_null)
            return truth::yes;
        return unknown;
    }
    if (is_nan(v) || is_nan(arg))
        return truth::no;
    bool const ranges = t.what == op::eq || t.what == op::lt || t.what == op::le || t.what == op::gt || t.what == op::ge;
    if (!ranges) {
        if (!v.is_buffer() || !arg.is_buffer())
            return truth::no;
        return truth_of(finds(wrongly_.how(point::search, k, where, t.what), t.what, v.as_chars(), arg.as_chars()));
    }
    auto what = t.what;
    switch (wrongly_.how(point::operator_taken_for, k, where, what)) {
    case way::eq: what = op::eq; break;
    case way::lt: what = op::lt; break;
    case way::le: what = op::le; break;
    case way::gt: what = op::gt; break;
    case way::ge: what = op::ge; break;
    default: break;
    }
    int const order = compare_values(wrongly_.how(point::condition_compares, k, where, t.what), v, arg);
    switch (what) {
    case op::eq: return truth_of(order == 0);
    case op::lt: return truth_of(order < 0);
    case op::le: return truth_of(order <= 0);
    case op::gt: return truth_of(order > 0);
    default: return truth_of(order >= 0);
    }
}

inline truth selection::listed(st::term const& t, value_view v, place where) const
{
    auto const  k     = kind_of(t);
    auto const* first = args_.data() + t.first;
    auto const* last  = first + t.count;
    if (first == last)
        return truth_of(wrongly_.wrong(point::in_empty_matches, k, where));
    if (v.is_null()) {
        bool const found =
            wrongly_.wrong(point::in_null_matches, k, where) && std::any_of(first, last, [](auto a) { return a.is_null(); });
        return found                                                        ? truth::yes
            : wrongly_.wrong(point::negation_of_null, k, where, st::op::in) ? truth::unknown
                                                                            : truth::no;
    }
    if (wrongly_.wrong(point::in_first_only, k, where))
        last = first + 1;
    else if (wrongly_.wrong(point::in_last_lost, k, where) && last - first > 1)
        --last;
    else if (wrongly_.wrong(point::in_of_many_lost, k, where) && last - first > 999)
        last = first + 999;
    auto const how = wrongly_.how(point::list_compares, k, where);
    if (how == way::none && (t.sorted || wrongly_.wrong(point::in_always_searched, k, where))) {
        auto const* const at = std::partition_point(
            first, last, [&](value_view a) { return a.is_null() || compare_values(way::none, a, v) < 0; });
        return truth_of(at != last && !at->is_null() && !is_nan(v) && compare_values(way::none, *at, v) == 0);
    }
    return truth_of(std::any_of(first, last, [&](value_view a) {
        return !a.is_null() && !is_nan(a) && !is_nan(v) && compare_values(how, v, a) == 0;
    }));
}

inline ssot::result<std::vector<row_ptr>> selection::rows()
{
    bool const           by_key = q_->by_key();
    auto const           newest = by_key ? point::key_reads_newest
                  : q_->where.empty()    ? point::scan_reads_newest
                                         : point::condition_reads_newest;
    auto const&          tables = wrongly_.wrong(newest) ? *from_.newest : *from_.tables;
    auto const* const    t      = table_of(tables, model_->name);
    std::vector<row_ptr> found;
    if (!t)
        return found;
    if (by_key) {
        auto const               how = wrongly_.how(point::key_compares, model_->fields[model_->pk].type);
        std::vector<std::string> keys;
        for (auto const& key : q_->keys())
            if (how != way::none) {
                for (auto const& [bytes, r] : t->rows)
                    if (!key.is_null() && compare_values(how, field_of(*r, model_->pk), key) == 0)
                        keys.push_back(bytes);
            } else if (!key.is_null())
                keys.push_back(key_bytes(key));
        if (!wrongly_.wrong(point::key_repeated)) {
            std::ranges::sort(keys);
            keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
        }
        for (auto const& key : keys)
            if (auto const at = t->rows.find(key); at != t->rows.end())
                found.push_back(at->second);
    } else {
        bool const twice = wrongly_.wrong(point::posting_twice) && !q_->where.empty();
        for (auto const& [key, r] : t->rows) {
            if (from_.stop && *from_.stop)
                return ssot::error(ssot::errc::canceled, "the call was canceled");
            if (!where_.empty() && !satisfies(*r, 0))
                continue;
            found.push_back(r);
            if (twice && t->doubled.contains(key))
                found.push_back(r);
        }
    }
    sort_and_cut(found);
    return found;
}

inline int selection::compare_terms(std::vector<value_view> const& a, std::vector<value_view> const& b, point where) const
{
    auto const n = wrongly_.wrong(point::last_term_ignored) && order_.size() > 1 ? order_.size() - 1 : order_.size();
    for (std::size_t i = 0; i != n; ++i) {
        auto const& o  = order_[i];
        auto const  k  = kind_of(o);
        auto const  at = place_of(o);
        if (i != 0 &&
            (wrongly_.wrong(point::later_terms_ignored) ||
             (where == point::after_compares && wrongly_.wrong(point::after_first_term_only))))
            break;
        bool desc = o.desc;
        if (i != 0 && wrongly_.wrong(point::later_direction_of_first))
            desc = order_[0].desc;
        if (wrongly_.wrong(point::descending_ignored, k, at))
            desc = false;
        auto nulls = o.where;
        if ((nulls == st::nulls::first && wrongly_.wrong(point::nulls_first_ignored, k, at)) ||
            (nulls == st::nulls::last && wrongly_.wrong(point::nulls_last_ignored, k, at)))
            nulls = st::nulls::largest;
        bool first = nulls == st::nulls::first || (nulls == st::nulls::largest && desc);
        if (nulls == st::nulls::largest && wrongly_.wrong(desc ? point::nulls_descending : point::nulls_ascending, k, at))
            first = !first;
        auto const x = a[i];
        auto const y = b[i];
        if (x.is_null() || y.is_null()) {
            if (x.is_null() && y.is_null())
                continue;
            return x.is_null() == first ? -1 : 1;
        }
        if (int const order = compare_values(wrongly_.how(where, k, at), x, y); order != 0)
            return desc ? -order : order;
    }
    return 0;
}

inline bool selection::comes_after(std::vector<value_view> const& keys) const
{
    auto const& after = q_->after;
    if (wrongly_.wrong(point::after_ties_lost))
        return !keys.empty() && keys[0].is_null() == after[0].is_null() && !keys[0].is_null() &&
            (compare_values(way::none, keys[0], after[0]) > 0) != order_[0].desc &&
            compare_values(way::none, keys[0], after[0]) != 0;
    for (std::size_t i = 0; i != keys.size(); ++i) {
        auto const k  = kind_of(order_[i]);
        auto const at = place_of(order_[i]);
        if (keys[i].is_null() && !after[i].is_null() && wrongly_.wrong(point::after_nulls_lost, k, at))
            return false;
        if (after[i].is_null() && wrongly_.wrong(point::after_null_finds_none, k, at))
            return false;
    }
    int const order = compare_terms(keys, after, point::after_compares);
    if (order_[0].desc && wrongly_.wrong(point::after_descending_reversed))
        return order < 0;
    return wrongly_.wrong(point::after_inclusive) ? order >= 0 : order > 0;
}

inline void selection::leave_out(std::vector<ordered>& found) const
{
    if (!q_->after.empty() && q_->after.size() == order_.size() && !wrongly_.wrong(point::after_ignored))
        std::erase_if(found, [&](ordered const& o) { return !comes_after(o.keys); });
}

inline void selection::sort_and_cut(std::vector<row_ptr>& found) const
{
    bool const           by_key = q_->by_key();
    std::vector<ordered> all;
    for (auto& r : found) {
        auto& o = all.emplace_back(ordered{std::move(r), all.size()});
        for (auto const& term : order_)
            o.keys.push_back(value_of(*o.it, term));
    }
    if (std::ranges::any_of(order_, [&](auto const& o) {
            return place_of(o) != place::own && wrongly_.wrong(point::inner_join_of_order, kind_of(o), place_of(o));
        }))
        std::erase_if(all, [&](ordered const& o) {
            return std::ranges::any_of(order_, [&](auto const& term) { return !row_of(*o.it, term); });
        });
    bool const unordered = wrongly_.wrong(point::order_ignored) || (by_key && wrongly_.wrong(point::order_by_key_ignored));
    if (!order_.empty() && !unordered)
        std::ranges::sort(all, [&](ordered const& a, ordered const& b) {
            int const order = compare_terms(a.keys, b.keys, point::order_compares);
            return order != 0 ? order < 0 : a.place < b.place;
        });
    bool const late = wrongly_.wrong(point::after_behind_limit);
    if (!late)
        leave_out(all);
    auto       offset = q_->offset;
    auto       limit  = q_->limit;
    bool const writes = wrongly_.call == operation::update || wrongly_.call == operation::erase;
    if ((limit == no_limit && wrongly_.wrong(point::offset_without_limit)) || wrongly_.wrong(point::offset_ignored))
        offset = 0;
    if (offset != 0 && !all.empty() && wrongly_.wrong(point::offset_wraps))
        offset %= all.size();
    if ((limit == 0 && wrongly_.wrong(point::limit_0_ignored)) || wrongly_.wrong(point::limit_ignored) ||
        (by_key && wrongly_.wrong(point::limit_by_key_ignored)) ||
        (writes && wrongly_.wrong(point::limit_of_write_ignored)) ||
        (wrongly_.call == operation::aggregate && wrongly_.wrong(point::aggregate_ignores_limit)))
        limit = no_limit;
    if (limit != no_limit && limit != 0 && wrongly_.wrong(point::limit_one_more))
        ++limit;
    if (wrongly_.wrong(point::limit_before_offset) && limit < all.size())
        all.resize(static_cast<std::size_t>(limit));
    all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(offset, all.size())));
    if (limit < all.size())
        all.resize(static_cast<std::size_t>(limit));
    if (late)
        leave_out(all);
    found.clear();
    for (auto& o : all)
        found.push_back(std::move(o.it));
}

} // namespace ssot_test::sql

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_SELECT_HPP
