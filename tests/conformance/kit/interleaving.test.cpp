// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/kit/interleaving.hpp>

#include <ssot/error.hpp>
#include <ssot/testing/kit/session_calls.hpp>

#include "conformance/kit/in_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace kit = ssot::conformance::detail;
using ssot_test::memory_trial;

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(interleaving)

BOOST_AUTO_TEST_CASE(scripts_run_in_every_order_that_keeps_theirs)
{
    memory_trial          on;
    kit::stage            stage(on.t, 2);
    std::mutex            lock; // on a loaded machine a step may count as one that waits, and then two run at once
    std::string           order;
    std::set<std::string> orders;
    auto const            step = [&](char name) {
        return [&, name](kit::player&) {
            std::scoped_lock const guard(lock);
            order += name;
        };
    };

    std::vector<kit::stage::step> const scripts[] = {{step('a'), step('b')}, {step('x'), step('y')}};
    std::set<std::string> const         all{"abxy", "axby", "axyb", "xaby", "xayb", "xyab"};
    for (int rounds = 0; rounds != 20 && orders != all; ++rounds) {
        auto const n = kit::every_interleaving(stage, scripts, [&] { order.clear(); }, [&] { orders.insert(order); });
        BOOST_TEST(n == 6U);
    }
    BOOST_TEST((orders == all));
}

BOOST_AUTO_TEST_CASE(a_step_that_fails_fails_the_test)
{
    memory_trial on;
    kit::stage   stage(on.t, 1);
    BOOST_CHECK_THROW(stage.run(0, [](kit::player&) { throw ssot::conformance::failed_check("wrong"); }),
                      ssot::conformance::failed_check);
    BOOST_TEST(stage.tell(0, [](kit::player&) {}), "and the session goes on");
}

BOOST_AUTO_TEST_CASE(open_transactions_are_rolled_back_at_the_end)
{
    memory_trial on;
    {
        kit::stage stage(on.t, 1);
        stage.run(0, [&](kit::player& p) {
            on.t.ok(p.begin(), "begin");
            on.t.expect(p.in_transaction(), "a player that begun a transaction is in it");
            kit::insert_rows<ssot::conformance::specimen>(on.t, p.session, {kit::make_specimen(1)});
        });
    }
    auto s = on.t.open();
    BOOST_TEST(!kit::number_of(on.t, s, 1).has_value());
}

BOOST_AUTO_TEST_CASE(giving_way_is_one_of_some_errors)
{
    BOOST_TEST(kit::gave_way({ssot::errc::serialization, ""}));
    BOOST_TEST(kit::gave_way({ssot::errc::timeout, ""}));
    BOOST_TEST(!kit::gave_way({ssot::errc::io, ""}));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
