// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_CURSOR_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_CURSOR_IPP

// Behaviours generated for each way of asking and each write beside it: a cursor shows the rows of one moment. And all short
// sequences of savepoints, and a transaction that goes from thread to thread.

#include <ssot/testing/kit/asking.hpp>
#include <ssot/testing/kit/query_words.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include <array>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

inline constexpr std::int64_t rows_for_cursors = 300; ///< more than backends read at once

/// The ways of asking for many rows.
inline constexpr std::string_view ways_of_asking[] = {"scan", "keys", "where", "order", "via"};

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

SSOT_DECL void cursor_beside_write(trial& t)
{
    auto const clause  = t.about().clause; // "cursor.own_update.order"
    auto const way     = clause.substr(clause.rfind('.') + 1);
    bool const foreign = clause.find("foreign_") != std::string_view::npos;
    auto const write   = clause.substr(clause.find('_') + 1, clause.rfind('.') - clause.find('_') - 1);
    require(can_ask(t.caps(), way), way == "order" ? "order" : way == "via" ? "joins" : "filters");
    if (foreign)
        require(t.caps().concurrent_sessions, "concurrent_sessions");
    auto const& model = specimen_model();
    for (bool const inside : {false, true}) {
        if (inside && (!t.caps().transactions || (foreign && t.caps().strongest == storage::isolation::read_committed)))
            continue;
        if (foreign && !inside && !t.caps().transactions)
            continue;
        for (std::int64_t const drawn : {0, 3, 150}) {
            trial                       another = t.another();
            auto                        s       = another.open();
            expected_rows               rows;
            std::vector<kit_row>        batch;
            std::vector<storage::value> keys;
            for (std::int64_t key = 1; key <= rows_for_cursors; ++key) {
                auto row                       = make_row(model, key);
                row[field_of(model, "number")] = storage::value(storage::value_view::integer(key % 7));
                if (key > 10)
                    row[field_of(model, "part_of")] = storage::value(storage::value_view::integer(key % 10 + 1));
                rows.put(model, row);
                batch.push_back(row);
                keys.emplace_back(storage::value_view::integer(key));
            }
            another.ok(insert_in_batches(another, s, model, batch), "insert");
            if (t.caps().max_keys_in < keys.size())
                keys.resize(t.caps().max_keys_in);
            if (inside)
                another.ok(s.begin({.mode = foreign ? storage::tx_mode::read_only : storage::tx_mode::read_write}), "begin");

            asking a({&model, model.pk});
            make_question(a, way, keys);
            auto const when = " (" + std::string(write) + " by " + (foreign ? "another" : "the same") + " session after " +
                std::to_string(drawn) + " of " + std::to_string(rows_for_cursors) + " rows" +
                (inside ? ", in a transaction)" : ")");
            auto const                         what = show_query(a.q).substr(0, 60) + when;
            std::optional<storage::any_cursor> cursor(another.ok(s.scan(a.q), what));
            std::vector<kit_row>               came;
            for (std::int64_t i = 0; i != drawn && another.ok(cursor->next(), "next"); ++i) {
                // only what tells rows apart; the rest is read with the others below
                auto row                        = make_row(model, cursor->at(model.pk).as_int());
                row[field_of(model, "number")]  = storage::value(cursor->at(field_of(model, "number")));
                row[field_of(model, "part_of")] = storage::value(cursor->at(field_of(model, "part_of")));
                came.push_back(std::move(row));
            }
            auto        other  = another.open_if(foreign);
            auto&       writer = foreign ? *other : s;
            std::size_t n      = 0;
            auto const  work   = [&] {
                if (write == "insert") {
                    std::vector<kit_row> more;
                    for (std::int64_t const key : {-5, 0, 1000, 1001})
                        more.push_back(make_row(model, key));
                    for (auto const& row : more)
                        n += another.ok(insert_untyped(writer, model, std::span(&row, 1)), "insert" + when);
                } else if (write == "update") {
                    auto const                to    = storage::value_view::integer(50);
                    storage::assignment const set[] = {{field_of(model, "number"), to}, {field_of(model, "part_of"), {}}};
                    for (std::int64_t key = 11; key <= rows_for_cursors; key += 37)
                        n += another.ok(writer.update(key_query(model, {key}), set), "update" + when);
                } else {
                    for (std::int64_t key = 12; key <= rows_for_cursors; key += 41)
                        n += another.ok(writer.erase(key_query(model, {key})), "erase" + when);
                }
                another.expect(n > 3, "rows written" + when);
            };
            if (!foreign) {
                work();
            } else if (!another.beside(inside ? "a cursor in a read-only transaction" : "a cursor", work, [&] {
                           cursor.reset();
                           if (inside)
                               s.rollback();
                       })) {
                t.add(another);
                continue;
            }
            for (auto& row : read_untyped(another, *cursor, model))
                came.push_back(std::move(row));
            same_rows(another, a.q, std::move(came), rows.select(a.q), what);
            if (inside)
                s.rollback();
            t.add(another);
        }
    }
}

