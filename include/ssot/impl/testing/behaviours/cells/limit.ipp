// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_LIMIT_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_LIMIT_IPP

// Behaviours generated for the sizes of a call: as many terms and arguments as the backend declares, or as many as a program is
// likely to pass.

#include <ssot/testing/kit/asking.hpp>
#include <ssot/testing/kit/query_words.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>
#include <ssot/testing/trial.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ssot::conformance::detail {

/// Asks a condition in each call that may have one: that the rows are those, and that a write finds as many.
SSOT_DECL void ask_in_each_call(trial& t, scene& s, storage::query const& q, std::string const& what)
{
    auto const& model    = *q.model;
    auto const  expected = s.rows().select(q);
    t.expect(!expected.empty() && expected.size() < s.rows().of(model).size(), what + ": rows that satisfy it, and others");
    check_rows(t, s.session(), q, expected, [&] { return what; });
    if (t.caps().aggregate) {
        auto       groups = s.session().aggregate({.base = q, .measures = {{.fn = storage::fold_fn::count}}});
        bool const asked  = groups || groups.error().code() != errc::unsupported; // or declined
        if (asked) {
            auto rows = t.ok(std::move(groups), what + ", counted");
            t.expect(t.ok(rows.next(), what + ", counted"), what + ": a row with their number");
            t.equal(static_cast<std::size_t>(rows.at(0).as_int()), expected.size(), what + ": their number");
        }
    }
    auto const number = field_of(model, "maybe_number");
    if (q.args.size() == t.caps().max_args) // an assignment is one more
        return;
    std::vector<storage::value> before;
    for (auto const* row : expected)
        before.push_back((*row)[number]);
    storage::assignment const set[] = {{number, storage::value_view::integer(-5)}};
    t.equal(t.ok(s.session().update(q, set), what + ", in an update"), expected.size(), what + ": rows updated");
    for (auto const* row : expected)
        s.rows().of(model).at((*row)[model.pk].view().as_int())[number] = storage::value(set[0].to);
    storage::query const every{.model = &model};
    check_rows(t, s.session(), every, s.rows().select(every), [&] { return "all rows after an update: " + what; });
}

