// SPDX-License-Identifier: BSL-1.0
// The works of `./run bench growth`, judged by counted steps instead of time: the test `growth`.
//
//   ssot_growth_test [TEXT]          only the works whose name holds this
//
// Each work is done to n and 4n things, n being a few times smaller than where time is measured. Exit code 1 when any of the counts of
// steps.hpp grows faster than n to the 1.25, which n log n does not, or when work that is quadratic on purpose is not seen to be.

#include "growth/memory_use.hpp"
#include "growth/steep.hpp"
#include "growth/steps.hpp"
#include "growth/works.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>

namespace growth {
namespace {

constexpr double      goal    = 1.25;
constexpr std::size_t smaller = 16; // than in the benchmark
constexpr double      trifle  = 64; // below this, a count is a matter of single steps

steps steps_of(bench::growing_work const& work, std::size_t n)
{
    auto const run = work.prepare(n);
    count_steps();
    run();
    return counted_steps();
}

using exponents = std::array<double, step_names.size()>;

/// The exponent of each count between n and 4n things, and a line about them.
exponents measure(bench::growing_work const& work, std::size_t n)
{
    steps_of(work, 100); // what is made once in a program
    auto const few  = steps_of(work, n);
    auto const many = steps_of(work, 4 * n);
    std::printf("%-40.*s %7zu", static_cast<int>(work.name.size()), work.name.data(), n);
    exponents out{};
    for (std::size_t i = 0; i != out.size(); ++i) {
        auto const from = std::max(static_cast<double>(few[i]), trifle);
        auto const to   = std::max(static_cast<double>(many[i]), trifle);
        out[i]          = std::log2(to / from) / 2;
        std::printf(" %12.0f %5.2f", static_cast<double>(many[i]), out[i]);
    }
    std::printf("\n");
    return out;
}

void print_head()
{
    std::printf("%-40s %7s", "work", "n");
    for (auto const name : step_names)
        std::printf(" %12.*s grows", static_cast<int>(name.size()), name.data());
    std::printf("  the counts are of 4n, the goal is %.2f\n", goal);
}

bool all_works_are_flat_enough(std::string_view only)
{
    bool good = true;
    for (auto const& work : bench::all_works()) {
        if (work.name.find(only) == std::string_view::npos)
            continue;
        auto const grows = measure(work, work.n / smaller);
        for (std::size_t i = 0; i != grows.size(); ++i)
            if (grows[i] > goal) {
                good = false;
                std::printf("FAILED: %.*s: %.*s grow as n to the %.2f\n",
                            static_cast<int>(work.name.size()),
                            work.name.data(),
                            static_cast<int>(step_names[i].size()),
                            step_names[i].data(),
                            grows[i]);
            }
    }
    return good;
}

/// Works that leave only dead versions and rows behind give their memory back.
bool memory_is_given_back(std::string_view only)
{
    bool good = true;
    for (auto const& work : bench::all_works()) {
        if (!work.gives_back || work.name.find(only) == std::string_view::npos)
            continue;
        auto const memory = bench::memory_of(work, work.n);
        std::printf("%-40.*s %7zu data %9.0f bytes, peak %5.2f times as much, stays %5.2f\n",
                    static_cast<int>(work.name.size()),
                    work.name.data(),
                    work.n,
                    memory.data(),
                    memory.peak_share(),
                    memory.stays / memory.ready);
        if (!memory.gives_back()) {
            good = false;
            std::printf(
                "FAILED: %.*s does not give its memory back\n", static_cast<int>(work.name.size()), work.name.data());
        }
    }
    return good;
}

bool steep_works_are_seen(std::string_view only)
{
    bool good = true;
    for (auto const& [work, shown_by] : steep_works())
        if (work.name.find(only) != std::string_view::npos && measure(work, work.n)[shown_by] <= goal) {
            good = false;
            std::printf("FAILED: %.*s is quadratic, which %.*s do not show\n",
                        static_cast<int>(work.name.size()),
                        work.name.data(),
                        static_cast<int>(step_names[shown_by].size()),
                        step_names[shown_by].data());
        }
    return good;
}

} // namespace
} // namespace growth

int main(int count, char** arguments)
{
    try {
        std::string_view const only = count > 1 ? arguments[1] : "";
        growth::print_head();
        bool const flat = growth::all_works_are_flat_enough(only);
        bool const back = growth::memory_is_given_back(only);
        bool const seen = growth::steep_works_are_seen(only);
        return flat && back && seen ? 0 : 1;
    } catch (std::exception const& e) {
        std::fprintf(stderr, "ssot_growth_test: %s\n", e.what());
        return 1;
    }
}
