// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/memory.hpp>
#include <ssot/testing/conformance.hpp>
#include <ssot/testing/random_run.hpp>

#include "../support/nested_backend.hpp"
#include "../support/sql_like_backend.hpp"
#include "limited_memory.hpp"
#include "mutations.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The random run judged: which states it reaches, and what it finds only there.

namespace {

using ssot::conformance::random_options;
using ssot::conformance::run_random;
using ssot::conformance::source;
using ssot_test::sql_like_backend;

source memory_source()
{
    return ssot::conformance::make_source<ssot::storage::memory>([] { return ssot::storage::memory(); });
}

/// The share of the pairs that were met, in percent.
double percent(ssot::conformance::pairs_met const& pairs)
{
    return 100.0 * static_cast<double>(pairs.seen) / static_cast<double>(pairs.reachable);
}

source wrong_in(std::string_view mutation)
{
    auto const m = std::ranges::find(ssot_test::mutations, mutation, &ssot_test::sql::mutation::name);
    BOOST_TEST_REQUIRE((m != std::ranges::end(ssot_test::mutations)), mutation);
    return ssot::conformance::make_source<sql_like_backend>([m] { return sql_like_backend(&*m); });
}

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(random_states)

BOOST_AUTO_TEST_CASE(prefers_pairs_that_were_not_seen)
{
    auto const with    = run_random(memory_source(), {});
    auto const without = run_random(memory_source(), {.prefers_unseen = false});
    BOOST_TEST(with.words == "");
    BOOST_TEST(without.words == "");
    BOOST_TEST(with.commands == 2000U);
    BOOST_TEST(with.pairs.reachable == without.pairs.reachable);
    BOOST_TEST(percent(with.pairs) > 60);
    BOOST_TEST(percent(without.pairs) < 40, "the threshold shows nothing");
}

BOOST_AUTO_TEST_CASE(every_pair_that_counts_as_reachable_is_reached)
{
    bool const is_long = std::getenv("SSOT_LONG_TESTS") != nullptr;
    auto const r       = run_random(memory_source(), {.commands = is_long ? 100'000U : 10'000U});
    BOOST_TEST(r.words == "");
    BOOST_TEST(percent(r.pairs) > 90);
    if (is_long)
        for (auto const& pair : r.pairs.unseen)
            BOOST_ERROR(pair);
}

BOOST_AUTO_TEST_CASE(counts_are_complete)
{
    auto const few = run_random(memory_source(), {.commands = 300});
    BOOST_TEST(few.pairs.seen + few.pairs.unseen.size() == few.pairs.reachable);
    BOOST_TEST(std::set<std::string>(few.pairs.unseen.begin(), few.pairs.unseen.end()).size() == few.pairs.unseen.size());
    BOOST_TEST(few.pairs.seen > 300U, "each command is part of several");
    auto const none = run_random(memory_source(), {.commands = 0});
    BOOST_TEST(none.pairs.seen == 0U);
}

BOOST_AUTO_TEST_CASE(only_what_is_declared_counts_as_reachable)
{
    using ssot_test::limited_memory;
    auto const pairs_of = [](auto limits) {
        auto const r =
            run_random(ssot::conformance::make_source<limited_memory>([=] { return limited_memory(limits); }), {});
        BOOST_TEST(r.words == "");
        return r.pairs;
    };
    auto const is_about = [](auto const& pairs, std::string_view words) {
        return std::ranges::any_of(pairs.unseen, [&](auto const& pair) { return pair.find(words) != std::string::npos; });
    };
    auto const one_cursor = pairs_of(ssot_test::limits{.one_cursor = true});
    BOOST_TEST(!is_about(one_cursor, "cursor"));
    BOOST_TEST(is_about(one_cursor, "another session"));
    BOOST_TEST(one_cursor.reachable < run_random(memory_source(), {.commands = 1}).pairs.reachable);
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_run)
{
    random_options const options{.seed = 7, .commands = 600};
    auto const           a = run_random(memory_source(), options);
    auto const           b = run_random(memory_source(), options);
    BOOST_TEST(a.pairs.unseen == b.pairs.unseen, boost::test_tools::per_element());
    auto const c = run_random(memory_source(), {.seed = 8, .commands = 600});
    BOOST_TEST((a.pairs.unseen != c.pairs.unseen));
}

// A scan with a condition does not see what its transaction wrote; the shortest list that still fails is short.
BOOST_AUTO_TEST_CASE(finds_what_is_wrong_in_a_state_and_shrinks_it)
{
    auto const  r        = run_random(wrong_in("sees.condition.read_write"), {.commands = 10'000});
    std::size_t commands = 0;
    for (auto at = r.words.find("{act::"); at != std::string::npos; at = r.words.find("{act::", at + 1))
        ++commands;
    BOOST_TEST(!r.words.empty());
    BOOST_TEST(commands >= 2U, r.words);
    BOOST_TEST(commands <= 12U, r.words);
}

BOOST_AUTO_TEST_CASE(the_report_has_the_pairs)
{
    std::ostringstream out;
    auto const         r        = ssot::conformance::examine(memory_source(), {.only = {"random."}, .commands = 200}, out);
    auto const         document = boost::json::parse(to_json(r)).as_object();
    BOOST_TEST(document.at("pairs_seen").to_number<std::size_t>() == r.pairs.seen);
    BOOST_TEST(document.at("pairs_reachable").to_number<std::size_t>() == r.pairs.reachable);
    BOOST_TEST(document.at("pairs_unseen").as_array().size() == r.pairs.unseen.size());
    BOOST_TEST(r.pairs.seen > 0U);
    BOOST_TEST(r.pairs.unseen.size() > 0U);
}

BOOST_AUTO_TEST_CASE(a_store_whose_transactions_nest_conforms)
{
    auto const r = run_random(
        ssot::conformance::make_source<ssot_test::nested_backend>(
            [] { return ssot_test::nested_backend(); }, [](ssot_test::nested_backend&& open) { return std::move(open); }),
        {.commands = 5'000});
    BOOST_TEST(r.words == "");
    BOOST_TEST(percent(r.pairs) > 60);
}

// ---- a backend with locks ----------------------------------------------------------------------------------------------

namespace {

/// Memory in which a write waits until nobody reads in a transaction.
class locking_memory {
    struct locks {
        std::mutex              guard{};
        std::condition_variable changed{};
        int                     readers = 0;
        int                     waited  = 0; ///< how often a write had to wait
    };

public:
    class session : public ssot::storage::memory::session_type {
        using base = ssot::storage::memory::session_type;

    public:
        session(base s, std::shared_ptr<locks> of) : base(std::move(s)), of_(std::move(of)) {}
        session(session&&) = default;
        session& operator=(session&& other)
        {
            close();
            base::operator=(std::move(other));
            of_    = std::move(other.of_);
            reads_ = std::exchange(other.reads_, false);
            return *this;
        }
        ~session() { close(); }

        ssot::result<std::size_t> insert(ssot::storage::record_batch rows) { return wait(), base::insert(rows); }
        ssot::result<std::size_t> insert_if_absent(ssot::storage::record_batch rows)
        {
            return wait(), base::insert_if_absent(rows);
        }
        ssot::result<std::size_t> update(ssot::storage::query const& q, std::span<ssot::storage::assignment const> set)
        {
            return wait(), base::update(q, set);
        }
        ssot::result<std::size_t> erase(ssot::storage::query const& q) { return wait(), base::erase(q); }
        ssot::result<void>        begin(ssot::storage::tx_options options)
        {
            auto out = base::begin(options);
            if (out && options.mode == ssot::storage::tx_mode::read_only) {
                std::scoped_lock const held(of_->guard);
                reads_ = true;
                ++of_->readers;
            }
            return out;
        }
        ssot::result<void> commit()
        {
            auto out = base::commit();
            end();
            return out;
        }
        void rollback() noexcept
        {
            base::rollback();
            end();
        }

    private:
        void close() noexcept
        {
            if (of_)
                end();
        }
        void wait()
        {
            std::unique_lock held(of_->guard);
            if (of_->readers - reads_ == 0)
                return;
            ++of_->waited;
            of_->changed.wait(held, [&] { return of_->readers - reads_ == 0; });
        }
        void end() noexcept
        {
            {
                std::scoped_lock const held(of_->guard);
                of_->readers -= reads_;
                reads_ = false;
            }
            of_->changed.notify_all();
        }

        std::shared_ptr<locks> of_;
        bool                   reads_ = false;
    };
    using session_type = session;

    ssot::storage::capabilities caps() const noexcept
    {
        auto out       = rows_.caps();
        out.makes_keys = false;
        return out;
    }
    ssot::result<std::uint32_t> prepare_schema(ssot::storage::schema_view schema, ssot::storage::schema_mode mode)
    {
        return rows_.prepare_schema(schema, mode);
    }
    ssot::result<session> open()
    {
        auto s = rows_.open();
        if (!s)
            return std::move(s).error();
        return session(std::move(*s), locks_);
    }
    int waited() const { return locks_->waited; }

private:
    ssot::storage::memory  rows_{};
    std::shared_ptr<locks> locks_ = std::make_shared<locks>();
};

} // namespace

BOOST_AUTO_TEST_CASE(a_write_may_wait_for_a_transaction_that_reads)
{
    auto const from = ssot::conformance::make_source<locking_memory>([] { return locking_memory(); });
    auto const r    = run_random(from, {.commands = 4'000});
    BOOST_TEST(r.words == "");
    BOOST_TEST(r.commands == 4'000U);
    std::size_t waits = 0;
    for (auto const& [situation, is_so] : *from.waits)
        waits += is_so ? 1 : 0;
    BOOST_TEST(waits >= 1U, "no write waited");
    BOOST_TEST(r.pairs.reachable < run_random(memory_source(), {.commands = 1}).pairs.reachable);
    BOOST_TEST(percent(r.pairs) > 60);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
