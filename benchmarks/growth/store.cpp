// SPDX-License-Identifier: BSL-1.0
#include <ssot/store.hpp>

#include <ssot/query.hpp>

#include "new_store.hpp"
#include "works.hpp"

#include <boost/describe/class.hpp>

#include <chrono>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace growth_models {

struct named {
    static constexpr std::string_view model_name = "growth.named";
    ssot::uuid                        id{};
    std::string                       name{};
    std::int64_t                      rank = 0;
};
BOOST_DESCRIBE_STRUCT(named, (), (id, name, rank))
constexpr auto describe_fields(ssot::model_tag<named>)
{
    return ssot::fields(ssot::field<&named::name>.max_length(64).unique());
}

struct numbered {
    static constexpr std::string_view model_name = "growth.numbered";
    std::int64_t                      id         = 0;
    std::string                       name       = "x";
};
BOOST_DESCRIBE_STRUCT(numbered, (), (id, name))

} // namespace growth_models

namespace bench {
namespace {

using growth_models::named;
using growth_models::numbered;
using ssot::field;
using ssot::from;
using ssot::sync;
using entry = ssot::sync_log_entry;

struct world {
    ssot::store store = new_store();
    sync        run{.source = "a", .target = "b"};

    world() { store.insert(std::as_const(run)).value(); }

