// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_QUERY_WORDS_IPP
#define SSOT_IMPL_TESTING_KIT_QUERY_WORDS_IPP

#include <ssot/testing/kit/expected_rows.hpp>
#include <ssot/testing/kit/query_words.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace ssot::conformance::detail {

SSOT_DECL std::string show_place(storage::model_desc const& model, std::uint16_t field, std::uint16_t via,
                                 std::uint16_t then)
{
    if (via == storage::no_field)
        return std::string(model.fields[field].name);
    return std::string(model.fields[via].name) + '.' + show_place(*model.fields[via].target, field, then, storage::no_field);
}

SSOT_DECL std::size_t show_term(storage::query const& q, std::size_t first, std::string& out);

/// The place that a term of a condition or of an ordering names: a field, or children.
template<class Term>
std::string show_place(storage::query const& q, Term const& t)
{
    if (!storage::names_children(*q.model, t))
        return show_place(*q.model, t.field, t.via, t.then);
    auto const& c   = q.children[t.field - q.model->fields.size()];
    std::string out = "[" + std::string(c.model->name.substr(c.model->name.find('.') + 1)) + " by " +
        std::string(c.model->fields[c.field].name);
    if (!c.where.empty()) {
        out += " where ";
        show_term({.model = c.model, .where = c.where, .args = c.args}, 0, out);
    }
    return out + ']';
}

SSOT_DECL std::size_t show_term(storage::query const& q, std::size_t first, std::string& out)
{
    using storage::op;
    auto const& t = q.where[first];
    if (t.what == op::and_ || t.what == op::or_ || t.what == op::not_) {
        out += t.what == op::not_ ? "not (" : "(";
        std::size_t next = first + 1;
        for (std::uint32_t i = 0; i != t.count; ++i) {
            out += i == 0 ? "" : t.what == op::and_ ? " and " : " or ";
            next = show_term(q, next, out);
        }
        out += ')';
        return next;
    }
    constexpr std::string_view names[] = {"and",
                                          "or",
                                          "not",
                                          "==",
                                          "<",
                                          "<=",
                                          ">",
                                          ">=",
                                          "in",
                                          "icontains",
                                          "contains",
                                          "istarts_with",
                                          "is null",
                                          "iexact",
                                          "starts_with",
                                          "ends_with",
                                          "iends_with",
                                          "exists"};
    out += show_place(q, t) + ' ' + std::string(names[static_cast<std::size_t>(t.what)]);
    for (std::uint32_t i = 0; i != t.count && t.what != op::is_null; ++i)
        out += (i == 0 ? " " : ", ") + show_value(q.args[t.first + i]);
    return first + 1;
}

SSOT_DECL std::string show_query(storage::query const& q)
{
    std::string out(q.model->name.substr(q.model->name.find('.') + 1));
    if (!q.where.empty()) {
        out += " where ";
        show_term(q, 0, out);
    }
    for (std::size_t i = 0; i != q.order.size(); ++i) {
        auto const& o = q.order[i];
        out += (i == 0 ? " order by " : ", ") + show_place(q, o) + (o.desc ? " desc" : "");
        out += o.where == storage::nulls::first ? " nulls first" : o.where == storage::nulls::last ? " nulls last" : "";
    }
    for (std::size_t i = 0; i != q.after.size(); ++i)
        out += (i == 0 ? " after " : ", ") + show_value(q.after[i]);
    if (q.offset != 0)
        out += " offset " + std::to_string(q.offset);
    if (q.limit != std::numeric_limits<std::uint64_t>::max())
        out += " limit " + std::to_string(q.limit);
    return out;
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_KIT_QUERY_WORDS_IPP
