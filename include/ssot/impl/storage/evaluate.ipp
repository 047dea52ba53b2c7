// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORAGE_EVALUATE_IPP
#define SSOT_IMPL_STORAGE_EVALUATE_IPP

#include <ssot/storage/evaluate.hpp>

#include <ssot/detail/json_search_text.hpp>
#include <ssot/detail/unicode_upper.hpp>

namespace ssot::storage::detail {

inline std::string search_text(value_view v, rules by)
{
    using ssot::detail::json_search_form;
    if (v.type() != kind::json || by == rules::standard)
        return std::string(v.as_chars());
    auto const form = by == rules::sqlite ? json_search_form::dumps : json_search_form::jsonb;
    return ssot::detail::json_text_to_search(v.as_chars(), form);
}

inline bool is_one_document(value_view v, value_view const* first, value_view const* last)
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

inline bool equal_folded(std::string_view a, std::string_view b) noexcept
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return fold(x) == fold(y); });
}

/// By bytes, or folding A to Z.
inline bool matches_bytes(op what, std::string_view text, std::string_view needle) noexcept
{
    bool const shorter = text.size() < needle.size();
    auto const head    = text.substr(0, needle.size());
    auto const tail    = shorter ? text : text.substr(text.size() - needle.size());
    switch (what) {
    case op::eq: return text == needle;
    case op::contains: return text.find(needle) != std::string_view::npos;
    case op::icontains: return contains_folded(text, needle);
    case op::starts_with: return head == needle;
    case op::istarts_with: return equal_folded(head, needle);
    case op::ends_with: return tail == needle;
    case op::iends_with: return equal_folded(tail, needle);
    case op::iexact: return equal_folded(text, needle);
    default: return false;
    }
}

inline bool matches_text(rules by, op what, value_view v, std::string_view needle)
{
    if (by == rules::standard)
        return matches_bytes(what, v.as_chars(), needle);
    auto const text = search_text(v, by);
    if (by == rules::sqlite) // whose LIKE always folds
        return matches_bytes(with_folding(what), text, needle);
    auto const plain = without_folding(what);
    return plain == what ? matches_bytes(what, text, needle)
                         : matches_bytes(plain, ssot::detail::upper_text(text), ssot::detail::upper_text(needle));
}

} // namespace ssot::storage::detail

#endif // SSOT_IMPL_STORAGE_EVALUATE_IPP
