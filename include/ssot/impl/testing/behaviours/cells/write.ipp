// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_WRITE_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_WRITE_IPP

// Behaviours generated for each kind of value: what is written is what is read, by every way to write, in every way to
// begin and to end.

#include <ssot/testing/kit/asking.hpp>
#include <ssot/testing/kit/boundary_values.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace ssot::conformance::detail {

/// Boundary values of a field, and for texts and documents such as are cut where a buffer or a column ends.
SSOT_DECL std::vector<storage::value> written_values(trial& t, storage::field_desc const& f)
{
    auto       out  = boundary_values(f, t.caps());
    auto const caps = t.caps();
    if (f.type != kind::text && f.type != kind::json)
        return out;
    for (std::size_t const size : {63U, 255U, 256U, 1000U, 4095U, 4096U, 65'535U, 65'536U, 65'537U, 262'145U, 1'048'577U}) {
        if (size > caps.max_text || (f.max_length != 0 && size > f.max_length))
            continue;
        std::string text(size, 'x');
        for (std::size_t i = 0; i < size; i += 97)
            text[i] = static_cast<char>('a' + i / 97 % 26);
        text.back() = '!';
        if (f.type == kind::json) {
            text.front() = text.back() = '"';
            text[size - 2]             = '!';
        }
        out.emplace_back(storage::value_view::chars(text, f.type));
        if (f.type == kind::text && caps.text_nul && size < 300) {
            text[size / 2] = '\0';
            out.emplace_back(storage::value_view::chars(text));
        }
    }
    return out;
}

SSOT_DECL std::vector<std::uint16_t> fields_of_kind(storage::model_desc const& model, kind k)
{
    std::vector<std::uint16_t> out;
    for (std::size_t f = 0; f != model.fields.size(); ++f)
        if (model.fields[f].type == k && f != model.pk && f != model.revision && !model.fields[f].target)
            out.push_back(static_cast<std::uint16_t>(f));
    return out;
}

/// Lets `work` write in each way of beginning and ending, and compares what is there then with what it says.
SSOT_DECL void
in_every_ending(trial& t, ssot::detail::function_ref<void(storage::any_session&, expected_rows&, std::string const&)> work)
{
    enum class ending { none, commit, rollback, release, rollback_to };
    static_cast<void>(t.backend()); // which is there before any other, so that the last one is opened again
    for (ending const how : {ending::none, ending::commit, ending::rollback, ending::release, ending::rollback_to}) {
        bool const inner = how == ending::release || how == ending::rollback_to;
        if ((how != ending::none && !t.caps().transactions) || (inner && !t.caps().savepoints))
            continue;
        constexpr std::string_view names[] = {" (outside a transaction)",
                                              " (in a transaction)",
                                              " (in a transaction that is rolled back)",
                                              " (in a savepoint)",
                                              " (in a savepoint that is undone)"};
        auto const                 when    = std::string(names[static_cast<std::size_t>(how)]);
        trial                      another = t.another();
        std::optional              session(another.open());
        auto&                      s = *session;
        expected_rows              rows;
        std::vector<kit_row>       first;
        for (std::int64_t key = 1; key <= 6; ++key)
            first.push_back(make_row(specimen_model(), key));
        another.equal(another.ok(insert_untyped(s, specimen_model(), first), "insert"), 6U, "rows inserted");
        for (auto const& row : first)
            rows.put(specimen_model(), row);
        auto const before = rows;
        if (how != ending::none)
            another.ok(s.begin({}), "begin");
        if (inner)
            another.ok(s.savepoint(1), "savepoint");
        work(s, rows, when);
        look_at_everything(another, s, rows, when + ", before it ends");
        if (how == ending::rollback_to)
            another.ok(s.rollback_to(1), "rollback_to");
        if (inner)
            another.ok(s.release(1), "release");
        if (how == ending::rollback)
            s.rollback();
        else if (how != ending::none)
            another.ok(s.commit(), "commit");
        bool const undone = how == ending::rollback || how == ending::rollback_to;
        look_at_everything(another, s, undone ? before : rows, when + ", after it ended");
        if (how != ending::none && t.caps().concurrent_sessions) {
            auto reader = another.open();
            look_at_everything(another, reader, undone ? before : rows, when + ", seen by another session afterwards");
        }
        if (t.can_reopen()) {
            session.reset();
            another.reopen();
            auto later = another.open();
            look_at_everything(another, later, undone ? before : rows, when + ", after it was closed and opened again");
        }
        t.add(another);
    }
}

SSOT_DECL void inserted_values(trial& t)
{
    auto const& model = specimen_model();
    in_every_ending(t, [&](storage::any_session& s, expected_rows& rows, std::string const& when) {
        std::int64_t         key = 100;
        std::vector<kit_row> batch;
        for (auto const f : fields_of_kind(model, t.about().of))
            for (auto const& v : written_values(t, model.fields[f])) {
                auto row = make_row(model, ++key);
                row[f]   = v;
                row      = stored_form(model, row);
                rows.put(model, row);
                if (key % 2 == 0) // alone and in batches
                    batch.push_back(row);
                else
                    t.equal(t.ok(insert_untyped(s, model, std::span(&row, 1)), "insert" + when), 1U, "rows inserted");
            }
        std::size_t const most = std::min<std::size_t>(t.caps().max_batch, 5);
        for (std::size_t i = 0; i < batch.size(); i += most) {
            auto const part = std::span(batch).subspan(i, std::min(most, batch.size() - i));
            t.equal(t.ok(insert_untyped(s, model, part), "insert of a batch" + when), part.size(), "rows inserted");
        }
    });
}

SSOT_DECL void updated_values(trial& t)
{
    auto const& model = specimen_model();
    in_every_ending(t, [&](storage::any_session& s, expected_rows& rows, std::string const& when) {
        std::int64_t n = 0;
        for (auto const f : fields_of_kind(model, t.about().of)) {
            auto const write = [&](storage::value const& v) {
                auto const key                  = 1 + n++ % 6;
                auto       row                  = rows.of(model).at(key);
                row[f]                          = v;
                row                             = stored_form(model, row);
                storage::assignment const set[] = {{f, row[f].view()}};
                t.equal(t.ok(s.update(key_query(model, {key}), set), "update" + when), 1U, "rows updated" + when);
                rows.of(model).at(key) = row;
                check_keys(t, s, rows, model, {key}, " after an update" + when);
            };
            for (auto const& v : written_values(t, model.fields[f])) {
                write(v);
                if (model.fields[f].nullable && n % 3 == 0)
                    write({});
            }
            // many rows at once, and keys that are not there
            auto const                to    = written_values(t, model.fields[f]).front();
            storage::assignment const set[] = {{f, to.view()}};
            t.equal(t.ok(s.update(key_query(model, {2, 4, 77}), set), "update" + when),
                    2U,
                    "rows updated of 2, 4 and 77" + when);
            for (std::int64_t const key : {2, 4}) {
                rows.of(model).at(key)[f] = to;
                rows.of(model).at(key)    = stored_form(model, rows.of(model).at(key));
            }
            t.equal(
                t.ok(s.update(key_query(model, {77}), set), "update" + when), 0U, "rows updated of a key that is not there");
        }
    });
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_WRITE_IPP
