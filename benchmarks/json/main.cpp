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
#include "support/program.hpp"

#include <benchmark/benchmark.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
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
    start_benchmarks(wanted, "0.1");
    auto const heap = measure_heap(original);
    benchmark::AddCustomContext("heap_of_a_diff_raw_json", std::to_string(heap.raw));
    benchmark::AddCustomContext("heap_of_a_diff_boost_json_value", std::to_string(heap.dom));
    for (auto const& p : peers)
        p.measure();
    auto const found = run_benchmarks(wanted, "some minutes", "about one minute");
    print_times(found, records);
    print_goals(found, heap);
}

/// False when the peers do not agree.
bool run(options const& wanted)
{
    auto const original = std::make_unique<data>(records);
    std::cout << records << " log entries, " << original->text.lines.size() / records << " bytes each; a sync of "
              << original->sync_text.size() << " bytes" << std::endl;
    auto const peers = all_peers(*original);
    if (!check(*original, peers))
        return false;
    if (!wanted.check_only)
        measure(*original, peers, wanted);
    return true;
}

} // namespace
} // namespace bench

int main(int count, char** arguments) { return bench::run_program("ssot_bench_json", count, arguments, {}, bench::run); }
