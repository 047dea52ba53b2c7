// SPDX-License-Identifier: BSL-1.0
#include <ssot/detail/sqlite/waiting.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(detail_sqlite)
BOOST_AUTO_TEST_SUITE(waiting)

namespace {

using namespace std::chrono_literals;
using ssot::storage::detail::sqlite::after;
using ssot::storage::detail::sqlite::call_marks;
using ssot::storage::detail::sqlite::deadline;
using ssot::storage::detail::sqlite::gate;

} // namespace

BOOST_AUTO_TEST_CASE(a_cancel_ends_the_call_that_runs_and_no_later_one)
{
    call_marks marks;
    BOOST_TEST(!marks.canceled());
    marks.cancel(); // nothing runs
    marks.begin();
    BOOST_TEST(!marks.canceled());
    marks.cancel();
    BOOST_TEST(marks.canceled());
    marks.end();
    BOOST_TEST(!marks.canceled());
    marks.begin();
    BOOST_TEST(!marks.canceled());
    marks.end();
}

BOOST_AUTO_TEST_CASE(who_waits_too_long_gives_up)
{
    gate       door;
    call_marks marks;
    BOOST_TEST((door.enter(deadline::max(), marks) == gate::outcome::entered));
    auto const begun = std::chrono::steady_clock::now();
    BOOST_TEST((door.enter(after(30ms), marks) == gate::outcome::late));
    BOOST_TEST((std::chrono::steady_clock::now() - begun >= 30ms));
    door.leave();
    BOOST_TEST((door.enter(after(30ms), marks) == gate::outcome::entered));
}

BOOST_AUTO_TEST_CASE(who_is_canceled_gives_up, *boost::unit_test::label("threads"))
{
    gate       door;
    call_marks inside;
    call_marks marks;
    BOOST_TEST((door.enter(deadline::max(), inside) == gate::outcome::entered));
    gate::outcome      came = gate::outcome::entered;
    std::jthread       other([&] {
        marks.begin();
        came = door.enter(deadline::max(), marks);
        marks.end();
    });
    std::jthread const canceling([&](std::stop_token const& stop) {
        while (!stop.stop_requested()) { // until the other has begun
            marks.cancel();
            door.wake();
            std::this_thread::sleep_for(1ms);
        }
    });
    other.join();
    BOOST_TEST((came == gate::outcome::canceled));
}

BOOST_AUTO_TEST_CASE(they_are_let_in_as_they_came, *boost::unit_test::label("threads"))
{
    gate             door;
    call_marks       mine;
    std::mutex       guard;
    std::vector<int> order;
    BOOST_TEST((door.enter(deadline::max(), mine) == gate::outcome::entered));
    {
        std::vector<std::jthread> others;
        for (int i = 0; i != 5; ++i) {
            others.emplace_back([&, i] {
                call_marks marks;
                if (door.enter(deadline::max(), marks) != gate::outcome::entered)
                    return;
                {
                    std::scoped_lock const held(guard);
                    order.push_back(i);
                }
                door.leave();
            });
            std::this_thread::sleep_for(50ms); // so that it waits before the next one comes
        }
        door.leave();
    }
    BOOST_TEST(order == (std::vector<int>{0, 1, 2, 3, 4}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
