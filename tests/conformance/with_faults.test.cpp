// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/with_faults.hpp>

#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using ssot::errc;
using ssot::conformance::fault_plan;
using ssot::conformance::with_faults;
using ssot::storage::memory;

static_assert(ssot::storage::storage_backend<with_faults<memory>>);
static_assert(ssot::storage::storage_backend<with_faults<with_faults<memory>>>);

struct faulty_store {
    memory              rows{};
    fault_plan          plan{};
    with_faults<memory> backend{rows, plan};
    ssot::store         store{backend};
};

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(faults)

BOOST_AUTO_TEST_CASE(nothing_fails_that_was_not_armed)
{
    faulty_store f;
    BOOST_TEST(f.store.insert(ssot::secrets_group{.name = "a"}).has_value());
    BOOST_TEST(!f.plan.fired());
}

BOOST_AUTO_TEST_CASE(one_call_fails_with_the_error_asked_for_and_the_next_goes_well)
{
    faulty_store f;
    f.plan.arm(0, errc::no_space);
    auto const r = f.store.insert(ssot::secrets_group{.name = "a"});
    BOOST_TEST_REQUIRE(r.has_error());
    BOOST_TEST((r.error().code() == errc::no_space));
    BOOST_TEST(f.plan.fired());
    BOOST_TEST(f.store.count<ssot::secrets_group>().value() == 0U);
    BOOST_TEST(f.store.insert(ssot::secrets_group{.name = "a"}).has_value());
}

BOOST_AUTO_TEST_CASE(every_call_counts_and_some_call_is_the_last)
{
    std::size_t n = 0;
    for (;; ++n) {
        faulty_store f;
        f.plan.arm(n);
        auto const r = f.store.insert(ssot::secrets_group{.name = "a"});
        BOOST_TEST(r.has_value() == !f.plan.fired());
        if (!f.plan.fired())
            break;
        BOOST_TEST_REQUIRE(n < 100U);
    }
    BOOST_TEST(n >= 3U, "begin, insert and commit, at least");
}

BOOST_AUTO_TEST_CASE(memory_that_runs_out_is_an_error)
{
    faulty_store f;
    f.plan.arm(1, errc::io, true);
    auto const r = f.store.insert(ssot::secrets_group{.name = "a"});
    BOOST_TEST_REQUIRE(r.has_error());
    BOOST_TEST((r.error().code() == errc::out_of_memory));
    f.plan.disarm();
    BOOST_TEST(f.store.count<ssot::secrets_group>().value() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
