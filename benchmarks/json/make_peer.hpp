// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_MAKE_PEER_HPP
#define BENCH_JSON_MAKE_PEER_HPP

// From a class to a `peer`: for each function that it has, a comparison and a benchmark.

#include "convert.hpp"
#include "peer.hpp"

#include <boost/json/monotonic_resource.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace bench {

template<class P>
concept has_entries = requires { typename P::entry; };
template<class P>
concept writes_entries = requires(P p, std::vector<typename P::entry> v) { p.write_lines(v); };
template<class P>
concept writes_sync = requires(P p, typename P::sync s) { p.write_sync(s); };
template<class P>
concept reads_sync = requires(P p, std::string text) { p.read_sync(text); };
template<class P>
concept reads_sync_into = requires(P p, std::string text, boost::json::storage_ptr m) { p.read_sync_into(text, m); };

/// How many different records the round trips of single records go through: little enough for the second level cache.
inline constexpr std::size_t single_records = 1000;

/// A peer with what it is measured on. Scenarios that only its competitors for a goal need are measured for `all_layouts`.
template<class P>
struct peer_run {
    peer_run(std::string its_name, data const& the_original, bool in_all_layouts)
        : name(std::move(its_name)), original(the_original), all_layouts(in_all_layouts)
    {
    }

    P           code{};
    std::string name;
    data const& original;
    bool        all_layouts;

    void check(checker& out)
    {
        if constexpr (has_entries<P>) {
            out.entries(name + " reads lines", code.read_lines(original.text.lines));
            out.entries(name + " reads an array", code.read_array(original.text.array));
            if (all_layouts) {
                out.entries(name + " reads spaced lines", code.read_lines(original.text.spaced));
                out.entries(name + " reads shuffled lines", code.read_lines(original.text.shuffled));
            }
        }
        if constexpr (writes_entries<P>) {
            auto const entries = entries_as<typename P::entry>(original.entries);
            auto const lines   = std::string(code.write_lines(entries));
            out.lines(name + " writes lines", lines);
            out.entries(name + " reads the lines that it wrote", code.read_lines(lines));
            auto const array = std::string(code.write_array(entries));
            out.text(name + " writes an array", array, original.text.array);
            out.entries(name + " reads the array that it wrote", code.read_array(array));
            for (std::size_t i = 0; i != std::min(single_records, entries.size()); ++i)
                out.entry(name + " writes and reads one record", i, code.round_trip(entries[i]));
        }
        if constexpr (writes_sync<P>)
            out.text(name + " writes a sync", code.write_sync(sync_as<typename P::sync>(original.sync)), original.sync_text);
        if constexpr (reads_sync<P>)
            out.sync(name + " reads a sync", code.read_sync(original.sync_text));
        if constexpr (reads_sync_into<P>) {
            boost::json::monotonic_resource memory;
            out.sync(name + " reads a sync into memory", code.read_sync_into(original.sync_text, &memory));
        }
    }
};

namespace detail {

template<class Body>
benchmark::internal::Benchmark* add(std::string const& scenario, std::string const& name, Body body)
{
    return benchmark::RegisterBenchmark((scenario + '/' + name).c_str(), body);
}

/// Measures `make`, and not the end of what it makes.
template<class Make>
void measure_reading(benchmark::State& state, Make make)
{
    for ([[maybe_unused]] auto _ : state) {
        auto made = std::make_unique<decltype(make())>(make());
        benchmark::DoNotOptimize(made.get());
        state.PauseTiming();
        made.reset();
        state.ResumeTiming();
    }
}

template<class Write>
void measure_writing(benchmark::State& state, Write write)
{
    for ([[maybe_unused]] auto _ : state) {
        auto const text = write();
        benchmark::DoNotOptimize(text.data());
        benchmark::ClobberMemory();
    }
}

} // namespace detail

template<class P>
void measure_entries(std::shared_ptr<peer_run<P>> const& run)
{
    auto const reads = [&](char const* scenario, std::string const& text, auto read) {
        detail::add(scenario, run->name, [run, &text, read](benchmark::State& state) {
            detail::measure_reading(state, [&] { return read(run->code, text); });
        })->Unit(benchmark::kMillisecond);
    };
    auto const lines = [](P& code, std::string const& text) { return code.read_lines(text); };
    reads("read_lines", run->original.text.lines, lines);
    reads("read_array", run->original.text.array, [](P& code, std::string const& text) { return code.read_array(text); });
    if (run->all_layouts) {
        reads("read_spaced", run->original.text.spaced, lines);
        reads("read_shuffled", run->original.text.shuffled, lines);
    }

    if constexpr (writes_entries<P>) {
        auto const entries =
            std::make_shared<std::vector<typename P::entry> const>(entries_as<typename P::entry>(run->original.entries));
        detail::add("write_lines", run->name, [run, entries](benchmark::State& state) {
            detail::measure_writing(state, [&] { return run->code.write_lines(*entries); });
        })->Unit(benchmark::kMillisecond);
        detail::add("write_array", run->name, [run, entries](benchmark::State& state) {
            detail::measure_writing(state, [&] { return run->code.write_array(*entries); });
        })->Unit(benchmark::kMillisecond);
        detail::add("round_trip", run->name, [run, entries](benchmark::State& state) {
            std::size_t i = 0;
            for ([[maybe_unused]] auto _ : state) {
                auto const back = run->code.round_trip((*entries)[i]);
                benchmark::DoNotOptimize(&back);
                i = i + 1 == std::min(single_records, entries->size()) ? 0 : i + 1;
            }
        })->Unit(benchmark::kNanosecond);
    }
}

template<class P>
void measure_syncs(std::shared_ptr<peer_run<P>> const& run)
{
    auto const& text = run->original.sync_text;
    if constexpr (writes_sync<P>) {
        auto const sync = std::make_shared<typename P::sync const>(sync_as<typename P::sync>(run->original.sync));
        detail::add("write_sync", run->name, [run, sync](benchmark::State& state) {
            detail::measure_writing(state, [&] { return run->code.write_sync(*sync); });
        })->Unit(benchmark::kMicrosecond);
    }
    if constexpr (reads_sync<P>)
        detail::add("read_sync", run->name, [run, &text](benchmark::State& state) {
            detail::measure_reading(state, [&] { return run->code.read_sync(text); });
        })->Unit(benchmark::kMicrosecond);
    if constexpr (reads_sync_into<P>)
        detail::add("read_sync", run->name, [run, &text](benchmark::State& state) {
            std::vector<unsigned char> block(8 << 20);
            for ([[maybe_unused]] auto _ : state) {
                boost::json::monotonic_resource memory(block.data(), block.size());
                auto const                      sync = run->code.read_sync_into(text, &memory);
                benchmark::DoNotOptimize(&sync);
            }
        })->Unit(benchmark::kMicrosecond);
}

/// `P` is measured with all layouts when others are compared with it, or it with others, in these.
template<class P>
peer make_peer(std::string name, data const& original, bool all_layouts)
{
    auto const run = std::make_shared<peer_run<P>>(std::move(name), original, all_layouts);
    return {.check = [run](checker& out) { run->check(out); },
            .measure =
                [run] {
                    if constexpr (has_entries<P>)
                        measure_entries(run);
                    measure_syncs(run);
                }};
}

} // namespace bench

#endif // BENCH_JSON_MAKE_PEER_HPP
