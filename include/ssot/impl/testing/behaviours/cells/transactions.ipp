// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_TRANSACTIONS_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_TRANSACTIONS_IPP

// All short sequences of savepoints, a transaction that goes from thread to thread, and each write in a read-only transaction.

#include <ssot/testing/kit/asking.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

// ---- savepoints ----

/// Every sequence of so many steps in a transaction, with a write after each.
SSOT_DECL void savepoint_sequences(trial& t)
{
    enum class step : unsigned char { savepoint, undo, undo_all, release, write };
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
                    } else if (what == step::undo_all) { // those inside the first one go as well
                        rows = saved.front();
                        t.ok(s.rollback_to(1), "rollback_to");
                        t.ok(s.release(1), "release");
                        told += ", rollback_to and release 1";
                        saved.clear();
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
                        if (key > 2 && rows.of(model).contains(key - 2)) {
                            t.ok(s.erase(key_query(model, {key - 2})), "erase after " + told);
                            rows.of(model).erase(key - 2);
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
            if (depth > 2)
                with(step::undo_all, 1);
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
            does("a scan in a third thread", [&model, key](parts& p) {
                auto const all = scan_untyped(p.seen, p.session, {.model = &model}, "a scan in a third thread");
                p.seen.expect(std::ranges::any_of(all, [&](kit_row const& r) { return r[model.pk].view().as_int() == key; }),
                              "a scan in a third thread: expected the row that the transaction inserted in another");
            });
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
    auto const                more    = make_row(model, 2);
    auto const                to      = storage::value_view::integer(7);
    storage::assignment const set[]   = {{field_of(model, "number"), to}};
    auto const                refuses = [&](std::string_view what, auto write) {
        t.ok(s.begin({.mode = storage::tx_mode::read_only}), "begin");
        t.refused(write(), codes, std::string(what) + " in a read-only transaction");
        s.rollback();
        auto const all = scan_untyped(t, s, {.model = &model}, "scan");
        t.equal(all.size(), 1U, "rows after a read-only transaction");
        t.equal(all[0][field_of(model, "number")].view().as_int(), 0, "number after a read-only transaction");
    };
    refuses("an insert", [&] { return insert_untyped(s, model, std::span(&more, 1)); });
    refuses("an insert_if_absent", [&] { return insert_untyped_if_absent(s, model, std::span(&more, 1)); });
    refuses("an update", [&] { return s.update(key_query(model, {1}), set); });
    refuses("an erase", [&] { return s.erase(key_query(model, {1})); });
}

// ---- one moment ----

/// A read-write transaction sees the rows of one moment and its own writes, whatever is committed beside it. Where that has to wait for
/// it, there is nothing to see.
SSOT_DECL void one_moment(trial& t)
{
    if (t.caps().strongest == storage::isolation::read_committed)
        throw not_applicable("the backend declares no more than read_committed");
    auto const& model = specimen_model();
    for (bool const wrote : {false, true}) {
        trial         another = t.another();
        auto          s       = another.open();
        auto          other   = another.open();
        expected_rows rows    = scene_rows(another.caps());
        for (auto const* each : {&specimen_model(), &pairing_model()}) {
            std::vector<kit_row> batch;
            for (auto const& [key, row] : rows.of(*each))
                batch.push_back(row);
            another.ok(insert_in_batches(another, s, *each, batch), "insert");
        }
        another.ok(s.begin({}), "begin");
        bool open = true;
        if (wrote) {
            auto const row = make_row(model, 3'000);
            another.ok(insert_untyped(s, model, std::span(&row, 1)), "insert");
            rows.put(model, row);
        }
        scan_untyped(another, s, {.model = &model}, "the first scan of a transaction"); // its moment is now
        auto const                pair  = rows.of(pairing_model()).begin()->first;
        auto const                to    = storage::value_view::integer(4'711);
        storage::assignment const set[] = {{field_of(model, "number"), to}};
        bool const                seen  = another.beside(
            wrote ? "a write beside a transaction that wrote" : "a write beside one that may write",
            [&] {
                auto const row = make_row(model, 3'001);
                another.ok(insert_untyped(other, model, std::span(&row, 1)), "insert by another session");
                another.ok(other.update(key_query(model, {-37, -34}), set), "update by another session");
                another.ok(other.erase(key_query(pairing_model(), {pair})), "erase by another session");
            },
            [&] {
                s.rollback();
                open = false;
            });
        if (seen)
            look_at_everything(another, s, rows, " in a read-write transaction, after another session changed rows");
        if (open)
            s.rollback();
        t.add(another);
    }
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_TRANSACTIONS_IPP
