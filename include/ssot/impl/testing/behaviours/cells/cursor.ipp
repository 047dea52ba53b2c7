// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_CURSOR_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_CURSOR_IPP

// Behaviours generated for each way of asking and each call beside it: a cursor shows the rows of one moment.

#include <ssot/testing/kit/asking.hpp>
#include <ssot/testing/kit/query_words.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

inline constexpr std::int64_t rows_for_cursors = 300; ///< more than backends read at once

/// The ways of asking for many rows.
inline constexpr std::string_view ways_of_asking[] = {"scan", "keys", "where", "order", "via"};

/// What a session, or another one, does beside an open cursor.
inline constexpr std::string_view calls_beside[] = {"own_insert",
                                                    "own_update",
                                                    "own_erase",
                                                    "foreign_insert",
                                                    "foreign_update",
                                                    "foreign_erase",
                                                    "own_begin",
                                                    "own_commit",
                                                    "own_rollback",
                                                    "own_rollback_to",
                                                    "own_release"};

SSOT_DECL bool can_ask(storage::capabilities const& caps, std::string_view way)
{
    bool const all = caps.filters == storage::filtering::all;
    return way == "scan" || (way == "keys" && caps.filters != storage::filtering::none) || (way == "where" && all) ||
        (way == "order" && all && caps.order) || (way == "via" && all && caps.joins);
}

SSOT_DECL void make_question(asking& a, std::string_view way, std::vector<storage::value> const& keys)
{
    auto const& model = *a.q.model;
    auto const  zero  = storage::value_view::integer(-1);
    if (way == "keys")
        a.among(keys, false);
    else if (way == "where")
        a.compare({&model, field_of(model, "number")}, storage::op::gt, {&zero, 1});
    else if (way == "order")
        a.order({.field = field_of(model, "number"), .desc = true}).order_by_key();
    else if (way == "via")
        a.group(storage::op::not_, 1)
            .compare({&model, field_of(model, "number"), field_of(model, "part_of")}, storage::op::lt, {&zero, 1});
}

/// Throws `not_applicable` unless the backend can be asked in this way.
SSOT_DECL void require_way(trial& t, std::string_view way)
{
    require(can_ask(t.caps(), way), way == "order" ? "order" : way == "via" ? "joins" : "filters");
}

/// Inserts rows with the keys from `first` to `last`, of which the later ones point at the first ten.
SSOT_DECL void insert_for_cursors(trial& t, storage::any_session& s, expected_rows& rows, std::int64_t first,
                                  std::int64_t last)
{
    auto const&          model = specimen_model();
    std::vector<kit_row> batch;
    for (std::int64_t key = first; key <= last; ++key) {
        auto row                       = make_row(model, key);
        row[field_of(model, "number")] = storage::value(storage::value_view::integer(key % 7));
        if (key > 10)
            row[field_of(model, "part_of")] = storage::value(storage::value_view::integer(key % 10 + 1));
        rows.put(model, row);
        batch.push_back(row);
    }
    t.ok(insert_in_batches(t, s, model, batch), "insert");
}

/// A question, the cursor that answers it, and what has come by it.
class open_question {
public:
    /// Asks, and reads so many rows. The answer that is expected is that of now.
    open_question(trial& t, storage::any_session& s, expected_rows rows, std::string_view way, std::int64_t drawn,
                  std::string const& when)
        : t_(t), moment_(std::move(rows)), about_({&specimen_model(), specimen_model().pk})
    {
        auto const&                 model = specimen_model();
        std::vector<storage::value> keys;
        for (auto const& [key, row] : moment_.of(model))
            if (keys.size() != t.caps().max_keys_in)
                keys.push_back(row[model.pk]);
        make_question(about_, way, keys);
        what_ = show_query(about_.q).substr(0, 60) + when;
        cursor_.emplace(t.ok(s.scan(about_.q), what_));
        for (std::int64_t i = 0; i != drawn && t.ok(cursor_->next(), "next"); ++i)
            came_.push_back(current());
    }

    void close() { cursor_.reset(); }

