// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_ITSELF_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_ITSELF_IPP

// Behaviours of a model whose rows point at rows of the same model: fields of both in one question, and writes whose conditions ask
// for what they change.

#include <ssot/testing/kit/asking.hpp>
#include <ssot/testing/kit/query_words.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ssot::conformance::detail {

/// The fields that the cell is about, behind the foreign key of a specimen to a specimen.
SSOT_DECL std::vector<target> targets_in_parent(trial& t)
{
    require(t.caps().joins, "joins");
    if (t.about().of == kind::json)
        require(t.caps().stable_icontains, "stable_icontains, which documents are compared by");
    auto const&         model  = specimen_model();
    auto const          parent = field_of(model, "part_of");
    std::vector<target> out;
    for (std::size_t f = 0; f != model.fields.size(); ++f)
        if (model.fields[f].type == t.about().of && f != model.revision)
            out.push_back(
                {&model, static_cast<std::uint16_t>(f), parent, t.about().at == place::via ? storage::no_field : parent});
    return out;
}

SSOT_DECL void joined_to_itself(trial& t)
{
    using storage::op;
    require_conditions(t);
    auto const all = targets_in_parent(t);
    in_every_state(t, [&](scene& s) {
        for (auto const& about : all) {
            target const own{about.model, about.field};
            auto const   values = candidates(t, s, own);
            for (std::size_t i = 0; i < values.size(); i += 2) {
                auto const v = values[i].view();
                auto const w = values[(i + 3) % values.size()].view();
                asking     alone(about);
                check_scan(t, s, alone.compare(op::le, v).q);
                asking both(about); // the same field of the row and of the one that it points at
                both.group(op::and_, 2).compare(op::ge, v).compare(own, op::le, {&w, 1});
                check_scan(t, s, both.q);
                check_counts(t, s, both.q);
                asking either(about);
                either.group(op::or_, 2).compare(own, op::eq, {&v, 1}).group(op::not_, 1).compare(op::eq, w);
                check_scan(t, s, either.q);
            }
            if (!t.caps().order)
                continue;
            for (bool const desc : {false, true}) {
                asking parents(about);
                parents.order(about.order(desc)).order(own.order(!desc)).order_by_key();
                check_scan(t, s, parents.q);
                asking rows(about);
                rows.order(own.order(desc)).order(about.order(!desc)).order_by_key();
                check_scan(t, s, rows.q);
            }
        }
    });
}

/// Updates of a field by a condition on that field, of the row itself and behind its foreign key: which rows are changed is decided
/// before the first one is.
SSOT_DECL void updated_by_itself(trial& t)
{
    using storage::op;
    require_conditions(t);
    bool const  behind = t.about().at != place::own;
    auto const& model  = specimen_model();
    auto const  number = field_of(model, "number");
    auto const  parent = field_of(model, "part_of");
    require(!behind || t.caps().joins, "joins");
    target const about{
        &model, number, behind ? parent : storage::no_field, t.about().at == place::then ? parent : storage::no_field};
    in_writable_states(t, [&](scene& s) {
        std::int64_t n = 0;
        for (op const what : {op::lt, op::ge, op::eq, op::le, op::gt})
            for (std::int64_t const bound : {0, 3, 256}) {
                auto const                to    = storage::value_view::integer(bound + (n++ % 3) - 1);
                storage::assignment const set[] = {{number, to}};
                asking                    a(about);
                a.compare(what, storage::value_view::integer(bound));
                auto const                said = "update of number: " + show_query(a.q) + s.where();
                std::vector<std::int64_t> keys;
                for (auto const* row : s.rows().select(a.q))
                    keys.push_back((*row)[model.pk].view().as_int());
                t.equal(t.ok(s.session().update(a.q, set), said), keys.size(), said + ": number of rows");
                for (auto const key : keys)
                    s.rows().of(model).at(key)[number] = storage::value(to);
                check_scan(t, s, {.model = &model});
            }
    });
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_ITSELF_IPP
