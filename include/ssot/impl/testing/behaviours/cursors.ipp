// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CURSORS_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CURSORS_IPP

// Behaviours: rows that were promised, and sessions in many threads.

#include <ssot/error.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/sample_rows.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>
#include <ssot/uuid.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace ssot::conformance::detail {

SSOT_DECL void cursor_stop_early(trial& t)
{
    auto const rows = store_specimens(t, 30);
    auto       s    = t.open();
    for (std::size_t stop = 0; stop != 30; ++stop) {
        raw_query<specimen> const q;
        auto                      cursor = t.ok(s.scan(q.question), "scan");
        for (std::size_t i = 0; i != stop; ++i)
            t.expect(t.ok(cursor.next(), "next"), "a row");
    }
    t.equal(t.ok(set_row<&specimen::text>(s, 1, "x"), "a write after cursors that stopped early"), 1U, "rows changed");
    t.equal(all_rows<specimen>(t, s).size(), rows.size(), "rows after that");
}

SSOT_DECL void cursor_two_at_once(trial& t)
{
    auto const                rows = store_specimens(t, 10);
    auto                      s    = t.open();
    raw_query<specimen> const q;
    auto                      first  = t.ok(s.scan(q.question), "scan");
    auto                      second = s.scan(q.question);
    if (!second) {
        t.refused(second, {errc::misuse}, "a second cursor while one is open");
        return;
    }
    std::size_t n = 0;
    while (t.ok(first.next(), "next of the first cursor")) {
        t.expect(t.ok(second->next(), "next of the second cursor"), "the second cursor ends before the first");
        auto const a = storage::value(first.at(0));
        t.equal(a.view().as_int(), second->at(0).as_int(), "the key of the same row by two cursors");
        ++n;
    }
    t.equal(n, rows.size(), "rows by two cursors at once");
}

SSOT_DECL void cursor_survives_own_write(trial& t)
{
    auto const                rows = store_specimens(t, 20);
    auto                      s    = t.open();
    raw_query<specimen> const q;
    std::optional             cursor = t.ok(s.scan(q.question), "scan");
    std::vector<std::int64_t> met;
    std::vector<std::int64_t> numbers;
    while (t.ok(cursor->next(), "next")) {
        met.push_back(cursor->at(0).as_int());
        numbers.push_back(cursor->at(field_index<&specimen::number>).as_int());
        if (met.size() != 3)
            continue;
        t.ok(erase_rows<specimen>(s, {1, 20}), "erase while a cursor is open");
        t.ok(set_row<&specimen::number>(s, 10, 1'000'000), "update while a cursor is open");
        insert_rows<specimen>(t, s, {make_specimen(21)});
    }
    cursor.reset(); // since a session may have one only
    std::ranges::sort(met);
    std::vector<std::int64_t> want(20);
    for (std::size_t i = 0; i != want.size(); ++i)
        want[i] = static_cast<std::int64_t>(i + 1);
    t.equal(met, want, "keys by a cursor during whose walk its session wrote");
    t.equal(std::ranges::count(numbers, 1'000'000), 0, "values that were written after the scan");
    t.equal(all_rows<specimen>(t, s).size(), 19U, "rows after those writes");
}

