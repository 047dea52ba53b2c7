// SPDX-License-Identifier: BSL-1.0
#ifndef DEMO_MEASURE_HPP
#define DEMO_MEASURE_HPP

// How long a phase of a run takes, and how much memory the process has in it, by the word of Linux.

#include <ssot/time.hpp>

#include <chrono>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <tuple>

namespace demo {

/// Bytes of memory that are resident now, and the most that ever were. Absent where the system does not say.
struct resident_memory {
    std::optional<std::int64_t> now{};
    std::optional<std::int64_t> peak{};
};

inline resident_memory read_resident_memory()
{
    resident_memory out;
    std::ifstream   status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:"))
            out.now = std::stoll(line.substr(6)) * 1024;
        else if (line.starts_with("VmHWM:"))
            out.peak = std::stoll(line.substr(6)) * 1024;
    }
    return out;
}

/// Makes the system forget the peak so far. Whether it did.
inline bool reset_peak()
{
    std::ofstream clear("/proc/self/clear_refs");
    return static_cast<bool>(clear << '5' << std::flush);
}

/// Time, memory at the end, and peak memory, in the order in which a sync has them.
using measurement = std::tuple<ssot::duration, std::optional<std::int64_t>, std::optional<std::int64_t>>;

/// Does the work of one phase. A peak that an earlier phase may have left behind counts as unknown.
template<class Work>
measurement measure(Work&& work)
{
    using clock       = std::chrono::steady_clock;
    bool const reset  = reset_peak();
    auto const before = read_resident_memory();
    auto const start  = clock::now();
    work();
    auto const time  = std::chrono::floor<ssot::duration>(clock::now() - start);
    auto const after = read_resident_memory();
    return {time, after.now, reset || before.peak < after.peak ? after.peak : std::nullopt};
}

} // namespace demo

#endif // DEMO_MEASURE_HPP
