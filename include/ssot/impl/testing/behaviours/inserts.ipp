// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_INSERTS_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_INSERTS_IPP

// Behaviours: rows are added all or not at all.

#include <ssot/error.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ssot::conformance::detail {

SSOT_DECL void insert_one(trial& t)
{
    auto     s = t.open();
    specimen m;
    fill(m, t.random, absent::none);
    m.id = 7;
    t.equal(insert_rows<specimen>(t, s, {m}), 1U, "rows that insert says it added");
    t.equal(all_rows<specimen>(t, s), std::vector{m}, "the row, read by the same session");
    auto other = t.open();
    t.equal(all_rows<specimen>(t, other), std::vector{m}, "the row, read by another session");
    t.equal(rows_with<specimen>(t, s, {7}), std::vector{m}, "the row, read by its key");
    t.equal(rows_with<specimen>(t, s, {8}).size(), 0U, "rows with a key that is not there");
}

SSOT_DECL void insert_batch_sizes(trial& t)
{
    auto  s     = t.open();
    auto& store = t.store();
    t.equal(insert_rows<specimen>(t, s, {}), 0U, "rows that an empty batch adds");
    t.ok(store.insert(std::vector<specimen>{}), "an empty batch through the store");
    auto const  most  = std::min<std::size_t>(t.caps().max_batch, 1000);
    std::size_t total = 0;
    for (std::size_t const n : {std::size_t{1}, most, most + 1, 3 * most}) {
        std::vector<specimen> rows(n);
        for (std::size_t i = 0; i != n; ++i)
            rows[i].id = static_cast<std::int64_t>(total + i + 1);
        if (n <= most) {
            auto other = t.open();
            t.equal(insert_rows<specimen>(t, other, rows), n, "rows that a batch adds");
        } else {
            auto const keys = t.ok(store.insert(rows), "a batch longer than the backend takes, cut by the library");
            t.equal(keys.size(), n, "keys of those rows");
        }
        total += n;
        t.equal(t.ok(store.count<specimen>(), "counting"), total, "rows after batches of so many");
    }
}

/// The path of an error names the row of a batch and its field, as far as the backend knows them.
SSOT_DECL void insert_error_path(trial& t)
{
    auto s = t.open();
    insert_rows<specimen>(t, s, {make_specimen(5)});
    std::vector<specimen> batch{make_specimen(1), make_specimen(5), make_specimen(9)};
    batch.resize(std::min<std::size_t>(t.caps().max_batch, batch.size()));
    if (batch.size() == 1)
        batch = {make_specimen(5)};
    auto const row  = '[' + std::to_string(batch.size() == 1 ? 0 : 1) + ']';
    auto const path = std::string(
        t.refused(s.insert(raw_rows(batch).view()), {errc::already_exists}, "a batch of which one key is taken").path());
    t.expect(path.empty() || path == row || path == "id" || path == row + ".id",
             "the path of the error of a key that is taken: expected nothing, " + row + ", id or " + row + ".id, came " +
                 path);
    batch.assign(20, specimen{});
    for (std::size_t i = 0; i != batch.size(); ++i)
        batch[i].id = static_cast<std::int64_t>(i + 100);
    batch[17].id = 5;
    auto const e = t.refused(t.store().insert(batch), {errc::already_exists}, "20 rows of which one key is taken");
    t.expect(!t.caps().transactions || e.path() == "[17].id" || e.path() == "[17]",
             "the path of the error of the store: expected [17].id, came " + std::string(e.path()));
}

SSOT_DECL void insert_batch_atomic(trial& t)
{
    auto s = t.open();
    insert_rows<specimen>(t, s, {make_specimen(5, "first")});
    std::vector<specimen> batch;
    for (std::int64_t const key : {1, 2, 5, 8, 9})
        batch.push_back(make_specimen(key, "second"));
    t.refused(s.insert(raw_rows(batch).view()), {errc::already_exists}, "a batch of which the third key is taken");
    t.equal(all_rows<specimen>(t, s), std::vector{make_specimen(5, "first")}, "rows after that batch");
    auto& store = t.store();
    batch[2].id = 5;
    t.refused(store.insert(batch), {errc::already_exists}, "the same through the store");
    t.equal(t.ok(store.count<specimen>(), "counting"), 1U, "rows after that");
    sync const run{.source = "a", .target = "b"};
    t.ok(store.insert(run), "inserting a sync");
    std::vector<sync_log_entry> entries(3, sync_log_entry{.sync = run});
    for (auto& e : entries)
        e.id = new_id();
    entries[1].sync = key_to<sync>{new_id()};
    auto const e    = t.refused(store.insert(entries), {errc::foreign_key}, "a batch whose second entry has no sync");
    static_cast<void>(e);
    t.equal(t.ok(store.count<sync_log_entry>(), "counting"), 0U, "entries after that batch");
}

SSOT_DECL void insert_duplicate(trial& t)
{
    auto s = t.open();
    insert_rows<specimen>(t, s, {make_specimen(1, "first")});
    t.refused(
        s.insert(raw_rows(std::vector{make_specimen(1, "second")}).view()), {errc::already_exists}, "a key that is taken");
    auto other = t.open();
    t.refused(other.insert(raw_rows(std::vector{make_specimen(1, "third")}).view()),
              {errc::already_exists},
              "a key that is taken, from another session");
    t.equal(all_rows<specimen>(t, s), std::vector{make_specimen(1, "first")}, "the row that was there first");
    secrets_group const g{.name = "one"};
    t.ok(t.store().insert(g), "inserting");
    t.refused(t.store().insert(g), {errc::already_exists}, "a uuid key that is taken");
    t.refused(t.store().insert(secrets_group{.name = "one"}), {errc::already_exists}, "a unique name that is taken");
    t.equal(t.ok(t.store().count<secrets_group>(), "counting"), 1U, "rows with that name");
}

