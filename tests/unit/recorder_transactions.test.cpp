// SPDX-License-Identifier: BSL-1.0
#include <ssot/diff.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/query.hpp>
#include <ssot/recorder.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include "support/rough_backend.hpp"

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// A recorder beside transactions of the program, and functions of the program's that call it back: nobody waits for himself, nor
// for others without an end.

namespace recorder_transactions {

using namespace std::chrono_literals;
using ssot::errc;
using ssot::from;
using ssot::sync_log_entry;
using ssot_test::watchdog;

static_assert(ssot::storage::identified<ssot::storage::memory> && ssot::storage::identified<ssot::storage::any_backend> &&
              !ssot::storage::identified<ssot_test::rough_backend>);

struct part {
    std::string name{};
};
BOOST_DESCRIBE_STRUCT(part, (), (name))

auto difference()
{
    return ssot::diff::compute(std::vector<part>{{"a"}, {"b"}, {"c"}}, std::vector<part>(), &part::name).value();
}

/// How long a call took, and its code; none when it went well.
struct answer {
    std::optional<errc>       code{};
    std::chrono::milliseconds took{};
};
template<class Call>
answer timed(Call&& call)
{
    auto const begun = std::chrono::steady_clock::now();
    auto const made  = call();
    return {made ? std::nullopt : std::optional(made.error().code()),
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun)};
}
bool is_misuse_at_once(answer const& a) { return a.code == errc::misuse && a.took < 2s; }

/// What a recorder on `store` does while this thread has a transaction open in `other`.
void judge_own_transaction(ssot::store& store, ssot::store& other)
{
    watchdog const dog("a recorder in a transaction", 60s);
    using ssot::recorder;
    auto const entries = [&] { return other.count(from<sync_log_entry>()).value(); };
    for (bool const beating : {false, true})
        for (bool const commits : {false, true}) {
            auto const before = entries();
            recorder   r{store, {.source = "a", .target = "b", .batch = 3, .heartbeat = beating ? 1ms : 0ms}};
            r.log({.message = "before"}).value();
            auto const found = difference();
            auto       tx    = other.begin().value();
            BOOST_TEST(is_misuse_at_once(timed([&] { return recorder::start(store, {.source = "c"}); })));
            BOOST_TEST(is_misuse_at_once(timed([&] { return r.compare([] { return difference(); }); })));
            BOOST_TEST(is_misuse_at_once(timed([&] { return r.apply(found, [](auto const&) { BOOST_ERROR("called"); }); })));
            BOOST_TEST(is_misuse_at_once(timed([&] { return r.flush(); })));
            BOOST_TEST(is_misuse_at_once(timed([&] { return r.finish(); })));
            BOOST_TEST(is_misuse_at_once(timed([&] { return r.fail("no"); })));
            BOOST_TEST(r.load_source([] { return 7; }) == 7);
            for (int i = 0; i != 20; ++i)
                r.log({.message = std::to_string(i)}).value(); // far more than a batch
            std::this_thread::sleep_for(20ms);                 // heartbeats, if there are any
            r.log({.message = "last"}).value();
            if (commits)
                tx.commit().value();
            else
                tx.rollback();
            r.flush().value();
            BOOST_TEST(entries() == before + 22); // whatever became of the transaction
            BOOST_TEST(r.written() == 22U);
            r.finish().value();
            auto const run = store.get<ssot::sync>(r.sync_id()).value();
            BOOST_TEST(run.source_load_time.has_value()); // written later
            BOOST_TEST((store.get<ssot::job_result>(r.job_result_id()).value().status == ssot::job_result_status::success));
        }
}

} // namespace recorder_transactions

using namespace recorder_transactions;

BOOST_AUTO_TEST_SUITE(recorder_transactions_suite, *boost::unit_test::label("threads"))

BOOST_AUTO_TEST_CASE(one_of_the_store_itself)
{
    ssot::store store{ssot::storage::memory{}};
    judge_own_transaction(store, store);
}

BOOST_AUTO_TEST_CASE(one_of_another_session)
{
    ssot::store store{ssot::storage::memory{}};
    auto        other = store.session().value();
    judge_own_transaction(store, other);
}

