// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_ORDER_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_ORDER_IPP

// Behaviours generated for each kind of value and each place of a field: orderings, limits, pages, and aggregates.

#include <ssot/testing/kit/asking.hpp>
#include <ssot/testing/kit/query_words.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include <vector>

namespace ssot::conformance::detail {

/// The ordering that a clause names: "order.desc_nulls_first".
SSOT_DECL storage::order_by order_of(target const& about, std::string_view clause)
{
    auto const where = clause.ends_with("nulls_first") ? storage::nulls::first
        : clause.ends_with("nulls_last")               ? storage::nulls::last
                                                       : storage::nulls::largest;
    return about.order(clause.find("desc") != std::string_view::npos, where);
}

SSOT_DECL void ordered(trial& t)
{
    require_order(t);
    auto const all = targets(t);
    in_every_state(t, [&](scene& s) {
        for (auto const& about : all) {
            asking a(about);
            check_scan(t, s, a.order(order_of(about, t.about().clause)).order_by_key().q);
            asking some(about);
            some.group(storage::op::not_, 1).is_null();
            check_scan(t, s, some.order(order_of(about, t.about().clause)).order_by_key().q);
            asking backwards(about); // ties by the key, the other way
            backwards.order(order_of(about, t.about().clause)).order({.field = about.model->pk, .desc = true});
            check_scan(t, s, backwards.q);
        }
    });
}

SSOT_DECL void ordered_second(trial& t)
{
    require_order(t);
    auto const all = targets(t);
    in_every_state(t, [&](scene& s) {
        for (auto const& about : all) {
            target const few{about.model, field_of(*about.model, about.via == storage::no_field ? "rank" : "number")};
            for (bool const desc : {false, true})
                for (bool const other : {false, true}) {
                    asking a(about);
                    check_scan(t, s, a.order(few.order(desc)).order(about.order(other)).order_by_key().q);
                    asking b(about);
                    check_scan(t, s, b.order(about.order(desc)).order(few.order(other)).order_by_key().q);
                }
        }
    });
}

SSOT_DECL void page_limited(trial& t)
{
    require_limit(t);
    auto const all = targets(t);
    in_every_state(t, [&](scene& s) {
        for (auto const& about : all) {
            auto const n = s.rows().of(*about.model).size();
            for (bool const desc : {false, true})
                for (std::uint64_t const limit :
                     {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{5}, n - 1, n, n + 1, storage::query{}.limit})
                    for (std::uint64_t const offset : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{7}, n, n + 3}) {
                        asking a(about);
                        a.order(about.order(desc)).order_by_key();
                        a.q.limit  = limit;
                        a.q.offset = offset;
                        check_scan(t, s, a.q);
                    }
            asking some(about);
            some.group(storage::op::not_, 1).is_null().order(about.order(true)).order_by_key();
            some.q.limit  = 4;
            some.q.offset = 2;
            check_scan(t, s, some.q);
        }
    });
}

SSOT_DECL void page_after(trial& t)
{
    require_limit(t);
    require(t.caps().pages, "pages");
    auto const all = targets(t);
    in_every_state(t, [&](scene& s) {
        for (auto const& about : all)
            for (std::string_view const clause : {"asc", "desc", "asc_nulls_first", "desc_nulls_last"}) {
                asking a(about);
                a.order(order_of(about, clause)).order_by_key();
                auto const rows = s.rows().select(a.q);
                for (std::size_t i = 0; i < rows.size(); ++i) { // each row as the last one of a page
                    a.after(s.rows(), *rows[i]);
                    a.q.limit = i % 3 == 0 ? storage::query{}.limit : i % 4;
                    check_scan(t, s, a.q);
                }
                asking some(about); // conditions and pages together, the key the other way
                some.group(storage::op::not_, 1).compare(storage::op::eq, (*rows.front())[about.model->pk].view());
                some.q.where.back().field = about.model->pk;
                some.q.where.back().via = some.q.where.back().then = storage::no_field;
                some.order(order_of(about, clause)).order({.field = about.model->pk, .desc = true});
                auto const others = s.rows().select(some.q);
                for (std::size_t i = 0; i < others.size(); i += 3) {
                    some.after(s.rows(), *others[i]);
                    check_scan(t, s, some.q);
                }
            }
    });
}