    /// Reads the rest, and compares. With `or_misuse`, `misuse` is as good, if it is for ever.
    void finish(bool or_misuse)
    {
        if (or_misuse) {
            auto const more = cursor_->next();
            if (!more) {
                t_.refused(more, {errc::misuse}, "next of " + what_);
                t_.refused(cursor_->next(), {errc::misuse}, "next of " + what_ + ", a second time");
                return;
            }
            if (!*more) {
                compare();
                return;
            }
            came_.push_back(current());
        }
        for (auto& row : read_untyped(t_, *cursor_, specimen_model()))
            came_.push_back(std::move(row));
        compare();
    }

private:
    /// Only what tells rows apart; the rest is read with the other rows.
    kit_row current() const
    {
        auto const& model               = specimen_model();
        auto        row                 = make_row(model, cursor_->at(model.pk).as_int());
        row[field_of(model, "number")]  = storage::value(cursor_->at(field_of(model, "number")));
        row[field_of(model, "part_of")] = storage::value(cursor_->at(field_of(model, "part_of")));
        return row;
    }
    void compare() { same_rows(t_, about_.q, std::move(came_), moment_.select(about_.q), what_); }

    trial&                             t_;
    expected_rows                      moment_;
    asking                             about_;
    std::string                        what_{};
    std::optional<storage::any_cursor> cursor_{};
    std::vector<kit_row>               came_{};
};

/// Where a session stands when it opens a cursor.
enum class standing : std::uint8_t { outside, transaction, savepoint };

SSOT_DECL std::string_view standing_message(standing where) noexcept
{
    return where == standing::outside ? ")" : where == standing::transaction ? ", in a transaction)" : ", in a savepoint)";
}

/// Inserts, updates or erases rows, which a cursor is open on.
SSOT_DECL void write_beside(trial& t, storage::any_session& s, std::string_view write, std::string const& when)
{
    auto const& model = specimen_model();
    std::size_t n     = 0;
    if (write == "insert") {
        std::vector<kit_row> more;
        for (std::int64_t const key : {-5, 0, 1000, 1001})
            more.push_back(make_row(model, key));
        for (auto const& row : more)
            n += t.ok(insert_untyped(s, model, std::span(&row, 1)), "insert" + when);
    } else if (write == "update") {
        auto const                to    = storage::value_view::integer(50);
        storage::assignment const set[] = {{field_of(model, "number"), to}, {field_of(model, "part_of"), {}}};
        for (std::int64_t key = 11; key <= rows_for_cursors; key += 37)
            n += t.ok(s.update(key_query(model, {key}), set), "update" + when);
    } else {
        for (std::int64_t key = 12; key <= rows_for_cursors; key += 41)
            n += t.ok(s.erase(key_query(model, {key})), "erase" + when);
    }
    t.expect(n > 3, "rows written" + when);
}

SSOT_DECL void cursor_beside_write(trial& t)
{
    auto const clause  = t.about().clause; // "cursor.own_update.order"
    auto const way     = clause.substr(clause.rfind('.') + 1);
    bool const foreign = clause.find("foreign_") != std::string_view::npos;
    auto const write   = clause.substr(clause.find('_') + 1, clause.rfind('.') - clause.find('_') - 1);
    require_way(t, way);
    if (foreign)
        require(t.caps().concurrent_sessions, "concurrent_sessions");
    for (standing const where : {standing::outside, standing::transaction, standing::savepoint}) {
        bool const inside = where != standing::outside;
        if (inside && (!t.caps().transactions || (foreign && t.caps().strongest == storage::isolation::read_committed)))
            continue;
        if ((foreign && !inside && !t.caps().transactions) ||
            (where == standing::savepoint && (foreign || !t.caps().savepoints)))
            continue;
        for (std::int64_t const drawn : {0, 3, 150}) {
            trial         another = t.another();
            auto          s       = another.open();
            expected_rows rows;
            insert_for_cursors(another, s, rows, 1, rows_for_cursors);
            if (inside)
                another.ok(s.begin({.mode = foreign ? storage::tx_mode::read_only : storage::tx_mode::read_write}), "begin");
            if (where == standing::savepoint)
                another.ok(s.savepoint(1), "savepoint");
            auto const when = " (" + std::string(write) + " by " + (foreign ? "another" : "the same") + " session after " +
                std::to_string(drawn) + " of " + std::to_string(rows_for_cursors) + " rows" +
                std::string(standing_message(where));
            open_question asked(another, s, rows, way, drawn, when);
            auto          other  = another.open_if(foreign);
            auto&         writer = foreign ? *other : s;
            auto const    work   = [&] { write_beside(another, writer, write, when); };
            if (!foreign) {
                work();
            } else if (!another.beside(inside ? "a cursor in a read-only transaction" : "a cursor", work, [&] {
                           asked.close();
                           if (inside)
                               s.rollback();
                       })) {
                t.add(another);
                continue;
            }
            asked.finish(false);
            if (inside)
                s.rollback();
            t.add(another);
        }
    }
}

