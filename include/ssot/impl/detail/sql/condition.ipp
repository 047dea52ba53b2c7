// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQL_CONDITION_IPP
#define SSOT_IMPL_DETAIL_SQL_CONDITION_IPP

#include <ssot/storage/evaluate.hpp>

#include <ssot/detail/sql/condition.hpp>
#include <ssot/detail/sql/write.hpp>

#include <algorithm>

namespace ssot::detail::sql {

SSOT_DECL void append_name(std::string& out, std::string_view name)
{
    out += '"';
    for (char const c : name) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

// Tables.

SSOT_DECL void table_scope::note(path p)
{
    if (std::ranges::find(paths_, p) == paths_.end())
        paths_.push_back(p);
}

SSOT_DECL void table_scope::append_alias(std::string& out, std::uint16_t via, std::uint16_t then) const
{
    out += alias_;
    for (auto const key : {via, then})
        if (key != storage::no_field) {
            out += '_';
            out += std::to_string(key);
        }
}

SSOT_DECL void table_scope::append_from(std::string& out) const
{
    append_name(out, model_->table);
    out += " AS ";
    out += alias_;
    for (auto const& [via, then] : paths_) {
        bool const  second = then != storage::no_field;
        auto const& from   = second ? *model_->fields[via].target : *model_;
        auto const& key    = from.fields[second ? then : via];
        auto const& target = *key.target;
        out += " LEFT JOIN ";
        append_name(out, target.table);
        out += " AS ";
        append_alias(out, via, then);
        out += " ON ";
        append_alias(out, via, then);
        out += '.';
        append_name(out, target.fields[target.pk].column);
        out += " = ";
        append_alias(out, second ? via : storage::no_field, storage::no_field);
        out += '.';
        append_name(out, key.column);
    }
}

SSOT_DECL storage::field_desc const& table_scope::field_at(std::uint16_t field, std::uint16_t via, std::uint16_t then) const
{
    auto const* m = model_;
    for (auto const key : {via, then})
        if (key != storage::no_field)
            m = m->fields[key].target;
    return m->fields[field];
}

SSOT_DECL bool table_scope::may_be_null(std::uint16_t field, std::uint16_t via, std::uint16_t then) const
{
    return field_at(field, via, then).nullable || (via != storage::no_field && model_->fields[via].nullable) ||
        (then != storage::no_field && model_->fields[via].target->fields[then].nullable);
}

SSOT_DECL void table_scope::append_column(std::string& out, std::uint16_t field, std::uint16_t via, std::uint16_t then) const
{
    append_alias(out, via, then);
    out += '.';
    append_name(out, field_at(field, via, then).column);
}

// Parameters.

SSOT_DECL void statement_writer::put(parameter p)
{
    made.parameters.push_back(p);
    put_again(made.parameters.size());
}

SSOT_DECL void statement_writer::put_again(std::size_t number)
{
    made.text += to_ == storage::dialect::sqlite ? '?' : '$';
    made.text += std::to_string(number);
}

// Conditions.

SSOT_DECL std::size_t statement_writer::end_of(std::span<storage::term const> terms, std::size_t at) const noexcept
{
    for (std::size_t open = 1; open != 0; ++at) {
        open += storage::detail::is_inner(terms[at].what) ? terms[at].count : 0;
        --open;
    }
    return at;
}

/// Many operands go into groups of groups, since the parsers of engines take each `a OR b` as one level deeper than `a`.
SSOT_DECL void statement_writer::group(table_scope const& scope, std::span<storage::term const> terms,
                                       std::span<std::size_t const> starts, std::string_view separator, parameter of)
{
    constexpr std::size_t most = 16;
    if (++depth_ > deepest) {
        too_deep = true;
        --depth_;
        return;
    }
    std::size_t size = 1; // of a part
    while (size * most < starts.size())
        size *= most;
    put("(");
    for (std::size_t i = 0; i < starts.size() && !too_deep; i += size) {
        if (i != 0)
            put(separator);
        auto const part = starts.subspan(i, std::min(size, starts.size() - i));
        if (part.size() == 1)
            condition(scope, terms, part[0], of);
        else
            group(scope, terms, part, separator, of);
    }
    put(")");
    --depth_;
}

SSOT_DECL void statement_writer::condition(table_scope const& scope, std::span<storage::term const> terms, std::size_t at,
                                           parameter of)
{
    using storage::op;
    auto const& t = terms[at];
    if (!storage::detail::is_inner(t.what)) {
        comparison(scope, terms, at, of);
        return;
    }
    if (t.what == op::not_) {
        if (++depth_ > deepest)
            too_deep = true;
        if (!too_deep) {
            put("((");
            condition(scope, terms, at + 1, of);
            put(") IS NOT TRUE)");
        }
        --depth_;
        return;
    }
    if (t.count == 0) {
        put(t.what == op::and_ ? "TRUE" : "FALSE");
        return;
    }
    std::vector<std::size_t> starts;
    for (std::size_t i = 0, next = at + 1; i != t.count; ++i, next = end_of(terms, next))
        starts.push_back(next);
    if (starts.size() == 1)
        condition(scope, terms, starts[0], of);
    else
        group(scope, terms, starts, t.what == op::and_ ? " AND " : " OR ", of);
}

/// The column, or the number of children, that a term is about.
SSOT_DECL void statement_writer::subject(table_scope const& scope, storage::term const& t)
{
    if (storage::names_children(scope.model(), t))
        children(scope, t.field - scope.model().fields.size(), false);
    else
        scope.append_column(out(), t.field, t.via, t.then);
}

SSOT_DECL void statement_writer::list(storage::term const& t, parameter of)
{
    put(" IN (");
    for (std::uint32_t i = 0, n = places_for(t.count); i != n; ++i) {
        if (i != 0)
            put(", ");
        of.k = i;
        put(of);
    }
    put(")");
}

SSOT_DECL void statement_writer::comparison(table_scope const& scope, std::span<storage::term const> terms, std::size_t at,
                                            parameter of)
{
    using storage::op;
    auto const& t         = terms[at];
    of.term               = static_cast<std::uint32_t>(at);
    bool const of_columns = !storage::names_children(scope.model(), t);
    auto const type       = of_columns ? scope.field_at(t.field, t.via, t.then).type : storage::kind::int64;
    // Documents are equal in PostgreSQL whatever the order of their keys is.
    bool const documents =
        type == storage::kind::json && q_->by == storage::rules::postgresql && (t.what == op::eq || t.what == op::in);
    if (t.what == op::exists) {
        children(scope, t.field - scope.model().fields.size(), true);
    } else if (t.what == op::is_null) {
        subject(scope, t);
        put(" IS NULL");
    } else if (t.what == op::in && t.count == 0) {
        put("FALSE");
    } else if (is_search(t.what) || documents) {
        search(scope, t, type, of);
    } else {
        subject(scope, t);
        switch (t.what) {
        case op::lt: put(" < "); break;
        case op::le: put(" <= "); break;
        case op::gt: put(" > "); break;
        case op::ge: put(" >= "); break;
        case op::in:
            if (t.count > 1) {
                list(t, of);
                return;
            }
            [[fallthrough]];
        default: put(" = ");
        }
        put(of);
    }
}

// Children.

SSOT_DECL void statement_writer::children(table_scope const& scope, std::size_t i, bool only_whether)
{
    auto const& set = q_->children[i];
    table_scope inner(*set.model, "c" + std::to_string(i));
    inner.meet(set.where);
    put(only_whether ? "EXISTS (SELECT 1 FROM " : "(SELECT COUNT(*) FROM ");
    inner.append_from(out());
    put(" WHERE ");
    inner.append_column(out(), set.field);
    put(" = ");
    scope.append_column(out(), scope.model().pk);
    if (!set.where.empty()) {
        put(" AND ");
        depth_ += 3; // what the parser has open of the query outside
        condition(inner, set.where, 0, {.from = source::child_argument, .child = static_cast<std::uint16_t>(i)});
        depth_ -= 3;
    }
    put(")");
}

SSOT_DECL void statement_writer::where(table_scope const& scope, bool with_after)
{
    bool const pages = with_after && !q_->after.empty();
    if (q_->where.empty() && !pages)
        return;
    put(" WHERE ");
    if (!q_->where.empty())
        condition(scope, q_->where, 0, {.from = source::argument});
    if (pages) {
        if (!q_->where.empty())
            put(" AND ");
        after(scope);
    }
}

} // namespace ssot::detail::sql

#endif // SSOT_IMPL_DETAIL_SQL_CONDITION_IPP