BOOST_AUTO_TEST_CASE(one_of_another_store_on_the_same_rows)
{
    ssot::storage::memory const rows;
    ssot::store                 store{ssot::storage::memory(rows)};
    ssot::store                 other{ssot::storage::memory(rows)};
    judge_own_transaction(store, other);

    ssot::storage::any_backend const any{rows};
    ssot::store                      erased{ssot::storage::any_backend(any)};
    ssot::store                      again{ssot::storage::any_backend(ssot::storage::memory(rows))};
    judge_own_transaction(erased, again);
}

BOOST_AUTO_TEST_CASE(one_on_a_backend_of_the_programs_own)
{
    for (bool const deaf : {false, true}) {
        ssot_test::roughness rough;
        rough.deaf = deaf;
        ssot::store store{ssot_test::rough_backend(rough)};
        judge_own_transaction(store, store);

        ssot_test::rough_backend backend(rough);
        ssot::store              one{backend};
        ssot::store              two{backend};
        judge_own_transaction(one, two);
    }
}

BOOST_AUTO_TEST_CASE(one_on_a_backend_with_one_session)
{
    ssot_test::roughness rough;
    rough.one_session = true;
    ssot::store store{ssot_test::rough_backend(rough)};
    judge_own_transaction(store, store);
}

BOOST_AUTO_TEST_CASE(one_of_a_statement)
{
    watchdog const dog("a recorder in a statement", 60s);
    ssot::store    store{ssot::storage::memory{}};
    store.insert(ssot::secrets_group{.name = "a"}).value();
    store.insert(ssot::secrets_group{.name = "b"}).value();
    ssot::recorder r{store, {.source = "a", .target = "b", .batch = 1}};
    auto const     changed = store.update_where(from<ssot::secrets_group>(), [&](ssot::secrets_group& g) {
        g.description = "changed";
        r.log({.message = "changed " + g.name}).value();
        BOOST_TEST(is_misuse_at_once(timed([&] { return r.flush(); })));
    });
    BOOST_TEST(changed.value() == 2U);
    BOOST_TEST(r.written() == 0U);
    r.finish().value();
    BOOST_TEST(store.count<sync_log_entry>().value() == 2U);
}

BOOST_AUTO_TEST_CASE(one_that_goes_to_another_thread)
{
    watchdog const dog("a transaction that goes to another thread", 60s);
    ssot::store    store{ssot::storage::memory{}};
    auto           other = store.session().value();
    ssot::recorder r{store, {.source = "a", .target = "b"}};
    auto           tx = std::make_unique<decltype(other.begin().value())>(other.begin().value());
    answer         there;
    std::thread([&] {
        static_cast<void>(other.insert(ssot::secrets_group{.name = "a"}));
        there = timed([&] { return r.flush(); });
        tx.reset();
    }).join();
    BOOST_TEST(is_misuse_at_once(there));
    r.finish().value();
}

BOOST_AUTO_TEST_CASE(the_end_of_a_recorder_inside_one)
{
    watchdog const dog("the end of a recorder in a transaction", 60s);
    ssot::store    store{ssot::storage::memory{}};
    ssot::uuid     job;
    {
        std::optional<decltype(store.begin().value())> tx;
        auto const                                     begun = std::chrono::steady_clock::now();
        {
            ssot::recorder r{store, {.source = "a", .target = "b", .heartbeat = 1ms}};
            job = r.job_result_id();
            tx.emplace(store.begin().value());
            std::this_thread::sleep_for(10ms);
        }
        BOOST_TEST((std::chrono::steady_clock::now() - begun < 3s));
    }
    BOOST_TEST((store.get<ssot::job_result>(job).value().status == ssot::job_result_status::started));
    BOOST_TEST(ssot::recover(store, {.stale_after = -1ms}).value().size() == 1U);
}

