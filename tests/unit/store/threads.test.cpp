// SPDX-License-Identifier: BSL-1.0
#include <ssot/store.hpp>

#include "support/inventory.hpp"
#include "support/stores.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

// Sessions in several threads. Boost.Test's macros are called by the main thread alone.

namespace {

using inventory::device;
using inventory::port;
using inventory::rack;
using ssot::errc;
using ssot::field;
using ssot_test::key;
using ssot_test::make_entry;
using ssot_test::make_sync;

/// Those that declare transactions and sessions beside each other.
constexpr std::string_view concurrent_backends[] = {"memory", "key_value"};

/// Runs them all at once; what they complain about comes back.
std::vector<std::string> together(std::vector<std::function<void(std::vector<std::string>&)>> const& works)
{
    std::vector<std::vector<std::string>> complaints(works.size());
    std::vector<std::thread>              threads;
    for (std::size_t i = 0; i != works.size(); ++i)
        threads.emplace_back([&, i] {
            try {
                works[i](complaints[i]);
            } catch (std::exception const& e) {
                complaints[i].emplace_back(e.what());
            }
        });
    for (auto& t : threads)
        t.join();
    std::vector<std::string> out;
    for (auto const& c : complaints)
        out.insert(out.end(), c.begin(), c.end());
    return out;
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store_threads, *boost::unit_test::label("threads"))

// Each batch has four entries, one of each action. So whoever reads sees as many of one as of another, always.
SSOT_TEST_CASE_OVER(concurrent_backends, writers_and_readers)
{
    constexpr int              writers = 8, readers = 8, batches = 12;
    ssot::storage::any_backend backend = make_backend(backend_name);
    ssot::store                store{backend};
    std::vector<ssot::sync>    syncs;
    for (int i = 0; i != writers; ++i)
        syncs.push_back(make_sync(std::to_string(i)));
    store.insert(syncs).value();

    std::atomic<int>                                            writing = writers;
    std::vector<std::function<void(std::vector<std::string>&)>> works;
    for (int i = 0; i != writers; ++i)
        works.emplace_back([&, i](auto& complaints) {
            auto mine = store.session().value();
            for (int k = 0; k != batches; ++k) {
                std::vector<ssot::sync_log_entry> batch;
                for (int a = 0; a != 4; ++a) {
                    batch.push_back(make_entry(syncs[static_cast<std::size_t>(i)], std::to_string(k)));
                    batch.back().action = static_cast<ssot::sync_log_entry_action>(a);
                }
                if (k % 3 == 2) { // one that fails at its end
                    auto bad = batch;
                    for (auto& e : bad)
                        e.id = ssot::new_id();
                    bad[3].id = bad[0].id;
                    if (mine.insert(bad).has_value())
                        complaints.emplace_back("a batch with a key twice went in");
                }
                mine.insert(batch).value();
            }
            --writing;
        });
    for (int i = 0; i != readers; ++i)
        works.emplace_back([&, i](auto& complaints) {
            auto         mine = store.session().value();
            std::int64_t last = 0;
            do {
                if (i % 2 == 0) {
                    std::int64_t total = 0;
                    for (auto const& row : mine.annotated_syncs().value()) {
                        auto const& c = row.counts;
                        if (c.unchanged != c.created || c.created != c.updated || c.updated != c.deleted ||
                            c.succeeded != 4 * c.created)
                            complaints.emplace_back("counts of half a transaction");
                        total += c.succeeded;
                    }
                    if (total < last)
                        complaints.emplace_back("counts went back");
                    last = total;
                } else {
                    auto const rows = mine.select(ssot::from<ssot::sync_log_entry>()).value();
                    if (rows.size() % 4 != 0)
                        complaints.emplace_back("half a transaction");
                    if (static_cast<std::int64_t>(rows.size()) < last)
                        complaints.emplace_back("rows went away");
                    last = static_cast<std::int64_t>(rows.size());
                }
            } while (writing != 0);
        });
    BOOST_TEST(together(works) == std::vector<std::string>(), boost::test_tools::per_element());

    BOOST_TEST(store.count<ssot::sync_log_entry>().value() == std::size_t{writers * batches * 4});
    for (auto const& row : store.annotated_syncs().value())
        BOOST_TEST((row.counts == ssot::sync_counts{batches, batches, batches, batches, batches * 4, 0, 0}));
}

// Read, add one, write; again when somebody was faster. No addition is lost.
SSOT_TEST_CASE_OVER(concurrent_backends, no_update_is_lost)
{
    constexpr int              threads = 8, additions = 10;
    ssot::storage::any_backend backend = make_backend(backend_name);
    ssot::store                store{backend};
    auto                       run = make_sync();
    run.sync_memory_peak           = 0;
    store.insert(run).value();

    std::atomic<int>                                            conflicts = 0;
    std::vector<std::function<void(std::vector<std::string>&)>> works(threads, [&](auto& complaints) {
        auto mine = store.session().value();
        for (int i = 0; i != additions; ++i)
            for (;;) {
                auto row = mine.get<ssot::sync>(run.id).value();
                ++*row.sync_memory_peak;
                auto const done = mine.update(row);
                if (done)
                    break;
                if (done.error().code() != errc::conflict) {
                    complaints.emplace_back(to_string(done.error()));
                    break;
                }
                ++conflicts;
            }
    });
    BOOST_TEST(together(works) == std::vector<std::string>(), boost::test_tools::per_element());
    auto const end = store.get<ssot::sync>(run.id).value();
    BOOST_TEST(*end.sync_memory_peak == threads * additions);
    BOOST_TEST(revision_of(end) == 1 + threads * additions);
}

SSOT_TEST_CASE_OVER(concurrent_backends, one_singleton_for_all)
{
    ssot::storage::any_backend                                  backend = make_backend(backend_name);
    ssot::store                                                 store{backend};
    std::mutex                                                  lock;
    std::vector<ssot::uuid>                                     ids;
    std::vector<std::function<void(std::vector<std::string>&)>> works(8, [&](auto&) {
        auto             mine = store.session().value();
        auto const       id   = mine.load<ssot::servicenow_config>()->id;
        std::scoped_lock guard(lock);
        ids.push_back(id);
    });
    BOOST_TEST(together(works) == std::vector<std::string>(), boost::test_tools::per_element());
    BOOST_TEST(store.count<ssot::servicenow_config>().value() == 1u);
    BOOST_TEST(ids == std::vector(8, ids[0]), boost::test_tools::per_element());
}

// Integer keys, unique names and the same key for all: each is taken by one.
SSOT_TEST_CASE_OVER(concurrent_backends, what_is_taken_is_taken_once)
{
    ssot::storage::any_backend                                  backend = make_backend(backend_name);
    ssot::store                                                 store{backend};
    std::atomic<int>                                            made = 0, refused = 0;
    std::vector<std::function<void(std::vector<std::string>&)>> works(8, [&](auto& complaints) {
        auto mine = store.session().value();
        for (int i = 0; i != 10; ++i) {
            auto const done = mine.insert(rack{.name = std::to_string(i)});
            if (done)
                ++made;
            else if (done.error().code() == errc::already_exists)
                ++refused;
            else
                complaints.emplace_back(to_string(done.error()));
        }
    });
    BOOST_TEST(together(works) == std::vector<std::string>(), boost::test_tools::per_element());
    BOOST_TEST(made == 10);
    BOOST_TEST(refused == 70);
    std::vector<std::int64_t> keys = keys_of(store.select(ssot::from<rack>().order_by(ssot::asc<&rack::id>)).value());
    BOOST_TEST(keys == (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}), boost::test_tools::per_element());
}

