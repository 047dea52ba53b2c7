// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_LONG_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_LONG_IPP

// Behaviours with texts that differ only behind the part that engines keep in an index, compare when they sort, or group by.

#include <ssot/testing/kit/asking.hpp>
#include <ssot/testing/kit/boundary_values.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::conformance::detail {

/// Texts, or documents, of the same beginning, which differ in their last bytes.
SSOT_DECL std::vector<storage::value> long_values(trial& t, kind of)
{
    std::vector<storage::value> out;
    for (std::size_t const size : {40U, 200U, 300U, 800U, 1'100U, 3'100U, 9'000U}) {
        if (size + 2 > t.caps().max_text)
            continue;
        for (char const last : {'c', 'a', 'B', 'b'}) {
            std::string text(size, 'x');
            text.back() = last;
            out.push_back(text_value(of == kind::json ? '"' + text + '"' : text, of));
        }
    }
    return out;
}

/// Asks with work(session, rows, target, values) outside a transaction, and in one that wrote the rows.
SSOT_DECL void with_long_values(trial& t,
                                ssot::detail::function_ref<void(storage::any_session&, expected_rows const&, target const&,
                                                                std::vector<storage::value> const&, std::string const&)>
                                    work)
{
    require_conditions(t);
    if (t.about().of == kind::json)
        require(t.caps().stable_icontains, "stable_icontains, which documents are compared by");
    auto const& model = specimen_model();
    auto const  field = field_of(model, t.about().of == kind::json ? "maybe_document" : "maybe_text");
    for (bool const inside : {false, true}) {
        if (inside && !t.caps().transactions)
            continue;
        trial         another = t.another();
        auto          s       = another.open();
        expected_rows rows;
        auto const    values = long_values(another, t.about().of);
        if (inside)
            another.ok(s.begin({}), "begin");
        std::vector<kit_row> batch;
        std::int64_t         key = 0;
        for (int copies = 0; copies != 2; ++copies)
            for (std::size_t i = 0; i < values.size(); i += copies == 0 ? 1 : 3) {
                batch.push_back(make_row(model, ++key));
                batch.back()[field] = values[i];
                rows.put(model, batch.back());
            }
        another.ok(insert_in_batches(another, s, model, batch), "inserting long texts");
        work(s, rows, {&model, field}, values, inside ? " (in a transaction)" : " (outside a transaction)");
        if (inside)
            s.rollback();
        t.add(another);
    }
}

SSOT_DECL void long_where(trial& t)
{
    using storage::op;
    with_long_values(t, [&](auto& s, auto const& rows, target const& about, auto const& values, std::string const& when) {
        auto const ask = [&](asking const& a, std::string_view what) {
            check_rows(t, s, a.q, rows.select(a.q), [&] { return std::string(what) + when; });
        };
        for (std::size_t i = 0; i != values.size(); ++i) {
            for (op const what : {op::eq, op::lt, op::ge}) {
                asking a(about);
                ask(a.compare(what, values[i].view()), "a long text in a condition");
            }
            asking in(about);
            ask(in.among({values[i], values[(i + 5) % values.size()]}, false), "long texts in a list");
            if (about.desc().type == kind::json)
                continue;
            asking search(about);
            ask(search.compare(op::contains, values[i].view()), "a search for a long text");
            asking begins(about);
            ask(begins.compare(op::istarts_with, values[i].view()), "a search for a long beginning");
        }
    });
}

SSOT_DECL void long_order(trial& t)
{
    require_order(t);
    with_long_values(t, [&](auto& s, auto const& rows, target const& about, auto const&, std::string const& when) {
        for (bool const desc : {false, true}) {
            asking a(about);
            a.order(about.order(desc)).order_by_key();
            check_rows(t, s, a.q, rows.select(a.q), [&] { return "an order by long texts" + when; });
            if (!t.caps().limit || !t.caps().pages)
                continue;
            auto const whole = rows.select(a.q);
            a.q.limit        = 5;
            for (std::size_t i = 0; i < whole.size(); i += 2) {
                a.after(rows, *whole[i]);
                check_rows(t, s, a.q, rows.select(a.q), [&] { return "a page after a long text" + when; });
            }
        }
    });
}

SSOT_DECL void long_groups(trial& t)
{
    using storage::fold_fn;
    with_long_values(t, [&](auto& s, auto const& rows, target const& about, auto const&, std::string const& when) {
        storage::aggregate_query q{.base     = {.model = about.model},
                                   .measures = {{.fn = fold_fn::count},
                                                {.fn = fold_fn::min, .field = about.field},
                                                {.fn = fold_fn::max, .field = about.field}}};
        check_aggregate(t, s, rows, q, when);
        q.group_by = {about.field};
        check_aggregate(t, s, rows, q, when);
        for (char const* const first : {"xx", "\"x"}) { // of each length by itself
            asking a(about);
            a.compare(storage::op::gt, storage::value_view::chars(first, about.desc().type));
            q.base     = a.q;
            q.group_by = {};
            check_aggregate(t, s, rows, q, when);
        }
    });
}

/// Long unique values that differ in their last bytes.
SSOT_DECL void long_unique(trial& t)
{
    require(t.caps().unique, "unique");
    auto const&  pairs = pairing_model();
    auto         s     = t.open();
    std::int64_t key   = 0;
    for (std::size_t const size : {40U, 200U, 300U, 800U})
        for (char const last : {'a', 'B', 'b'}) {
            if (size > t.caps().max_text)
                continue;
            std::string text(size, 'x');
            text.back()                  = last;
            auto row                     = make_row(pairs, ++key);
            row[field_of(pairs, "name")] = text_value(text);
            t.equal(t.ok(insert_untyped(s, pairs, std::span(&row, 1)),
                         "a unique text of " + std::to_string(size) + " bytes, which differs from others in the last one"),
                    1U,
                    "rows inserted");
            row[pairs.pk] = storage::value(storage::value_view::integer(1'000 + key));
            t.refused(insert_untyped(s, pairs, std::span(&row, 1)),
                      {errc::already_exists},
                      "a unique text of " + std::to_string(size) + " bytes that is taken");
        }
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_LONG_IPP
