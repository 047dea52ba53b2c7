// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_MEMORY_READERS_HPP
#define BENCH_MEMORY_READERS_HPP

// How much more processor time two readers take for a row when somebody writes beside them.

#include "ours.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <ctime>
#include <span>
#include <thread>
#include <vector>

namespace bench {

inline double thread_seconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Seconds for a row, of two threads that each read the lists of all syncs so many times.
inline double read_seconds(backend_peer<storage::memory>& backend, data const& from, std::size_t times)
{
    std::atomic<std::size_t> rows{0};
    std::atomic<double>      seconds{0};
    auto const               read = [&](std::size_t first) {
        auto const  begun = thread_seconds();
        std::size_t mine = 0, bytes = 0;
        for (std::size_t t = 0; t != times; ++t)
            for (std::size_t s = 0; s != from.syncs.size(); ++s)
                backend.each_of(from.syncs[(s + first) % from.syncs.size()].id, [&](auto const& row) {
                    ++mine;
                    bytes += row.at(field_of<&entry::message>).as_chars().size();
                });
        rows += bytes == 0 ? 0 : mine;
        seconds.fetch_add(thread_seconds() - begun);
    };
    std::thread one(read, 0), two(read, from.syncs.size() / 2);
    one.join();
    two.join();
    return seconds / static_cast<double>(rows);
}

/// The time of readers beside a writer, of that without: the median of some rounds.
inline double readers_ratio(data const& from, std::size_t rounds)
{
    backend_peer<storage::memory> backend;
    backend.insert(from.entries);
    auto const          times = std::max<std::size_t>(1, 1'000'000 / from.entries.size());
    std::vector<double> ratios;
    random_source       random(7);
    for (std::size_t r = 0; r != rounds; ++r) {
        auto const        alone = read_seconds(backend, from, times);
        std::atomic<bool> stop{false};
        std::thread       writer([&] {
            while (!stop) {
                std::vector<entry> more(from.entries.begin(), from.entries.begin() + 1'000);
                for (auto& e : more)
                    e.id = random.uuid();
                backend.insert(more);
            }
        });
        auto const        beside = read_seconds(backend, from, times);
        stop                     = true;
        writer.join();
        ratios.push_back(beside / alone);
    }
    std::ranges::sort(ratios);
    return ratios[ratios.size() / 2];
}

} // namespace bench

#endif // BENCH_MEMORY_READERS_HPP
