// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_ASKING_IPP
#define SSOT_IMPL_TESTING_KIT_ASKING_IPP

#include <ssot/codec.hpp>
#include <ssot/testing/kit/asking.hpp>
#include <ssot/testing/kit/boundary_values.hpp>
#include <ssot/testing/kit/query_words.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace ssot::conformance::detail {

SSOT_DECL storage::model_desc const& target::owner() const
{
    if (via == storage::no_field)
        return *model;
    auto const& next = *model->fields[via].target;
    return then == storage::no_field ? next : *next.fields[then].target;
}

SSOT_DECL storage::field_desc const& target::desc() const { return owner().fields[field]; }

SSOT_DECL void require(bool declared, std::string_view name)
{
    if (!declared)
        throw not_applicable("the backend does not declare " + std::string(name));
}
SSOT_DECL void require_conditions(trial& t)
{
    require(t.caps().filters == storage::filtering::all, "filters == filtering::all");
}
SSOT_DECL void require_order(trial& t)
{
    require_conditions(t);
    require(t.caps().order, "order");
}
SSOT_DECL void require_limit(trial& t)
{
    require_order(t);
    require(t.caps().limit, "limit");
}

SSOT_DECL std::vector<target> targets(trial& t)
{
    auto const&         about = t.about();
    auto const&         ends  = specimen_model();
    std::vector<target> out;
    require(about.at == place::own || t.caps().joins, "joins");
    if (about.of == kind::json)
        require(t.caps().stable_icontains, "stable_icontains, which documents are compared by");
    for (std::size_t f = 0; f != ends.fields.size(); ++f) {
        if (ends.fields[f].type != about.of || f == ends.revision)
            continue;
        auto const field = static_cast<std::uint16_t>(f);
        if (about.at == place::own)
            out.push_back({&ends, field});
        else if (about.at == place::via)
            out.push_back({&pairing_model(), field, field_of(pairing_model(), "left")});
        else
            out.push_back({&pairing_model(), field, field_of(pairing_model(), "left"), field_of(ends, "part_of")});
    }
    return out;
}

SSOT_DECL void in_states(trial& t, std::vector<state> states, ssot::detail::function_ref<void(scene&)> work)
{
    // A fresh backend for each state but the first, which has that of the trial.
    using clock      = std::chrono::steady_clock;
    auto const begun = clock::now();
    for (std::size_t i = 0; i != states.size(); ++i) {
        if (i == 0) {
            scene s(t, states[0]);
            if (s.reached())
                work(s);
            if (clock::now() - begun > std::chrono::milliseconds(40) && states.size() > 3 && !t.has_time()) {
                auto const second = 1 + t.random.below(states.size() - 1);
                auto const third  = 1 + t.random.below(states.size() - 1);
                states            = {states[0], states[second], states[third]};
            }
            continue;
        }
        trial another = t.another();
        scene s(another, states[i]);
        if (s.reached())
            work(s);
        t.add(another);
    }
}

SSOT_DECL void in_every_state(trial& t, ssot::detail::function_ref<void(scene&)> work)
{
    in_states(t, states_of(t.caps(), t.can_reopen()), work);
}

SSOT_DECL void in_writable_states(trial& t, ssot::detail::function_ref<void(scene&)> work)
{
    auto states = states_of(t.caps(), t.can_reopen());
    std::erase_if(states, [](state s) { return !is_writable(s); });
    in_states(t, states, work);
}

SSOT_DECL std::vector<storage::value> candidates(trial& t, scene& s, target const& about)
{
    auto out = boundary_values(about.desc(), t.caps());
    for (auto const& [key, row] : s.rows().of(about.owner()))
        if (auto const v = row[about.field].view(); !v.is_null())
            out.emplace_back(v);
    auto const before = [](storage::value const& a, storage::value const& b) {
        return compare_values(a.view(), b.view()) < 0;
    };
    std::ranges::sort(out, before);
    auto const same = [](storage::value const& a, storage::value const& b) {
        return compare_values(a.view(), b.view()) == 0;
    };
    out.erase(std::unique(out.begin(), out.end(), same), out.end());
    return out;
}

// ---- queries ----

SSOT_DECL storage::value_view asking::keep(storage::value_view v) { return kept_.emplace_back(v).view(); }

SSOT_DECL asking& asking::group(storage::op what, std::uint32_t terms)
{
    q.where.push_back({.what = what, .count = terms});
    return *this;
}

