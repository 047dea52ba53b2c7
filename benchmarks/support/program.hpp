// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_SUPPORT_PROGRAM_HPP
#define BENCH_SUPPORT_PROGRAM_HPP

// What every benchmark program does around its measurements. A whole one, for `./run bench X`:
//
//   int main(int count, char** arguments)
//   {
//       bool large = false; // --large, beside what every program takes
//       return bench::run_program("ssot_bench_x", count, arguments, {{"--large", &large}}, [&](bench::options const& wanted) {
//           if (!check())
//               return false; // the peers do not agree
//           if (wanted.check_only)
//               return true;
//           bench::start_benchmarks(wanted, "0.05");
//           ...                                              // benchmark::RegisterBenchmark(benchmark_name("insert", "ours"), ...)
//           auto const found = bench::run_benchmarks(wanted, "some minutes", "one minute");
//           ...                                              // support/report.hpp
//           return true;
//       });
//   }

#include "support/results.hpp"

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

namespace bench {

/// What every program takes: [--check-only] [--quick] [--out FILE].
struct options {
    std::string program{};          ///< its name
    bool        check_only = false; ///< only look whether the peers agree
    bool        quick      = false; ///< fewer and shorter repetitions
    std::string out{};              ///< the file for Google Benchmark's JSON; none when empty
};

/// One more argument that a program takes, without a value.
struct flag {
    std::string_view name;
    bool*            given;
};

/// Reads the arguments and does `work`, with memory that stays with the process. The exit code: 0; 1 when `work` says false, or
/// throws, which is told; 2 for a mistake in the arguments, after saying what is allowed.
int run_program(std::string_view name, int count, char** arguments, std::initializer_list<flag> more,
                std::function<bool(options const&)> const& work);

/// Begins the benchmarks: nine repetitions of `seconds` each at least, in random order. Quick: three of 10 ms.
void start_benchmarks(options const& wanted, std::string const& seconds);

/// Runs those that are registered, after telling how long that takes.
results run_benchmarks(options const& wanted, std::string_view long_time, std::string_view quick_time);

} // namespace bench

#endif // BENCH_SUPPORT_PROGRAM_HPP
