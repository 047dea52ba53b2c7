// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_CONDITION_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_CONDITION_HPP

// Whether a row satisfies a condition, and the fields that terms name, of the row itself or behind its foreign keys.

#include <ssot/storage/evaluate.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>

#include "compare.hpp"
#include "mutation.hpp"
#include "rows.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
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

/// Reads the fields that terms name, and judges rows by conditions.
class evaluation {
public:
    /// Of a condition over the arguments and children of a query. All that is given outlives it.
    evaluation(reading const& from, st::query const& q, std::vector<st::term> const& where)
        : wrongly_(from.wrongly), from_(from), model_(q.model), where_(where), args_(q.args), children_(q.children), q_of_(q)
    {
    }

    /// Whether a row satisfies the condition that begins at a term.
    bool satisfies(row const& r, std::size_t at)
    {
        dropped_        = false;
        auto const come = judge(r, at, false, false);
        return come == truth::yes && !dropped_;
    }

protected:
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
        return m && m->fields.size() > t.field ? m->fields[t.field].type : kind::null;
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
        if (model_->fields[via].target && model_->fields[via].target->name == model_->name &&
            wrongly_.wrong(point::self_join_reads_own, kind_of(t), at))
            return &r;
        auto const* const first = follow(*model_, r, via);
        if (!first || at == place::via || wrongly_.wrong(point::join_stops_at_via, kind_of(t), at))
            return first;
        return follow(*model_->fields[via].target, *first, t.then);
    }
    template<class Term>
    value_view value_of(row const& r, Term const& t) const
    {
        if (t.via == st::no_field && t.field != st::no_field && t.field >= model_->fields.size())
            return number_of_children(r, t.field - model_->fields.size());
        auto const* const named = row_of(r, t);
        return named ? field_of(*named, t.field) : value_view();
    }

    faults                         wrongly_;
    reading const&                 from_;
    st::model_desc const*          model_;
    std::vector<st::term> const&   where_;
    std::vector<value_view> const& args_;

    /// How many rows of `children[i]` refer to a row.
    value_view number_of_children(row const& r, std::size_t i) const;

    std::vector<st::child_rows> const& children_;

private:
    // Conditions.
    truth judge(row const& r, std::size_t& at, bool under_not, bool under_or);
    truth compared(row const& r, st::term const& t, value_view v);
    truth listed(st::term const& t, value_view v, place where) const;
    bool  is_of_rules(st::term const& t, value_view v) const noexcept;

    st::query const& q_of_;
    bool             dropped_ = false; ///< the row has no partner in a join that should not need one
};

inline value_view evaluation::number_of_children(row const& r, std::size_t i) const
{
    auto const&       c    = children_[wrongly_.wrong(point::children_of_first) ? 0 : i];
    auto const&       from = wrongly_.wrong(point::children_read_newest) ? *from_.newest : *from_.tables;
    auto const* const t    = table_of(from, c.model->name);
    auto const        key  = field_of(r, model_->pk);
    std::int64_t      n    = 0;
    st::query const   of{.model = c.model, .args = c.args, .by = q_of_.by};
    evaluation        condition(from_, of, c.where);
    bool const        all   = c.where.empty() || wrongly_.wrong(point::children_of_any_kind);
    bool const        alias = c.model == model_ && wrongly_.wrong(point::children_share_alias);
    if (t)
        for (auto const& [bytes, child] : t->rows) {
            auto const to    = field_of(*child, c.field);
            bool const mine  = !to.is_null() && compare_values(way::none, to, key) == 0;
            bool const loose = to.is_null() && wrongly_.wrong(point::children_without_parent);
            if ((mine || loose) && (all || condition.satisfies(alias ? r : *child, 0)))
                ++n;
        }
    if (n == 0 && wrongly_.wrong(point::children_of_none_are_null))
        return {};
    return value_view::integer(n > 1 && wrongly_.wrong(point::children_counted_once) ? 1 : n);
}

inline truth evaluation::judge(row const& r, std::size_t& at, bool under_not, bool under_or)
{
    using st::op;
    auto const& t = where_[at++];
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
        bool const exists = where_[begin].what == op::exists && wrongly_.wrong(point::exists_under_not);
        if (exists || wrongly_.wrong(point::negation_ignored))
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

/// Whether the rules of the query say how a value is compared: they are about searches in text, and PostgreSQL's also about equal
/// documents.
inline bool evaluation::is_of_rules(st::term const& t, value_view v) const noexcept
{
    using st::op;
    switch (t.what) {
    case op::contains:
    case op::icontains:
    case op::iexact:
    case op::starts_with:
    case op::istarts_with:
    case op::ends_with:
    case op::iends_with: return true;
    case op::eq:
    case op::in: return v.type() == kind::json;
    default: return false;
    }
}

inline truth evaluation::compared(row const&, st::term const& t, value_view v)
{
    using st::op;
    auto const where = place_of(t);
    auto const k     = kind_of(t);
    if (t.what == op::exists)
        return truth_of(!v.is_null() && v.as_int() != 0);
    if (q_of_.by != st::rules::standard && is_of_rules(t, v)) // which the vectors of the original judge
        return truth_of(st::matches_value(q_of_, t, v));
    if (t.what == op::is_null) {
        bool const empty = v.is_buffer() && v.as_chars().empty() && wrongly_.wrong(point::is_null_of_empty, k, where);
        if (wrongly_.wrong(point::is_null_never, k, where))
            return truth::no;
        return truth_of((v.is_null() || empty) != wrongly_.wrong(point::is_null_inverted, k, where));
    }
    if (t.what == op::in)
        return listed(t, v, where);
    auto const unknown = wrongly_.wrong(point::negation_of_null, k, where, t.what) ? truth::unknown : truth::no;
    auto       first   = t.first;
    if (wrongly_.wrong(point::args_in_order)) {
        first = 0;
        for (auto const* before = where_.data(); before != &t && before != where_.data() + where_.size(); ++before)
            if (before->what != op::and_ && before->what != op::or_ && before->what != op::not_)
                first += before->count;
    }
    auto const arg = args_[std::min<std::size_t>(first, args_.size() - 1)];
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

inline truth evaluation::listed(st::term const& t, value_view v, place where) const
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

} // namespace ssot_test::sql

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_CONDITION_HPP
