// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_EXPECTED_ROWS_IPP
#define SSOT_IMPL_TESTING_KIT_EXPECTED_ROWS_IPP

#include <ssot/testing/kit/expected_rows.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <boost/json/parse.hpp>

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

namespace ssot::conformance::detail {

SSOT_DECL std::strong_ordering compare_values(storage::value_view a, storage::value_view b)
{
    if (a.is_buffer()) {
        auto const x = a.as_chars();
        auto const y = b.as_chars();
        for (std::size_t i = 0; i != std::min(x.size(), y.size()); ++i)
            if (x[i] != y[i])
                return static_cast<unsigned char>(x[i]) <=> static_cast<unsigned char>(y[i]);
        return x.size() <=> y.size();
    }
    if (a.type() == kind::real)
        return a.as_real() < b.as_real() ? std::strong_ordering::less
            : a.as_real() > b.as_real()  ? std::strong_ordering::greater
                                         : std::strong_ordering::equal;
    return a.as_int() <=> b.as_int();
}

SSOT_DECL bool same_value(storage::value_view a, storage::value_view b)
{
    if (a.is_null() || b.is_null())
        return a.is_null() && b.is_null();
    if (compare_values(a, b) == 0)
        return true;
    if (a.type() != kind::json)
        return false;
    boost::json::error_code wrong;
    auto const              x = boost::json::parse({a.as_chars().data(), a.as_chars().size()}, wrong);
    if (wrong)
        return false;
    auto const y = boost::json::parse({b.as_chars().data(), b.as_chars().size()}, wrong);
    return !wrong && x == y;
}

SSOT_DECL std::string show_value(storage::value_view v, std::size_t at)
{
    if (v.is_null())
        return "null";
    if (v.type() == kind::uuid)
        return ssot::to_string(v.as_uuid());
    if (v.type() == kind::boolean)
        return v.as_int() != 0 ? "true" : "false";
    if (v.type() == kind::real) {
        std::ostringstream out;
        out.precision(17);
        out << v.as_real();
        return out.str();
    }
    if (!v.is_buffer())
        return std::to_string(v.as_int()) + (v.type() == kind::int64 ? "" : " microseconds");

    constexpr std::size_t most  = 60;
    auto const            text  = v.as_chars();
    auto const            begin = text.size() <= most ? 0 : std::min(at < most / 2 ? 0 : at - most / 2, text.size() - most);
    std::string           out   = begin == 0 ? "\"" : "...";
    for (char const c : text.substr(begin, most)) {
        constexpr char digits[] = "0123456789abcdef";
        auto const     u        = static_cast<unsigned char>(c);
        if (u < 0x20 || u == 0x7f)
            out.append("\\x").append({digits[u / 16], digits[u % 16]});
        else
            out.push_back(c);
    }
    if (begin + most < text.size())
        return out + "... (" + std::to_string(text.size()) + " bytes)";
    return out + '"';
}

SSOT_DECL expected_rows::table const& expected_rows::of(storage::model_desc const& model) const
{
    static table const none;
    auto const         found = tables_.find(model.name);
    return found == tables_.end() ? none : found->second;
}

SSOT_DECL void expected_rows::put(storage::model_desc const& model, kit_row row)
{
    auto const key = row[model.pk].view().as_int();
    of(model).insert_or_assign(key, std::move(row));
}

SSOT_DECL storage::value_view expected_rows::at(storage::model_desc const& model, kit_row const& row, std::uint16_t field,
                                                std::uint16_t via, std::uint16_t then) const
{
    if (via == storage::no_field)
        return row[field].view();
    auto const key = row[via].view();
    if (key.is_null())
        return {};
    auto const& target = *model.fields[via].target;
    auto const  found  = of(target).find(key.as_int());
    return found == of(target).end() ? storage::value_view() : at(target, found->second, field, then, storage::no_field);
}

SSOT_DECL std::int64_t expected_rows::children(storage::query const& q, kit_row const& row, std::size_t i) const
{
    auto const&          c = q.children[i];
    storage::query const of{.model = c.model, .args = c.args};
    std::int64_t         n = 0;
    for (auto const& [key, child] : this->of(*c.model)) {
        auto const to = child[c.field].view();
        if (!to.is_null() && to.as_int() == row[q.model->pk].view().as_int() && holds(of, c.where, child))
            ++n;
    }
    return n;
}

SSOT_DECL bool is_search(storage::op what)
{
    using storage::op;
    return what == op::icontains || what == op::contains || what == op::istarts_with || what == op::iexact ||
        what == op::starts_with || what == op::ends_with || what == op::iends_with;
}

/// Whether a text satisfies a search by the library's own rules.
SSOT_DECL bool search_holds(storage::op what, std::string text, std::string needle)
{
    using storage::op;
    auto const fold = [](std::string& s) {
        for (char& c : s)
            if (c >= 'A' && c <= 'Z')
                c = static_cast<char>(c - 'A' + 'a');
    };
    if (what == op::icontains || what == op::istarts_with || what == op::iexact || what == op::iends_with) {
        fold(text);
        fold(needle);
    }
    switch (what) {
    case op::icontains:
    case op::contains: return text.find(needle) != std::string::npos;
    case op::istarts_with:
    case op::starts_with: return text.starts_with(needle);
    case op::ends_with:
    case op::iends_with: return text.ends_with(needle);
    default: return text == needle;
    }
}

/// Evaluates the term at `first`. Returns the index after it.
SSOT_DECL std::size_t expected_rows::measure(storage::query const& q, std::span<storage::term const> where,
                                             std::size_t first, kit_row const& row, bool& out) const
{
    using storage::op;
    auto const& t = where[first];
    if (t.what == op::and_ || t.what == op::or_ || t.what == op::not_) {
        bool        all  = true;
        bool        any  = false;
        std::size_t next = first + 1;
        for (std::uint32_t i = 0; i != t.count; ++i) {
            bool one = false;
            next     = measure(q, where, next, row, one);
            all      = all && one;
            any      = any || one;
        }
        out = t.what == op::and_ ? all : t.what == op::or_ ? any : !all;
        return next;
    }
    auto const v = at(q, row, t);
    out          = false;
    if (t.what == op::exists) {
        out = v.as_int() > 0;
        return first + 1;
    }
    if (t.what == op::is_null) {
        out = v.is_null();
        return first + 1;
    }
    for (std::uint32_t i = 0; i != t.count && !v.is_null(); ++i) {
        auto const w = q.args[t.first + i];
        if (w.is_null())
            continue;
        if (is_search(t.what)) {
            out = search_holds(t.what, std::string(v.as_chars()), std::string(w.as_chars()));
            break;
        }
        auto const order = compare_values(v, w);
        bool const one   = t.what == op::lt ? order < 0
              : t.what == op::le            ? order <= 0
              : t.what == op::gt            ? order > 0
              : t.what == op::ge            ? order >= 0
                                            : order == 0;
        out              = out || one;
    }
    return first + 1;
}

SSOT_DECL bool expected_rows::holds(storage::query const& q, std::span<storage::term const> where, kit_row const& row) const
{
    bool out = true;
    if (!where.empty())
        measure(q, where, 0, row, out);
    return out;
}

/// Compares two values, of which either may be null, in the way of a term of an ordering.
SSOT_DECL int order_values(storage::order_by const& term, storage::value_view a, storage::value_view b)
{
    if (a.is_null() || b.is_null()) {
        if (a.is_null() == b.is_null())
            return 0;
        bool const nulls_first = term.where == storage::nulls::first || (term.where == storage::nulls::largest && term.desc);
        return a.is_null() == nulls_first ? -1 : 1;
    }
    auto const order = compare_values(a, b);
    int const  up    = order < 0 ? -1 : order > 0 ? 1 : 0;
    return term.desc ? -up : up;
}

SSOT_DECL int expected_rows::order(storage::query const& q, kit_row const& a, kit_row const& b) const
{
    for (auto const& term : q.order)
        if (int const order = order_values(term, at(q, a, term), at(q, b, term)); order != 0)
            return order;
    return 0;
}

SSOT_DECL std::vector<kit_row const*> expected_rows::select(storage::query const& q) const
{
    std::vector<kit_row const*> out;
    for (auto const& [key, row] : of(*q.model)) {
        if (!holds(q, q.where, row))
            continue;
        if (!q.after.empty()) {
            int order = 0;
            for (std::size_t i = 0; i != q.order.size() && order == 0; ++i)
                order = order_values(q.order[i], at(q, row, q.order[i]), q.after[i]);
            if (order <= 0)
                continue;
        }
        out.push_back(&row);
    }
    std::ranges::sort(out, [&](kit_row const* a, kit_row const* b) {
        int const o = order(q, *a, *b);
        return o != 0 ? o < 0 : (*a)[q.model->pk].view().as_int() < (*b)[q.model->pk].view().as_int();
    });
    out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(q.offset, out.size())));
    out.resize(static_cast<std::size_t>(std::min<std::uint64_t>(q.limit, out.size())));
    return out;
}

