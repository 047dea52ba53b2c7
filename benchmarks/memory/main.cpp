// SPDX-License-Identifier: BSL-1.0
// Measures the memory backend against a vector, Boost.MultiIndex and SQLite. `./run bench memory` builds and runs it.
//
//   ssot_bench_memory [--check-only] [--quick] [--large] [--out FILE]
//
// --large measures 10 million entries, too. Exit code 1 when the peers do not agree, 2 for a mistake in the arguments.

#include <ssot/json/text.hpp>

#include "data.hpp"
#include "goals.hpp"
#include "multi_index.hpp"
#include "ours.hpp"
#include "readers.hpp"
#include "report.hpp"
#include "sqlite.hpp"
#include "support/counted_new.hpp"
#include "support/program.hpp"
#include "vector.hpp"

#include <benchmark/benchmark.h>
#include <malloc.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bench {
namespace {

constexpr std::size_t syncs = 1'000;

template<class Peer>
std::unique_ptr<Peer> make(data const& from)
{
    if constexpr (std::is_same_v<Peer, store_peer>)
        return std::make_unique<Peer>(from.syncs);
    else
        return std::make_unique<Peer>();
}

/// What a peer answers, by question, in a form that can be compared.
template<class Peer>
std::map<std::string, std::string> answers(data const& from)
{
    std::map<std::string, std::string> out;
    auto                               peer = make<Peer>(from);
    peer->insert(from.entries);
    auto const text = [](auto const& entries) {
        std::string told;
        for (entry const& e : entries)
            told += ssot::to_json(e);
        return told;
    };
    for (std::size_t i = 0; i < from.entries.size(); i += 997)
        out["get " + std::to_string(i)] = text(std::vector{peer->get(from.entries[i].id)});
    for (std::size_t i = 0; i < from.syncs.size(); i += 37)
        out["failures " + std::to_string(i)] = text(peer->failures(from.syncs[i].id, 50));
    if constexpr (requires { peer->counts(from.syncs); })
        for (auto const& counts : peer->counts(from.syncs))
            for (auto const n : counts)
                out["counts"] += std::to_string(n) + ' ';
    if constexpr (requires { peer->decode([](entry const&) {}); }) {
        std::vector<std::string> rows;
        peer->decode([&](entry const& e) { rows.push_back(ssot::to_json(e)); });
        std::ranges::sort(rows);
        for (auto const& row : rows)
            out["decode"] += row;
    }
    if constexpr (requires { peer->stream([](entry const&) {}); }) {
        std::vector<entry> rows;
        peer->stream([&](entry const& e) { rows.push_back(e); });
        out["stream"] = text(rows);
    }
    auto const tenth = std::span(from.syncs).first(from.syncs.size() / 10);
    out["erase"]     = std::to_string(peer->erase(tenth));
    out["left"]      = text(peer->failures(from.syncs.front().id, 50)) + text(peer->failures(from.syncs.back().id, 50));
    return out;
}

template<class Peer>
bool agrees(std::string_view name, data const& from, std::map<std::string, std::string> const& right)
{
    bool good = true;
    for (auto const& [question, answer] : answers<Peer>(from))
        if (right.at(question) != answer) {
            std::cerr << name << " has another answer to '" << question << "' than multi_index\n";
            good = false;
        }
    return good;
}

bool check()
{
    data const from(syncs, 100'000);
    auto const right = answers<multi_index_peer>(from);
    bool       good  = agrees<sqlite_peer>("sqlite", from, right);
    good &= agrees<backend_peer<storage::memory>>("ours_backend", from, right);
    good &= agrees<backend_peer<storage::any_backend>>("ours_any", from, right);
    good &= agrees<store_peer>("ours_store", from, right);
    std::cout << right.size() << " answers, " << (good ? "all peers agree" : "the peers do NOT agree") << std::endl;
    return good;
}

/// Registers what a peer can do. `filled` keeps the peers that only read, one of a kind.
template<class Peer>
void measure(std::string_view name, data const& from, std::vector<std::shared_ptr<void>>& filled)
{
    auto const entries = from.entries.size();
    auto const add     = [&](std::string_view work, auto run) {
        return benchmark::RegisterBenchmark(benchmark_name(work, name, entries).c_str(), run)->Unit(benchmark::kMicrosecond);
    };
    add("insert", [&from](benchmark::State& state) {
        for (auto _ : state) {
            state.PauseTiming();
            auto peer = make<Peer>(from);
            malloc_trim(0); // the heap that others left: a program that fills its first store has none
            state.ResumeTiming();
            peer->insert(from.entries);
            state.PauseTiming();
            peer.reset();
            state.ResumeTiming();
        }
    })->Iterations(1);
    if constexpr (requires(Peer p) { p.erase(std::span<sync const>()); })
        add("erase", [&from](benchmark::State& state) {
            for (auto _ : state) {
                state.PauseTiming();
                auto peer = make<Peer>(from);
                peer->insert(from.entries);
                state.ResumeTiming();
                peer->erase(std::span(from.syncs).first(from.syncs.size() / 10));
                state.PauseTiming();
                peer.reset();
                state.ResumeTiming();
            }
        })->Iterations(1);

    std::shared_ptr<Peer> const peer = make<Peer>(from);
    peer->insert(from.entries);
    filled.push_back(peer);
    if constexpr (requires(Peer p) { p.get(ssot::uuid()); })
        add("get", [&from, peer](benchmark::State& state) {
            for (std::size_t i = 0; auto _ : state)
                benchmark::DoNotOptimize(peer->get(from.entries[(i += 7'919) % from.entries.size()].id));
        });
    if constexpr (requires(Peer p) { p.failures(ssot::uuid(), 50); })
        add("failures", [&from, peer](benchmark::State& state) {
            for (std::size_t i = 0; auto _ : state)
                benchmark::DoNotOptimize(peer->failures(from.syncs[(i += 37) % from.syncs.size()].id, 50));
        });
    if constexpr (requires(Peer p) { p.counts(std::span<sync const>()); })
        add("counts", [&from, peer](benchmark::State& state) {
            for (auto _ : state)
                benchmark::DoNotOptimize(peer->counts(from.syncs));
        });
    if constexpr (requires(Peer p) { p.decode([](entry const&) {}); })
        add("decode", [peer](benchmark::State& state) {
            std::size_t bytes = 0;
            for (auto _ : state)
                peer->decode([&](entry const& e) { bytes += e.message.size(); });
            benchmark::DoNotOptimize(bytes);
        });
    if constexpr (requires(Peer p) { p.stream([](entry const&) {}); })
        add("stream", [peer](benchmark::State& state) {
            std::size_t bytes = 0;
            for (auto _ : state)
                peer->stream([&](entry const& e) { bytes += e.message.size(); });
            benchmark::DoNotOptimize(bytes);
        });
}

/// Bytes of heap for an entry.
template<class Peer>
double heap_of_an_entry(data const& from)
{
    auto peer = make<Peer>(from);
    count_heap();
    peer->insert(from.entries);
    return static_cast<double>(counted_heap()) / static_cast<double>(from.entries.size());
}

void print_heap(data const& from, goal_table const& table)
{
    auto const vector = heap_of_an_entry<vector_peer>(from), multi_index = heap_of_an_entry<multi_index_peer>(from),
               ours = heap_of_an_entry<backend_peer<storage::memory>>(from);
    table.print({"heap of an entry", "ours_backend", "multi_index", heap_goal}, ours / multi_index);
    std::printf(
        "An entry takes %.0f bytes in a vector, %.0f in a Boost.MultiIndex, %.0f in ours.\n", vector, multi_index, ours);
}

/// 10 million entries, a million at a time: the later ones take as long as the first, or a little longer.
void measure_large()
{
    data                from(syncs, 1'000'000);
    auto                peer = make<backend_peer<storage::memory>>(from);
    random_source       random(9);
    std::vector<double> seconds;
    std::size_t         bytes = 0;
    for (int i = 0; i != 10; ++i) {
        for (auto& e : from.entries)
            e.id = random.uuid();
        auto const begun = thread_seconds();
        count_heap();
        peer->insert(from.entries);
        bytes += counted_heap();
        seconds.push_back(thread_seconds() - begun);
    }
    double all = 0;
    for (auto const s : seconds)
        all += s;
    auto const table = begin_goals(10'000'000, true);
    table.print({"insert, an entry", "ours_backend", "its first million", growth_goal}, all / 10 / seconds.front());
    table.print({"bytes", "ours_backend", "of 1", bytes_goal}, static_cast<double>(bytes));
}

/// Shows what was found with so many entries, judged by the goals if they are for as many.
void print_ratios(results const& found, data const& from, options const& wanted)
{
    auto const entries = from.entries.size();
    auto const table   = begin_goals(entries, entries == goals_are_for);
    table.print(found, goals, entries);
    print_heap(from, table);
    table.print({"a row, 2 readers", "beside a writer", "alone", readers_goal}, readers_ratio(from, wanted.quick ? 3 : 9));
}

void measure_all(std::vector<std::size_t> const& sizes, options const& wanted)
{
    start_benchmarks(wanted, "0.05");
    std::vector<std::unique_ptr<data>> all;
    std::vector<std::shared_ptr<void>> filled;
    for (auto const size : sizes) {
        auto const& from = *all.emplace_back(std::make_unique<data>(syncs, size));
        measure<vector_peer>("vector", from, filled);
        measure<multi_index_peer>("multi_index", from, filled);
        measure<sqlite_peer>("sqlite", from, filled);
        measure<backend_peer<storage::memory>>("ours_backend", from, filled);
        measure<backend_peer<storage::any_backend>>("ours_any", from, filled);
        measure<store_peer>("ours_store", from, filled);
    }
    auto const found = run_benchmarks(wanted, "some minutes", "about two minutes");
    for (auto const& from : all)
        print_times(found, from->entries.size());
    for (auto const& from : all)
        print_ratios(found, *from, wanted);
}

/// False when the peers do not agree.
bool run(options const& wanted, bool large)
{
    if (!check())
        return false;
    if (wanted.check_only)
        return true;
    measure_all({100'000, goals_are_for}, wanted);
    if (large)
        measure_large();
    return true;
}

} // namespace
} // namespace bench

int main(int count, char** arguments)
{
    bool large = false;
    return bench::run_program(
        "ssot_bench_memory", count, arguments, {{"--large", &large}}, [&](bench::options const& wanted) {
            return bench::run(wanted, large);
        });
}
