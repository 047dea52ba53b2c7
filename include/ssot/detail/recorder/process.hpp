// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RECORDER_PROCESS_HPP
#define SSOT_DETAIL_RECORDER_PROCESS_HPP

// Which process this is, so that others can tell later whether it still runs. By the word of Linux's /proc; elsewhere less is
// known.

#include <cerrno>
#include <cstdint>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#if defined(__unix__) || defined(__APPLE__)
#include <unistd.h>

#include <csignal>
#define SSOT_DETAIL_POSIX 1
#endif

namespace ssot::detail {

/// A process among those of all machines that write to a store.
struct process_identity {
    std::string  host{};          ///< the name of the machine
    std::string  boot{};          ///< of its run since it was started; empty when it is not known
    std::string  pid_namespace{}; ///< in which `id` counts, for example that of a container; empty when it is not known
    std::int64_t id         = 0;
    std::int64_t start_time = 0; ///< in clock ticks since the machine started; 0 when it is not known

    friend bool operator==(process_identity const&, process_identity const&) = default;
};

inline std::string first_line_of(char const* path)
{
    std::ifstream in(path);
    std::string   out;
    std::getline(in, out);
    return out;
}

/// What /proc says of a process: when it started, or nothing when there is none that could still do something.
inline std::optional<std::int64_t> start_time_of(std::int64_t id)
{
    auto const line = first_line_of(("/proc/" + std::to_string(id) + "/stat").c_str());
    auto const name = line.rfind(')'); // the name of the program may hold anything
    if (name == std::string::npos)
        return std::nullopt;
    std::istringstream rest(line.substr(name + 1));
    std::string        word;
    rest >> word; // field 3, the state
    if (word == "Z" || word == "X")
        return std::nullopt;
    for (int field = 4; field <= 22; ++field)
        rest >> word;
    std::int64_t       out = 0;
    std::istringstream number(word);
    return number >> out ? std::optional(out) : std::nullopt;
}

inline process_identity this_process()
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
    out.boot       = first_line_of("/proc/sys/kernel/random/boot_id");
    out.start_time = start_time_of(out.id).value_or(0);
    return out;
}

/// Whether a process of this machine runs. One that has the same number and started at another time is another one.
inline bool is_running(process_identity const& process)
{
#ifdef SSOT_DETAIL_POSIX
    if (process.start_time == 0)
        return ::kill(static_cast<pid_t>(process.id), 0) == 0 || errno == EPERM;
#endif
    return start_time_of(process.id) == process.start_time;
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_RECORDER_PROCESS_HPP
