// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQL_STATEMENT_IPP
#define SSOT_IMPL_DETAIL_SQL_STATEMENT_IPP

#include <ssot/detail/sql/statement.hpp>
#include <ssot/detail/text/find_text.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>

namespace ssot::detail::sql {

SSOT_DECL storage::value_view value_of(parameter const& p, asked const& from) noexcept
{
    using storage::value_view;
    auto const nth = [&](storage::term const& t, std::vector<value_view> const& args) {
        return args[t.first + std::min(p.k, t.count - 1)];
    };
    auto const number = [](std::uint64_t n) {
        return value_view::integer(
            static_cast<std::int64_t>(std::min(n, static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))));
    };
    switch (p.from) {
    case source::argument: return nth(from.q->where[p.term], from.q->args);
    case source::child_argument: return nth(from.q->children[p.child].where[p.term], from.q->children[p.child].args);
    case source::tested: return nth(from.where_if[p.term], from.q->args);
    case source::after: return from.q->after[p.k];
    case source::assigned: return from.set[p.k].to;
    case source::limit: return number(from.q->limit);
    case source::offset: return number(from.q->offset);
    }
    return {};
}

SSOT_DECL needle needle_of(storage::value_view v) noexcept
{
    constexpr std::size_t longest = 16'000; // SQLite takes patterns of 50,000 bytes, and each may need an escape
    if (v.is_null())
        return needle::usual;
    auto const text = v.as_chars();
    return text.empty()                                                      ? needle::nothing
        : text.size() > longest || text.find('\0') != std::string_view::npos ? needle::odd
                                                                             : needle::usual;
}

SSOT_DECL void append_formed(std::string& out, form as, std::string_view text)
{
    if (as == form::folded) {
        auto const first = out.size();
        out.append(text);
        std::transform(out.begin() + static_cast<std::ptrdiff_t>(first),
                       out.end(),
                       out.begin() + static_cast<std::ptrdiff_t>(first),
                       [](char c) { return fold_ascii(c); });
        return;
    }
    if (as == form::containing || as == form::ending)
        out += '%';
    for (char const c : text) {
        if (c == '%' || c == '_' || c == '\\')
            out += '\\';
        out += c;
    }
    if (as == form::containing || as == form::beginning)
        out += '%';
}

} // namespace ssot::detail::sql

#endif // SSOT_IMPL_DETAIL_SQL_STATEMENT_IPP
