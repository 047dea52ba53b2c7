// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/secrets_group.hpp>
#include <ssot/query.hpp>
#include <ssot/recorder.hpp>
#include <ssot/store.hpp>

#include "support/random_source.hpp"
#include "support/rough_backend.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

// A recorder among other work: several threads, transactions of theirs, a store that fails, functions of the caller's that call
// back, entries that are moved and logged again, and a sync that goes. Whatever happens, nobody hangs, and what was acknowledged
// is in the store once, or is told. Two seconds; with SSOT_LONG_TESTS=1 a minute, or as many seconds as SSOT_RECORDER_SECONDS says.

namespace recorder_random {

using namespace std::chrono_literals;
using recorder = ssot::recorder;
using store    = ssot::store;
using ssot::errc;
using ssot::sync_log_entry;
using ssot_test::random_source;

/// What callers were told, by the text of each entry.
class ledger {
public:
    void take(std::string message, ssot::result<void> const& answer)
    {
        // Other errors tell that the store did not take the entry yet; the recorder did.
        bool const refused =
            !answer && (answer.error().code() == errc::already_exists || answer.error().code() == errc::misuse);
        std::scoped_lock const guard(lock_);
        if (!refused)
            taken_.push_back(std::move(message));
    }
    std::vector<std::string> taken()
    {
        std::scoped_lock const guard(lock_);
        std::ranges::sort(taken_);
        return taken_;
    }

private:
    std::mutex               lock_{};
    std::vector<std::string> taken_{};
};

struct round {
    explicit round(std::uint64_t seed) : random(seed)
    {
        rough.seed = seed;
        rough.deaf = random.one_in(2);
    }

    random_source            random;
    ssot_test::roughness     rough{};
    std::atomic<recorder*>   called{nullptr}; ///< by the functions below
    ledger                   told{};
    std::atomic<int>         ids{0};
    std::size_t              gone = 0; ///< entries that went with their sync
    std::mutex               lock{};
    std::vector<std::string> complaints{};

    void complain(std::string words)
    {
        std::scoped_lock const guard(lock);
        complaints.push_back(std::move(words));
    }

    /// Calls the recorder as a clock or a progress function may, but not for ever.
    void call_back()
    {
        thread_local int  depth = 0;
        thread_local auto count = 0U;
        auto* const       r     = called.load();
        if (!r || depth > 1)
            return;
        ++depth;
        static_cast<void>(r->written());
        switch (++count % 16) {
        case 3: static_cast<void>(r->flush()); break;
        case 7: log(*r, {.message = "called back " + std::to_string(ids++)}); break;
        case 11: static_cast<void>(r->load_target([] { return 1; })); break;
        case 13: static_cast<void>(r->diff_refused()); break;
        default: break;
        }
        --depth;
    }

    void log(recorder& r, sync_log_entry const& entry) { told.take(entry.message, r.log(entry)); }
    void log(recorder& r, sync_log_entry&& entry)
    {
        auto const message = entry.message;
        told.take(message, r.log(std::move(entry)));
    }

    ssot::recorder_options options()
    {
        return {.source    = "a",
                .target    = "b",
                .batch     = 1 + random.below(20),
                .heartbeat = std::chrono::milliseconds(random.pick({0, 1, 5})),
                .progress  = [this](ssot::run_progress const&) { call_back(); },
                .clock =
                    [this] {
                        call_back();
                        return ssot::now();
                    },
                .steady =
                    [this] {
                        call_back();
                        return std::chrono::steady_clock::now().time_since_epoch();
                    },
                .memory =
                    [this](bool) {
                        call_back();
                        return ssot::run_memory();
                    }};
    }
    ssot::store_options store_options()
    {
        return {.clock =
                    [this] {
                        call_back();
                        return ssot::now();
                    },
                .make_id =
                    [this] {
                        call_back();
                        return ssot::new_id();
                    }};
    }

    /// One thread's work.
    void work(recorder& r, store& mine, std::uint64_t seed, std::string const& name, ssot::uuid const& other_sync)
    {
        random_source                 dice(seed);
        sync_log_entry                reused{};
        std::optional<sync_log_entry> given{};
        for (int i = 0; i != 60; ++i) {
            auto const     words = name + std::to_string(i);
            sync_log_entry fresh{.message = words};
            if (dice.one_in(8))
                fresh.sync = ssot::key_to<ssot::sync>{other_sync};
            switch (dice.below(10)) {
            case 0:
            case 1:
                reused.message = words;
                log(r, reused);
                break;
            case 2:
                given = fresh;
                log(r, std::move(fresh));
                break;
            case 3:
                if (given) { // its key is taken, here or in the store
                    given->message = words;
                    log(r, sync_log_entry(*given));
                }
                break;
            case 4: static_cast<void>(r.flush()); break;
            case 5: in_transaction(r, mine, dice, words); break;
            case 6: static_cast<void>(r.load_source([&] { log(r, fresh); })); break;
            case 7:
                static_cast<void>(mine.update_where(
                    ssot::from<ssot::secrets_group>().limit(2), [&, n = 0](ssot::secrets_group& g) mutable {
                        g.description = words;
                        log(r, {.message = words + " while changing " + std::to_string(n++)});
                        if (r.flush())
                            complain("flush went well in a statement of the caller's");
                    }));
                break;
            case 8: std::this_thread::yield(); break;
            default: log(r, std::move(fresh)); break;
            }
        }
    }

