// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORAGE_EVALUATE_IPP
#define SSOT_IMPL_STORAGE_EVALUATE_IPP

#include <ssot/storage/evaluate.hpp>

#include <ssot/detail/query/json_search_text.hpp>
#include <ssot/detail/query/unicode_upper.hpp>
#include <ssot/detail/text/find_text.hpp>

#include <algorithm>

namespace ssot::storage {

namespace detail {

SSOT_DECL bool is_one_of(value_view v, value_view const* first, value_view const* last, bool sorted) noexcept
{
    if (sorted) {
        auto const less = [](value_view const& a, value_view const& b) { return compare(a, b) < 0; };
        return std::binary_search(first, last, v, less);
    }
    return std::any_of(first, last, [&](value_view a) { return !a.is_null() && !is_nan(a) && compare(v, a) == 0; });
}

SSOT_DECL std::string search_text(value_view v, rules by)
{
    using ssot::detail::json_search_form;
    if (v.type() != kind::json || by == rules::standard)
        return std::string(v.as_chars());
    auto const form = by == rules::sqlite ? json_search_form::dumps : json_search_form::jsonb;
    return ssot::detail::json_text_to_search(v.as_chars(), form);
}

SSOT_DECL bool is_one_document(value_view v, value_view const* first, value_view const* last)
{
    auto const text = search_text(v, rules::postgresql);
    return std::any_of(first, last, [&](value_view a) { return !a.is_null() && search_text(a, rules::postgresql) == text; });
}

/// The search that folds like `what`, but where letters are already folded.
constexpr op without_folding(op what) noexcept
{
    switch (what) {
    case op::icontains: return op::contains;
    case op::istarts_with: return op::starts_with;
    case op::iends_with: return op::ends_with;
    case op::iexact: return op::eq;
    default: return what;
    }
}

constexpr op with_folding(op what) noexcept
{
    switch (what) {
    case op::contains: return op::icontains;
    case op::starts_with: return op::istarts_with;
    case op::ends_with: return op::iends_with;
    default: return what;
    }
}

SSOT_DECL bool equal_folded(std::string_view a, std::string_view b) noexcept
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return ssot::detail::fold_ascii(x) == ssot::detail::fold_ascii(y);
    });
}

/// By bytes, or folding A to Z.
SSOT_DECL bool matches_bytes(op what, std::string_view text, std::string_view needle) noexcept
{
    bool const shorter = text.size() < needle.size();
    auto const head    = text.substr(0, needle.size());
    auto const tail    = shorter ? text : text.substr(text.size() - needle.size());
    switch (what) {
    case op::eq: return text == needle;
    case op::contains:
        return ssot::detail::find_text(text, needle, ssot::detail::letter_case::as_is) != std::string_view::npos;
    case op::icontains: return contains_folded(text, needle);
    case op::starts_with: return head == needle;
    case op::istarts_with: return equal_folded(head, needle);
    case op::ends_with: return tail == needle;
    case op::iends_with: return equal_folded(tail, needle);
    case op::iexact: return equal_folded(text, needle);
    default: return false;
    }
}

SSOT_DECL bool matches_text(rules by, op what, value_view v, std::string_view needle)
{
    if (by == rules::standard)
        return matches_bytes(what, v.as_chars(), needle);
    auto const text = search_text(v, by);
    if (by == rules::sqlite) // whose LIKE always folds
        return matches_bytes(with_folding(what), text, needle);
    auto const unfolded = without_folding(what);
    return unfolded == what ? matches_bytes(what, text, needle)
                            : matches_bytes(unfolded, ssot::detail::upper_text(text), ssot::detail::upper_text(needle));
}

SSOT_DECL std::size_t end_of_condition(std::vector<term> const& where, std::size_t at) noexcept
{
    for (std::size_t open = 1; open != 0; ++at) {
        open += is_inner(where[at].what) ? where[at].count : 0;
        --open;
    }
    return at;
}

} // namespace detail

SSOT_DECL bool contains_folded(std::string_view text, std::string_view needle) noexcept
{
    return ssot::detail::find_text(text, needle, ssot::detail::letter_case::folded) != std::string_view::npos;
}

SSOT_DECL void lower_after(query& q)
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

SSOT_DECL bool uses_joins(query const& q) noexcept
{
    auto const joined = [](auto const& t) { return t.via != no_field; };
    return std::ranges::any_of(q.where, joined) || std::ranges::any_of(q.order, joined);
}

} // namespace ssot::storage

#endif // SSOT_IMPL_STORAGE_EVALUATE_IPP
