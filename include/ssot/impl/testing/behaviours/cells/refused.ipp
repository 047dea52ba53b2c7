// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_REFUSED_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_REFUSED_IPP

// Behaviours generated for each kind of refusal: a refused write leaves nothing behind, wherever the bad row is.

#include <ssot/error.hpp>
#include <ssot/testing/kit/asking.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::conformance::detail {

/// What the path of an error may name: rows of the batch, none for an update or an erase, and fields.
struct culprits {
    std::vector<std::size_t>      rows{};
    std::vector<std::string_view> fields{};
    bool                          anything = false; ///< the contract does not say what the path names
};

/// Fails if the path of an error names anything else. It may name less, or nothing.
SSOT_DECL void check_path(checks& c, error const& came, culprits const& who, std::string const& what)
{
    auto const path  = came.path();
    bool       right = path.empty() || who.anything || std::ranges::find(who.fields, path) != who.fields.end();
    for (auto const row : who.rows) {
        auto const at = '[' + std::to_string(row) + ']';
        right         = right || path == at ||
            std::ranges::any_of(who.fields, [&](auto const field) { return path == at + '.' + std::string(field); });
    }
    if (!right)
        c.expect(false,
                 what + ": the path of the error: expected " +
                     (who.rows.empty() ? std::string("a field") : "row " + std::to_string(who.rows.front())) +
                     " or nothing, came " + std::string(path));
}

