// SPDX-License-Identifier: BSL-1.0
// Measures how the cost of work grows with what it is done to. `./run bench growth` builds and runs it.
//
//   ssot_bench_growth [--quick] [--only TEXT]
//
// Each work is done to n, 2n, 4n and 8n things. Exit code 1 when the time of any grows faster than n to the 1.25, which n log n
// does not, or to the 1.5 where a remark says that a cache explains more, or when work that must give back memory does not; 2 for a
// mistake in the arguments.
//
// `bytes` is what stays for each thing after the work, beyond what was there before it, and `peak` the most that was in use meanwhile,
// beyond what was there before it, divided by the data: see memory_use.hpp.

#include "growth/memory_use.hpp"
#include "growth/works.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <exception>
#include <string_view>

namespace bench {
namespace {

constexpr double goal        = 1.25;
constexpr double cached_goal = 1.5; // of work whose remark says that a cache explains more

double thread_seconds()
{
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// The best of some runs.
double seconds_of(growing_work const& work, std::size_t n, int runs)
{
    double best = 0;
    for (int i = 0; i != runs; ++i) {
        auto const run   = work.prepare(n);
        auto const begun = thread_seconds();
        run();
        auto const took = thread_seconds() - begun;
        best            = i == 0 ? took : std::min(best, took);
    }
    return best;
}

/// The exponent of a straight line through the times, both on logarithmic scales.
double exponent_of(std::array<double, 4> const& seconds)
{
    double sum = 0; // x is -1.5, -0.5, 0.5, 1.5 doublings
    for (std::size_t i = 0; i != seconds.size(); ++i)
        sum += (static_cast<double>(i) - 1.5) * std::log2(std::max(seconds[i], 1e-7));
    return sum / 5;
}

bool measure(growing_work const& work, int runs)
{
    std::array<double, 4> seconds{};
    for (std::size_t i = 0; i != seconds.size(); ++i)
        seconds[i] = seconds_of(work, work.n << i, runs);
    auto const exponent = exponent_of(seconds);
    auto const memory   = memory_of(work, work.n);
    bool const met = exponent <= (work.remark.empty() ? goal : cached_goal) && (!work.gives_back || memory.gives_back());
    std::printf("%-40.*s %8zu %9.2f %9.2f %9.2f %9.2f %9.0f %6.2f %6.2f  %s%s%.*s\n",
                static_cast<int>(work.name.size()),
                work.name.data(),
                work.n,
                seconds[0] * 1e3,
                seconds[1] * 1e3,
                seconds[2] * 1e3,
                seconds[3] * 1e3,
                memory.stays / static_cast<double>(work.n),
                memory.peak_share(),
                exponent,
                met ? "met" : "NOT MET",
                work.remark.empty() ? "" : ": ",
                static_cast<int>(work.remark.size()),
                work.remark.data());
    std::fflush(stdout);
    return met;
}

int run(int count, char** arguments)
{
    int              runs = 3;
    std::string_view only;
    for (int i = 1; i < count; ++i) {
        std::string_view const argument = arguments[i];
        if (argument == "--quick") {
            runs = 1;
        } else if (argument == "--only" && i + 1 < count) {
            only = arguments[++i];
        } else {
            std::fprintf(stderr, "ssot_bench_growth: does not know '%s'; allowed: --quick, --only TEXT\n", arguments[i]);
            return 2;
        }
    }
    std::printf("%-40s %8s %9s %9s %9s %9s %9s %6s %6s  goal %.2f\n",
                "work",
                "n",
                "n, ms",
                "2n",
                "4n",
                "8n",
                "bytes",
                "peak",
                "grows",
                goal);
    bool met = true;
    for (auto const& work : all_works())
        if (work.name.find(only) != std::string_view::npos)
            met &= measure(work, runs);
    return met ? 0 : 1;
}

} // namespace
} // namespace bench

int main(int count, char** arguments)
{
    try {
        return bench::run(count, arguments);
    } catch (std::exception const& e) {
        std::fprintf(stderr, "ssot_bench_growth: %s\n", e.what());
        return 1;
    }
}
