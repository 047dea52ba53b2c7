// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_UPDATES_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_UPDATES_IPP

// Behaviours: rows change as asked, and only if nobody else changed them.

#include <ssot/error.hpp>
#include <ssot/query.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/store/stored.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/sample_rows.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

SSOT_DECL void update_one(trial& t)
{
    auto rows = store_specimens(t, 5);
    auto s    = t.open();
    t.equal(t.ok(set_row<&specimen::text>(s, 3, "changed"), "update"), 1U, "rows that update says it changed");
    rows[2].text = "changed";
    t.equal(all_rows<specimen>(t, s), rows, "all rows, of one of which one field was changed");
    t.equal(t.ok(set_row<&specimen::maybe_number>(s, 3, std::nullopt), "update"), 1U, "rows changed");
    rows[2].maybe_number.reset();
    t.equal(t.ok(set_row<&specimen::maybe_number>(s, 4, 77), "update"), 1U, "rows changed");
    rows[3].maybe_number = 77;
    auto other           = t.open();
    t.equal(all_rows<specimen>(t, other), rows, "all rows after a field became null and another a number");

    auto row   = t.ok(t.store().get<specimen>(5), "get");
    row.text   = std::string(10'000, 'x');
    row.number = -1;
    t.ok(t.store().update(row), "update through the store");
    rows[4].text   = row.text;
    rows[4].number = -1;
    t.equal(all_rows<specimen>(t, other), rows, "all rows after a row grew by 10,000 bytes");

    raw_query<specimen> const several(std::vector<std::int64_t>{1, 2, 99});
    storage::assignment const set[] = {
        {static_cast<std::uint16_t>(field_index<&specimen::number>), storage::value_view::integer(8)}};
    t.equal(t.ok(s.update(several.question, set), "update"), 2U, "rows changed of three keys, one of which is not there");
    rows[0].number = rows[1].number = 8;
    t.equal(all_rows<specimen>(t, s), rows, "all rows after that");
}

SSOT_DECL void update_zero_rows(trial& t)
{
    store_specimens(t, 2);
    auto s = t.open();
    t.equal(t.ok(set_row<&specimen::text>(s, 99, "x"), "update"), 0U, "rows that update changed of a key that is not there");
    auto row = t.ok(t.store().get<specimen>(2), "get");
    t.ok(t.store().erase<specimen>(2), "erase");
    t.refused(t.store().update(row), {errc::not_found}, "update of a row that is gone");
    t.equal(t.ok(t.store().count<specimen>(), "counting"), 1U, "rows after that");
}

SSOT_DECL void update_stale(trial& t)
{
    store_specimens(t, 1);
    auto& store = t.store();
    auto  first = t.ok(store.get<specimen>(1), "get");
    auto  other = t.ok(store.get<specimen>(1), "get");
    first.text  = "first";
    other.text  = "other";
    t.ok(store.update(first), "the first update");
    auto const e = t.refused(store.update(other), {errc::conflict}, "an update of a row that changed since it was read");
    t.expect(e.again() == retry::transaction, "the advice of that error: expected transaction");
    t.equal(t.ok(store.get<specimen>(1), "get").text, std::string("first"), "the text after both");
    first.text = "again";
    t.ok(store.update(first), "another update of the row that was written last");
    t.equal(revision_of(first), 3, "the revision after two updates");
    t.equal(t.ok(store.get<specimen>(1), "get").text, std::string("again"), "the text after it");
}

SSOT_DECL void update_parallel(trial& t)
{
    store_specimens(t, 1);
    for (int round = 0; round != 20; ++round) {
        std::atomic<int>         won{0};
        std::atomic<int>         lost{0};
        std::vector<std::string> odd(2);
        auto const               before = revision_of(t.ok(t.store().get<specimen>(1), "get"));
        {
            std::atomic<int>          ready{0}; // lives longer than those that look at it
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i != 2; ++i)
                threads.emplace_back([&, i, store = t.another_store()]() mutable {
                    auto row = store.get<specimen>(1);
                    ++ready;
                    while (ready != 2)
                        std::this_thread::yield();
                    if (!row) {
                        odd[i] = to_string(row.error());
                        return;
                    }
                    row->number     = static_cast<std::int64_t>(i);
                    auto const done = store.update(*row);
                    if (done)
                        ++won;
                    else if (done.error().code() == errc::conflict || done.error().code() == errc::serialization)
                        ++lost;
                    else
                        odd[i] = to_string(done.error());
                });
        }
        t.equal(odd[0] + odd[1], std::string(), "errors of two updates at once, other than conflict");
        t.equal(won.load(), 1, "updates that won, of two at once of one row");
        t.equal(lost.load(), 1, "updates that lost");
        t.equal(revision_of(t.ok(t.store().get<specimen>(1), "get")), before + 1, "the revision after both");
    }
}

