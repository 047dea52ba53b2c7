// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_EVALUATE_HPP
#define SSOT_STORAGE_EVALUATE_HPP

// Conditions and orderings worked out row by row: for backends that keep rows themselves, and for what others leave to the
// library.
//
//   if (matches(q, row, follow)) keep(row);
//   std::ranges::sort(rows, [&](auto const& a, auto const& b) { return before(q, a, b, follow); });
//
// A row has `value_view at(std::size_t) const`. `follow(model, row, via)` gives a pointer to the row that the foreign key
// `via` of `row`, a row of `model`, points at, or a null pointer.

#include <ssot/storage/query.hpp>
#include <ssot/storage/value.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::storage {

namespace detail {

constexpr char fold(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

inline bool is_nan(value_view v) noexcept { return v.type() == kind::real && std::isnan(v.as_real()); }

inline bool is_one_of(value_view v, value_view const* first, value_view const* last, bool sorted) noexcept
{
    if (sorted) {
        auto const less = [](value_view const& a, value_view const& b) { return compare(a, b) < 0; };
        return std::binary_search(first, last, v, less);
    }
    return std::any_of(first, last, [&](value_view a) { return !a.is_null() && !is_nan(a) && compare(v, a) == 0; });
}

/// What a text search looks into.
std::string search_text(value_view v, rules by);

/// Whether a document equals one of others as PostgreSQL sees it, whatever the order of keys.
bool is_one_document(value_view v, value_view const* first, value_view const* last);

/// Whether a value that is not null satisfies a text search.
bool matches_text(rules by, op what, value_view v, std::string_view needle);

} // namespace detail

/// Text search that folds A to Z only.
inline bool contains_folded(std::string_view text, std::string_view needle) noexcept
{
    return needle.empty() || std::search(text.begin(), text.end(), needle.begin(), needle.end(), [](char a, char b) {
                                 return detail::fold(a) == detail::fold(b);
                             }) != text.end();
}

/// Whether the value `v` satisfies the comparison `t`. Null satisfies `is_null` alone.
inline bool matches_value(query const& q, term const& t, value_view v)
{
    if (t.what == op::is_null)
        return v.is_null();
    if (v.is_null() || detail::is_nan(v)) // NaN is neither equal to anything nor before or behind it
        return false;
    auto const* const args = q.args.data() + t.first;
    if (v.type() == kind::json && q.by == rules::postgresql && (t.what == op::eq || t.what == op::in))
        return detail::is_one_document(v, args, args + t.count);
    if (t.what == op::in)
        return detail::is_one_of(v, args, args + t.count, t.sorted);
    auto const arg = *args;
    if (arg.is_null() || detail::is_nan(arg))
        return false;
    switch (t.what) {
    case op::eq: return compare(v, arg) == 0;
    case op::lt: return compare(v, arg) < 0;
    case op::le: return compare(v, arg) <= 0;
    case op::gt: return compare(v, arg) > 0;
    case op::ge: return compare(v, arg) >= 0;
    default: return detail::matches_text(q.by, t.what, v, arg.as_chars());
    }
}

/// The value that a term of a condition or of an ordering names: of the row, or of one that its foreign keys lead to.
/// Null where a foreign key leads nowhere.
template<class Row, class Term, class Follow>
value_view value_at(model_desc const& model, Row const& row, Term const& t, Follow&& follow)
{
    if (t.via == no_field)
        return row.at(t.field);
    auto const* const first = follow(model, row, t.via);
    if (!first || t.then == no_field)
        return first ? first->at(t.field) : value_view();
    auto const* const second = follow(*model.fields[t.via].target, *first, t.then);
    return second ? second->at(t.field) : value_view();
}

namespace detail {

/// Truth values, the last one first; those of a usual condition in one word.
class truth_stack {
public:
    void push(bool v)
    {
        if (size_ == in_word)
            more_.push_back(v);
        else
            word_ |= std::uint64_t{v} << size_++;
    }
    bool pop() noexcept
    {
        if (!more_.empty()) {
            bool const v = more_.back();
            more_.pop_back();
            return v;
        }
        bool const v = (word_ >> --size_ & 1) != 0;
        word_ &= ~(std::uint64_t{1} << size_);
        return v;
    }

private:
    static constexpr unsigned in_word = 64;

