// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_RECORDER_OPTIONS_IPP
#define SSOT_IMPL_RECORDER_OPTIONS_IPP

#include <ssot/recorder_options.hpp>

#include <ssot/detail/recorder/process.hpp>

#include <cerrno>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#if defined(__unix__) || defined(__APPLE__)
#include <unistd.h>

#include <csignal>
#define SSOT_DETAIL_POSIX 1
#endif

namespace ssot {

SSOT_DECL process_identity this_process()
{
    process_identity out;
#ifdef SSOT_DETAIL_POSIX
    char name[256] = {};
    if (::gethostname(name, sizeof name - 1) == 0)
        out.host = name;
    out.id              = static_cast<std::int64_t>(::getpid());
    char       link[64] = {};
    auto const size     = ::readlink("/proc/self/ns/pid", link, sizeof link);
    if (size > 0)
        out.pid_namespace.assign(link, static_cast<std::size_t>(size));
#endif
    std::ifstream boot("/proc/sys/kernel/random/boot_id");
    std::getline(boot, out.boot);
    out.start_time = detail::recording::start_time_of(out.id).value_or(0);
    return out;
}

SSOT_DECL bool is_running(process_identity const& process)
{
#ifdef SSOT_DETAIL_POSIX
    if (process.start_time == 0)
        return ::kill(static_cast<pid_t>(process.id), 0) == 0 || errno == EPERM;
#endif
    return detail::recording::start_time_of(process.id) == process.start_time;
}

SSOT_DECL run_memory resident_memory(bool begin)
{
    bool forgotten = false; // whether the system forgot the peak so far
    if (begin) {
        std::ofstream clear("/proc/self/clear_refs");
        forgotten = static_cast<bool>(clear << '5' << std::flush);
    }
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
    if (forgotten)
        out.peak = 0;
    return out;
}

} // namespace ssot

#endif // SSOT_IMPL_RECORDER_OPTIONS_IPP