// ---- savepoints ----

/// Every sequence of so many steps in a transaction, with a write after each.
SSOT_DECL void savepoint_sequences(trial& t)
{
    enum class step : unsigned char { savepoint, undo, release, write };
    auto const& model = specimen_model();
    auto        s     = t.open();
    std::size_t begun = 0;

    std::vector<step>             steps;
    std::function<void(unsigned)> go = [&](unsigned depth) {
        if (steps.size() == (t.has_time() ? 8U : 6U)) {
            for (bool const keep : {true, false}) { // the whole of it, from the beginning
                std::vector<expected_rows> saved;
                expected_rows              rows;
                std::string                told = "begin";
                std::int64_t               key  = 0;
                t.ok(s.begin({}), "begin");
                for (auto const what : steps) {
                    if (what == step::savepoint) {
                        saved.push_back(rows);
                        t.ok(s.savepoint(static_cast<unsigned>(saved.size())), "savepoint");
                        told += ", savepoint " + std::to_string(saved.size());
                    } else if (what == step::undo) {
                        rows = saved.back();
                        t.ok(s.rollback_to(static_cast<unsigned>(saved.size())), "rollback_to");
                        t.ok(s.release(static_cast<unsigned>(saved.size())), "release");
                        told += ", rollback_to and release " + std::to_string(saved.size());
                        saved.pop_back();
                    } else if (what == step::release) {
                        t.ok(s.release(static_cast<unsigned>(saved.size())), "release");
                        told += ", release " + std::to_string(saved.size());
                        saved.pop_back();
                    } else {
                        auto const row = make_row(model, ++key);
                        t.ok(insert_untyped(s, model, std::span(&row, 1)), "insert after " + told);
                        rows.put(model, row);
                        if (key > 1 && rows.of(model).contains(key - 1)) {
                            auto const                to    = storage::value_view::integer(key);
                            storage::assignment const set[] = {{field_of(model, "number"), to}};
                            t.ok(s.update(key_query(model, {key - 1}), set), "update after " + told);
                            rows.of(model).at(key - 1)[field_of(model, "number")] = storage::value(to);
                        }
                        told += ", write " + std::to_string(key);
                    }
                }
                storage::query const all{.model = &model};
                same_rows(t, all, scan_untyped(t, s, all, "scan"), rows.select(all), "rows inside after " + told);
                if (keep) {
                    t.ok(s.commit(), "commit");
                } else {
                    s.rollback();
                    rows = {};
                }
                told += keep ? ", commit" : ", rollback";
                same_rows(t, all, scan_untyped(t, s, all, "scan"), rows.select(all), "rows after " + told);
                for (auto const& [k, row] : rows.of(model))
                    t.ok(s.erase(key_query(model, {k})), "erase");
                ++begun;
            }
            return;
        }
        bool const wrote = !steps.empty() && steps.back() == step::write;
        auto const with  = [&](step what, unsigned next) {
            steps.push_back(what);
            go(next);
            steps.pop_back();
        };
        if (!wrote)
            with(step::write, depth);
        if (depth < 4 && (wrote || steps.empty() || steps.back() == step::savepoint))
            with(step::savepoint, depth + 1);
        if (depth > 1) {
            with(step::undo, depth - 1);
            with(step::release, depth - 1);
        }
    };
    go(1); // the transaction itself
    t.expect(begun > 20, "sequences of savepoints");
}

// ---- threads ----

/// Runs each work in a thread of its own, and lets all threads live until this object is destroyed, so that no two of them have
/// the same id.
class separate_threads {
public:
    separate_threads()                                   = default;
    separate_threads(separate_threads const&)            = delete;
    separate_threads& operator=(separate_threads const&) = delete;
    ~separate_threads()
    {
        std::scoped_lock guard(shared_->lock);
        shared_->over = true;
        shared_->changed.notify_all();
    }

