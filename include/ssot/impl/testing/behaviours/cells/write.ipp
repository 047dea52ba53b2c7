// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_WRITE_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_WRITE_IPP

// Behaviours generated for each kind of value: what is written is what is read, by every way to write, in every way to
// begin and to end.

#include <ssot/testing/kit/asking.hpp>
#include <ssot/testing/kit/boundary_values.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
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
        auto                       s       = another.open();
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

SSOT_DECL void inserted_if_absent(trial& t)
{
    auto const& model = specimen_model();
    {
        auto       s   = t.open();
        auto const row = make_row(model, 1);
        auto const one = insert_untyped_if_absent(s, model, std::span(&row, 1));
        if (!one && one.error().code() == errc::unsupported)
            throw not_applicable("the session has no insert_if_absent");
    }
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

// ---- what looks refused and is not ----

/// What looks like a repeated value and is none.
SSOT_DECL void unique_allows(trial& t)
{
    require(t.caps().unique, "unique");
    auto const& pairs = pairing_model();
    using storage::value;
    using storage::value_view;
    in_every_ending(t, [&](storage::any_session& s, expected_rows& rows, std::string const& when) {
        auto const put = [&](std::int64_t key, value name, value shelf, value slot) {
            auto row                      = make_row(pairs, key);
            row[field_of(pairs, "name")]  = std::move(name);
            row[field_of(pairs, "shelf")] = std::move(shelf);
            row[field_of(pairs, "slot")]  = std::move(slot);
            t.equal(
                t.ok(insert_untyped(s, pairs, std::span(&row, 1)), "values that are unique" + when), 1U, "rows inserted");
            rows.put(pairs, row);
        };
        auto const text = [](std::string_view v) { return value(value_view::chars(v)); };
        auto const one  = value(value_view::integer(1));
        put(1, {}, {}, {});
        put(2, {}, {}, {}); // a null equals nothing
        put(3, text(""), one, {});
        put(4, text("a"), one, {});
        put(5, text("A"), {}, one);
        put(6, text("a "), one, one);
        put(7, text("\xc3\xa9"), one, value(value_view::integer(2)));
        auto const set = [&](std::int64_t key, std::string_view name, value const& to) {
            storage::assignment const with[] = {{field_of(pairs, name), to.view()}};
            t.equal(t.ok(s.update(key_query(pairs, {key}), with), "an update that keeps values unique" + when),
                    1U,
                    "rows updated");
            rows.of(pairs).at(key)[field_of(pairs, name)] = to;
        };
        set(4, "name", text("a")); // its own value
        set(6, "slot", one);
        set(4, "name", text("b"));
        set(5, "name", text("a")); // which is free now
        set(6, "slot", {});
        set(7, "slot", one);
        set(1, "aisle", one); // a field of one list alone
        set(7, "aisle", one);
        t.equal(t.ok(s.erase(key_query(pairs, {3})), "erase"), 1U, "rows erased");
        rows.of(pairs).erase(3);
        set(2, "name", text("")); // which is free now
        put(3, text("c"), one, {});
    });
}

/// Rows of one batch, and of one call, that point at each other.
SSOT_DECL void foreign_keys_allow(trial& t)
{
    auto const& model = specimen_model();
    if (t.caps().max_batch < 4)
        throw not_applicable("batches of the backend have less than 4 rows");
    in_every_ending(t, [&](storage::any_session& s, expected_rows& rows, std::string const& when) {
        std::vector<kit_row> batch;
        for (std::int64_t key = 20; key != 24; ++key) { // each points at the next one, the last one at itself
            batch.push_back(make_row(model, key));
            batch.back()[field_of(model, "part_of")] =
                storage::value(storage::value_view::integer(std::min<std::int64_t>(key + 1, 23)));
        }
        t.equal(
            t.ok(insert_untyped(s, model, batch), "rows of one batch that point at each other" + when), 4U, "rows inserted");
        for (auto const& row : batch)
            rows.put(model, row);
        t.equal(t.ok(s.erase(key_query(model, {20})), "erasing a row at which no other points" + when), 1U, "rows erased");
        rows.of(model).erase(20);
        t.equal(t.ok(s.erase(key_query(model, {21, 22, 23})), "erasing rows that point at each other at once" + when),
                3U,
                "rows erased");
        for (std::int64_t const key : {21, 22, 23})
            rows.of(model).erase(key);
    });
}

/// Keys, values and places in indexes that are free again, or taken again.
SSOT_DECL void written_again(trial& t)
{
    auto const& model  = specimen_model();
    auto const  parent = field_of(model, "part_of");
    in_every_ending(t, [&](storage::any_session& s, expected_rows& rows, std::string const& when) {
        auto const put = [&](std::int64_t key, std::int64_t points_at) {
            auto row    = make_row(model, key);
            row[parent] = storage::value(storage::value_view::integer(points_at));
            t.equal(t.ok(insert_untyped(s, model, std::span(&row, 1)), "insert" + when), 1U, "rows inserted");
            rows.put(model, row);
        };
        auto const erase = [&](std::int64_t key) {
            t.equal(t.ok(s.erase(key_query(model, {key})), "erase" + when), 1U, "rows erased" + when);
            rows.of(model).erase(key);
            t.equal(t.ok(s.erase(key_query(model, {key})), "erase" + when), 0U, "rows erased a second time" + when);
        };
        auto const move = [&](std::int64_t key, std::int64_t points_at) {
            auto const                to    = storage::value_view::integer(points_at);
            storage::assignment const set[] = {{parent, to}};
            t.equal(t.ok(s.update(key_query(model, {key}), set), "update" + when), 1U, "rows updated" + when);
            rows.of(model).at(key)[parent] = storage::value(to);
        };
        auto const look = [&](std::string_view what) {
            look_at_everything(t, s, rows, " after " + std::string(what) + when);
        };
        for (std::int64_t const key : {9'007'199'254'740'992, 9'007'199'254'740'993, -9'007'199'254'740'993, 4'294'967'297})
            put(key, 1); // which differ in their last bits, or in their upper half
        look("rows with large keys were inserted");
        erase(9'007'199'254'740'993);
        look("a row with a large key was erased");
        put(30, 1);
        put(31, 1);
        erase(30);
        put(30, 1);
        look("a row was erased and inserted again");
        erase(30);
        put(30, 2);
        erase(30);
        put(30, 1);
        look("a row was erased and inserted again with another foreign key, and back");
        move(31, 2);
        move(31, 1);
        move(31, 1);
        look("a foreign key was changed and changed back");
        auto const again = make_row(model, 31);
        if (!t.caps().transactions || when == " (outside a transaction)")
            t.refused(
                insert_untyped(s, model, std::span(&again, 1)), {errc::already_exists}, "a key that is taken again" + when);
    });
    if (!t.caps().transactions)
        return;
    trial another = t.another(); // the same rows in one transaction after the other
    auto  s       = another.open();
    auto  row     = make_row(model, 1);
    for (int round = 0; round != 3; ++round) {
        another.ok(s.begin({}), "begin");
        another.equal(another.ok(insert_untyped(s, model, std::span(&row, 1)), "an insert after one that was rolled back"),
                      1U,
                      "rows inserted");
        s.rollback();
        another.equal(scan_untyped(another, s, {.model = &model}, "scan").size(), 0U, "rows after a rollback");
    }
    another.equal(
        another.ok(insert_untyped(s, model, std::span(&row, 1)), "an insert after it was rolled back"), 1U, "rows inserted");
    t.add(another);
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_WRITE_IPP
