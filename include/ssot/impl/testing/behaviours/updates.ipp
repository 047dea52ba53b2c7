// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_UPDATES_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_UPDATES_IPP

// Behaviours: rows change as asked, and only if nobody else changed them.

#include <ssot/error.hpp>
#include <ssot/reflect.hpp>
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

inline constexpr behaviour update_behaviours[] = {
    {"update.one", "only the assigned fields change", need::nothing, 3, &update_one},
    {"update.zero_rows", "not_found", need::nothing, 3, &update_zero_rows},
    {"update.stale", "conflict", need::nothing, 0, &update_stale},
    {"update.parallel", "one of two wins", need::isolation, 9, &update_parallel},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_UPDATES_IPP
