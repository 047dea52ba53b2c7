// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RECORDER_PROCESS_MEMORY_HPP
#define SSOT_DETAIL_RECORDER_PROCESS_MEMORY_HPP

// How much memory this process has, by the word of Linux's /proc.

#include <ssot/recorder.hpp>

#include <cstdint>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

namespace ssot::detail {

/// Bytes that are resident now, and the most that ever were since the last `forget_peak`.
inline run_memory read_resident_memory()
{
    run_memory    out;
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        auto const bytes = [&] {
            std::int64_t       kilobytes = 0;
            std::istringstream number(line.substr(6));
            return number >> kilobytes ? std::optional(kilobytes * 1024) : std::nullopt;
        };
        if (line.starts_with("VmRSS:"))
            out.now = bytes();
        else if (line.starts_with("VmHWM:"))
            out.peak = bytes();
    }
    return out;
}

/// Whether the system forgot the peak so far.
inline bool forget_peak()
{
    std::ofstream clear("/proc/self/clear_refs");
    return static_cast<bool>(clear << '5' << std::flush);
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_RECORDER_PROCESS_MEMORY_HPP