// While some put ports on a device, another takes the device away: never a port without a device.
SSOT_TEST_CASE_OVER(concurrent_backends, no_orphans)
{
    ssot::storage::any_backend backend = make_backend(backend_name);
    ssot::store                store{backend};
    store.count<port>().value();
    std::atomic<int>                                            erased = 0;
    std::vector<std::function<void(std::vector<std::string>&)>> works;
    for (std::uint8_t t = 0; t != 4; ++t)
        works.emplace_back([&, t](auto& complaints) {
            auto mine = store.session().value();
            for (std::uint8_t i = 0; i != 15; ++i) {
                auto const id = key(i, 1);
                if (t == 0) {
                    if (auto const r = mine.insert(device{.id = id, .hostname = std::to_string(i)}); !r)
                        complaints.emplace_back(to_string(r.error()));
                    auto const r = mine.erase<device>(id);
                    if (!r)
                        complaints.emplace_back(to_string(r.error()));
                    else
                        erased += static_cast<int>(r->of<port>());
                    continue;
                }
                auto const r = mine.insert(port{.on = ssot::key_to<device>{id}, .name = std::to_string(i)});
                if (!r && r.error().code() != errc::foreign_key)
                    complaints.emplace_back(to_string(r.error()));
            }
        });
    BOOST_TEST(together(works) == std::vector<std::string>(), boost::test_tools::per_element());
    BOOST_TEST(store.count<device>().value() == 0u);
    BOOST_TEST(store.count<port>().value() == 0u);
}

