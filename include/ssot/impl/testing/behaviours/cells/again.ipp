// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_AGAIN_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_AGAIN_IPP

// Behaviours: what looks refused and is not. Values that differ from those that are taken, and keys and values that are free
// again.

#include <ssot/model/secrets_group.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/uuid.hpp>

#include <ssot/impl/testing/behaviours/cells/absent.ipp>
#include <ssot/impl/testing/behaviours/cells/write.ipp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

/// Inserts rows whose keys are free, by either member.
SSOT_DECL result<std::size_t> insert_by(storage::any_session& s, storage::model_desc const& model,
                                        std::span<kit_row const> rows, bool if_absent)
{
    return if_absent ? insert_untyped_if_absent(s, model, rows) : insert_untyped(s, model, rows);
}

/// What looks like a repeated value and is none.
SSOT_DECL void unique_allows(trial& t)
{
    require(t.caps().unique, "unique");
    auto const& pairs = pairing_model();
    using storage::value;
    using storage::value_view;
    auto const if_absent = t.about().clause == "write.unique.if_absent";
    if (if_absent)
        require_if_absent(t);
    in_every_ending(t, [&](storage::any_session& s, expected_rows& rows, std::string const& when) {
        auto const put = [&](std::int64_t key, value name, value shelf, value slot) {
            auto row                      = make_row(pairs, key);
            row[field_of(pairs, "name")]  = std::move(name);
            row[field_of(pairs, "shelf")] = std::move(shelf);
            row[field_of(pairs, "slot")]  = std::move(slot);
            t.equal(t.ok(insert_by(s, pairs, std::span(&row, 1), if_absent), "values that are unique" + when),
                    1U,
                    "rows inserted");
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
        put(8, text("e\xcc\x81"), one, value(value_view::integer(3))); // which looks the same
        put(9, text("begins alike, ends in 1"), {}, {});
        put(10, text("begins alike, ends in 2"), {}, {});
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
    auto const if_absent = t.about().clause == "write.batch_points_at_itself.if_absent";
    if (if_absent)
        require_if_absent(t);
    in_every_ending(t, [&](storage::any_session& s, expected_rows& rows, std::string const& when) {
        std::vector<kit_row> batch;
        for (std::int64_t key = 20; key != 24; ++key) { // each points at the next one, the last one at itself
            batch.push_back(make_row(model, key));
            batch.back()[field_of(model, "part_of")] =
                storage::value(storage::value_view::integer(std::min<std::int64_t>(key + 1, 23)));
        }
        t.equal(t.ok(insert_by(s, model, batch, if_absent), "rows of one batch that point at each other" + when),
                4U,
                "rows inserted");
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

/// Keys at the ends of their kind, and 0, which some engines take for none.
SSOT_DECL void extreme_keys(trial& t)
{
    using limits       = std::numeric_limits<std::int64_t>;
    auto const& model  = specimen_model();
    auto const  parent = field_of(model, "part_of");
    in_every_ending(t, [&](storage::any_session& s, expected_rows& rows, std::string const& when) {
        std::vector<std::int64_t> const keys{0,
                                             -1,
                                             limits::min(),
                                             limits::max(),
                                             limits::min() + 1,
                                             limits::max() - 1,
                                             2'147'483'648,
                                             -2'147'483'649,
                                             4'294'967'296};
        std::int64_t                    other = 50;
        for (auto const key : keys) {
            auto const row = make_row(model, key);
            t.equal(t.ok(insert_untyped(s, model, std::span(&row, 1)), "inserting the key " + std::to_string(key) + when),
                    1U,
                    "rows inserted");
            rows.put(model, row);
            auto child    = make_row(model, ++other); // and one that points at it
            child[parent] = row[model.pk];
            t.ok(insert_untyped(s, model, std::span(&child, 1)), "inserting a row that points at that key" + when);
            rows.put(model, child);
        }
        look_at_everything(t, s, rows, " of keys at the ends of their kind" + when);
        if (t.caps().filters == storage::filtering::all && t.caps().order)
            for (bool const desc : {false, true}) {
                storage::query const q{.model = &model, .order = {{.field = model.pk, .desc = desc}}};
                check_rows(t, s, q, rows.select(q), [&] { return "rows in the order of their keys" + when; });
            }
        auto const                to    = storage::value_view::integer(7);
        storage::assignment const set[] = {{field_of(model, "number"), to}, {parent, {}}};
        for (std::int64_t key = 51; key <= other; ++key) {
            t.equal(t.ok(s.update(key_query(model, {key}), set), "update" + when), 1U, "rows updated");
            rows.of(model).at(key)[field_of(model, "number")] = storage::value(to);
            rows.of(model).at(key)[parent]                    = {};
        }
        for (std::size_t i = 0; i < keys.size(); ++i) {
            auto const what = " the key " + std::to_string(keys[i]) + when;
            if (i % 2 == 0) {
                t.equal(t.ok(s.erase(key_query(model, {keys[i]})), "erasing" + what), 1U, "rows erased of" + what);
                rows.of(model).erase(keys[i]);
            } else {
                t.equal(t.ok(s.update(key_query(model, {keys[i]}), set), "updating" + what), 1U, "rows updated of" + what);
                rows.of(model).at(keys[i])[field_of(model, "number")] = storage::value(to);
            }
        }
    });
}

/// Keys of bytes that differ in one of them.
SSOT_DECL void uuid_keys(trial& t)
{
    auto              s = t.open();
    std::vector<uuid> keys(19);
    for (std::size_t i = 0; i != keys.size(); ++i) {
        if (i == 17)
            std::ranges::fill(keys[i].data, std::uint8_t{0xff});
        else if (i == 18) // the same but for its case, as text
            std::ranges::fill(keys[i].data, std::uint8_t{'a'});
        else if (i != 16) // which is nil
            keys[i].data[i] = i % 2 == 0 ? 0x80 : 0x01;
    }
    keys.push_back(keys.back());
    std::ranges::fill(keys.back().data, std::uint8_t{'A'});
    std::map<uuid, std::string> right;
    for (std::size_t i = 0; i != keys.size(); ++i) {
        insert_rows<secrets_group>(t, s, {{.id = keys[i], .name = "group " + std::to_string(i)}});
        right.emplace(keys[i], "group " + std::to_string(i));
    }
    auto const look = [&](std::string_view what) {
        for (auto const& key : keys) {
            auto const rows  = rows_with<secrets_group>(t, s, {key});
            auto const found = right.find(key);
            t.equal(rows.size(),
                    found == right.end() ? 0U : 1U,
                    "rows with the key " + ssot::to_string(key) + std::string(what));
            if (!rows.empty())
                t.equal(rows[0].name, found->second, "the name of " + ssot::to_string(key) + std::string(what));
        }
        t.equal(all_rows<secrets_group>(t, s).size(), right.size(), "all rows" + std::string(what));
    };
    look(" of keys that differ in one byte");
    t.equal(rows_with<secrets_group>(t, s, keys).size(), keys.size(), "rows by all keys");
    for (std::size_t i = 0; i < keys.size(); i += 3) {
        auto const name = "changed " + std::to_string(i);
        t.equal(t.ok(set_row<&secrets_group::name>(s, keys[i], name), "update"),
                1U,
                "rows updated with the key " + ssot::to_string(keys[i]));
        right[keys[i]] = name;
        if (i % 2 == 0)
            continue;
        t.equal(t.ok(erase_rows<secrets_group>(s, {keys[i]}), "erase"), 1U, "rows erased by one key");
        right.erase(keys[i]);
    }
    look(" after some were changed or erased");
    for (auto const& key : keys)
        if (right.contains(key))
            t.refused(s.insert(raw_rows(std::vector{secrets_group{.id = key, .name = "again"}}).view()),
                      {errc::already_exists},
                      "the key " + ssot::to_string(key) + " again");
}

/// Calls that write pairings with a unique name, and two values that are unique together.
class unique_rows {
public:
    unique_rows(trial& t, storage::any_session& s, expected_rows& rows, std::string when)
        : t_(t), s_(s), rows_(rows), when_(std::move(when))
    {
    }

    static kit_row row(std::int64_t key, std::string_view name, std::int64_t shelf, std::int64_t slot)
    {
        auto const& pairs             = pairing_model();
        auto        out               = make_row(pairs, key);
        out[field_of(pairs, "name")]  = storage::value(storage::value_view::chars(name));
        out[field_of(pairs, "shelf")] = storage::value(storage::value_view::integer(shelf));
        out[field_of(pairs, "slot")]  = storage::value(storage::value_view::integer(slot));
        return out;
    }

    void put(std::int64_t key, std::string_view name, std::int64_t shelf, std::int64_t slot)
    {
        auto const made = row(key, name, shelf, slot);
        t_.equal(t_.ok(insert_untyped(s_, pairing_model(), std::span(&made, 1)), "values that are free" + when_),
                 1U,
                 "rows inserted");
        rows_.put(pairing_model(), made);
    }
    void erase(std::int64_t key)
    {
        t_.equal(t_.ok(s_.erase(key_query(pairing_model(), {key})), "erase" + when_), 1U, "rows erased");
        rows_.of(pairing_model()).erase(key);
    }
    void rename(std::int64_t key, std::string_view name)
    {
        auto const                to    = storage::value_view::chars(name);
        storage::assignment const set[] = {{field_of(pairing_model(), "name"), to}};
        change(key, set);
    }
    void move(std::int64_t key, std::int64_t shelf, std::int64_t slot)
    {
        auto const                a     = storage::value_view::integer(shelf);
        auto const                b     = storage::value_view::integer(slot);
        storage::assignment const set[] = {{field_of(pairing_model(), "shelf"), a}, {field_of(pairing_model(), "slot"), b}};
        change(key, set);
    }
    void refuses(std::int64_t key, std::string_view name, std::int64_t shelf, std::int64_t slot, std::string_view what)
    {
        auto const made = row(key, name, shelf, slot);
        t_.refused(
            insert_untyped(s_, pairing_model(), std::span(&made, 1)), {errc::already_exists}, std::string(what) + when_);
    }

private:
    void change(std::int64_t key, std::span<storage::assignment const> set)
    {
        t_.equal(t_.ok(s_.update(key_query(pairing_model(), {key}), set), "an update to values that are free" + when_),
                 1U,
                 "rows updated");
        for (auto const& a : set)
            rows_.of(pairing_model()).at(key)[a.field] = storage::value(a.to);
    }

    trial&                t_;
    storage::any_session& s_;
    expected_rows&        rows_;
    std::string           when_;
};

/// Unique values that are free again, or taken again.
SSOT_DECL void unique_again(trial& t)
{
    require(t.caps().unique, "unique");
    in_every_ending(t, [&](storage::any_session& s, expected_rows& rows, std::string const& when) {
        unique_rows all(t, s, rows, when);
        all.put(1, "a", 1, 1);
        all.erase(1);
        all.put(2, "a", 1, 1); // free after an erase
        all.rename(2, "b");
        all.move(2, 1, 2);
        all.put(3, "a", 1, 1); // free after an update
        all.rename(3, "c");
        all.rename(3, "a");
        all.move(3, 9, 9);
        all.move(3, 1, 1); // its own again
        all.erase(3);
        all.put(3, "a", 1, 1);
        all.rename(2, "d");
        all.rename(3, "b");
        all.rename(2, "a"); // two rows exchanged their values
    });
    if (!t.caps().transactions)
        return;
    trial         another = t.another();
    auto          s       = another.open();
    expected_rows rows;
    unique_rows   all(another, s, rows, " (after a rollback)");
    all.put(1, "kept", 1, 1);
    all.put(2, "other", 2, 2);
    auto const before = rows;
    for (bool const inner : {false, true}) {
        if (inner && !t.caps().savepoints)
            continue;
        for (int round = 0; round != 2; ++round) {
            another.ok(s.begin({}), "begin");
            if (inner)
                another.ok(s.savepoint(1), "savepoint");
            all.put(10, "new", 5, 5);
            all.rename(1, "changed");
            all.move(1, 7, 7);
            all.erase(2);
            rows = before;
            if (inner) {
                another.ok(s.rollback_to(1), "rollback_to");
                another.ok(s.release(1), "release");
                all.put(20, "new", 5, 5); // which is free
                all.put(21, "changed", 7, 7);
                another.ok(s.savepoint(1), "savepoint");
                all.refuses(22, "kept", 8, 8, "a value that is taken again");
                another.ok(s.rollback_to(1), "rollback_to");
                all.refuses(22, "free", 2, 2, "values that are taken together again");
                another.ok(s.rollback_to(1), "rollback_to");
                another.ok(s.release(1), "release");
                rows = before;
            }
            s.rollback();
            look_at_everything(another, s, rows, " after a rollback");
            all.refuses(30, "kept", 8, 8, "a value that is taken again");
            all.refuses(30, "other", 8, 8, "a value that is taken again");
            all.refuses(30, "free", 1, 1, "values that are taken together again");
            all.refuses(30, "free", 2, 2, "values that are taken together again");
        }
    }
    all.put(30, "new", 5, 5);
    all.put(31, "changed", 7, 7);
    if (t.caps().max_batch > 1) { // nothing of a batch that was refused is taken
        std::vector<kit_row> const batch{unique_rows::row(40, "fresh", 6, 6), unique_rows::row(41, "kept", 6, 7)};
        another.refused(insert_untyped(s, pairing_model(), batch), {errc::already_exists}, "a batch with a taken value");
        all.put(42, "fresh", 6, 6);
    }
    look_at_everything(another, s, rows, " in the end");
    t.add(another);
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_AGAIN_IPP