/// Refused writes: what they are, and whether only some backends refuse them.
SSOT_DECL void refused_writes(trial& t)
{
    auto const  clause = t.about().clause;
    auto const& model  = specimen_model();
    auto const& pairs  = pairing_model();
    if (clause.starts_with("refused.unique"))
        require(t.caps().unique, "unique");
    if (clause.starts_with("refused.foreign_key"))
        require(t.caps().foreign_keys != storage::foreign_key_checks::none, "foreign_keys");
    if (t.caps().max_batch < 4)
        throw not_applicable("batches of the backend have less than 4 rows");

    using storage::value;
    using storage::value_view;
    auto const in_column = [&](kit_row& row, std::string_view name, value_view v) {
        auto const& owner          = row.size() == pairs.fields.size() ? pairs : model;
        row[field_of(owner, name)] = value(v);
    };
    auto const number = [](std::int64_t v) { return value_view::integer(v); };
    auto const batch  = [&](storage::model_desc const& of, std::size_t bad, auto spoil) {
        std::vector<kit_row> out;
        for (std::int64_t i = 0; i != 4; ++i) {
            out.push_back(make_row(of, 500 + i));
            if (static_cast<std::size_t>(i) == bad)
                spoil(out.back());
        }
        return out;
    };

    // In a savepoint after a failed statement, or outside a transaction: nothing of it may stay.
    auto const states = states_of(t.caps(), t.can_reopen());
    for (state const how : states) {
        if (!is_writable(how))
            continue;
        bool const inside = how == state::own_writes || how == state::savepoint_kept || how == state::savepoint_undone ||
            how == state::failed_inside;
        bool const by_commit =
            clause.starts_with("refused.foreign_key") && t.caps().foreign_keys == storage::foreign_key_checks::at_commit;
        if (inside && (!t.caps().savepoints || by_commit))
            continue;
        trial      another = t.another();
        scene      s(another, how);
        auto&      session    = s.session();
        auto const taken_name = value_view::chars("N4");
        auto const attempt    = [&](std::string_view what, auto write, errc code, culprits const& who) {
            if (inside)
                another.ok(session.savepoint(1), "savepoint");
            auto const said = std::string(what) + s.where();
            check_path(another, another.refused(write(), {code}, said), who, said);
            if (inside) {
                another.ok(session.rollback_to(1), "rollback_to");
                another.ok(session.release(1), "release");
            }
            look_at_everything(another, session, s.rows(), " after " + std::string(what) + " was refused" + s.where());
        };
        using names                                 = std::vector<std::string_view>;
        names const                    together     = {"shelf", "slot"};
        names const                    together_too = {"aisle", "slot"};
        std::vector<std::size_t> const whole_batch  = {0, 1, 2, 3};
        for (std::size_t const bad : {0U, 1U, 3U}) {
            auto const     place = " in row " + std::to_string(bad) + " of 4";
            culprits const key{{bad}, {"id"}};
            if (clause == "refused.key.insert") {
                auto const first = s.rows().of(model).begin()->first;
                attempt(
                    "a key that is taken" + place,
                    [&] {
                        return insert_untyped(
                            session, model, batch(model, bad, [&](kit_row& row) { row[model.pk] = value(number(first)); }));
                    },
                    errc::already_exists,
                    key);
                attempt("a key that comes twice" + place,
                        [&] {
                            return insert_untyped(session, model, batch(model, bad, [&](kit_row& row) {
                                                      row[model.pk] = value(number(bad == 0 ? 503 : 500));
                                                  }));
                        },
                        errc::already_exists,
                        {{bad == 0 ? 3 : bad, 0U}, {"id"}});
            } else if (clause == "refused.unique.insert") {
                attempt("a unique value that is taken" + place,
                        [&] {
                            return insert_untyped(session, pairs, batch(pairs, bad, [&](kit_row& row) {
                                                      in_column(row, "name", taken_name);
                                                  }));
                        },
                        errc::already_exists,
                        {{bad}, {"name"}});
                attempt("a unique value that comes twice" + place,
                        [&] {
                            auto rows =
                                batch(pairs, bad, [&](kit_row& row) { in_column(row, "name", value_view::chars("new")); });
                            in_column(rows[bad == 0 ? 2 : 0], "name", value_view::chars("new"));
                            return insert_untyped(session, pairs, rows);
                        },
                        errc::already_exists,
                        {{bad, bad == 0 ? 2U : 0U}, {"name"}});
                attempt("values that are taken together" + place,
                        [&] {
                            return insert_untyped(session, pairs, batch(pairs, bad, [&](kit_row& row) {
                                                      in_column(row, "shelf", number(1));
                                                      in_column(row, "slot", number(1));
                                                  }));
                        },
                        errc::already_exists,
                        {{bad}, together});
                attempt("values that are taken in a second list of fields" + place,
                        [&] {
                            return insert_untyped(session, pairs, batch(pairs, bad, [&](kit_row& row) {
                                                      in_column(row, "aisle", number(1));
                                                      in_column(row, "slot", number(1));
                                                  }));
                        },
                        errc::already_exists,
                        {{bad}, together_too});
            } else if (clause == "refused.foreign_key.insert") {
                attempt("a foreign key that points at no row" + place,
                        [&] {
                            return insert_untyped(session, pairs, batch(pairs, bad, [&](kit_row& row) {
                                                      in_column(row, "right", number(-777));
                                                  }));
                        },
                        errc::foreign_key,
                        {{bad}, {"right"}});
                attempt("a foreign key to its own model that points at no row" + place,
                        [&] {
                            return insert_untyped(session, model, batch(model, bad, [&](kit_row& row) {
                                                      in_column(row, "part_of", number(-777));
                                                  }));
                        },
                        errc::foreign_key,
                        {{bad}, {"part_of"}});
            }
        }
        auto const if_absent = [&](std::string_view what, auto rows_of, errc code, names const& fields, bool twice) {
            for (std::size_t const bad : {0U, 2U}) {
                std::vector<kit_row> const rows = rows_of(bad);
                auto const                 look = insert_untyped_if_absent(session, pairs, std::span(rows).first(0));
                if (!look && look.error().code() == errc::unsupported)
                    return;
                attempt(std::string(what) + " if its key is absent",
                        [&] { return insert_untyped_if_absent(session, pairs, rows); },
                        code,
                        {twice ? whole_batch : std::vector{bad}, fields});
            }
        };
        if (clause == "refused.unique.insert") {
            if_absent(
                "a unique value that is taken",
                [&](std::size_t bad) {
                    return batch(pairs, bad, [&](kit_row& row) { in_column(row, "name", taken_name); });
                },
                errc::already_exists,
                {"name"},
                false);
            if_absent(
                "a unique value that comes twice",
                [&](std::size_t bad) {
                    auto const once = [&](kit_row& row) { in_column(row, "name", value_view::chars("new")); };
                    auto       rows = batch(pairs, bad, once);
                    once(rows[3]);
                    return rows;
                },
                errc::already_exists,
                {"name"},
                true);
            if_absent(
                "values that are taken together",
                [&](std::size_t bad) {
                    return batch(pairs, bad, [&](kit_row& row) {
                        in_column(row, "shelf", number(1));
                        in_column(row, "slot", number(1));
                    });
                },
                errc::already_exists,
                together,
                false);
        }
        if (clause == "refused.foreign_key.insert")
            if_absent(
                "a foreign key that points at no row",
                [&](std::size_t bad) {
                    return batch(pairs, bad, [&](kit_row& row) { in_column(row, "right", number(-777)); });
                },
                errc::foreign_key,
                {"right"},
                false);
        auto const change = [&](storage::model_desc const& of, std::int64_t key, std::string_view name, value_view to) {
            return [&session, &of, key, name, to] {
                storage::assignment const set[] = {{field_of(of, name), to}};
                return session.update(key_query(of, {key}), set);
            };
        };
        auto const first_pair = s.rows().of(pairs).begin()->first;
        if (clause == "refused.unique.update") {
            attempt("an update to a unique value that is taken",
                    change(pairs, first_pair, "name", taken_name),
                    errc::already_exists,
                    {{}, {"name"}});
            attempt("an update of many rows to one unique value",
                    [&] {
                        auto const                to    = value_view::chars("one for all");
                        storage::assignment const set[] = {{field_of(pairs, "name"), to}};
                        return session.update(key_query(pairs, {first_pair, first_pair + 7}), set);
                    },
                    errc::already_exists,
                    {{}, {"name"}});
            attempt("an update to values that are taken together",
                    [&] {
                        storage::assignment const set[] = {{field_of(pairs, "shelf"), number(1)},
                                                           {field_of(pairs, "slot"), number(1)}};
                        return session.update(key_query(pairs, {first_pair + 14 * 7}), set);
                    },
                    errc::already_exists,
                    {{}, together});
            attempt("an update to values that are taken in a second list of fields",
                    [&] {
                        storage::assignment const set[] = {{field_of(pairs, "aisle"), number(1)},
                                                           {field_of(pairs, "slot"), number(1)},
                                                           {field_of(pairs, "shelf"), {}}};
                        return session.update(key_query(pairs, {first_pair + 14 * 7}), set);
                    },
                    errc::already_exists,
                    {{}, together_too});
        } else if (clause == "refused.foreign_key.update") {
            attempt("an update to a foreign key that points at no row",
                    change(pairs, first_pair, "left", number(-777)),
                    errc::foreign_key,
                    {{}, {"left"}});
        } else if (clause == "refused.foreign_key.erase" && !inside) { // inside, it may be refused by the commit
            auto const pointed = s.rows().of(pairs).begin()->second[field_of(pairs, "left")].view();
            attempt("an erase of a row that others point at",
                    [&] { return session.erase(key_query(model, {pointed.as_int()})); },
                    errc::foreign_key,
                    {.anything = true});
        }
        t.add(another);
    }
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_REFUSED_IPP