// Sessions may be opened, and models met for the first time, in any thread.
SSOT_TEST_CASE_OVER(concurrent_backends, first_meetings)
{
    ssot::storage::any_backend                                  backend = make_backend(backend_name);
    ssot::store                                                 store{backend};
    std::vector<std::function<void(std::vector<std::string>&)>> works;
    for (int t = 0; t != 8; ++t)
        works.emplace_back([&, t](auto& complaints) {
            for (int i = 0; i != 10; ++i) {
                auto mine = store.session().value();
                if (t % 2 == 0) {
                    mine.annotated_syncs().value();
                } else {
                    mine.count<port>().value();
                    mine.insert(device{.hostname = std::to_string(t) + '-' + std::to_string(i)}).value();
                }
            }
            static_cast<void>(complaints);
        });
    BOOST_TEST(together(works) == std::vector<std::string>(), boost::test_tools::per_element());
    BOOST_TEST(store.count<device>().value() == 40u);
}

/// A row whose time the store takes from its clock.
ssot::job_result timed(std::string name) { return {.name = std::move(name)}; }

/// A store that does something whenever it looks at its clock, which is in the middle of an insert.
struct interrupted_store {
    explicit interrupted_store(std::string_view backend_name)
        : backend(make_backend(backend_name)), store(backend, {.clock = [this] {
                                                         if (meanwhile)
                                                             meanwhile();
                                                         return ssot::now();
                                                     }})
    {
        store.insert(timed("1")).value();
    }

    std::function<void()>      meanwhile{};
    ssot::storage::any_backend backend;
    ssot::store                store;
};

SSOT_TEST_CASE_OVER(backends, a_second_thread_is_turned_away)
{
    interrupted_store s(backend_name);
    std::vector<errc> codes;
    s.meanwhile = [&] {
        std::thread([&] {
            auto const note = [&](auto const& r) { codes.push_back(r ? errc::internal : r.error().code()); };
            note(s.store.count<ssot::job_result>());
            note(s.store.insert(timed("3")));
            note(s.store.begin());
            note(s.store.erase(ssot::from<ssot::job_result>()));
        }).join();
    };
    auto const inserted = s.store.insert(timed("2"));
    s.meanwhile         = nullptr;
    BOOST_TEST(inserted.has_value());
    BOOST_TEST((codes == std::vector<errc>(4, errc::misuse)));
    BOOST_TEST(s.store.count<ssot::job_result>().value() == 2u);
}

SSOT_TEST_CASE_OVER(backends, a_thread_may_come_again_from_inside)
{
    interrupted_store        s(backend_name);
    std::vector<std::size_t> counts;
    s.meanwhile = [&] { counts.push_back(s.store.count<ssot::job_result>().value()); };
    s.store.insert(timed("2")).value();
    s.store.insert(timed("3")).value();
    s.meanwhile = nullptr;
    BOOST_TEST((counts == std::vector<std::size_t>{1, 2}));
    std::thread([&] { s.store.insert(timed("4")).value(); }).join(); // one after the other is no mistake
    BOOST_TEST(s.store.count<ssot::job_result>().value() == 4u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