    /// Fails if the work does not end in time. Its thread is then left alone.
    void run(checks& c, std::function<void()> work, std::string_view what)
    {
        {
            std::scoped_lock guard(shared_->lock);
            shared_->done = false;
        }
        std::thread([shared = shared_, work = std::move(work)] {
            std::exception_ptr wrong;
            try {
                work();
            } catch (...) {
                wrong = std::current_exception();
            }
            std::unique_lock guard(shared->lock);
            shared->done  = true;
            shared->wrong = wrong;
            shared->changed.notify_all();
            shared->changed.wait(guard, [&] { return shared->over; });
        }).detach();
        std::unique_lock guard(shared_->lock);
        bool const       came = shared_->changed.wait_for(guard, std::chrono::seconds(10), [&] { return shared_->done; });
        c.expect(came, std::string(what) + ": expected an end, it does not come back within 10 seconds");
        if (shared_->wrong)
            std::rethrow_exception(std::exchange(shared_->wrong, nullptr));
    }

private:
    struct state_of_all {
        std::mutex              lock{};
        std::condition_variable changed{};
        bool                    done = false;
        bool                    over = false;
        std::exception_ptr      wrong{};
    };
    std::shared_ptr<state_of_all> shared_ = std::make_shared<state_of_all>();
};

SSOT_DECL void transaction_changes_threads(trial& t)
{
    auto const& model = specimen_model();
    // Shared with threads that may never end.
    struct parts {
        storage::any_backend backend;
        storage::any_session session;
        storage::any_session other;
        checks               seen{};
    };
    auto const       it = std::make_shared<parts>(t.backend(), t.open(), t.open());
    separate_threads threads;
    auto const       does = [&](std::string_view what, auto work) { threads.run(t, [it, work] { work(*it); }, what); };
    for (bool const keep : {true, false})
        for (std::int64_t round = 0; round != 3; ++round) {
            auto const what = std::string(keep ? "a commit" : "a rollback") + " in another thread than begin";
            auto const key  = round + (keep ? 10 : 20);
            auto const row  = make_row(model, key);
            auto const late = make_row(model, key + 20);
            does("begin in a thread", [](parts& p) { p.seen.ok(p.session.begin({}), "begin"); });
            does("an insert in another thread than begin", [&model, row](parts& p) {
                p.seen.ok(insert_untyped(p.session, model, std::span(&row, 1)), "insert in another thread than begin");
            });
            does("a scan in a third thread",
                 [&model](parts& p) { scan_untyped(p.seen, p.session, {.model = &model}, "a scan in a third thread"); });
            does(what, [keep](parts& p) {
                if (keep)
                    p.seen.ok(p.session.commit(), "commit in a fourth thread");
                else
                    p.session.rollback();
            });
            does("a transaction of another session after " + what, [&model, late](parts& p) {
                p.seen.ok(p.other.begin({.timeout = std::chrono::seconds(5)}), "begin of another session afterwards");
                p.seen.ok(insert_untyped(p.other, model, std::span(&late, 1)), "a write of another session afterwards");
                p.seen.ok(p.other.commit(), "commit of another session afterwards");
            });
            expected_rows right;
            if (keep)
                right.put(model, row);
            check_keys(t, it->other, right, model, {key}, " after " + what);
        }
}

// ---- read-only ----

SSOT_DECL void read_only_refuses(trial& t)
{
    auto const&                       model = specimen_model();
    auto                              s     = t.open();
    auto const                        row   = make_row(model, 1);
    std::initializer_list<errc> const codes = {errc::unsupported, errc::read_only, errc::misuse, errc::permission};
    t.ok(insert_untyped(s, model, std::span(&row, 1)), "insert");
    auto const                more  = make_row(model, 2);
    auto const                to    = storage::value_view::integer(7);
    storage::assignment const set[] = {{field_of(model, "number"), to}};
    for (int n = 0; n != 3; ++n) {
        t.ok(s.begin({.mode = storage::tx_mode::read_only}), "begin");
        if (n == 0)
            t.refused(insert_untyped(s, model, std::span(&more, 1)), codes, "an insert in a read-only transaction");
        else if (n == 1)
            t.refused(s.update(key_query(model, {1}), set), codes, "an update in a read-only transaction");
        else
            t.refused(s.erase(key_query(model, {1})), codes, "an erase in a read-only transaction");
        s.rollback();
        auto const all = scan_untyped(t, s, {.model = &model}, "scan");
        t.equal(all.size(), 1U, "rows after a read-only transaction");
        t.equal(all[0][field_of(model, "number")].view().as_int(), 0, "number after a read-only transaction");
    }
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_CURSOR_IPP
