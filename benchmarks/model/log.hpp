// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_MODEL_LOG_HPP
#define BENCH_MODEL_LOG_HPP

// A batch of log entries, written by a recorder to which each is given, and by one insert of a store.

#include <ssot/json/text.hpp>
#include <ssot/query.hpp>
#include <ssot/recorder.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include "memory/data.hpp"
#include "support/report.hpp"

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

inline constexpr std::size_t batch = 1'000;

inline bool complain(bool good, std::string_view what)
{
    if (!good)
        std::cerr << what << '\n';
    return good;
}

/// A store with a run, and a batch of entries for it.
class log_target {
public:
    /// The entries of the next batch, with new keys.
    void take(std::vector<entry> const& from)
    {
        entries_ = from;
        for (auto& e : entries_) {
            e.id                 = ssot::new_id();
            e.sync               = ssot::key_to<sync>{run_.sync_id()};
            e.synced_object_type = std::nullopt;
        }
    }

    void insert()
    {
        store_.insert(std::span<entry const>(entries_)).value();
        entries_.clear();
    }

    /// Until all are stored, which the thread of the recorder may have begun.
    void record()
    {
        for (auto& e : entries_)
            run_.log(std::move(e)).value();
        run_.flush().value();
        entries_.clear();
    }

    /// What is in the store, but for what differs from run to run.
    std::vector<std::string> texts()
    {
        std::vector<std::string> out;
        for (entry e : store_.select(ssot::from<entry>().order_by(ssot::asc<&entry::id>)).value()) {
            e.id        = {};
            e.timestamp = {};
            e.sync      = {};
            out.push_back(ssot::to_json(e));
        }
        return out;
    }

private:
    static ssot::recorder_options options()
    {
        return {.source = "a", .target = "b", .batch = batch, .heartbeat = std::chrono::milliseconds(0)};
    }

    ssot::store                           store_{ssot::storage::memory{}};
    ssot::basic_recorder<ssot::raw_types> run_{store_, options()};
    std::vector<entry>                    entries_{};
};

/// Both ways store the same. `entries` are one batch.
inline bool check_log(std::vector<entry> const& entries)
{
    log_target inserted, recorded;
    inserted.take(entries);
    inserted.insert();
    recorded.take(entries);
    recorded.record();
    auto const texts = inserted.texts();
    return complain(texts.size() == batch && texts == recorded.texts(), "the recorder wrote other entries");
}

template<class Work>
void add_log(std::string_view peer, std::vector<entry> const& entries, Work run)
{
    benchmark::RegisterBenchmark(benchmark_name("log", peer).c_str(),
                                 [run, &entries](benchmark::State& state) {
                                     log_target target;
                                     for (auto _ : state) {
                                         state.PauseTiming();
                                         target.take(entries);
                                         state.ResumeTiming();
                                         run(target);
                                     }
                                 })
        ->MeasureProcessCPUTime() // a recorder has a thread of its own
        ->Unit(benchmark::kMicrosecond)
        ->Iterations(100);
}

} // namespace bench

#endif // BENCH_MODEL_LOG_HPP