SSOT_DECL asking& asking::compare(target const& which, storage::op what, std::span<storage::value_view const> with)
{
    auto const first = static_cast<std::uint32_t>(q.args.size());
    if (what == storage::op::is_null)
        q.args.push_back(storage::value_view::integer(0));
    for (auto const v : with)
        q.args.push_back(keep(v));
    q.where.push_back({.what  = what,
                       .field = which.field,
                       .first = first,
                       .count = static_cast<std::uint32_t>(with.size()),
                       .via   = which.via,
                       .then  = which.then});
    return *this;
}

SSOT_DECL asking& asking::among(std::vector<storage::value> const& values, bool sorted)
{
    std::vector<storage::value_view> views;
    for (auto const& v : values)
        views.push_back(v.view());
    compare(about_, storage::op::in, views);
    q.where.back().sorted = sorted;
    return *this;
}

SSOT_DECL asking& asking::order(storage::order_by by)
{
    q.order.push_back(by);
    return *this;
}
SSOT_DECL asking& asking::order_by_key() { return order({.field = q.model->pk}); }

SSOT_DECL void asking::after(expected_rows const& rows, kit_row const& row)
{
    q.after.clear();
    for (auto const& o : q.order)
        q.after.push_back(keep(rows.at(*q.model, row, o.field, o.via, o.then)));
}

// ---- checks ----

SSOT_DECL void check_scan(trial& t, scene& s, storage::query const& q)
{
    check_rows(t, s.session(), q, s.rows().select(q), [&] { return show_query(q) + s.where(); });
}

SSOT_DECL std::string show_row(kit_row const& row)
{
    std::string out = "(";
    for (auto const& v : row)
        out += (out.size() == 1 ? "" : ", ") + show_value(v.view());
    return out + ')';
}

SSOT_DECL void compare_groups(trial& t, std::vector<kit_row> came, std::vector<kit_row> expected, std::size_t grouped,
                              words_fn what)
{
    // Values of kinds that a backend need not keep apart are compared as numbers or bytes. Sums of doubles depend on their order.
    auto const same = [](storage::value_view a, storage::value_view b, double tolerance) {
        if (a.is_null() || b.is_null() || a.is_buffer() != b.is_buffer())
            return a.is_null() && b.is_null();
        bool const real = a.type() == kind::real || b.type() == kind::real;
        if (!a.is_buffer() && real) {
            auto const number = [](storage::value_view v) {
                return v.type() == kind::real ? v.as_real() : static_cast<double>(v.as_int());
            };
            double const x = number(a);
            double const y = number(b);
            return x == y || (x - y < tolerance * (x < 0 ? -x : x) && y - x < tolerance * (x < 0 ? -x : x));
        }
        return same_value(a, b);
    };
    auto const is_group = [&](kit_row const& a, kit_row const& b) {
        return std::equal(a.begin(),
                          a.begin() + static_cast<std::ptrdiff_t>(grouped),
                          b.begin(),
                          [&](auto const& x, auto const& y) { return same(x.view(), y.view(), 0); });
    };
    for (auto const& right : expected) {
        auto const found = std::ranges::find_if(came, [&](kit_row const& row) { return is_group(row, right); });
        if (found == came.end())
            t.expect(false, what() + ": expected a row " + show_row(right) + ", came none of its group");
        for (std::size_t i = 0; i != right.size(); ++i)
            if (!same((*found)[i].view(), right[i].view(), i < grouped ? 0 : 1e-9))
                t.expect(false,
                         what() + ": column " + std::to_string(i) + ": expected " + show_value(right[i].view()) + ", came " +
                             show_value((*found)[i].view()) + " in the row of " + show_row(right));
        came.erase(found);
    }
    if (!came.empty())
        t.expect(false, what() + ": expected no further row, came " + show_row(came.front()));
    t.expect(true, {});
}

SSOT_DECL std::string show_aggregate(storage::aggregate_query const& q)
{
    constexpr std::string_view names[] = {"count", "count_if", "min", "max", "sum"};
    std::string                out;
    for (auto const& m : q.measures) {
        out += (out.empty() ? "" : ", ") + std::string(names[static_cast<std::size_t>(m.fn)]);
        if (m.fn == storage::fold_fn::count_if) {
            auto condition  = q.base;
            condition.where = {q.where_if.begin() + m.first, q.where_if.begin() + m.first + m.count};
            condition.order.clear();
            out += '(' + show_query(condition) + ')';
        } else if (m.field != storage::no_field) {
            out += '(' + std::string(q.base.model->fields[m.field].name) + ')';
        }
    }
    out += " of " + show_query(q.base);
    for (std::size_t i = 0; i != q.group_by.size(); ++i)
        out += (i == 0 ? " grouped by " : ", ") + std::string(q.base.model->fields[q.group_by[i]].name);
    return out;
}

