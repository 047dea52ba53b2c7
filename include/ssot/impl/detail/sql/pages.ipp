// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQL_PAGES_IPP
#define SSOT_IMPL_DETAIL_SQL_PAGES_IPP

// That a row comes behind another one in an ordering.

#include <ssot/storage/evaluate.hpp>

#include <ssot/detail/sql/condition.hpp>
#include <ssot/detail/sql/write.hpp>

#include <algorithm>
#include <utility>

namespace ssot::detail::sql {

/// That a row comes after the values of `q.after` in the order from term `i` on.
SSOT_DECL void statement_writer::after_from(table_scope const& scope, std::size_t i)
{
    auto const& o           = q_->order[i];
    bool const  last        = i + 1 == q_->order.size();
    bool const  is_null     = q_->after[i].is_null();
    bool const  nulls_first = storage::nulls_come_first(o);
    bool const  of_children = storage::names_children(scope.model(), o);
    bool const  nullable    = !of_children && scope.may_be_null(o.field, o.via, o.then);
    std::string c;
    if (of_children) {
        std::swap(c, made.text);
        children(scope, o.field - scope.model().fields.size(), false);
        std::swap(c, made.text);
    } else {
        scope.append_column(c, o.field, o.via, o.then);
    }
    parameter const value{.from = source::after, .k = static_cast<std::uint32_t>(i)};
    std::size_t     number = 0;
    put("(");
    if (is_null) {
        put(nulls_first ? c + " IS NOT NULL" : "FALSE");
    } else {
        put(c);
        put(o.desc ? " < " : " > ");
        put(value);
        number = made.parameters.size();
        if (nullable && !nulls_first)
            put(" OR " + c + " IS NULL");
    }
    if (!last) {
        put(" OR (" + c);
        if (is_null) {
            put(" IS NULL");
        } else {
            put(" = ");
            put_again(number);
        }
        put(" AND ");
        after_from(scope, i + 1);
        put(")");
    }
    put(")");
}

SSOT_DECL void statement_writer::after(table_scope const& scope)
{
    auto const plain = [&](storage::order_by const& o) {
        return o.desc == q_->order[0].desc && !storage::names_children(scope.model(), o) &&
            !scope.may_be_null(o.field, o.via, o.then);
    };
    if (!std::ranges::all_of(q_->order, plain)) {
        // An index finds the rows by the first term alone, which parsers do not see in what follows.
        auto const& o = q_->order[0];
        if (plain(o)) {
            scope.append_column(out(), o.field, o.via, o.then);
            put(o.desc ? " <= " : " >= ");
            put({.from = source::after});
            put(" AND ");
        }
        if (q_->order.size() > deepest / 2)
            too_deep = true;
        else
            after_from(scope, 0);
        return;
    }
    put("(");
    for (std::size_t i = 0; i != q_->order.size(); ++i) {
        if (i != 0)
            put(", ");
        scope.append_column(out(), q_->order[i].field, q_->order[i].via, q_->order[i].then);
    }
    put(q_->order[0].desc ? ") < (" : ") > (");
    for (std::size_t i = 0; i != q_->order.size(); ++i) {
        if (i != 0)
            put(", ");
        put({.from = source::after, .k = static_cast<std::uint32_t>(i)});
    }
    put(")");
}

} // namespace ssot::detail::sql

#endif // SSOT_IMPL_DETAIL_SQL_PAGES_IPP
