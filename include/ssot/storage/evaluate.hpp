// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_EVALUATE_HPP
#define SSOT_STORAGE_EVALUATE_HPP

// Conditions and orderings worked out row by row: for backends that keep rows themselves, and for what others leave to the
// library.
//
//   if (matches(q, row, follow)) keep(row);
//   std::ranges::stable_sort(rows, [&](auto const& a, auto const& b) { return before(q, a, b, follow); });
//
// A row has `value_view at(std::size_t) const`. `follow(model, row, via)` gives a pointer to the row that the foreign key
// `via` of `row`, a row of `model`, points at, or a null pointer.

#include <ssot/storage/query.hpp>
#include <ssot/storage/value.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string_view>

namespace ssot::storage {

/// Text search that folds A to Z only.
inline bool contains_folded(std::string_view text, std::string_view needle) noexcept
{
    auto const fold = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    return needle.empty() || std::search(text.begin(), text.end(), needle.begin(), needle.end(), [&](char a, char b) {
                                 return fold(a) == fold(b);
                             }) != text.end();
}

/// Whether the value `v` satisfies the comparison `t`. Null satisfies `is_null` alone.
inline bool matches_value(query const& q, term const& t, value_view v) noexcept
{
    if (t.what == op::is_null)
        return v.is_null();
    if (v.is_null())
        return false;
    auto const arg   = [&](std::uint32_t i) { return q.args[t.first + i]; };
    auto const nan   = [](value_view x) { return x.type() == kind::real && std::isnan(x.as_real()); };
    auto const equal = [&](std::uint32_t i) {
        return !arg(i).is_null() && !nan(arg(i)) && !nan(v) && compare(v, arg(i)) == 0;
    };
    if (t.what == op::in) {
        for (std::uint32_t i = 0; i != t.count; ++i)
            if (equal(i))
                return true;
        return false;
    }
    if (arg(0).is_null() || nan(arg(0)) || nan(v)) // NaN is neither equal to anything nor before or behind it
        return false;
    switch (t.what) {
    case op::eq: return equal(0);
    case op::lt: return compare(v, arg(0)) < 0;
    case op::le: return compare(v, arg(0)) <= 0;
    case op::gt: return compare(v, arg(0)) > 0;
    case op::ge: return compare(v, arg(0)) >= 0;
    case op::contains: return v.as_chars().find(arg(0).as_chars()) != std::string_view::npos;
    case op::icontains: return contains_folded(v.as_chars(), arg(0).as_chars());
    case op::istarts_with: {
        auto const needle = arg(0).as_chars();
        return v.as_chars().size() >= needle.size() && contains_folded(v.as_chars().substr(0, needle.size()), needle);
    }
    default: return false;
    }
}

/// The value that a term of a condition or of an ordering names: of the row, or of one that its foreign keys lead to.
/// Null where a foreign key leads nowhere.
template<class Row, class Term, class Follow>
value_view value_at(model_desc const& model, Row const& row, Term const& t, Follow&& follow)
{
    if (t.via == no_field)
        return row.at(t.field);
    Row const* other = follow(model, row, t.via);
    if (other && t.then != no_field)
        other = follow(*model.fields[t.via].target, *other, t.then);
    return other ? other->at(t.field) : value_view();
}

/// Whether `row` satisfies the condition that starts at `q.where[at]`; moves `at` behind it.
template<class Row, class Follow>
bool matches_from(query const& q, Row const& row, Follow&& follow, std::size_t& at)
{
    term const& t = q.where[at++];
    switch (t.what) {
    case op::and_:
    case op::or_: {
        bool const stop = t.what == op::or_;
        bool       out  = !stop;
        for (std::uint32_t i = 0; i != t.count; ++i)
            if (matches_from(q, row, follow, at) == stop)
                out = stop;
        return out;
    }
    case op::not_: return !matches_from(q, row, follow, at);
    default: break;
    }
    return matches_value(q, t, value_at(*q.model, row, t, follow));
}

/// Whether `row` satisfies all of `q.where`.
template<class Row, class Follow>
bool matches(query const& q, Row const& row, Follow&& follow)
{
    std::size_t at = 0;
    return q.where.empty() || matches_from(q, row, follow, at);
}

/// Whether `a` comes before `b` in `q.order`; rows that it leaves equal are ordered by their key.
template<class Row, class Follow>
bool before(query const& q, Row const& a, Row const& b, Follow&& follow)
{
    for (order_by const& o : q.order) {
        value_view const x = value_at(*q.model, a, o, follow);
        value_view const y = value_at(*q.model, b, o, follow);
        if (x.is_null() || y.is_null()) {
            if (x.is_null() == y.is_null())
                continue;
            bool const null_first = o.where == nulls::first || (o.where == nulls::largest && o.desc);
            return x.is_null() == null_first;
        }
        auto const order = compare(x, y);
        if (order != 0)
            return o.desc ? order > 0 : order < 0;
    }
    return compare(a.at(q.model->pk), b.at(q.model->pk)) < 0;
}

/// Whether the query follows a foreign key anywhere.
inline bool uses_joins(query const& q) noexcept
{
    auto const joined = [](auto const& t) { return t.via != no_field; };
    return std::ranges::any_of(q.where, joined) || std::ranges::any_of(q.order, joined);
}

} // namespace ssot::storage

#endif // SSOT_STORAGE_EVALUATE_HPP