    std::vector<entry> entries(std::size_t n) const
    {
        std::vector<entry> out(n);
        for (auto& e : out) {
            e.sync    = run;
            e.message = "m";
        }
        return out;
    }
};

std::vector<named> names(std::size_t n, std::string const& prefix = {})
{
    std::vector<named> out(n);
    for (std::size_t i = 0; i != n; ++i) {
        out[i].id   = ssot::new_id();
        out[i].name = prefix + std::to_string(i);
    }
    return out;
}

/// A world with `n` entries, and what is done to it.
template<class Work>
std::function<prepared_work(std::size_t)> with_entries(Work work)
{
    return [work](std::size_t n) -> prepared_work {
        auto w = std::make_shared<world>();
        w->store.insert(w->entries(n)).value();
        return [w, n, work] { work(*w, n); };
    };
}

template<class Work>
std::function<prepared_work(std::size_t)> with_names(Work work)
{
    return [work](std::size_t n) -> prepared_work {
        auto w    = std::make_shared<world>();
        auto rows = std::make_shared<std::vector<named>>(names(n));
        w->store.insert(*rows).value();
        return [w, rows, work] { work(*w, *rows); };
    };
}

prepared_work insert_one_by_one(std::size_t n)
{
    auto w    = std::make_shared<world>();
    auto rows = std::make_shared<std::vector<entry>>(w->entries(n));
    return [w, rows] {
        for (auto const& e : *rows)
            w->store.insert(e).value();
    };
}

prepared_work insert_unique(std::size_t n)
{
    auto w    = std::make_shared<world>();
    auto rows = std::make_shared<std::vector<named>>(names(n));
    return [w, rows] {
        for (auto const& row : *rows)
            w->store.insert(row).value();
    };
}

prepared_work insert_unique_batch(std::size_t n)
{
    auto w    = std::make_shared<world>();
    auto rows = std::make_shared<std::vector<named>>(names(n));
    return [w, rows] { w->store.insert(*rows).value(); };
}

prepared_work insert_made_keys(std::size_t n)
{
    auto w = std::make_shared<world>();
    return [w, n] {
        for (std::size_t i = 0; i != n; ++i)
            w->store.insert(numbered{}).value();
    };
}

/// Syncs whose ids have one and the same sum, as a stranger may choose them, with an entry each.
prepared_work annotate_crafted_ids(std::size_t n)
{
    auto w = std::make_shared<world>();
    for (std::uint64_t i = 1; i <= n; ++i) {
        sync                s{.source = "a", .target = "b"};
        std::uint64_t const low = i * 0x9e3779b97f4a7c15ULL;
        std::memcpy(s.id.data, &i, 8);
        std::memcpy(s.id.data + 8, &low, 8);
        w->store.insert(s).value();
        w->store.insert(entry{.sync = s}).value();
    }
    return [w] { w->store.annotated_syncs().value(); };
}

void all_pages(world& w, std::size_t)
{
    auto const                    q = from<entry>().limit(200);
    std::optional<ssot::page_key> at;
    do
        at = w.store.page(q, at).value().next;
    while (at);
}

prepared_work purge_all(std::size_t n)
{
    auto              w = std::make_shared<world>();
    std::vector<sync> syncs(n);
    for (std::size_t i = 0; i != n; ++i) {
        syncs[i].source     = "a";
        syncs[i].target     = "b";
        syncs[i].start_time = ssot::timestamp(std::chrono::seconds(i));
    }
    w->store.insert(syncs).value();
    std::vector<entry> entries(n);
    for (std::size_t i = 0; i != n; ++i)
        entries[i].sync = syncs[i];
    w->store.insert(entries).value();
    return [w] { w->store.purge(ssot::now(), {.keep_newest = 0}).value(); };
}

prepared_work purge_one_large(std::size_t n)
{
    auto w            = std::make_shared<world>();
    w->run.start_time = ssot::timestamp(std::chrono::seconds(1));
    auto row          = w->store.get<sync>(w->run.id).value();
    row.start_time    = w->run.start_time;
    w->store.update(row).value();
    w->store.insert(w->entries(n)).value();
    return [w] { w->store.purge(ssot::now(), {.keep_newest = 0}).value(); };
}

void nest(ssot::store& store, std::size_t depth)
{
    if (depth == 0)
        return;
    auto tx = store.begin().value();
    store.insert(numbered{}).value();
    nest(store, depth - 1);
    tx.commit().value();
}

prepared_work nested_savepoints(std::size_t n)
{
    auto w = std::make_shared<world>();
    return [w, n] {
        auto tx = w->store.begin().value();
        for (std::size_t i = 0; i != n / 100; ++i)
            nest(w->store, 100);
        tx.commit().value();
    };
}

prepared_work erase_tree(std::size_t n)
{
    auto w = std::make_shared<world>();
    w->store.insert(w->entries(n)).value();
    return [w] { w->store.erase(w->run).value(); };
}

void count_up(ssot::store& store, std::vector<named> const& rows)
{
    for (auto const& row : rows) {
        auto found = store.get<named>(row.id).value();
        ++found.rank;
        store.update(found).value();
    }
}

/// Every row has versions that only the one who reads sees, until nobody does.
void update_under_snapshot(world& w, std::vector<named> const& rows)
{
    auto reader = w.store.session().value();
    {
        auto const tx = reader.begin({.mode = ssot::storage::tx_mode::read_only}).value();
        reader.get<named>(rows.front().id).value(); // its snapshot is taken by now
        count_up(w.store, rows);
        count_up(w.store, rows);
    }
    auto last = w.store.get<named>(rows.front().id).value();
    w.store.update(last).value(); // the first writer behind the snapshot gives back
}

void update_again_and_again(world& w, std::vector<named> const& rows)
{
    for (int i = 0; i != 4; ++i)
        count_up(w.store, rows);
}

void erase_and_insert_again(world& w, std::vector<named> const& rows)
{
    for (int i = 0; i != 4; ++i) {
        for (auto const& row : rows)
            w.store.erase(row).value();
        w.store.insert(rows).value();
    }
}

/// What is rolled back as often as it is inserted.
void roll_back_inserts(world& w, std::vector<named> const& rows)
{
    for (int i = 0; i != 4; ++i) {
        auto tx = w.store.begin().value();
        w.store.insert(names(rows.size(), "rolled back ")).value();
        tx.rollback();
    }
    auto last = w.store.get<named>(rows.front().id).value();
    w.store.update(last).value();
}

} // namespace

std::vector<growing_work> store_works()
{
    return {
        {"insert one by one", 5'000, insert_one_by_one},
        {"insert one by one, a unique field", 5'000, insert_unique},
        {"insert a batch, a unique field", 20'000, insert_unique_batch, "more than the caches hold, from 2n on"},
        {"insert, the store makes integer keys", 5'000, insert_made_keys},
        {"update one by one, a unique field", 2'500, with_names([](world& w, std::vector<named> const& rows) {
             count_up(w.store, rows);
         })},
        {"get by a unique field", 5'000, with_names([](world& w, std::vector<named> const& rows) {
             for (auto const& row : rows)
                 w.store.get_by<&named::name>(row.name).value();
         })},
        {"erase one by one", 5'000, with_names([](world& w, std::vector<named> const& rows) {
             for (auto const& row : rows)
                 w.store.erase(row).value();
         })},
        {"upsert by a unique field", 2'500, with_names([](world& w, std::vector<named> const& rows) {
             for (auto const& row : rows)
                 w.store.upsert<&named::name>(row).value();
         })},
        {"erase a sync with its entries", 20'000, erase_tree, "more than the caches hold, from 2n on"},
        {"select all",
         20'000,
         with_entries([](world& w, std::size_t) { w.store.select(from<entry>()).value(); }),
         "more than the caches hold, from 2n on"},
        {"select in another order",
         20'000,
         with_entries(
             [](world& w, std::size_t) { w.store.select(from<entry>().order_by(ssot::desc<&entry::message>)).value(); }),
         "more than the caches hold, from 2n on"},
        {"stream all", 20'000, with_entries([](world& w, std::size_t) {
             for (auto const& row : w.store.stream(from<entry>()))
                 row.value();
         })},
        {"count by groups", 20'000, with_entries([](world& w, std::size_t) {
             w.store.select(from<entry>().group_by<&entry::message>(ssot::count_rows)).value();
         })},
        {"page after page", 20'000, with_entries(all_pages)},
        {"update_where", 5'000, with_entries([](world& w, std::size_t) {
             w.store.update_where(from<entry>(), [](entry& e) { e.message = "n"; }).value();
         })},
        {"annotate syncs with crafted ids", 5'000, annotate_crafted_ids, "more than the caches hold, from 2n on"},
        {"purge syncs", 2'500, purge_all},
        {"purge one sync with its entries", 10'000, purge_one_large},
        {"savepoints in savepoints", 3'200, nested_savepoints},
        {"update twice under an open snapshot", 1'000, with_names(update_under_snapshot), "", true},
        {"update four times", 1'000, with_names(update_again_and_again), "", true},
        {"erase all and insert again, four times", 1'000, with_names(erase_and_insert_again), "", true},
        {"insert and roll back, four times", 1'000, with_names(roll_back_inserts), "", true},
    };
}

} // namespace bench
