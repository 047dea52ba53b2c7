// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_CHANGES_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_CHANGES_IPP

// Behaviours generated for each kind of value and each place of a field: the conditions of updates and erases.

#include <ssot/testing/kit/asking.hpp>
#include <ssot/testing/kit/query_words.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include <ssot/detail/base/function_ref.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace ssot::conformance::detail {

/// Conditions for writes, so few that each can be one write.
SSOT_DECL void each_condition(trial& t, scene& s, target const& about,
                              ssot::detail::function_ref<void(storage::query const&)> work)
{
    using storage::op;
    auto const all = candidates(t, s, about);
    for (std::size_t i = 0; i < all.size(); i += 2)
        for (op const what : {op::eq, op::lt, op::ge}) {
            asking a(about);
            work(a.compare(what, all[i].view()).q);
            asking b(about);
            work(b.group(op::not_, 1).compare(what, all[i].view()).q);
        }
    if (about.desc().type == kind::text || about.desc().type == kind::json || about.desc().type == kind::choice)
        for (op const what :
             {op::icontains, op::contains, op::istarts_with, op::iexact, op::starts_with, op::ends_with, op::iends_with}) {
            bool const more = what != op::icontains && what != op::contains && what != op::istarts_with;
            for (std::string_view const needle : {"a", "%", "_", "N", "E", "", "b%_c", "\"", "a b"}) {
                if (more && !t.caps().text_ops)
                    continue;
                asking a(about);
                work(a.compare(what, storage::value_view::chars(needle)).q);
            }
        }
    asking in(about);
    work(in.among({all.front(), all.back()}, false).q);
    asking null(about);
    work(null.is_null().q);
    asking nothing(about);
    work(nothing.compare(op::eq, {}).q);
}

SSOT_DECL void updated_where(trial& t)
{
    require_conditions(t);
    auto const all = targets(t);
    in_writable_states(t, [&](scene& s) {
        for (auto const& about : all) {
            auto const&  model  = *about.model;
            auto const   number = field_of(model, "number");
            std::int64_t n      = 100;
            each_condition(t, s, about, [&](storage::query const& q) {
                auto const                to    = storage::value_view::integer(++n);
                storage::assignment const set[] = {{number, to}};
                auto const                what  = "update of number: " + show_query(q) + s.where();
                auto const                hit   = s.rows().select(q);
                std::vector<std::int64_t> keys;
                for (auto const* row : hit)
                    keys.push_back((*row)[model.pk].view().as_int());
                t.equal(t.ok(s.session().update(q, set), what), keys.size(), what + ": number of rows");
                for (auto const key : keys)
                    s.rows().of(model).at(key)[number] = storage::value(to);
                storage::query const every{.model = &model};
                same_rows(t, every, scan_untyped(t, s.session(), every, what), s.rows().select(every), what);
            });
        }
    });
}

SSOT_DECL void erased_where(trial& t)
{
    require_conditions(t);
    auto const all = targets(t);
    in_writable_states(t, [&](scene& s) {
        auto const& about =
            *std::ranges::find_if(all, [](target const& one) { return one.desc().nullable && !one.desc().target; });
        auto const& model = *about.model;
        if (about.via == storage::no_field) { // nothing may point at what is erased
            auto const& pairs = pairing_model();
            for (auto const& [key, row] : s.rows().of(pairs))
                t.ok(s.session().erase(key_query(pairs, {key})), "erase");
            s.rows().of(pairs).clear();
            auto const                parent = field_of(model, "part_of");
            storage::assignment const none[] = {{parent, {}}};
            for (auto& [key, row] : s.rows().of(model)) {
                t.ok(s.session().update(key_query(model, {key}), none), "update");
                row[parent] = {};
            }
        }
        each_condition(t, s, about, [&](storage::query const& q) {
            auto const                what = "erase: " + show_query(q) + s.where();
            auto const                hit  = s.rows().select(q);
            std::vector<std::int64_t> keys;
            for (auto const* row : hit)
                keys.push_back((*row)[model.pk].view().as_int());
            t.equal(t.ok(s.session().erase(q), what), keys.size(), what + ": number of rows");
            std::vector<kit_row> gone;
            for (auto const key : keys) {
                gone.push_back(s.rows().of(model).at(key));
                s.rows().of(model).erase(key);
            }
            storage::query const every{.model = &model};
            same_rows(t, every, scan_untyped(t, s.session(), every, what), s.rows().select(every), what);
            for (auto const& row : gone) { // so that the next one finds them again
                t.ok(insert_untyped(s.session(), model, std::span(&row, 1)), "inserting a row that was erased" + s.where());
                s.rows().put(model, row);
            }
        });
    });
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_CHANGES_IPP