SSOT_DECL void insert_duplicate_in_batch(trial& t)
{
    auto s = t.open();
    t.refused(s.insert(raw_rows(std::vector{make_specimen(1), make_specimen(2), make_specimen(1)}).view()),
              {errc::already_exists},
              "a batch with one key twice");
    t.equal(all_rows<specimen>(t, s).size(), 0U, "rows after that batch");
    secrets_group const g{.name = "one"};
    t.refused(t.store().insert(std::vector{g, secrets_group{.name = "two"}, secrets_group{.id = g.id, .name = "three"}}),
              {errc::already_exists},
              "a batch with one uuid twice");
    t.refused(t.store().insert(std::vector{secrets_group{.name = "one"}, secrets_group{.name = "one"}}),
              {errc::already_exists},
              "a batch with one unique name twice");
    t.equal(t.ok(t.store().count<secrets_group>(), "counting"), 0U, "rows after those batches");
    insert_rows<specimen>(t, s, {make_specimen(1), make_specimen(2)});
    t.equal(all_rows<specimen>(t, s).size(), 2U, "rows when the keys differ");
}

SSOT_DECL void insert_orphan(trial& t)
{
    auto&      store = t.store();
    auto const e     = t.refused(store.insert(sync_log_entry{.sync = key_to<sync>{new_id()}, .message = "m"}),
                                 {errc::foreign_key},
                             "an entry of a sync that is not there");
    t.equal(t.ok(store.count<sync_log_entry>(), "counting"), 0U, "entries after that");
    t.refused(store.insert(sync{.source = "a", .target = "b", .job_result = key_to<job_result>{new_id()}}),
              {errc::foreign_key},
              "a sync of a job result that is not there");
    auto child    = make_specimen(1);
    child.part_of = key_to<specimen, std::int64_t>{99};
    t.refused(store.insert(child), {errc::foreign_key}, "an integer key that points nowhere");
    child.part_of = key_to<specimen, std::int64_t>{1};
    t.ok(store.insert(child), "a row that points at itself");
}

SSOT_DECL void insert_parent_in_same_tx(trial& t)
{
    sync const           run{.source = "a", .target = "b"};
    sync_log_entry const e{.sync = run, .message = "m"};
    auto                 s = t.open();
    t.ok(s.begin({}), "begin");
    insert_rows<sync>(t, s, {run});
    insert_rows<sync_log_entry>(t, s, {e});
    t.ok(s.commit(), "commit of a sync and its entry");
    t.equal(t.ok(t.store().count(t.store().logs_of(run)), "counting"), 1U, "entries of the sync after the commit");
    auto child    = make_specimen(1);
    child.part_of = key_to<specimen, std::int64_t>{2};
    t.ok(t.store().insert(std::vector{child, make_specimen(2)}), "a child before its parent, in one batch");
    t.equal(t.ok(t.store().count<specimen>(), "counting"), 2U, "rows of that batch");
}

SSOT_DECL void insert_auto_now_add(trial& t)
{
    auto&      store = t.store();
    job_result made{.name = "r", .date_created = timestamp(duration(5))};
    t.ok(store.insert(made), "inserting");
    t.expect(made.date_created >= trial::first_moment, "the time that the insert set: came " + show(made.date_created));
    auto read = t.ok(store.get<job_result>(made.id), "reading");
    t.equal(read.date_created, made.date_created, "the time that was stored");
    read.name = "s";
    t.ok(store.update(read), "an update");
    auto const again = t.ok(store.get<job_result>(made.id), "reading again");
    t.equal(again.date_created, made.date_created, "the time after an update");
    t.equal(again.name, std::string("s"), "the field that the update changed");
}

SSOT_DECL void insert_if_absent(trial& t)
{
    auto       s     = t.open();
    auto const added = s.insert_if_absent(raw_rows(std::vector{make_specimen(1, "first")}).view());
    if (!added && added.error().code() == errc::unsupported) // as any_backend answers
        throw not_applicable("a session has no insert_if_absent");
    t.equal(t.ok(added, "insert_if_absent"), 1U, "rows that it added");
    t.equal(t.ok(s.insert_if_absent(raw_rows(std::vector{make_specimen(1, "second")}).view()), "insert_if_absent"),
            0U,
            "rows that it added the second time");
    t.equal(all_rows<specimen>(t, s), std::vector{make_specimen(1, "first")}, "the row that was there first");
}

inline constexpr behaviour insert_behaviours[] = {
    {"insert.one", "stored, read back equal field by field", need::nothing, 2, &insert_one},
    {"insert.batch_0_1_max_max+1",
     "an empty batch is 0 rows, an over-long batch is cut by the library",
     need::nothing,
     2,
     &insert_batch_sizes},
    {"insert.error_path", "names the row and the field, or nothing", need::nothing, 2, &insert_error_path},
    {"insert.batch_atomic", "a bad row in the middle leaves nothing", need::nothing, 2, &insert_batch_atomic},
    {"insert.duplicate", "across calls", need::nothing, 2, &insert_duplicate},
    {"insert.duplicate_in_batch", "refused, nothing stored", need::nothing, 2, &insert_duplicate_in_batch},
    {"insert.orphan", "refused", need::nothing, 0, &insert_orphan},
    {"insert.parent_in_same_tx",
     "parent and child in one transaction, and in either order in one batch",
     need::transactions,
     9,
     &insert_parent_in_same_tx},
    {"insert.auto_now_add", "set once, kept on update", need::nothing, 0, &insert_auto_now_add},
    {"insert.if_absent", "idempotent", need::insert_if_absent, 2, &insert_if_absent},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_INSERTS_IPP
