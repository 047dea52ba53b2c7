// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_KILLING_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_KILLING_IPP

// A program of the author's is killed while it stores rows, and then asked which of them are there. The kit knows nothing of
// the store but what the program prints: "begun N" before it commits the row number N, and "stored N" after the commit
// returned success; called with `--verify`, "stored N" for each row that is there.

#include <ssot/storage/capability.hpp>
#include <ssot/testing/random_source.hpp>
#include <ssot/testing/trial.hpp>

#include <charconv>
#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <thread>

#ifdef _WIN32
#define SSOT_TESTING_KILLS 0
#else
#define SSOT_TESTING_KILLS 1
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#endif

namespace ssot::conformance::detail {

/// The numbers that a program printed.
struct printed_numbers {
    std::set<std::int64_t> begun{};
    std::set<std::int64_t> stored{};

    /// Reads one line. Lines of other kinds are ignored.
    void read(std::string_view line)
    {
        for (auto* numbers : {&begun, &stored}) {
            std::string_view const word = numbers == &begun ? "begun " : "stored ";
            if (!line.starts_with(word))
                continue;
            std::int64_t n          = 0;
            auto const [end, wrong] = std::from_chars(line.data() + word.size(), line.data() + line.size(), n);
            if (wrong == std::errc() && end == line.data() + line.size())
                numbers->insert(n);
        }
    }
};

#if SSOT_TESTING_KILLS

/// Runs a command until it ends, or for so long after its first line, and then kills it and all processes that it began.
/// Returns whether it ended by itself with success.
SSOT_DECL bool run_command(std::string const& command, std::chrono::microseconds life, bool kills, printed_numbers& out)
{
    int ends[2];
    if (::pipe(ends) != 0)
        throw not_applicable("no pipe can be made");
    auto const process = ::fork();
    if (process < 0)
        throw not_applicable("no process can be made");
    if (process == 0) {
        ::setpgid(0, 0);
        ::dup2(ends[1], 1);
        ::close(ends[0]);
        ::close(ends[1]);
        ::execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
        ::_exit(127);
    }
    ::setpgid(process, process);
    ::close(ends[1]);
    std::string text;
    using clock     = std::chrono::steady_clock;
    auto   deadline = clock::now() + std::chrono::seconds(30);
    bool   begun    = false;
    bool   killed   = false;
    pollfd ready{ends[0], POLLIN, 0};
    for (;;) {
        auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock::now()).count();
        if (left <= 0 && !killed) {
            ::kill(-process, SIGKILL);
            killed = true;
        }
        auto const said = ::poll(&ready, 1, killed ? 1000 : static_cast<int>(left < 1 ? 1 : left));
        if (said == 0 && killed)
            break;
        if (said <= 0)
            continue;
        char       bytes[4096];
        auto const n = ::read(ends[0], bytes, sizeof bytes);
        if (n <= 0)
            break;
        text.append(bytes, static_cast<std::size_t>(n));
        if (kills && !begun) {
            begun    = true;
            deadline = clock::now() + std::chrono::duration_cast<clock::duration>(life);
        }
    }
    ::close(ends[0]);
    if (kills)
        ::kill(-process, SIGKILL); // what it left behind
    int status = 0;
    ::waitpid(process, &status, 0);
    // A last line without its end may be half of a number.
    for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != text.npos; at = end + 1)
        out.read(std::string_view(text).substr(at, end - at));
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// Kills the command so many times and compares what is there with what it said.
SSOT_DECL void killed_at_random(trial& t, std::string const& command, std::size_t times)
{
    bool const      survives = t.caps().durable != storage::durability::none;
    printed_numbers said;
    for (std::size_t round = 1; round <= times; ++round) {
        auto const life   = std::chrono::microseconds(t.random.below(std::uint64_t{1} << (10 + t.random.below(9))));
        auto const before = said.begun.size();
        run_command(command, life, true, said);
        t.expect(said.begun.size() != before || round != 1, "the command prints no line \"begun N\"");
        printed_numbers found;
        t.expect(run_command(command + " --verify", {}, false, found),
                 "the command with --verify, after it was killed " + std::to_string(round) +
                     " times: it does not end with success");
        auto const when = " after " + std::to_string(round) + " kills, seed " + std::to_string(t.seed());
        for (auto const n : said.stored)
            t.expect(!survives || found.stored.contains(n),
                     "row " + std::to_string(n) + ", which was stored, is gone" + when + ": expected it, came " +
                         std::to_string(found.stored.size()) + " of " + std::to_string(said.stored.size()) + " rows");
        for (auto const n : found.stored)
            t.expect(said.begun.contains(n), "row " + std::to_string(n) + ", which was never begun, is there" + when);
    }
    t.expect(!said.stored.empty(), "the command prints no line \"stored N\" before it is killed");
}

#else

SSOT_DECL void killed_at_random(trial&, std::string const&, std::size_t)
{
    throw not_applicable("processes are killed only on POSIX systems");
}

#endif

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_KILLING_IPP
