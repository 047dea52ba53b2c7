// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_EVALUATE_HPP
#define SSOT_STORAGE_EVALUATE_HPP

// Evaluates conditions and orderings row by row. For backends that keep rows themselves; the library uses it for everything
// that a backend leaves to it.
//
//   if (matches(q, row, follow)) keep(row);
//   std::ranges::sort(rows, [&](auto const& a, auto const& b) { return before(q, a, b, follow); });
//
// A row is any class with `value_view at(std::size_t) const`. `follow(model, row, via)` returns a pointer to the row that
// the foreign key `via` of `row`, a row of `model`, points at, or a null pointer if there is none.
//
// For a backend that declares `capabilities::reverse`, `row.at(model.fields.size() + i)` also returns how many rows of
// `q.children[i]` refer to the row. A child counts if its foreign key has the key of the row and it satisfies the condition
// of `child_query(q, i)`.

#include <ssot/storage/query.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::storage {

namespace detail {

/// Returns whether `v` is a NaN, which is neither equal to, less than, nor greater than any number.
inline bool is_nan(value_view v) noexcept { return v.type() == kind::real && v.as_real() != v.as_real(); }

/// Returns whether a value that is not null equals one of [first, last). `sorted` has the meaning of `term::sorted`.
bool is_one_of(value_view v, value_view const* first, value_view const* last, bool sorted) noexcept;

/// Returns the text that a search of `v` looks into.
std::string search_text(value_view v, rules by);

/// Returns whether a document equals one of [first, last) by PostgreSQL's rules, which ignore the order of keys.
bool is_one_document(value_view v, value_view const* first, value_view const* last);

/// Returns whether a value that is not null satisfies the text search `what`.
bool matches_text(rules by, op what, value_view v, std::string_view needle);

} // namespace detail

/// Returns whether `text` contains `needle`, where only the letters A to Z ignore case. Linear in the sum of their sizes.
bool contains_folded(std::string_view text, std::string_view needle) noexcept;

/// Returns whether the value `v` satisfies the comparison `t`. Null satisfies only `is_null`.
inline bool matches_value(query const& q, term const& t, value_view v)
{
    if (t.what == op::is_null)
        return v.is_null();
    if (t.what == op::exists) // `v` is the number of children
        return v.as_int() != 0;
    if (v.is_null() || detail::is_nan(v)) // NaN satisfies no comparison
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

/// Returns the value that a term of a condition or ordering names: a field of the row, or of a row that its foreign keys
/// lead to. Returns null if a foreign key on the way points at no row.
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

/// A stack of truth values. Up to 64 of them, enough for a usual condition, need no allocation.
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

/// Returns whether a term of this kind is followed by conditions.
constexpr bool is_inner(op what) noexcept { return what == op::and_ || what == op::or_ || what == op::not_; }

/// Returns the index of the first term after the condition that starts at `at`.
std::size_t end_of_condition(std::vector<term> const& where, std::size_t at) noexcept;

/// Returns whether `row` satisfies the condition in the terms [first, last). Walks from the end to the start, which needs no
/// recursion in prefix order, so a condition may be nested to any depth.
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

/// Returns whether `row` satisfies the condition that starts at `q.where[at]`, and moves `at` past that condition.
template<class Row, class Follow>
bool matches_from(query const& q, Row const& row, Follow&& follow, std::size_t& at)
{
    auto const first = at;
    at               = detail::end_of_condition(q.where, first);
    return detail::matches_terms(q, row, follow, first, at);
}

/// Returns whether `row` satisfies the condition `q.where`. Linear in the number of terms, plus the length of texts it
/// searches.
template<class Row, class Follow>
bool matches(query const& q, Row const& row, Follow&& follow)
{
    if (q.where.size() == 1 && !detail::is_inner(q.where[0].what))
        return matches_value(q, q.where[0], value_at(*q.model, row, q.where[0], follow));
    return q.where.empty() || detail::matches_terms(q, row, follow, 0, q.where.size());
}

/// Returns the condition of `q.children[i]` as a query for its model, for `matches`. Linear in the size of that condition.
inline query child_query(query const& q, std::size_t i)
{
    auto const& c = q.children[i];
    return {.model = c.model, .where = c.where, .args = c.args, .by = q.by};
}

/// Returns whether the nulls of a term of an ordering come before its values.
constexpr bool nulls_come_first(order_by const& o) noexcept
{
    return o.where == nulls::first || (o.where == nulls::largest && o.desc);
}

/// Returns whether `a` comes before `b` in `q.order`. Rows that are equal in it are ordered by key. A strict weak ordering.
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

/// Replaces `q.after` by an equivalent condition, nulls included. For backends that have no better way to page through rows.
/// Precondition: `q.after` has one value for each term of `q.order`, which ends with the key.
void lower_after(query& q);

/// Returns whether a condition or the ordering of the query follows a foreign key.
bool uses_joins(query const& q) noexcept;

} // namespace ssot::storage

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/storage/evaluate.ipp>
#endif

#endif // SSOT_STORAGE_EVALUATE_HPP