    void in_transaction(recorder& r, store& mine, random_source& dice, std::string const& words)
    {
        auto tx = mine.begin();
        if (!tx)
            return;
        if (dice.one_in(2))
            static_cast<void>(mine.insert(ssot::secrets_group{.name = words}));
        auto const many = dice.below(50);
        for (std::uint64_t k = 0; k != many; ++k)
            log(r, {.message = words + " in a transaction " + std::to_string(k)});
        auto const begun = std::chrono::steady_clock::now();
        if (auto done = dice.one_in(2) ? r.flush() : r.finish(); done || done.error().code() != errc::misuse)
            complain("a call in a transaction did not answer misuse");
        if (std::chrono::steady_clock::now() - begun > 2s)
            complain("misuse took its time");
        if (dice.one_in(2))
            static_cast<void>(tx->commit()); // otherwise it rolls back, and the entries stay
    }

    void run()
    {
        store      main{ssot_test::rough_backend(rough), store_options()};
        ssot::sync other{.source = "x", .target = "y"};
        main.insert(other).value();
        main.insert(ssot::secrets_group{.name = "first"}).value();
        main.insert(ssot::secrets_group{.name = "second"}).value();
        auto       r   = std::make_unique<recorder>(main, options());
        auto const job = r->job_result_id();
        called         = r.get();

        std::vector<std::thread> threads;
        for (int t = 0; t != 3; ++t)
            threads.emplace_back([&, t, seed = random.bits()] {
                auto mine = main.session();
                if (mine)
                    work(*r, *mine, seed, std::to_string(t) + '/', other.id);
                else
                    complain("no session");
            });
        std::this_thread::sleep_for(1ms);
        auto const erased  = main.erase(other).value(); // while entries point at it
        gone               = erased.of<sync_log_entry>();
        rough.per_thousand = random.pick({0U, 5U, 60U});
        for (auto& t : threads)
            t.join();
        called             = nullptr;
        rough.per_thousand = 0;

        auto const ended = r->finish();
        if (!ended && r->set_aside() == 0) // the only thing that an end tells which is one
            complain("finish: " + to_string(ended.error()));
        judge(main, *r, job);
    }

    void judge(store& main, recorder& r, ssot::uuid const& job)
    {
        constexpr std::string_view note  = " (Not stored as it was: ";
        constexpr std::string_view least = "An entry could not be stored: ";
        std::vector<std::string>   stored;
        std::size_t                nameless = 0;
        std::size_t                mended   = 0;
        std::set<ssot::uuid>       keys;
        auto const                 rows = main.select(ssot::from<sync_log_entry>()).value();
        for (auto const& row : rows) {
            if (!keys.insert(row.id).second)
                complain("one key twice");
            auto const cut = row.message.find(note);
            mended += cut != std::string::npos || row.message.starts_with(least);
            if (row.message.starts_with(least))
                ++nameless;
            else
                stored.push_back(row.message.substr(0, cut));
        }
        std::ranges::sort(stored);
        auto const               taken = told.taken();
        std::vector<std::string> extra, missing;
        std::ranges::set_difference(stored, taken, std::back_inserter(extra));
        std::ranges::set_difference(taken, stored, std::back_inserter(missing));
        if (!extra.empty())
            complain("stored, but not acknowledged, or twice: " + extra.front());
        if (missing.size() != nameless + r.set_aside() + gone)
            complain(std::to_string(missing.size()) + " acknowledged entries are not stored, the first " +
                     (missing.empty() ? "" : missing.front()) + "; " + std::to_string(r.set_aside()) +
                     " were set aside, and " + std::to_string(nameless) + " lost their words");
        if (rows.size() + gone != r.written() || mended != r.mended())
            complain("written() " + std::to_string(r.written()) + ", mended() " + std::to_string(r.mended()) +
                     ", in the store " + std::to_string(rows.size()) + " and " + std::to_string(mended));
        for (auto const& [id, why] : r.refused())
            if (gone == 0 && why.code() == errc::already_exists &&
                !keys.contains(id)) // what went with its sync is not there
                complain("set aside because of a key that is not there");

        auto const result = main.get<ssot::job_result>(job).value();
        if (result.status != ssot::job_result_status::success)
            complain("the job result is no success");
        if (result.success_log_count.value() + result.warning_log_count.value() + result.error_log_count.value() !=
            static_cast<std::int64_t>(rows.size() + gone))
            complain("the counts of the job result are not those of the store");
        if (r.set_aside() != 0 && !result.traceback)
            complain("the job result does not tell of entries that were set aside");
    }
};

} // namespace recorder_random

BOOST_AUTO_TEST_SUITE(recorder_random_runs)

BOOST_AUTO_TEST_CASE(what_is_acknowledged_is_stored_once, *boost::unit_test::label("threads"))
{
    using namespace std::chrono_literals;
    bool const        long_run = std::getenv("SSOT_LONG_TESTS") != nullptr;
    char const* const told     = std::getenv("SSOT_RECORDER_SECONDS");
    auto const        time     = told ? std::chrono::seconds(std::strtoul(told, nullptr, 10)) : long_run ? 60s : 2s;
    auto const        end      = std::chrono::steady_clock::now() + time;
    char const* const chosen   = std::getenv("SSOT_RECORDER_SEED");
    for (std::uint64_t seed = chosen ? std::strtoull(chosen, nullptr, 10) : 1; std::chrono::steady_clock::now() < end;
         ++seed) {
        recorder_random::round    one(seed);
        ssot_test::watchdog const dog("a random run of a recorder", 120s);
        one.run();
        for (auto const& words : one.complaints)
            BOOST_ERROR("seed " << seed << ": " << words);
        if (!one.complaints.empty() || chosen)
            break;
    }
}

BOOST_AUTO_TEST_SUITE_END()