/// Orders lists of values, so that they can be keys of a map. Nulls come last.
struct before_in_group {
    bool operator()(kit_row const& a, kit_row const& b) const
    {
        for (std::size_t i = 0; i != a.size(); ++i)
            if (int const order = order_values({}, a[i].view(), b[i].view()); order != 0)
                return order < 0;
        return false;
    }
};

/// Computes one measure of the rows of a group.
SSOT_DECL storage::value fold_rows(expected_rows const& all, storage::aggregate_query const& q, storage::measure const& m,
                                   std::vector<kit_row const*> const& rows, bool& overflown)
{
    using storage::fold_fn;
    using storage::value;
    using storage::value_view;
    if (m.fn == fold_fn::count)
        return value(value_view::integer(static_cast<std::int64_t>(rows.size())));
    if (m.fn == fold_fn::count_if) {
        auto const where = std::span(q.where_if).subspan(m.first, m.count);
        auto const n     = std::ranges::count_if(rows, [&](auto const* row) { return all.holds(q.base, where, *row); });
        return value(value_view::integer(n));
    }
    std::optional<value_view> out;
    __extension__ using wide = __int128;
    wide   whole             = 0;
    double real              = 0;
    for (auto const* row : rows) {
        auto const v = (*row)[m.field].view();
        if (v.is_null())
            continue;
        if (m.fn == fold_fn::sum) {
            whole += v.type() == kind::real ? 0 : v.as_int();
            real += v.type() == kind::real ? v.as_real() : 0;
            out = v;
        } else if (!out || (m.fn == fold_fn::min ? compare_values(v, *out) < 0 : compare_values(v, *out) > 0)) {
            out = v;
        }
    }
    if (!out)
        return {};
    if (m.fn != fold_fn::sum)
        return value(*out);
    if (out->type() == kind::real)
        return value(value_view::real(real));
    auto const sum = static_cast<std::int64_t>(whole);
    overflown      = overflown || sum != whole;
    return value(value_view::integer(sum, out->type()));
}

SSOT_DECL std::vector<kit_row> expected_rows::aggregate(storage::aggregate_query const& q, bool& overflown) const
{
    std::map<kit_row, std::vector<kit_row const*>, before_in_group> groups;
    if (q.group_by.empty())
        groups[{}];
    for (auto const& [key, row] : of(*q.base.model)) {
        if (!holds(q.base, q.base.where, row))
            continue;
        kit_row group;
        for (auto const f : q.group_by)
            group.push_back(row[f]);
        groups[std::move(group)].push_back(&row);
    }
    std::vector<kit_row> out;
    for (auto const& [group, rows] : groups) {
        out.push_back(group);
        for (auto const& m : q.measures)
            out.back().push_back(fold_rows(*this, q, m, rows, overflown));
    }
    return out;
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_KIT_EXPECTED_ROWS_IPP
