// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/behaviour.hpp>

#include <ssot/storage/capability.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/testing/source.hpp>
#include <ssot/testing/trial.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace {

using ssot::conformance::behaviour;
using ssot::conformance::declares;
using ssot::conformance::need;
using ssot::conformance::outcome;
using ssot::conformance::trial;
using ssot::conformance::verdict;

/// Judges memory that declares less than it can by one behaviour.
verdict judged_alone(need needs, void (*judge)(trial&), void (*change)(ssot::storage::capabilities&) = nullptr)
{
    struct modest : ssot::storage::memory {
        explicit modest(void (*f)(ssot::storage::capabilities&)) : change(f) {}
        ssot::storage::capabilities caps() const noexcept
        {
            auto out = memory::caps();
            if (change)
                change(out);
            return out;
        }
        void (*change)(ssot::storage::capabilities&);
    };
    auto const      from = ssot::conformance::make_source<modest>([change] { return modest(change); });
    behaviour const b{"made.up", "a promise", needs, 3, judge};
    return ssot::conformance::judge(b, from, 1);
}

void check_something(trial& t) { t.expect(true, "true"); }

/// A session that throws what a backend may not.
class throwing_memory : public ssot::storage::memory {
public:
    class session : public ssot::storage::memory_session {
    public:
        explicit session(ssot::storage::memory_session inner) : memory_session(std::move(inner)) {}
        ssot::result<std::size_t> update(ssot::storage::query const&, std::span<ssot::storage::assignment const>)
        {
            throw std::runtime_error("the engine is gone");
        }
    };
    using session_type = session;

    ssot::result<session> open() { return session(memory::open().value()); }
};

std::string words_of(void (*judge)(ssot::conformance::trial&))
{
    auto const from = ssot::conformance::make_source<throwing_memory>([] { return throwing_memory(); });
    ssot::conformance::behaviour const b{"made.up", "", ssot::conformance::need::nothing, 3, judge};
    auto const                         v = ssot::conformance::judge(b, from, 1);
    BOOST_TEST((v.how == outcome::failed));
    return v.words;
}

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(a_behaviour)

BOOST_AUTO_TEST_CASE(behaviours_have_permanent_names)
{
    auto const            all = ssot::conformance::behaviours();
    std::set<std::string> names;
    std::size_t           by_hand = 0;
    for (auto const& b : all) {
        BOOST_TEST(names.emplace(b.name).second, b.name);
        BOOST_TEST(!b.promise.empty(), b.name);
        BOOST_TEST(!ssot::conformance::sentence(b.sentence).empty(), b.name);
        by_hand += b.about.clause.empty() ? 1 : 0;
        BOOST_TEST(b.name.starts_with(b.about.clause), b.name);
    }
    BOOST_TEST(by_hand == 130U); // all others come from the table
    for (auto const name : {"value.text_1MiB",
                            "insert.batch_0_1_max_max+1",
                            "foreign_key.when_declared",
                            "q.in_0_1_1000_100000",
                            "delete.100k_children",
                            "thread.8_writers_8_readers",
                            "schema.migrate_from_each_version",
                            "close.reopen_equal",
                            "order.desc.via.real",
                            "where.not.then.json",
                            "page.after.own.uuid",
                            "write.update.text",
                            "cursor.own_erase.order",
                            "schema.type.choice"})
        BOOST_TEST(names.contains(name), name);
}

BOOST_AUTO_TEST_CASE(a_verdict_says_how_it_ended)
{
    BOOST_TEST((judged_alone(need::nothing, check_something).how == outcome::passed));
    auto const wrong = judged_alone(need::nothing, [](trial& t) { t.equal(1, 2, "a number"); });
    BOOST_TEST((wrong.how == outcome::failed));
    BOOST_TEST(wrong.words.starts_with("a number: expected 2, came 1. Sentence 3: "), wrong.words);
    BOOST_TEST(judged_alone(need::nothing, [](trial&) {}).words == "the behaviour checked nothing");
    BOOST_TEST((judged_alone(need::nothing, nullptr).how == outcome::not_covered));
    auto const small = judged_alone(need::nothing, [](trial&) { throw ssot::conformance::not_applicable("too small"); });
    BOOST_TEST((small.how == outcome::skipped));
    BOOST_TEST(small.words == "too small");
}

BOOST_AUTO_TEST_CASE(what_is_not_declared_is_skipped_or_tried)
{
    auto const without = [](ssot::storage::capabilities& caps) { caps.savepoints = caps.concurrent_sessions = false; };
    BOOST_TEST((judged_alone(need::savepoints, check_something).how == outcome::passed));
    BOOST_TEST((judged_alone(need::savepoints, check_something, without).how == outcome::passed_though_absent));
    auto const fails = [](trial& t) { t.expect(false, "false"); };
    BOOST_TEST((judged_alone(need::savepoints, fails, without).how == outcome::skipped), "it is not declared");
    BOOST_TEST((judged_alone(need::sessions, check_something, without).how == outcome::skipped), "it may pass by chance");
    BOOST_TEST((judged_alone(need::reopening, check_something).how == outcome::skipped), "nothing reopens it");
}

BOOST_AUTO_TEST_CASE(needs_are_declared_by_capabilities)
{
    ssot::storage::capabilities caps;
    BOOST_TEST(declares(caps, need::nothing));
    for (auto const n : {need::transactions,
                         need::sessions,
                         need::isolation,
                         need::serializable,
                         need::savepoints,
                         need::made_keys,
                         need::aggregate,
                         need::cancel,
                         need::ddl})
        BOOST_TEST(!declares(caps, n), to_string(n));
    caps.transactions = caps.savepoints = true;
    BOOST_TEST(declares(caps, need::savepoints));
    BOOST_TEST(!declares(caps, need::isolation));
    caps.concurrent_sessions = true;
    BOOST_TEST(declares(caps, need::isolation));
    BOOST_TEST(!declares(caps, need::serializable));
    caps.strongest = ssot::storage::isolation::serializable;
    BOOST_TEST(declares(caps, need::serializable));
    caps.transactions = false;
    BOOST_TEST(!declares(caps, need::savepoints), "they are parts of transactions");
    BOOST_TEST(ssot::conformance::may_be_tried(caps, need::savepoints));
    BOOST_TEST(!ssot::conformance::may_be_tried(caps, need::isolation));
}

BOOST_AUTO_TEST_CASE(sentences_have_numbers)
{
    BOOST_TEST(ssot::conformance::sentence(12).starts_with("rollback "));
    BOOST_TEST(ssot::conformance::sentence(-1).empty());
    BOOST_TEST(ssot::conformance::sentence(15).empty());
    BOOST_TEST(to_string(outcome::passed_though_absent) == "passes though declared absent");
}

BOOST_AUTO_TEST_CASE(an_exception_of_the_kit_is_not_blamed_on_the_backend)
{
    auto const of_kit = words_of([](ssot::conformance::trial&) { throw std::out_of_range("vector::at"); });
    BOOST_TEST(of_kit.find("the kit itself failed") != std::string::npos, of_kit);
    BOOST_TEST(of_kit.find("Sentence") == std::string::npos, of_kit);
    auto const of_backend = words_of([](ssot::conformance::trial& t) {
        ssot::storage::query const q{};
        static_cast<void>(t.open().update(q, {}));
    });
    BOOST_TEST(of_backend.find("an exception came out of the backend: the engine is gone") != std::string::npos, of_backend);
    BOOST_TEST(of_backend.find("Sentence 13") != std::string::npos, of_backend);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