/// Pages put together are the whole.
SSOT_DECL void page_walked(trial& t)
{
    require_limit(t);
    require(t.caps().pages, "pages");
    auto const all = targets(t);
    in_every_state(t, [&](scene& s) {
        for (auto const& about : all)
            for (bool const desc : {false, true})
                for (std::uint64_t const size : {1U, 3U, 10U}) {
                    asking a(about);
                    a.order(about.order(desc)).order_by_key();
                    auto const           whole = s.rows().select(a.q);
                    std::vector<kit_row> came;
                    a.q.limit = size;
                    for (;;) {
                        auto       page = scan_untyped(t, s.session(), a.q, "a page");
                        auto const full = page.size() == size;
                        came.insert(came.end(), page.begin(), page.end());
                        if (!full || came.size() > whole.size())
                            break;
                        a.after(s.rows(), came.back());
                    }
                    a.q.after.clear();
                    same_rows(t, a.q, std::move(came), whole, "all pages of " + show_query(a.q) + s.where());
                }
    });
}

// ---- aggregates ----

SSOT_DECL void folded_rows(trial& t)
{
    require_conditions(t);
    require(t.caps().aggregate, "aggregate");
    using storage::fold_fn;
    auto const clause = t.about().clause;
    auto const fn     = clause == "agg.min" ? fold_fn::min : clause == "agg.max" ? fold_fn::max : fold_fn::sum;
    in_every_state(t, [&](scene& s) {
        for (auto const& about : targets(t)) {
            asking within(about); // sums of doubles depend on their order unless these are of one size
            if (fn == fold_fn::sum && about.desc().type == kind::real)
                within.group(storage::op::or_, 2)
                    .is_null()
                    .group(storage::op::and_, 2)
                    .compare(storage::op::lt, storage::value_view::real(1e9))
                    .compare(storage::op::gt, storage::value_view::real(-1e9));
            storage::aggregate_query q{.base = within.q, .measures = {{.fn = fn, .field = about.field}}};
            check_aggregate(t, s, q);
            q.measures.push_back({.fn = fold_fn::count});
            q.group_by = {field_of(*about.model, "flag")};
            check_aggregate(t, s, q);
            q.group_by.push_back(field_of(*about.model, "maybe_rank"));
            check_aggregate(t, s, q);
            for (bool const all_null : {true, false}) { // and of no rows, with and without groups
                asking some(about);
                if (all_null)
                    some.is_null();
                else
                    some.group(storage::op::and_, 2).is_null().group(storage::op::not_, 1).is_null();
                storage::aggregate_query none{.base     = some.q,
                                              .measures = {{.fn = fn, .field = about.field}, {.fn = fold_fn::count}}};
                check_aggregate(t, s, none);
                none.group_by = {field_of(*about.model, "flag")};
                check_aggregate(t, s, none);
            }
            auto const values = candidates(t, s, about);
            bool const sums   = fn == fold_fn::sum;
            for (std::size_t i = 0; i + 1 < values.size(); ++i) // values that are next to each other; of sums, all pairs
                for (std::size_t j = i + 1; j != (sums ? values.size() : i + 2); ++j) {
                    if (sums && about.desc().type == kind::real)
                        break;
                    asking two(about);
                    two.among({values[i], values[j]}, true);
                    check_aggregate(
                        t, s, {.base = two.q, .measures = {{.fn = fn, .field = about.field}, {.fn = fold_fn::count}}});
                }
            if (fn != fold_fn::sum || about.desc().type == kind::real)
                continue;
            for (std::int64_t const bound : {0, 100}) { // sums that fit, and sums of numbers below 0
                auto const limit = storage::value_view::integer(bound == 0 ? 0 : 1LL << 40, about.desc().type);
                asking     some(about);
                if (bound == 0)
                    some.group(storage::op::and_, 2)
                        .compare(storage::op::lt, limit)
                        .compare(storage::op::gt, storage::value_view::integer(-(1LL << 40), about.desc().type));
                else
                    some.group(storage::op::and_, 2)
                        .compare(storage::op::lt, limit)
                        .compare(storage::op::ge, storage::value_view::integer(0, about.desc().type));
                check_aggregate(t, s, {.base = some.q, .measures = {{.fn = fn, .field = about.field}}});
            }
        }
    });
}

