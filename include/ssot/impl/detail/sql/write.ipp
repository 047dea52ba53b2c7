// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQL_WRITE_IPP
#define SSOT_IMPL_DETAIL_SQL_WRITE_IPP

#include <ssot/storage/evaluate.hpp>

#include <ssot/detail/sql/condition.hpp>
#include <ssot/detail/sql/write.hpp>

#include <limits>
#include <utility>

namespace ssot::detail::sql {

/// What was written, or that it cannot be said.
SSOT_DECL result<statement> finish(statement_writer&& w)
{
    if (w.too_deep)
        return error(errc::unsupported, "a condition that is nested deeper than the parser of the engine goes");
    return std::move(w.made);
}

SSOT_DECL void write_order(statement_writer& w, table_scope const& scope)
{
    auto const& q     = w.q();
    bool        first = true;
    for (auto const& o : q.order) {
        w.put(first ? " ORDER BY " : ", ");
        first = false;
        if (storage::names_children(*q.model, o)) {
            auto const i = o.field - q.model->fields.size();
            if ((q.counts >> i & 1) != 0)
                w.put("n" + std::to_string(i)); // the column of the result
            else
                w.children(scope, i, false);
            w.put(o.desc ? " DESC" : "");
            continue;
        }
        scope.append_column(w.out(), o.field, o.via, o.then);
        w.put(o.desc ? " DESC" : "");
        if (!scope.may_be_null(o.field, o.via, o.then))
            continue;
        bool const nulls_first = storage::nulls_come_first(o);
        bool const by_itself   = w.to() == storage::dialect::sqlite ? nulls_first != o.desc : nulls_first == o.desc;
        if (!by_itself)
            w.put(nulls_first ? " NULLS FIRST" : " NULLS LAST");
    }
}

SSOT_DECL result<statement> write_select(storage::dialect to, storage::query const& q)
{
    statement_writer w(to, q);
    table_scope      scope(*q.model, "t");
    scope.meet(q.where);
    scope.meet(q.order);
    w.put("SELECT ");
    for (std::uint16_t f = 0; f != q.model->fields.size(); ++f)
        if (f >= 64 || (q.fields >> f & 1) != 0) {
            w.put(w.made.columns.empty() ? "" : ", ");
            scope.append_column(w.out(), f);
            w.made.columns.push_back({f, q.model->fields[f].type});
        }
    for (std::size_t i = 0; i != q.children.size(); ++i)
        if ((q.counts >> i & 1) != 0) {
            w.put(w.made.columns.empty() ? "" : ", ");
            w.children(scope, i, false);
            w.put(" AS n" + std::to_string(i));
            w.made.columns.push_back({static_cast<std::uint16_t>(q.model->fields.size() + i), storage::kind::int64});
        }
    if (w.made.columns.empty())
        w.put("1");
    w.put(" FROM ");
    scope.append_from(w.out());
    w.where(scope, true);
    write_order(w, scope);
    bool const limited = q.limit <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (limited) {
        w.put(" LIMIT ");
        w.put({.from = source::limit});
    } else if (q.offset != 0 && to == storage::dialect::sqlite) {
        w.put(" LIMIT -1");
    }
    if (q.offset != 0) {
        w.put(" OFFSET ");
        w.put({.from = source::offset});
    }
    if (q.locking != storage::lock::none && to == storage::dialect::postgresql)
        w.put(q.locking == storage::lock::update ? " FOR UPDATE OF t" : " FOR UPDATE OF t SKIP LOCKED");
    return finish(std::move(w));
}

SSOT_DECL void write_measure(statement_writer& w, table_scope const& scope, storage::aggregate_query const& q,
                             storage::measure const& m)
{
    using storage::fold_fn;
    if (m.fn == fold_fn::count) {
        w.put("COUNT(*)");
        return;
    }
    if (m.fn == fold_fn::count_if) {
        w.put("COUNT(CASE WHEN ");
        if (m.count == 0)
            w.put("TRUE");
        else
            w.condition(scope, q.where_if, m.first, {.from = source::tested});
        w.put(" THEN 1 END)");
        return;
    }
    bool const exact = m.fn == fold_fn::sum && w.to() == storage::dialect::sqlite &&
        scope.model().fields[m.field].type != storage::kind::real;
    w.put(m.fn == fold_fn::min ? "MIN" : m.fn == fold_fn::max ? "MAX" : exact ? sum_function : "SUM");
    w.put("(");
    scope.append_column(w.out(), m.field);
    w.put(")");
}

SSOT_DECL result<statement> write_aggregate(storage::dialect to, storage::aggregate_query const& q)
{
    using storage::fold_fn;
    if (q.group_by.empty() && q.measures.empty())
        return error(errc::misuse, "an aggregate without groups and measures");
    auto const&      model = *q.base.model;
    statement_writer w(to, q.base);
    table_scope      scope(model, "t");
    scope.meet(q.base.where);
    scope.meet(q.where_if);
    w.put("SELECT ");
    std::uint16_t at   = 0;
    auto const    next = [&](storage::kind type) {
        w.put(at == 0 ? "" : ", ");
        w.made.columns.push_back({at++, type});
    };
    for (auto const f : q.group_by) {
        next(model.fields[f].type);
        scope.append_column(w.out(), f);
    }
    for (auto const& m : q.measures) {
        bool const counts = m.fn == fold_fn::count || m.fn == fold_fn::count_if;
        next(counts ? storage::kind::int64 : model.fields[m.field].type);
        write_measure(w, scope, q, m);
    }
    w.put(" FROM ");
    scope.append_from(w.out());
    w.where(scope, false);
    for (std::size_t i = 0; i != q.group_by.size(); ++i) {
        w.put(i == 0 ? " GROUP BY " : ", ");
        scope.append_column(w.out(), q.group_by[i]);
    }
    return finish(std::move(w));
}

/// Appends the condition of a write. Where it follows foreign keys, the keys of its rows come from a query of their own, since a write
/// joins nothing.
SSOT_DECL void write_rows_of(statement_writer& w)
{
    auto const& q = w.q();
    table_scope scope(*q.model, "t");
    scope.meet(q.where);
    if (!scope.joins()) {
        w.where(scope, false);
        return;
    }
    table_scope inner(*q.model, "u");
    inner.meet(q.where);
    w.put(" WHERE ");
    scope.append_column(w.out(), q.model->pk);
    w.put(" IN (SELECT ");
    inner.append_column(w.out(), q.model->pk);
    w.put(" FROM ");
    inner.append_from(w.out());
    w.where(inner, false);
    w.put(")");
}

SSOT_DECL result<statement> write_update(storage::dialect to, storage::query const& q,
                                         std::span<storage::assignment const> set)
{
    statement_writer w(to, q);
    w.put("UPDATE ");
    append_name(w.out(), q.model->table);
    w.put(" AS t SET ");
    for (std::size_t i = 0; i != set.size(); ++i) {
        auto const column = q.model->fields[set[i].field].column;
        w.put(i == 0 ? "" : ", ");
        append_name(w.out(), column);
        w.put(" = ");
        if (set[i].add) {
            w.put("t.");
            append_name(w.out(), column);
            w.put(" + ");
        }
        w.put({.from = source::assigned, .k = static_cast<std::uint32_t>(i)});
    }
    write_rows_of(w);
    return finish(std::move(w));
}

SSOT_DECL result<statement> write_erase(storage::dialect to, storage::query const& q)
{
    statement_writer w(to, q);
    w.put("DELETE FROM ");
    append_name(w.out(), q.model->table);
    w.put(" AS t");
    write_rows_of(w);
    return finish(std::move(w));
}

SSOT_DECL std::string write_insert(storage::dialect to, storage::model_desc const& model, std::size_t rows, bool if_absent)
{
    auto const  n   = model.fields.size();
    std::string out = "INSERT INTO ";
    append_name(out, model.table);
    for (std::size_t f = 0; f != n; ++f) {
        out += f == 0 ? " (" : ", ";
        append_name(out, model.fields[f].column);
    }
    out += ") VALUES ";
    for (std::size_t i = 0; i != rows * n; ++i) {
        out += i == 0 ? "(" : i % n == 0 ? "), (" : ", ";
        out += to == storage::dialect::sqlite ? "?" : "$" + std::to_string(i + 1);
    }
    out += ')';
    if (if_absent) {
        out += " ON CONFLICT (";
        append_name(out, model.fields[model.pk].column);
        out += ") DO NOTHING";
    }
    return out;
}

} // namespace ssot::detail::sql

#endif // SSOT_IMPL_DETAIL_SQL_WRITE_IPP
