// SPDX-License-Identifier: BSL-1.0
#include "support/program.hpp"

#include <benchmark/benchmark.h>
#include <malloc.h>

#include <climits>
#include <exception>
#include <iostream>
#include <vector>

namespace bench {
namespace {

/// Memory that is freed stays with the process, for all peers: else those that allocate most wait for the system.
void keep_memory()
{
    mallopt(M_MMAP_THRESHOLD, INT_MAX);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
}

bool take_flag(std::string_view argument, std::initializer_list<flag> flags)
{
    for (auto const& f : flags)
        if (argument == f.name) {
            *f.given = true;
            return true;
        }
    return false;
}

/// False for a mistake.
bool read_arguments(int count, char** arguments, std::initializer_list<flag> more, options& out)
{
    for (int i = 1; i != count; ++i) {
        std::string_view const argument = arguments[i];
        if (argument == "--out" && i + 1 != count)
            out.out = arguments[++i];
        else if (!take_flag(argument, {{"--check-only", &out.check_only}, {"--quick", &out.quick}}) &&
                 !take_flag(argument, more))
            return false;
    }
    return true;
}

} // namespace

int run_program(std::string_view name, int count, char** arguments, std::initializer_list<flag> more,
                std::function<bool(options const&)> const& work)
{
    options wanted{.program = std::string(name)};
    if (!read_arguments(count, arguments, more, wanted)) {
        std::cerr << name << ": allowed: --check-only, --quick, ";
        for (auto const& f : more)
            std::cerr << f.name << ", ";
        std::cerr << "--out FILE\n";
        return 2;
    }
    keep_memory();
    try {
        return work(wanted) ? 0 : 1;
    } catch (std::exception const& e) {
        std::cerr << name << ": " << e.what() << '\n';
        return 1;
    }
}

void start_benchmarks(options const& wanted, std::string const& seconds)
{
    std::vector<std::string> flags = {wanted.program,
                                      "--benchmark_enable_random_interleaving=true",
                                      wanted.quick ? "--benchmark_repetitions=3" : "--benchmark_repetitions=9",
                                      "--benchmark_min_time=" + (wanted.quick ? "0.01" : seconds)};
    if (!wanted.out.empty()) {
        flags.push_back("--benchmark_out=" + wanted.out);
        flags.emplace_back("--benchmark_out_format=json");
    }
    std::vector<char*> pointers;
    for (auto& f : flags)
        pointers.push_back(f.data());
    auto count = static_cast<int>(pointers.size());
    benchmark::Initialize(&count, pointers.data());
}

results run_benchmarks(options const& wanted, std::string_view long_time, std::string_view quick_time)
{
    std::cout << "Measuring, " << (wanted.quick ? quick_time : long_time) << std::endl;
    results found;
    benchmark::RunSpecifiedBenchmarks(&found);
    return found;
}

} // namespace bench
