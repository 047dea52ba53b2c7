// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQL_SEARCHES_IPP
#define SSOT_IMPL_DETAIL_SQL_SEARCHES_IPP

// Searches of texts, by the words that each dialect has for them.

#include <ssot/detail/sql/condition.hpp>
#include <ssot/detail/sql/write.hpp>

#include <algorithm>

namespace ssot::detail::sql {

SSOT_DECL void statement_writer::search(table_scope const& scope, storage::term const& t, storage::kind type, parameter of)
{
    std::string c;
    scope.append_column(c, t.field, t.via, t.then);
    if (q_->by != storage::rules::standard) { // by a function of ours, once for each document of a list
        if (to_ != storage::dialect::sqlite || t.count > 16) {
            too_deep = true;
            return;
        }
        auto const what = t.what == storage::op::in ? storage::op::eq : t.what;
        put("(");
        for (std::uint32_t i = 0; i != std::max(t.count, 1U); ++i) {
            if (i != 0)
                put(" OR ");
            of.k = i;
            put(search_function);
            put("(");
            put(std::to_string(search_number(q_->by, what, type == storage::kind::json)));
            put(", ");
            put(c);
            put(", ");
            put(of);
            put(")");
        }
        put(")");
        return;
    }
    auto const& args = of.from == source::child_argument ? q_->children[of.child].args : q_->args;
    auto const  n    = needle_of(args[t.first]);
    if (n == needle::nothing && t.what != storage::op::iexact) {
        put(c);
        put(" IS NOT NULL");
    } else if (to_ == storage::dialect::sqlite) {
        search_in_sqlite(c, t.what, n, of);
    } else {
        search_in_postgresql(c, t.what, of);
    }
}

/// `lower` and LIKE fold A to Z and nothing else, which is what a search may. What must not fold compares bytes.
SSOT_DECL void statement_writer::search_in_sqlite(std::string const& c, storage::op what, needle n, parameter of)
{
    using storage::op;
    bool const folds = what == op::icontains || what == op::istarts_with || what == op::iends_with;
    if (what == op::iexact) {
        put(c);
        put(" = ");
        put(of);
        put(" COLLATE NOCASE");
        return;
    }
    if (folds && n == needle::usual) {
        of.as = what == op::icontains ? form::containing : what == op::istarts_with ? form::beginning : form::ending;
        put(c);
        put(" LIKE ");
        put(of);
        put(" ESCAPE '\\'");
        return;
    }
    auto const text = folds ? "CAST(lower(" + c + ") AS BLOB)" : "CAST(" + c + " AS BLOB)";
    auto       size = of;
    of.as           = folds ? form::folded : form::bytes;
    size.as         = form::size;
    if (what == op::contains || what == op::icontains) {
        put("instr(");
        put(text);
        put(", ");
        if (folds)
            put("CAST(");
        put(of);
        put(folds ? " AS BLOB)) > 0" : ") > 0");
        return;
    }
    put("substr(");
    put(text);
    put(what == op::starts_with || what == op::istarts_with ? ", 1, " : ", -");
    put(size);
    put(") = ");
    if (folds)
        put("CAST(");
    put(of);
    if (folds)
        put(" AS BLOB)");
}

/// Letters are folded by the collation "C", which folds A to Z and nothing else.
SSOT_DECL void statement_writer::search_in_postgresql(std::string const& c, storage::op what, parameter of)
{
    using storage::op;
    bool const folds = what == op::icontains || what == op::istarts_with || what == op::iends_with || what == op::iexact;
    auto const text  = folds ? "lower(" + c + " COLLATE \"C\")" : c;
    if (folds)
        of.as = form::folded;
    switch (what) {
    case op::contains:
    case op::icontains:
        put("position(");
        put(of);
        put(" IN ");
        put(text);
        put(") > 0");
        break;
    case op::starts_with:
    case op::istarts_with:
        put("starts_with(");
        put(text);
        put(", ");
        put(of);
        put(")");
        break;
    case op::ends_with:
    case op::iends_with:
        put("right(");
        put(text);
        put(", length(");
        put(of);
        put(")) = ");
        put_again(made.parameters.size());
        break;
    default:
        put(text);
        put(" = ");
        put(of);
    }
}

} // namespace ssot::detail::sql

#endif // SSOT_IMPL_DETAIL_SQL_SEARCHES_IPP