SSOT_DECL void many_terms(trial& t)
{
    require_conditions(t);
    auto const&  model = specimen_model();
    target const about{&model, field_of(model, "number")};
    auto const   most = std::min<std::size_t>({t.caps().max_terms, t.caps().max_args, std::size_t{1'201}});
    in_writable_states(t, [&](scene& s) {
        auto const some = candidates(t, s, about);
        if (most < 3 || some.size() < 3)
            throw not_applicable("conditions of the backend are shorter");
        for (storage::op const how : {storage::op::or_, storage::op::and_}) {
            asking a(about);
            a.group(how, static_cast<std::uint32_t>(most - 1));
            for (std::size_t i = 1; i != most;
                 ++i) { // the last of them is the only one that is satisfied, or the only one that is not
                bool const last = i + 1 == most;
                a.compare(how == storage::op::or_ ? storage::op::eq : storage::op::le,
                          last                          ? some[some.size() / 2].view()
                              : how == storage::op::or_ ? storage::value_view::integer(-7'777 - static_cast<std::int64_t>(i))
                                                        : some.back().view());
            }
            ask_in_each_call(t,
                             s,
                             a.q,
                             (how == storage::op::or_ ? "an `or` of " : "an `and` of ") + std::to_string(most - 1) +
                                 " comparisons" + s.where());
        }
    });
}

SSOT_DECL void many_args(trial& t)
{
    require_conditions(t);
    auto const&  model = specimen_model();
    target const about{&model, field_of(model, "number")};
    target const other{&model, field_of(model, "id")};
    target const third{&model, field_of(model, "took")};
    in_writable_states(t, [&](scene& s) {
        auto const some = candidates(t, s, about);
        auto const all  = std::min<std::size_t>(t.caps().max_args, 48'000);
        auto const n    = std::min(all / 3, t.caps().max_keys_in);
        if (t.caps().max_terms < 4 || n < s.rows().of(model).size())
            throw not_applicable("lists of the backend are shorter");
        std::vector<storage::value> numbers(n), keys(n), times(n);
        for (std::size_t i = 0; i != n; ++i) {
            auto const absent = -1'000'000 - static_cast<std::int64_t>(i);
            numbers[i]        = storage::value(storage::value_view::integer(absent));
            keys[i]           = numbers[i];
            times[i]          = storage::value(storage::value_view::integer(absent, kind::duration));
        }
        std::size_t at = 0;
        for (auto const& [key, row] : s.rows().of(model)) {
            auto const place = n - 1 - at++; // at the end
            keys[place]      = row[model.pk];
            times[place]     = row[third.field];
        }
        numbers.back()   = some[some.size() / 2];
        numbers.front()  = some[some.size() / 3];
        auto const views = [](std::vector<storage::value> const& of) {
            std::vector<storage::value_view> out;
            for (auto const& v : of)
                out.push_back(v.view());
            return out;
        };
        asking a(about);
        a.group(storage::op::and_, 3);
        a.compare(other, storage::op::in, views(keys));
        a.compare(third, storage::op::in, views(times));
        a.compare(about, storage::op::in, views(numbers));
        ask_in_each_call(t, s, a.q, "three lists of " + std::to_string(n) + " values" + s.where());
    });
}

/// A write that is declined did nothing, and the transaction goes on.
SSOT_DECL void declined_writes(trial& t)
{
    require_conditions(t);
    auto const&          model  = specimen_model();
    auto                 rows   = scene_rows(t.caps());
    auto                 s      = t.ok(t.backend().open(), "opening a session"); // one that passes on what is declined
    auto const           parent = field_of(model, "part_of");
    auto const           number = field_of(model, "maybe_number");
    std::vector<kit_row> all;
    for (auto& [key, row] : rows.of(model)) {
        row[parent] = {}; // nothing may point at what is erased
        all.push_back(row);
    }
    t.equal(t.ok(insert_in_batches(t, s, model, all), "insert"), all.size(), "rows inserted");
    storage::query const every{.model = &model};
    auto const           look = [&](std::string const& when) {
        check_rows(t, s, every, rows.select(every), [&] { return "all rows " + when; });
    };
    target const about{&model, field_of(model, "number")};
    std::int64_t n = 1'000;
    for (bool const inside : {false, true}) {
        if (inside && !t.caps().transactions)
            break;
        if (inside)
            t.ok(s.begin({}), "begin");
        std::string const where = inside ? " in a transaction" : "";
        for (storage::op const what : {storage::op::eq, storage::op::ge, storage::op::lt})
            for (std::int64_t const with : {0, 1, 2}) {
                asking a(about);
                a.compare(what, storage::value_view::integer(with));
                auto const           words = show_query(a.q) + where;
                auto const           hit   = rows.select(a.q);
                std::vector<kit_row> gone;
                for (auto const* row : hit)
                    gone.push_back(*row);
                storage::assignment const set[] = {{number, storage::value_view::integer(++n)}};
                auto const                done  = s.update(a.q, set);
                if (done) {
                    t.equal(*done, gone.size(), "rows updated: " + words);
                    for (auto& row : gone) {
                        row[number] = storage::value(set[0].to);
                        rows.put(model, row);
                    }
                } else {
                    t.refused(done, {errc::unsupported}, "an update that is not answered: " + words);
                }
                look("after an update: " + words);
                auto const erased = s.erase(a.q);
                if (erased) {
                    t.equal(*erased, gone.size(), "rows erased: " + words);
                    t.equal(t.ok(insert_in_batches(t, s, model, gone), "insert"), gone.size(), "rows inserted again");
                } else {
                    t.refused(erased, {errc::unsupported}, "an erase that is not answered: " + words);
                }
                look("after an erase, and after what went was inserted again: " + words);
            }
        if (inside)
            t.ok(s.commit(), "commit");
    }
    look("at last");
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_LIMIT_IPP
