// SPDX-License-Identifier: BSL-1.0
#include <ssot/recorder_options.hpp>

#include <ssot/detail/recorder/process.hpp>

#include <boost/test/unit_test.hpp>

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(recorder_options)

BOOST_AUTO_TEST_CASE(memory_of_this_process)
{
    auto const begin = ssot::resident_memory(true);
    if (!begin.now) // not Linux
        return;
    std::vector<char> const held(64U << 20U, 'x');
    auto const              end = ssot::resident_memory(false);
    BOOST_TEST(end.now.value() - *begin.now > 60 << 20);
    BOOST_TEST(end.peak.value() >= end.now.value());
    BOOST_TEST(held.back() == 'x');
}

BOOST_AUTO_TEST_CASE(processes)
{
    auto const self = ssot::this_process();
    BOOST_TEST(ssot::is_running(self));
    auto other = self;
    ++other.start_time;
    BOOST_TEST(!ssot::is_running(other));
    auto const child = ::fork();
    if (child == 0)
        ::_exit(0);
    BOOST_TEST_REQUIRE(child > 0);
    siginfo_t info{};
    BOOST_TEST_REQUIRE(::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT) == 0);
    BOOST_TEST(!ssot::detail::recording::start_time_of(child).has_value()); // a zombie does nothing any more
    ::waitpid(child, nullptr, 0);
    BOOST_TEST(!ssot::detail::recording::start_time_of(child).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