/// A transaction, or a savepoint, of the cursor's session begins or ends while it is open.
SSOT_DECL void cursor_across(trial& t)
{
    auto const clause = t.about().clause; // "cursor.own_commit.order"
    auto const way    = clause.substr(clause.rfind('.') + 1);
    auto const call   = clause.substr(clause.find('_') + 1, clause.rfind('.') - clause.find('_') - 1);
    bool const inner  = call == "rollback_to" || call == "release";
    require_way(t, way);
    require(t.caps().transactions, "transactions");
    require(!inner || t.caps().savepoints, "savepoints");
    auto const& model = specimen_model();
    for (std::int64_t const drawn : {0, 3, 150}) {
        trial         another = t.another();
        auto          s       = another.open();
        expected_rows rows;
        insert_for_cursors(another, s, rows, 1, rows_for_cursors - 20);
        if (call != "begin")
            another.ok(s.begin({}), "begin");
        if (inner)
            another.ok(s.savepoint(1), "savepoint");
        if (call != "begin") { // rows of the transaction that is about to end
            insert_for_cursors(another, s, rows, rows_for_cursors - 19, rows_for_cursors);
            another.ok(s.erase(key_query(model, {20, 120})), "erase");
            rows.of(model).erase(20);
            rows.of(model).erase(120);
            auto const                to    = storage::value_view::integer(3);
            storage::assignment const set[] = {{field_of(model, "number"), to}};
            another.ok(s.update(key_query(model, {4, 30, 130}), set), "update");
            for (std::int64_t const key : {4, 30, 130})
                rows.of(model).at(key)[field_of(model, "number")] = storage::value(to);
        }
        auto const    when = " (" + std::string(call) + " after " + std::to_string(drawn) + " rows)";
        open_question asked(another, s, rows, way, drawn, when);
        if (call == "begin") {
            another.ok(s.begin({}), "begin while a cursor is open");
        } else if (call == "commit") {
            another.ok(s.commit(), "commit while a cursor is open");
        } else if (call == "rollback") {
            s.rollback();
        } else {
            if (call == "rollback_to")
                another.ok(s.rollback_to(1), "rollback_to while a cursor is open");
            another.ok(s.release(1), "release while a cursor is open");
        }
        write_beside(another, s, "update", when);
        asked.finish(call != "release");
        asked.close();
        auto const row = make_row(model, 5000);
        another.ok(insert_untyped(s, model, std::span(&row, 1)), "an insert afterwards" + when);
        if (call == "begin" || inner)
            s.rollback();
        t.add(another);
    }
}

/// What was read of a row stays what it is until the next row.
SSOT_DECL void cursor_views(trial& t)
{
    auto const clause = t.about().clause; // "cursor.views.order"
    auto const way    = clause.substr(clause.rfind('.') + 1);
    require_way(t, way);
    in_every_state(t, [&](scene& s) {
        auto const&                 model = specimen_model();
        std::vector<storage::value> keys;
        for (auto const& [key, row] : s.rows().of(model))
            if (keys.size() != t.caps().max_keys_in)
                keys.push_back(row[model.pk]);
        asking a({&model, model.pk});
        make_question(a, way, keys);
        auto const what   = show_query(a.q).substr(0, 60) + s.where();
        auto       cursor = t.ok(s.session().scan(a.q), what);
        while (t.ok(cursor.next(), "next")) {
            auto const        found = s.rows().of(model).find(cursor.at(model.pk).as_int());
            std::size_t const n     = model.fields.size();
            t.expect(found != s.rows().of(model).end(), what + ": a row that is not expected");
            std::vector<storage::value_view> views(n);
            for (std::size_t f = 0; f != n; ++f)
                views[f] = cursor.at(f);
            for (std::size_t f = 0; f != n; ++f) { // all of them at once
                auto const right = found->second[f].view();
                auto const came  = views[f];
                if (!right.is_null() && !came.is_null() && (right.type() != came.type() || right.type() == kind::choice))
                    continue; // of the nearest kind that the backend has
                if (!same_value(right, came))
                    t.expect(false,
                             what + ": field " + std::string(model.fields[f].name) +
                                 ", kept while others are read: expected " + show_value(right) + ", came " +
                                 show_value(came));
            }
        }
    });
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_CURSOR_IPP