SSOT_DECL std::vector<kit_row> read_groups(trial& t, result<storage::any_cursor> cursor, storage::aggregate_query const& q,
                                           words_fn what)
{
    if (!cursor)
        t.ok(result<void>(cursor.error()), what());
    std::vector<kit_row> out;
    for (;;) {
        auto more = cursor->next();
        if (!more)
            t.ok(result<void>(more.error()), what());
        if (!*more)
            return out;
        kit_row row;
        for (std::size_t i = 0; i != q.group_by.size() + q.measures.size(); ++i)
            row.emplace_back(cursor->at(i));
        out.push_back(std::move(row));
    }
}

SSOT_DECL void check_aggregate(trial& t, storage::any_session& s, expected_rows const& rows,
                               storage::aggregate_query const& q, std::string const& where)
{
    auto const what      = [&] { return show_aggregate(q) + where; };
    bool       overflown = false;
    auto const expected  = rows.aggregate(q, overflown);
    auto       cursor    = s.aggregate(q);
    if (!cursor && cursor.error().code() == errc::unsupported) {
        t.expect(true, {}); // declined, as it may be
        return;
    }
    if (overflown) {
        if (!cursor) {
            t.refused(cursor, {errc::out_of_range}, what() + ", a sum beyond 64 bits");
            return;
        }
        for (;;) {
            auto const more = cursor->next();
            if (!more) {
                t.refused(more, {errc::out_of_range}, what() + ", a sum beyond 64 bits");
                return;
            }
            t.expect(*more, what() + ": expected the error out_of_range for a sum beyond 64 bits, came success");
        }
    }
    compare_groups(t, read_groups(t, std::move(cursor), q, what), expected, q.group_by.size(), what);
}

SSOT_DECL void check_aggregate(trial& t, scene& s, storage::aggregate_query const& q)
{
    check_aggregate(t, s.session(), s.rows(), q, s.where());
}

SSOT_DECL void check_counts(trial& t, scene& s, storage::query const& q)
{
    if (!t.caps().aggregate)
        return;
    storage::aggregate_query counted{.base = q, .measures = {{.fn = storage::fold_fn::count}}};
    counted.base.order.clear();
    check_aggregate(t, s, counted);
    counted.where_if = std::exchange(counted.base.where, {});
    if (counted.where_if.empty())
        return;
    counted.measures.push_back(
        {.fn = storage::fold_fn::count_if, .first = 0, .count = static_cast<std::uint32_t>(counted.where_if.size())});
    check_aggregate(t, s, counted);
}

SSOT_DECL void look_at_everything(trial& t, storage::any_session& s, expected_rows const& rows, std::string const& when)
{
    for (auto const* model : {&specimen_model(), &pairing_model()}) {
        auto const&    table = rows.of(*model);
        storage::query all{.model = model};
        auto const     ask = [&](storage::query const& q) {
            check_rows(t, s, q, rows.select(q), [&] { return show_query(q) + when; });
        };
        ask(all);
        for (auto const& [key, row] : table)
            check_keys(t, s, rows, *model, {key}, when);
        if (t.caps().filters != storage::filtering::all)
            continue;
        for (std::size_t f = 0; f != model->fields.size(); ++f) {
            bool const is_indexed = model->fields[f].target || model->fields[f].unique || model->fields[f].indexed;
            if (f == model->pk || f == model->revision || !(is_indexed || f % 5 == 0) || model->fields[f].type == kind::json)
                continue;
            target const                     about{model, static_cast<std::uint16_t>(f)};
            std::vector<storage::value_view> asked; // each value once
            for (auto const& [key, row] : table)
                asked.push_back(row[f].view());
            auto const before = [](storage::value_view a, storage::value_view b) {
                return a.is_null() || b.is_null() ? b.is_null() && !a.is_null() : compare_values(a, b) < 0;
            };
            std::ranges::sort(asked, before);
            asked.erase(std::unique(asked.begin(), asked.end(), same_value), asked.end());
            for (auto const v : asked) {
                asking a(about);
                if (v.is_null())
                    a.is_null();
                else
                    a.compare(storage::op::eq, v);
                ask(a.q);
            }
            if (t.caps().aggregate)
                check_aggregate(t,
                                s,
                                rows,
                                {.base     = all,
                                 .group_by = {static_cast<std::uint16_t>(f)},
                                 .measures = {{.fn = storage::fold_fn::count}}},
                                when);
        }
    }
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_KIT_ASKING_IPP