    std::uint64_t     word_ = 0;
    unsigned          size_ = 0;
    std::vector<bool> more_{};
};

/// Whether conditions follow.
constexpr bool is_inner(op what) noexcept { return what == op::and_ || what == op::or_ || what == op::not_; }

/// Behind the condition that starts at `at`.
inline std::size_t end_of_condition(std::vector<term> const& where, std::size_t at) noexcept
{
    for (std::size_t open = 1; open != 0; ++at) {
        open += is_inner(where[at].what) ? where[at].count : 0;
        --open;
    }
    return at;
}

/// Whether `row` satisfies the condition in terms [first, last). From the end to the begin, where prefix order needs no
/// recursion: a condition may be as deep as it likes.
template<class Row, class Follow>
bool matches_terms(query const& q, Row const& row, Follow& follow, std::size_t first, std::size_t last)
{
    truth_stack found;
    for (auto i = last; i-- != first;) {
        term const& t = q.where[i];
        switch (t.what) {
        case op::and_:
        case op::or_: {
            bool const stop = t.what == op::or_;
            bool       out  = !stop;
            for (std::uint32_t k = 0; k != t.count; ++k)
                if (found.pop() == stop)
                    out = stop;
            found.push(out);
            break;
        }
        case op::not_: found.push(!found.pop()); break;
        default: found.push(matches_value(q, t, value_at(*q.model, row, t, follow)));
        }
    }
    return found.pop();
}

} // namespace detail

/// Whether `row` satisfies the condition that starts at `q.where[at]`; moves `at` behind it.
template<class Row, class Follow>
bool matches_from(query const& q, Row const& row, Follow&& follow, std::size_t& at)
{
    auto const first = at;
    at               = detail::end_of_condition(q.where, first);
    return detail::matches_terms(q, row, follow, first, at);
}

/// Whether `row` satisfies all of `q.where`.
template<class Row, class Follow>
bool matches(query const& q, Row const& row, Follow&& follow)
{
    if (q.where.size() == 1 && !detail::is_inner(q.where[0].what))
        return matches_value(q, q.where[0], value_at(*q.model, row, q.where[0], follow));
    return q.where.empty() || detail::matches_terms(q, row, follow, 0, q.where.size());
}

/// Whether the nulls of an ordering's term come before its values.
constexpr bool nulls_come_first(order_by const& o) noexcept
{
    return o.where == nulls::first || (o.where == nulls::largest && o.desc);
}

/// Whether `a` comes before `b` in `q.order`; rows that it leaves equal are ordered by their key.
template<class A, class B, class Follow>
bool before(query const& q, A const& a, B const& b, Follow&& follow)
{
    for (order_by const& o : q.order) {
        value_view const x = value_at(*q.model, a, o, follow);
        value_view const y = value_at(*q.model, b, o, follow);
        if (x.is_null() || y.is_null()) {
            if (x.is_null() == y.is_null())
                continue;
            return x.is_null() == nulls_come_first(o);
        }
        auto const order = compare(x, y);
        if (order != 0)
            return o.desc ? order > 0 : order < 0;
    }
    return compare(a.at(q.model->pk), b.at(q.model->pk)) < 0;
}

/// Turns `q.after` into a condition: what is behind those values in `q.order`, across the border of nulls. For backends that
/// have nothing better for pages. Precondition: one value for each term of the ordering, which ends with the key.
inline void lower_after(query& q)
{
    if (q.after.empty())
        return;
    std::vector<term> out;
    auto const        compare_with = [&](op what, std::size_t i) {
        auto const& o = q.order[i];
        if (what == op::is_null) {
            out.push_back({what, o.field, 0, 0, o.via, o.then});
            return;
        }
        out.push_back({what, o.field, static_cast<std::uint32_t>(q.args.size()), 1, o.via, o.then});
        q.args.push_back(q.after[i]);
    };
    // Behind in this term; or equal in it, and behind in the terms that follow.
    for (std::size_t i = 0; i != q.order.size(); ++i) {
        bool const last        = i + 1 == q.order.size();
        bool const is_null     = q.after[i].is_null();
        bool const nulls_first = nulls_come_first(q.order[i]);
        bool const none_behind = is_null && !nulls_first;
        if (!last && !none_behind)
            out.push_back({op::or_, no_field, 0, 2});
        if (is_null && nulls_first) {
            out.push_back({op::not_, no_field, 0, 1});
            compare_with(op::is_null, i);
        } else if (none_behind) {
            if (last)
                out.push_back({op::in, q.model->pk, 0, 0}); // no row
        } else {
            bool const with_nulls = !nulls_first;
            if (with_nulls)
                out.push_back({op::or_, no_field, 0, 2});
            compare_with(q.order[i].desc ? op::lt : op::gt, i);
            if (with_nulls)
                compare_with(op::is_null, i);
        }
        if (!last) {
            out.push_back({op::and_, no_field, 0, 2});
            compare_with(is_null ? op::is_null : op::eq, i);
        }
    }
    q.after.clear();
    if (!q.where.empty())
        q.where.insert(q.where.begin(), {op::and_, no_field, 0, 2});
    q.where.insert(q.where.end(), out.begin(), out.end());
}

/// Whether the query follows a foreign key anywhere.
inline bool uses_joins(query const& q) noexcept
{
    auto const joined = [](auto const& t) { return t.via != no_field; };
    return std::ranges::any_of(q.where, joined) || std::ranges::any_of(q.order, joined);
}

} // namespace ssot::storage

#include <ssot/impl/storage/evaluate.ipp>

#endif // SSOT_STORAGE_EVALUATE_HPP
