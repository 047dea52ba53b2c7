// SPDX-License-Identifier: BSL-1.0
// Measures JSON against other libraries. `./run bench json` builds and runs it; docs/design/0005-json-speed.md says how to read
// what it prints.
//
//   ssot_bench_json [--check-only] [--quick] [--out FILE]
//
// Exit code 1 when a peer does not read or write what it was given, 2 for a mistake in the arguments.

#include "data.hpp"
#include "heap.hpp"
#include "peer.hpp"
#include "report.hpp"
#include "results.hpp"

#include <benchmark/benchmark.h>
#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdio>
#include <exception>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace bench {
namespace {

constexpr std::size_t records = 100'000;

struct options {
    bool        check_only = false;
    bool        quick      = false;
    std::string out{};
};

/// False for a mistake.
bool parse_arguments(int count, char** arguments, options& out)
{
    for (int i = 1; i != count; ++i) {
        std::string_view const argument = arguments[i];
        if (argument == "--check-only")
            out.check_only = true;
        else if (argument == "--quick")
            out.quick = true;
        else if (argument == "--out" && i + 1 != count)
            out.out = arguments[++i];
        else
            return false;
    }
    return true;
}

/// Memory that is freed stays with the process, for all peers: else those that allocate most wait for the system.
void keep_memory()
{
    mallopt(M_MMAP_THRESHOLD, INT_MAX);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
}

/// simdjson is built for processors with AVX2.
bool can_run_simdjson()
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") != 0;
#else
    return true;
#endif
}

std::vector<peer> all_peers(data const& original)
{
    std::vector<peer> out;
    for (auto* const make : {ours_raw,
                             ours_default,
                             ours_memory,
                             boost_obvious_peer,
                             boost_tuned_peer,
                             boost_memory_peer,
                             nlohmann_peer,
                             rapidjson_peer})
        out.push_back(make(original));
    if (can_run_simdjson())
        out.push_back(simdjson_peer(original));
    else
        std::cout << "Without simdjson: this processor has no AVX2" << std::endl;
    return out;
}

bool compare(data const& original, std::vector<peer> const& peers)
{
    checker found(original);
    for (auto const& p : peers)
        p.check(found);
    std::cout << found.comparisons() << " comparisons, " << found.differences() << " differences" << std::endl;
    return found.differences() == 0;
}

/// Whether all peers agree. In a process of its own, so that the heap is as new when time is measured.
bool check(data const& original, std::vector<peer> const& peers)
{
    auto const child = fork();
    if (child < 0)
        throw std::system_error(errno, std::generic_category(), "fork");
    if (child == 0) {
        bool agree = false;
        try {
            agree = compare(original, peers);
        } catch (std::exception const& e) {
            std::cerr << "ssot_bench_json: " << e.what() << std::endl;
        }
        _exit(agree ? 0 : 1);
    }
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
void measure(data const& original, std::vector<peer> const& peers, options const& wanted)
{
    std::vector<std::string> flags = {"ssot_bench_json",
                                      "--benchmark_enable_random_interleaving=true",
                                      wanted.quick ? "--benchmark_repetitions=3" : "--benchmark_repetitions=9",
                                      wanted.quick ? "--benchmark_min_time=0.01" : "--benchmark_min_time=0.1"};
    if (!wanted.out.empty()) {
        flags.push_back("--benchmark_out=" + wanted.out);
        flags.emplace_back("--benchmark_out_format=json");
    }
    std::vector<char*> pointers;
    for (auto& flag : flags)
        pointers.push_back(flag.data());
    auto count = static_cast<int>(pointers.size());
    benchmark::Initialize(&count, pointers.data());

    auto const heap = measure_heap(original);
    benchmark::AddCustomContext("heap_of_a_diff_raw_json", std::to_string(heap.raw));
    benchmark::AddCustomContext("heap_of_a_diff_boost_json_value", std::to_string(heap.dom));
    for (auto const& p : peers)
        p.measure();
    std::cout << (wanted.quick ? "Measuring, about one minute" : "Measuring, some minutes") << std::endl;
    results found;
    benchmark::RunSpecifiedBenchmarks(&found);
    print_medians(found, records);
    print_goals(found, heap);
}

int run(options const& wanted)
{
    keep_memory();
    auto const original = std::make_unique<data>(records);
    std::cout << records << " log entries, " << original->text.lines.size() / records << " bytes each; a sync of "
              << original->sync_text.size() << " bytes" << std::endl;
    auto const peers = all_peers(*original);
    if (!check(*original, peers))
        return 1;
    if (!wanted.check_only)
        measure(*original, peers, wanted);
    return 0;
}

} // namespace
} // namespace bench

int main(int count, char** arguments)
{
    bench::options wanted;
    if (!bench::parse_arguments(count, arguments, wanted)) {
        std::cerr << "ssot_bench_json: allowed: --check-only, --quick, --out FILE\n";
        return 2;
    }
    try {
        return bench::run(wanted);
    } catch (std::exception const& e) {
        std::cerr << "ssot_bench_json: " << e.what() << '\n';
        return 1;
    }
}