BOOST_AUTO_TEST_CASE(recover_inside_one)
{
    watchdog const dog("recover in a transaction", 60s);
    ssot::store    store{ssot::storage::memory{}};
    auto           other = store.session().value();
    {
        ssot::recorder r{store, {.source = "a", .target = "b"}};
        auto           tx = store.begin().value();
        BOOST_TEST(ssot::recover(store, {.stale_after = -1ms}).value().size() == 1U); // joins it
        tx.rollback();
        tx = store.begin().value();
        BOOST_TEST(is_misuse_at_once(timed([&] { return ssot::recover(other, {.stale_after = -1ms}); })));
        tx.rollback();
        r.finish().value();
    }
}

/// Transactions of other threads. All at once, since each takes its time.
BOOST_AUTO_TEST_CASE(others_are_waited_for_five_seconds)
{
    watchdog const dog("a recorder beside a transaction", 60s);
    struct bench {
        explicit bench(bool deaf) { rough.deaf = deaf; }
        ssot_test::roughness       rough{};
        std::optional<ssot::store> store{};
        answer                     started{}, flushed{}, finished{}, logged{}, later{};
        std::size_t                entries = 0;
    };
    bench                    heeding(false), deaf(true);
    std::vector<std::thread> threads;
    for (auto* b : {&heeding, &deaf})
        threads.emplace_back([b] {
            using recorder = ssot::recorder;
            b->store.emplace(ssot_test::rough_backend(b->rough));
            auto&    store = *b->store;
            auto     other = store.session().value();
            recorder flushes{store, {.source = "a", .target = "b", .heartbeat = 0ms}};
            recorder finishes{store, {.source = "a", .target = "b", .heartbeat = 0ms}};
            recorder logs{store, {.source = "a", .target = "b", .batch = 2, .heartbeat = 0ms}};
            recorder beats{store, {.source = "a", .target = "b", .heartbeat = 10ms}};
            flushes.log({.message = "1"}).value();
            logs.log({.message = "2"}).value();
            auto                     tx = std::make_unique<decltype(other.begin().value())>(other.begin().value());
            std::vector<std::thread> callers;
            callers.emplace_back([&] { b->started = timed([&] { return recorder::start(store, {.source = "c"}); }); });
            callers.emplace_back([&] { b->flushed = timed([&] { return flushes.flush(); }); });
            callers.emplace_back([&] { b->finished = timed([&] { return finishes.finish(); }); });
            callers.emplace_back([&] {
                b->logged = timed([&] { return logs.log({.message = "3"}); });
                for (int i = 4; i != 8; ++i) // none of them waits again
                    static_cast<void>(logs.log({.message = std::to_string(i)}).has_value());
            });
            for (auto& c : callers)
                c.join();
            tx.reset();
            b->later   = timed([&]() -> ssot::result<void> {
                for (auto* r : {&flushes, &finishes, &logs}) {
                    auto done = r->finish();
                    for (int again = 0; !done && done.error().code() == errc::busy && again != 3; ++again)
                        done = r->finish(); // on a machine that is slow
                    if (!done)
                        return done;
                }
                return {};
            });
            b->entries = store.count<sync_log_entry>().value();
        });
    for (auto& t : threads)
        t.join();
    for (auto const* b : {&heeding, &deaf}) {
        for (auto const* a : {&b->started, &b->flushed, &b->finished}) {
            BOOST_TEST((a->code == errc::busy));
            BOOST_TEST((a->took > 4s && a->took < 12s));
        }
        BOOST_TEST((b->logged.code == errc::busy));
        BOOST_TEST(!b->later.code.has_value(), "the answer is " << to_string(b->later.code.value_or(errc::internal)));
        BOOST_TEST(b->entries == 7U);
    }
}

