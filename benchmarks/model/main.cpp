// SPDX-License-Identifier: BSL-1.0
// Measures what stands on models, validation, differences and the recorder, against the same by hand. `./run bench model` builds
// and runs it.
//
//   ssot_bench_model [--check-only] [--quick] [--out FILE]
//
// Exit code 1 when ours and by hand do not agree, or valid entries cost memory; 2 for a mistake in the arguments.

#include <ssot/diff.hpp>
#include <ssot/json/text.hpp>
#include <ssot/validate.hpp>

#include "diff_by_hand.hpp"
#include "goals.hpp"
#include "inventory.hpp"
#include "log.hpp"
#include "memory/data.hpp"
#include "support/counted_new.hpp"
#include "support/program.hpp"
#include "support/report.hpp"
#include "validate.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bench {
namespace {

namespace diff = ssot::diff;

constexpr std::size_t validated = 1'000'000;
constexpr std::size_t objects   = 100'000;

// Validation.

std::size_t count_valid(std::span<entry const> entries)
{
    std::size_t out = 0;
    for (auto const& e : entries)
        out += ssot::validate(e).empty();
    return out;
}

std::size_t count_valid_by_hand(std::span<entry const> entries)
{
    std::size_t out = 0;
    for (auto const& e : entries)
        out += valid_by_hand(e);
    return out;
}

/// Both find the same faults, one in each entry.
bool check_faults(entry const& good)
{
    std::vector<entry> bad(11, good);
    bad[0].sync               = {};
    bad[1].timestamp          = ssot::max_timestamp + ssot::duration(1);
    bad[2].action             = static_cast<action>(9);
    bad[3].status             = static_cast<status>(9);
    bad[4].diff               = ssot::raw_json();
    bad[5].synced_object_type = ssot::key_to<ssot::basic_content_type<ssot::raw_types>, std::int64_t>{0};
    bad[6].message            = std::string("a\0b", 3);
    bad[7].message            = "long enough for several words \xff";
    bad[8].object_repr        = "\xed\xa0\x80";
    bad[9].object_repr        = std::string(9, 'x') + '\0' + std::string(9, 'x');
    bad[10].message           = "\xf0\x9f\x98";
    bool out                  = true;
    for (auto const& e : bad)
        out &= complain(!valid_by_hand(e), "by hand, a fault is not found") &&
            complain(!ssot::validate(e).empty(), "ours does not find a fault: " + ssot::to_json(e.id));
    return out;
}

bool check_validation(std::vector<entry> const& entries)
{
    count_heap();
    auto const ours = count_valid(entries);
    auto const heap = counted_allocations();
    return complain(ours == entries.size() && count_valid_by_hand(entries) == ours, "not all entries are valid") &&
        complain(heap == 0, "validation of valid entries takes memory") && check_faults(entries.front());
}

// Differences.

auto const hosts = diff::by<&host::name>("host");

template<class Types, bool Sorted>
auto compute(inventories const& from)
{
    return diff::compute<Types>(
               from.source, from.target, hosts, {.order = Sorted ? diff::key_order::bytes : diff::key_order::source})
        .value();
}

template<bool Sorted>
bool check_diff(inventories const& from)
{
    auto const  ours = compute<ssot::default_types, Sorted>(from);
    auto const  hand = diff_by_hand<Sorted>(from.source, from.target);
    auto const  text = compute<ssot::raw_types, Sorted>(from);
    bool const  same = std::ranges::equal(ours.changes, hand.changes, [](auto const& a, auto const& b) {
        return a.action == b.what && a.unique_id == b.name && a.diff == b.diff;
    });
    auto const& s    = ours.summary;
    bool const  sum  = hand.counts == std::array{s.unchanged, s.created, s.updated, s.deleted};
    std::string written;
    ssot::to_json(hand.diff, written).value();
    return complain(ours.diff == hand.diff && written == text.diff.text(), "the diffs differ") &&
        complain(same && sum, "the changes differ");
}

// All of it.

template<class Work>
auto* add(std::string_view work, std::string_view peer, Work run)
{
    return benchmark::RegisterBenchmark(benchmark_name(work, peer).c_str(),
                                        [run](benchmark::State& state) {
                                            for (auto _ : state)
                                                benchmark::DoNotOptimize(run());
                                        })
        ->Unit(benchmark::kMillisecond);
}

template<bool Sorted>
void add_diff(std::string_view work, inventories const& from)
{
    add(work, "ours", [&from] { return compute<ssot::default_types, Sorted>(from); });
    add(work, "by_hand", [&from] { return diff_by_hand<Sorted>(from.source, from.target); });
}

void report(results const& found)
{
    constexpr std::string_view works[] = {"validate", "diff", "diff_in_order", "diff_as_text", "log"};
    constexpr std::string_view peers[] = {"ours", "by_hand", "recorder", "store_insert"};
    std::printf("\nMedian CPU time in ns for an entry or object:\n");
    print_medians(found, works, peers, [](std::string_view work) {
        return static_cast<double>(work == "validate" ? validated : work == "log" ? batch : objects);
    });
    goal_table const table{goal_table::share_of_time, 2};
    table.print_head();
    table.print(found, goals);
}

bool run(options const& wanted)
{
    data const        from(1'000, validated);
    auto const        some = std::vector(from.entries.begin(), from.entries.begin() + batch);
    inventories const both(objects);
    bool const good = check_validation(from.entries) && check_diff<true>(both) && check_diff<false>(both) && check_log(some);
    std::cout << (good ? "ours and by hand agree" : "ours and by hand do NOT agree") << std::endl;
    if (!good || wanted.check_only)
        return good;

    start_benchmarks(wanted, "0.05");
    add("validate", "ours", [&from] { return count_valid(from.entries); });
    add("validate", "by_hand", [&from] { return count_valid_by_hand(from.entries); });
    add_diff<true>("diff", both);
    add_diff<false>("diff_in_order", both);
    add("diff_as_text", "ours", [&both] { return compute<ssot::raw_types, true>(both); });
    add("diff_as_text", "by_hand", [&both] { return diff_by_hand<true>(both.source, both.target); });
    add_log("recorder", some, [](log_target& t) { t.record(); });
    add_log("store_insert", some, [](log_target& t) { t.insert(); });
    report(run_benchmarks(wanted, "about a minute", "some seconds"));
    return true;
}

} // namespace
} // namespace bench

int main(int count, char** arguments) { return bench::run_program("ssot_bench_model", count, arguments, {}, bench::run); }