SSOT_DECL void cursor_many_rows(trial& t)
{
    auto const n = t.scaled(20'000, 1'000'000);
    for (std::size_t first = 0; first < n; first += 10'000) {
        std::vector<specimen> rows(std::min<std::size_t>(10'000, n - first));
        for (std::size_t i = 0; i != rows.size(); ++i)
            rows[i].id = static_cast<std::int64_t>(first + i + 1);
        t.ok(t.store().insert(rows), "inserting");
    }
    std::vector<bool>         met(n + 1);
    auto                      s = t.open();
    raw_query<specimen> const q;
    auto                      cursor = t.ok(s.scan(q.question), "scan");
    std::size_t               count  = 0;
    while (t.ok(cursor.next(), "next")) {
        auto const key = cursor.at(0).as_int();
        t.expect(key > 0 && static_cast<std::size_t>(key) <= n && !met[static_cast<std::size_t>(key)],
                 "a row that comes twice or was never stored: " + std::to_string(key));
        met[static_cast<std::size_t>(key)] = true;
        ++count;
    }
    t.equal(count, n, "rows by a cursor over all");
}

SSOT_DECL void thread_writers_readers(trial& t)
{
    auto const               runs = store_history(t, 1, 0);
    auto const               each = t.scaled(20, 500);
    std::atomic<std::size_t> acknowledged{0};
    std::atomic<bool>        done{false};
    std::atomic<std::size_t> reads{0};
    std::string              odd[16];
    {
        std::vector<std::jthread> writers;
        std::vector<std::jthread> readers;
        for (std::size_t i = 0; i != 8; ++i)
            readers.emplace_back([&, i, store = t.another_store()]() mutable {
                std::size_t before = 0;
                while (!done) {
                    auto const n = store.count<sync_log_entry>();
                    if (!n)
                        odd[i] = to_string(n.error());
                    else if (*n < before || *n % 3 != 0)
                        odd[i] = "a reader saw " + std::to_string(*n) + " entries after " + std::to_string(before) +
                            ", written three at a time";
                    else
                        before = *n;
                    ++reads;
                    std::this_thread::sleep_for(std::chrono::milliseconds(1)); // a mutex need not let writers past
                }
            });
        for (std::size_t i = 8; i != 16; ++i)
            writers.emplace_back([&, i, store = t.another_store()]() mutable {
                for (std::size_t k = 0; k != each; ++k) {
                    std::vector<sync_log_entry> entries(3, sync_log_entry{.sync = runs[0], .message = "m"});
                    for (auto& e : entries)
                        e.id = new_id();
                    for (int attempts = 0; attempts != 1000; ++attempts) {
                        auto const stored = store.insert(entries);
                        if (stored) {
                            acknowledged += 3;
                            break;
                        }
                        if (stored.error().again() == retry::never) {
                            odd[i] = to_string(stored.error());
                            break;
                        }
                    }
                }
            });
        writers.clear();
        done = true;
    }
    for (auto const& wrong : odd)
        t.equal(wrong, std::string(), "what went wrong in one of 16 threads");
    t.equal(acknowledged.load(), 8 * each * 3, "entries that eight threads were told are stored");
    t.equal(t.ok(t.store().count<sync_log_entry>(), "counting"), acknowledged.load(), "entries that are stored");
    t.expect(reads != 0, "readers read");
    counts_agree(t, "of entries that eight threads wrote");
}

/// A second thread comes while the first is in the middle of a write.
SSOT_DECL void thread_wrong_use(trial& t)
{
    std::optional<result<std::size_t>> counted;
    job_result                         row{.name = "a row whose time the store takes from its clock"};
    t.meanwhile([&] { std::jthread([&] { counted.emplace(t.store().count<job_result>()); }).join(); });
    t.ok(t.store().insert(row), "an insert during which another thread came");
    t.meanwhile({});
    t.expect(counted.has_value(), "the store did not ask its clock while it inserted");
    t.refused(*counted, {errc::misuse}, "counting by a store that another thread is using");
    t.equal(t.ok(t.store().count<job_result>(), "counting afterwards"), 1U, "rows after the insert");
}

/// Reads three rows by a cursor of `s`, does `work`, and reads the others: those that `want` says, or `misuse`.
SSOT_DECL void keeps_its_moment(trial& t, trial::session_type& s, std::vector<std::int64_t> const& want,
                                std::string const& what, std::function<void()> const& work)
{
    raw_query<specimen> const q;
    auto                      cursor = t.ok(s.scan(q.question), "scan");
    std::vector<std::int64_t> met;
    for (;;) {
        auto const more = cursor.next();
        if (!more && met.size() >= 3) {
            t.refused(more, {errc::misuse}, "next of a cursor that was open at the " + what);
            return;
        }
        if (!t.ok(more, "next of a cursor"))
            break;
        met.push_back(cursor.at(0).as_int());
        if (met.size() == 3)
            work();
    }
    std::ranges::sort(met);
    t.equal(met, want, "keys by a cursor that was open at the " + what);
}

SSOT_DECL std::vector<std::int64_t> keys_from_1(std::int64_t last)
{
    std::vector<std::int64_t> out;
    for (std::int64_t key = 1; key <= last; ++key)
        out.push_back(key);
    return out;
}

SSOT_DECL void cursor_across_begin(trial& t)
{
    store_specimens(t, 20);
    auto s = t.open();
    keeps_its_moment(t, s, keys_from_1(20), "begin of its session", [&] {
        t.ok(s.begin({}), "begin while a cursor is open");
        insert_rows<specimen>(t, s, {make_specimen(21)});
        t.ok(erase_rows<specimen>(s, {1, 20}), "erase in a transaction that began while a cursor was open");
    });
    t.equal(all_rows<specimen>(t, s).size(), 19U, "rows in that transaction");
    t.ok(s.commit(), "commit");
    t.equal(all_rows<specimen>(t, s).size(), 19U, "rows after it");
}

SSOT_DECL void cursor_across_commit(trial& t)
{
    store_specimens(t, 20);
    auto s = t.open();
    t.ok(s.begin({}), "begin");
    insert_rows<specimen>(t, s, {make_specimen(21)});
    keeps_its_moment(t, s, keys_from_1(21), "commit of its session", [&] {
        t.ok(s.commit(), "commit while a cursor is open");
        insert_rows<specimen>(t, s, {make_specimen(22)});
        t.ok(erase_rows<specimen>(s, {1, 20}), "erase after a commit, while a cursor is open");
    });
    t.equal(all_rows<specimen>(t, s).size(), 20U, "rows after those writes");
}

SSOT_DECL void cursor_across_rollback(trial& t)
{
    store_specimens(t, 20);
    auto s = t.open();
    t.ok(s.begin({}), "begin");
    insert_rows<specimen>(t, s, {make_specimen(21)});
    t.ok(set_row<&specimen::text>(s, 5, std::string(1000, 'x')), "update");
    keeps_its_moment(t, s, keys_from_1(21), "rollback of its session", [&] {
        s.rollback();
        insert_rows<specimen>(t, s, {make_specimen(22)});
    });
    t.equal(all_rows<specimen>(t, s).size(), 21U, "rows after the rollback and a write");
}

/// The query and the bytes of its arguments are gone before the first row is read.
SSOT_DECL void cursor_query_gone(trial& t)
{
    std::vector<secrets_group> rows;
    std::vector<uuid>          keys;
    auto                       s = t.open();
    for (int i = 0; i != 8; ++i) {
        rows.push_back({.id = new_id_v4(), .name = "group " + std::to_string(i)});
        keys.push_back(rows.back().id);
        insert_rows<secrets_group>(t, s, {rows.back()});
    }
    auto const read = [&](std::vector<uuid> bytes, auto ask) {
        auto q      = std::make_unique<storage::query>();
        q->model    = &storage::describe_model<secrets_group>();
        auto needle = std::make_unique<std::string>("group 3");
        ask(*q, bytes, *needle);
        auto cursor = t.ok(s.scan(*q), "scan");
        for (auto& id : bytes)
            std::ranges::fill(id.data, std::uint8_t{0xab});
        std::ranges::fill(*needle, '#');
        q.reset();
        std::vector<uuid> out;
        while (t.ok(cursor.next(), "next of a cursor whose query is gone"))
            out.push_back(cursor.at(0).as_uuid());
        std::ranges::sort(out);
        return out;
    };
    auto const honoured = t.caps().filters;
    auto       some     = std::vector(keys.begin(), keys.begin() + 3);
    auto const by_key   = read(some, [](auto& q, auto& bytes, auto&) {
        for (auto const& id : bytes)
            q.args.push_back(storage::value_view::id(id));
        q.where = {{.what = storage::op::in, .field = q.model->pk, .first = 0, .count = 3}};
    });
    std::ranges::sort(some);
    std::ranges::sort(keys);
    t.equal(by_key, honoured == storage::filtering::none ? keys : some, "rows by key, by a cursor whose query is gone");
    if (honoured != storage::filtering::all)
        return;
    auto const by_text = read({}, [](auto& q, auto&, auto& needle) {
        q.args  = {storage::value_view::chars(needle)};
        q.where = {{.what  = storage::op::contains,
                    .field = static_cast<std::uint16_t>(field_index<&secrets_group::name>),
                    .first = 0,
                    .count = 1}};
    });
    t.equal(by_text, std::vector{rows[3].id}, "rows by a text, by a cursor whose query is gone");
}

SSOT_DECL void cursor_outlives_session(trial& t)
{
    store_specimens(t, 20);
    std::optional<storage::any_cursor> cursor;
    {
        auto                      s = t.open();
        raw_query<specimen> const q;
        cursor.emplace(t.ok(s.scan(q.question), "scan"));
        t.expect(t.ok(cursor->next(), "next"), "a row");
    }
    cursor.reset();
    auto s = t.open();
    insert_rows<specimen>(t, s, {make_specimen(21)});
    t.equal(all_rows<specimen>(t, s).size(), 21U, "rows after a cursor went later than its session, and a write");
}

inline constexpr behaviour cursor_behaviours[] = {
    {"cursor.stop_early", "frees everything", need::nothing, 5, &cursor_stop_early},
    {"cursor.two_at_once", "or a clean misuse", need::nothing, 5, &cursor_two_at_once},
    {"cursor.survives_own_write", "promised rows do not change", need::nothing, 5, &cursor_survives_own_write},
    {"cursor.across_begin", "its rows or misuse", need::transactions, 5, &cursor_across_begin},
    {"cursor.across_commit", "its rows or misuse", need::transactions, 5, &cursor_across_commit},
    {"cursor.across_rollback", "its rows or misuse", need::transactions, 5, &cursor_across_rollback},
    {"cursor.query_gone", "the query is not needed after scan returned", need::nothing, 5, &cursor_query_gone},
    {"cursor.outlives_session", "may be destroyed later", need::nothing, 5, &cursor_outlives_session},
    {"cursor.million_rows", "each row once", need::nothing, 5, &cursor_many_rows},
    {"thread.8_writers_8_readers", "counts add up", need::sessions, 1, &thread_writers_readers},
    {"thread.session_per_thread", "wrong use is caught", need::nothing, 5, &thread_wrong_use},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CURSORS_IPP