/// An update of one row, if it has this revision, as a store asks for it.
class update_of_revision {
public:
    update_of_revision(std::int64_t key, std::int64_t revision, std::int64_t number)
    {
        using storage::op;
        using storage::value_view;
        auto const& model = storage::describe_model<specimen>();
        q_.model          = &model;
        q_.args           = {value_view::integer(key), value_view::integer(revision)};
        q_.where          = {{op::and_, storage::no_field, 0, 2}, {op::eq, model.pk, 0, 1}, {op::eq, model.revision, 1, 1}};
        set_              = {{static_cast<std::uint16_t>(field_index<&specimen::number>), value_view::integer(number)},
                             {model.revision, value_view::integer(revision + 1)}};
    }
    result<std::size_t> ask(storage::any_session& s) const { return s.update(q_, set_); }

private:
    storage::query                   q_{};
    std::vector<storage::assignment> set_{};
};

SSOT_DECL void require_revisions(trial& t)
{
    if (!t.caps().revisions || t.caps().filters != storage::filtering::all)
        throw not_applicable("the backend does not declare revisions with filters == filtering::all");
}

/// The numbers of the specimens, each with its revision.
SSOT_DECL std::vector<std::pair<std::int64_t, std::int64_t>> numbers_and_revisions(trial& t)
{
    std::vector<std::pair<std::int64_t, std::int64_t>> out;
    for (auto const& row : t.ok(t.store().select(from<specimen>().order_by()), "select"))
        out.emplace_back(row.number, revision_of(row));
    return out;
}

SSOT_DECL void update_by_revision(trial& t)
{
    require_revisions(t);
    auto const rows = store_specimens(t, 3);
    auto       s    = t.open();
    auto const ask  = [&](std::int64_t key, std::int64_t revision, std::int64_t number, std::size_t changed) {
        t.equal(t.ok(update_of_revision(key, revision, number).ask(s), "update by key and revision"),
                changed,
                "rows changed of key " + std::to_string(key) + " and revision " + std::to_string(revision));
    };
    ask(2, 1, 50, 1);
    ask(2, 1, 51, 0);  // which it had before
    ask(2, 3, 52, 0);  // which it does not have yet
    ask(99, 1, 53, 0); // no row
    ask(2, 2, 54, 1);
    auto expected = std::vector<std::pair<std::int64_t, std::int64_t>>{{rows[0].number, 1}, {54, 3}, {rows[2].number, 1}};
    t.expect(numbers_and_revisions(t) == expected, "numbers and revisions: expected those of two updates of the second row");
    if (!t.caps().transactions)
        return;
    t.ok(s.begin({}), "begin");
    ask(2, 3, 55, 1);
    ask(2, 3, 56, 0); // which the transaction itself changed
    ask(2, 4, 57, 1);
    t.ok(s.commit(), "commit");
    expected[1] = {57, 5};
    t.expect(numbers_and_revisions(t) == expected, "numbers and revisions: expected those of a transaction of two updates");
}

