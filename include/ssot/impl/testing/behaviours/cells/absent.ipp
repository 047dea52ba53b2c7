// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_ABSENT_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_ABSENT_IPP

// Behaviours of `insert_if_absent`: rows whose keys are free are stored, and others stay as they are.

#include <ssot/impl/testing/behaviours/cells/write.ipp>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

namespace ssot::conformance::detail {

/// Throws `not_applicable` if the session lacks the member, or treats it as if it did.
SSOT_DECL void require_if_absent(trial& t)
{
    trial      another = t.another();
    auto       s       = another.open();
    auto const row     = make_row(specimen_model(), 1);
    auto const one     = insert_untyped_if_absent(s, specimen_model(), std::span(&row, 1));
    if (!one && one.error().code() == errc::unsupported)
        throw not_applicable("the session has no insert_if_absent");
}

SSOT_DECL void inserted_if_absent(trial& t)
{
    auto const& model = specimen_model();
    require_if_absent(t);
    in_every_ending(t, [&](storage::any_session& s, expected_rows& rows, std::string const& when) {
        std::int64_t key = 100;
        for (auto const f : fields_of_kind(model, t.about().of)) {
            std::vector<kit_row> batch;
            std::size_t          added = 0;
            auto const           flush = [&] {
                if (batch.empty())
                    return;
                t.equal(t.ok(insert_untyped_if_absent(s, model, batch), "insert_if_absent" + when),
                        added,
                        "insert_if_absent of " + std::to_string(batch.size()) + " rows, of which " + std::to_string(added) +
                            " are not there" + when + ": rows inserted");
                batch.clear();
                added = 0;
            };
            for (auto const& v : written_values(t, model.fields[f])) {
                for (bool const is_there : {false, true}) {
                    auto row = make_row(model, is_there ? 1 + key % 6 : ++key);
                    row[f]   = v;
                    row      = stored_form(model, row);
                    if (!is_there) {
                        rows.put(model, row);
                        ++added;
                    }
                    bool const twice = std::ranges::any_of(batch, [&](kit_row const& other) {
                        return same_value(other[model.pk].view(), row[model.pk].view());
                    });
                    if (!twice)
                        batch.push_back(row);
                    if (batch.size() >= std::min<std::size_t>(t.caps().max_batch, 7) || key % 5 == 0)
                        flush();
                }
            }
            flush();
            for (bool const nothing_new : {true, false}) { // nothing but rows that are there, then nothing else
                for (std::int64_t k = 1; k <= 3; ++k) {
                    batch.push_back(make_row(model, nothing_new ? k : ++key));
                    if (!nothing_new) {
                        rows.put(model, batch.back());
                        ++added;
                    }
                }
                flush();
            }
        }
    });
}

/// Of several rows of a batch with one key, the first is stored.
SSOT_DECL void absent_repeated(trial& t)
{
    require_if_absent(t);
    if (t.caps().max_batch < 4)
        throw not_applicable("batches of the backend have less than 4 rows");
    auto const& model  = specimen_model();
    auto const  number = field_of(model, "number");
    in_every_ending(t, [&](storage::any_session& s, expected_rows& rows, std::string const& when) {
        auto const with = [&](std::int64_t key, std::int64_t n) {
            auto row    = make_row(model, key);
            row[number] = storage::value(storage::value_view::integer(n));
            return row;
        };
        std::vector<kit_row> const batch{with(50, 1), with(51, 2), with(50, 3), with(3, 4)};
        t.equal(t.ok(insert_untyped_if_absent(s, model, batch), "insert_if_absent of a key that comes twice" + when),
                2U,
                "rows inserted of 4, of which one is there and two have one key" + when);
        rows.put(model, batch[0]);
        rows.put(model, batch[1]);
        std::vector<kit_row> const twice{with(52, 5), with(52, 6)};
        t.equal(t.ok(insert_untyped_if_absent(s, model, twice), "insert_if_absent of nothing but one key" + when),
                1U,
                "rows inserted of two with one key" + when);
        rows.put(model, twice[0]);
    });
}

/// The rows of a scene, in which each field is null in some rows and not in those before them.
SSOT_DECL void absent_whole_rows(trial& t)
{
    require_if_absent(t);
    auto const rows = scene_rows(t.caps());
    auto       s    = t.open();
    for (auto const* model : {&specimen_model(), &pairing_model()}) {
        std::vector<kit_row> batch;
        for (auto const& [key, row] : rows.of(*model))
            batch.push_back(row);
        auto const most = std::min<std::size_t>(t.caps().max_batch, batch.size());
        for (std::size_t i = 0; i < batch.size(); i += most) {
            auto const part = std::span(batch).subspan(i, std::min(most, batch.size() - i));
            t.equal(t.ok(insert_untyped_if_absent(s, *model, part), "insert_if_absent"), part.size(), "rows inserted");
        }
    }
    look_at_everything(t, s, rows, " (inserted if absent)");
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_ABSENT_IPP