SSOT_DECL void grouped(trial& t)
{
    require_conditions(t);
    require(t.caps().aggregate, "aggregate");
    using storage::fold_fn;
    in_every_state(t, [&](scene& s) {
        for (auto const& about : targets(t)) {
            auto const&  model  = *about.model;
            target const number = {&model, field_of(model, "maybe_number")};
            asking       low(number);
            low.group(storage::op::not_, 1).compare(storage::op::lt, storage::value_view::integer(1));
            storage::aggregate_query q{
                .base     = {.model = &model, .args = low.q.args},
                .group_by = {about.field},
                .measures = {{.fn = fold_fn::count},
                             {.fn = fold_fn::min, .field = number.field},
                             {.fn = fold_fn::count_if, .first = 0, .count = static_cast<std::uint32_t>(low.q.where.size())},
                             {.fn = fold_fn::max, .field = field_of(model, "maybe_at")}},
                .where_if = low.q.where};
            check_aggregate(t, s, q);
            q.group_by.push_back(field_of(model, "maybe_flag"));
            check_aggregate(t, s, q);
        }
        // the groups of an empty table, and the one row of no groups
        storage::aggregate_query none{.base = {.model = &pairing_model()}, .measures = {{.fn = fold_fn::count}}};
        asking                   nothing({&pairing_model(), pairing_model().pk});
        none.base = nothing.compare(storage::op::eq, storage::value_view::integer(-9999)).q;
        check_aggregate(t, s, none);
        none.group_by = {field_of(pairing_model(), "number")};
        check_aggregate(t, s, none);
    });
}

/// A condition, two counts with conditions of their own, and measures of several fields in one question.
SSOT_DECL void folded_several(trial& t)
{
    require_conditions(t);
    require(t.caps().aggregate, "aggregate");
    using storage::fold_fn;
    using storage::op;
    in_every_state(t, [&](scene& s) {
        for (auto const& about : targets(t)) {
            auto const&  model = *about.model;
            target const number{&model, field_of(model, "number")};
            auto const   values = candidates(t, s, about);
            for (std::size_t i = 0; i < values.size(); i += 2) {
                auto const v   = values[i].view();
                auto const w   = values[(i + 3) % values.size()].view();
                auto const low = storage::value_view::integer(256);
                asking     a(about);
                a.compare(number, op::le, {&low, 1}); // which is the condition of all rows
                a.group(op::not_, 1).compare(op::le, v);
                a.compare(op::ge, w);
                a.compare(number, op::lt, {&low, 1});
                storage::aggregate_query q{.base     = {.model = &model, .where = {a.q.where.front()}, .args = a.q.args},
                                           .measures = {{.fn = fold_fn::min, .field = about.field},
                                                        {.fn = fold_fn::count_if, .first = 0, .count = 2},
                                                        {.fn = fold_fn::max, .field = number.field},
                                                        {.fn = fold_fn::count_if, .first = 2, .count = 1},
                                                        {.fn = fold_fn::max, .field = about.field},
                                                        {.fn = fold_fn::count_if, .first = 3, .count = 1},
                                                        {.fn = fold_fn::count}},
                                           .where_if = {a.q.where.begin() + 1, a.q.where.end()}};
                check_aggregate(t, s, q);
                q.group_by = {field_of(model, "maybe_flag"), field_of(model, "rank")};
                check_aggregate(t, s, q);
            }
        }
    });
}

/// Aggregates over rows that a condition behind a foreign key selects, and measures with such a condition.
SSOT_DECL void counted_behind(trial& t)
{
    require_conditions(t);
    require(t.caps().aggregate, "aggregate");
    using storage::fold_fn;
    auto const all = targets(t);
    in_every_state(t, [&](scene& s) {
        auto const number = field_of(pairing_model(), "number");
        for (auto const& about : all) {
            auto const values = candidates(t, s, about);
            for (std::size_t i = 0; i < values.size(); i += 2) {
                asking a(about);
                a.group(storage::op::not_, 1).compare(storage::op::le, values[i].view());
                storage::aggregate_query const q{
                    .base     = {.model = about.model, .args = a.q.args},
                    .group_by = {number},
                    .measures = {{.fn = fold_fn::count_if, .first = 0, .count = 2}, {.fn = fold_fn::count}},
                    .where_if = a.q.where};
                check_aggregate(t, s, q);
                check_aggregate(t,
                                s,
                                {.base     = a.q,
                                 .group_by = {number},
                                 .measures = {{.fn = fold_fn::count}, {.fn = fold_fn::max, .field = about.model->pk}}});
            }
        }
    });
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_ORDER_IPP