SSOT_DECL void update_counts_up(trial& t)
{
    require_revisions(t);
    auto const rows  = store_specimens(t, 4);
    auto       s     = t.open();
    auto const model = &storage::describe_model<specimen>();
    for (std::int64_t i = 0; i != 3; ++i) // revisions 1, 2, 3 and 1
        for (std::int64_t k = 0; k != i; ++k)
            t.equal(t.ok(update_of_revision(i + 1, k + 1, i).ask(s), "update by key and revision"), 1U, "rows changed");
    storage::query const q{
        .model = model, .where = {{storage::op::le, model->pk, 0, 1}}, .args = {storage::value_view::integer(3)}};
    storage::assignment const set[] = {
        {static_cast<std::uint16_t>(field_index<&specimen::number>), storage::value_view::integer(70)},
        {model->revision, storage::value_view::integer(1), true}};
    t.equal(t.ok(s.update(q, set), "an update that counts the revision up"), 3U, "rows changed");
    std::vector<std::pair<std::int64_t, std::int64_t>> const expected{{70, 2}, {70, 3}, {70, 4}, {rows[3].number, 1}};
    auto const                                               came = numbers_and_revisions(t);
    for (std::size_t i = 0; i != expected.size(); ++i) {
        t.equal(came.at(i).first, expected[i].first, "the number of row " + std::to_string(i + 1));
        t.equal(came.at(i).second, expected[i].second, "the revision of row " + std::to_string(i + 1));
    }
}

/// Of several updates of one revision one finds it, in transactions and without.
SSOT_DECL void update_races(trial& t)
{
    require_revisions(t);
    store_specimens(t, 1);
    std::int64_t revision = 1;
    for (int round = 0; round != 20; ++round) {
        bool const               alone = round % 2 == 0;
        std::atomic<int>         won{0};
        std::vector<std::string> odd(2);
        {
            std::atomic<int>          ready{0}; // lives longer than those that look at it
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i != 2; ++i)
                threads.emplace_back([&, i, s = t.open()]() mutable {
                    ++ready;
                    while (ready != 2)
                        std::this_thread::yield();
                    auto const begun = alone ? result<void>() : s.begin({});
                    auto       done  = begun ? update_of_revision(1, revision, static_cast<std::int64_t>(i)).ask(s)
                                             : result<std::size_t>(begun.error());
                    if (begun && !alone) {
                        auto const kept = done ? s.commit() : result<void>();
                        if (!done || !kept)
                            s.rollback();
                        if (!kept)
                            done = kept.error();
                    }
                    auto const c = done ? errc{} : done.error().code();
                    if (done)
                        won += static_cast<int>(*done);
                    else if (c != errc::conflict && c != errc::serialization && c != errc::busy && c != errc::timeout)
                        odd[i] = to_string(done.error());
                });
        }
        t.equal(odd[0] + odd[1], std::string(), "errors of two updates at once, other than of the other one");
        t.equal(won.load(), 1, "rows changed by two updates at once of one row and revision");
        ++revision;
        t.equal(revision_of(t.ok(t.store().get<specimen>(1), "get")), revision, "the revision after both");
    }
}

inline constexpr behaviour update_behaviours[] = {
    {"update.one", "only the assigned fields change", need::nothing, 3, &update_one},
    {"update.zero_rows", "not_found", need::nothing, 3, &update_zero_rows},
    {"update.stale", "conflict", need::nothing, 0, &update_stale},
    {"update.parallel", "one of two wins", need::isolation, 9, &update_parallel},
    {"update.by_revision", "only the row with the key and the revision", need::nothing, 3, &update_by_revision},
    {"update.counts_up", "each row by its own revision", need::nothing, 3, &update_counts_up},
    {"update.revision_races", "one of two finds the revision", need::isolation, 9, &update_races},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_UPDATES_IPP