/// The first call gives up, and goes on behind; the second is told how it ended.
BOOST_AUTO_TEST_CASE(an_end_is_asked_for_again_before_the_first_call_came_to_its_own)
{
    watchdog const       dog("a recorder that ends twice", 60s);
    ssot_test::roughness rough{};
    rough.deaf = true; // to time limits
    ssot::store    store{ssot_test::rough_backend(rough)};
    auto           other = store.session().value();
    ssot::recorder run{store, {.source = "a", .target = "b", .heartbeat = 0ms}};
    run.log({.message = "1"}).value();
    auto   tx = std::make_unique<decltype(other.begin().value())>(other.begin().value());
    answer first, again;
    std::thread([&] { first = timed([&] { return run.finish(); }); }).join(); // not this thread, which has the transaction
    BOOST_TEST((first.code == errc::busy));
    std::thread second([&] { again = timed([&] { return run.finish(); }); });
    std::this_thread::sleep_for(100ms); // it waits behind the first
    tx.reset();
    second.join();
    BOOST_TEST(!again.code.has_value(), "the answer is " << to_string(again.code.value_or(errc::internal)));
    BOOST_TEST((run.finish().error().code() == errc::misuse));
    BOOST_TEST(store.count<sync_log_entry>().value() == 1U);
}

/// A wait for ever, or none at all.
BOOST_AUTO_TEST_CASE(timeouts_at_the_ends_of_their_range)
{
    using std::chrono::milliseconds;
    watchdog const dog("a timeout", 60s);
    ssot::store    store{ssot::storage::memory{}};
    auto           other = store.session().value();
    for (auto const most : {milliseconds::max(), milliseconds::max() - 1ms, milliseconds(1'000'000'000'000'000)}) {
        auto        tx = std::make_unique<decltype(other.begin().value())>(other.begin().value());
        std::thread later([&] {
            std::this_thread::sleep_for(30ms);
            tx.reset();
        });
        BOOST_TEST(store.begin({.timeout = most}).has_value());
        later.join();
    }
    auto const tx = other.begin().value();
    for (auto const none : {milliseconds::min(), milliseconds(-1)})
        BOOST_TEST((store.begin({.timeout = none}).error().code() == errc::timeout));
}

/// Functions of the program's that ask the recorder whatever there is, in each place where one is called.
BOOST_AUTO_TEST_CASE(functions_that_call_back)
{
    watchdog const dog("a function that calls the recorder back", 60s);
    using recorder = ssot::recorder;
    for (auto const beat : {0ms, 1ms})
        for (int what = 0; what != 6; ++what) {
            std::atomic<recorder*> called{nullptr};
            std::atomic<int>       calls{0};
            auto const             call = [&, what] {
                thread_local bool inside = false;
                auto* const       r      = called.load();
                if (!r || inside)
                    return;
                inside = true;
                ++calls;
                switch (what) {
                case 0: static_cast<void>(r->written()); break;
                case 1: static_cast<void>(r->log({.message = "called back"}).has_value()); break;
                case 2: static_cast<void>(r->flush().has_value()); break;
                case 3: r->load_target([] {}); break;
                case 4: static_cast<void>(r->compare([] { return difference(); }).has_value()); break;
                default: static_cast<void>(r->finish().has_value()); break;
                }
                inside = false;
            };
            auto const  clock = [&] { return call(), ssot::now(); };
            ssot::store store{ssot::storage::memory{}, {.clock = clock, .make_id = [&] { return call(), ssot::new_id(); }}};
            recorder    r{store,
                          {.source    = "a",
                           .target    = "b",
                           .batch     = 2,
                           .heartbeat = beat,
                           .progress  = [&](auto const&) { call(); },
                           .clock     = clock,
                           .steady    = [&] { return call(), std::chrono::steady_clock::now().time_since_epoch(); },
                           .memory    = [&](bool) { return call(), ssot::run_memory(); }}};
            called = &r;
            static_cast<void>(r.load_source([] { return 1; }));
            static_cast<void>(r.apply(difference(), [](auto const&) {}).has_value());
            static_cast<void>(r.log({.id = ssot::uuid(), .message = "x"}).has_value());
            std::this_thread::sleep_for(5ms);
            static_cast<void>(r.flush().has_value());
            static_cast<void>(r.finish().has_value());
            called = nullptr;
            BOOST_TEST(calls > 0);
            auto const job = store.get<ssot::job_result>(r.job_result_id()).value();
            BOOST_TEST((job.status == ssot::job_result_status::success));
            BOOST_TEST(store.count<sync_log_entry>().value() == r.written());
            BOOST_TEST(static_cast<std::size_t>(job.success_log_count.value()) == r.written());
        }
}

BOOST_AUTO_TEST_SUITE_END()
