// SPDX-License-Identifier: BSL-1.0
// Judges the kit: each mutation makes a right backend wrong in one way, and the kit has to notice it. `./run conformance --mutants`.

#include <ssot/testing/conformance.hpp>

#include "../support/sql_like_backend.hpp"
#include "exercise.hpp"
#include "mutations.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <iostream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace kit = ssot::conformance;
using ssot_test::sql::mutation;
using clock_type = std::chrono::steady_clock;

struct wanted {
    std::vector<std::string> only{}; ///< mutations whose names contain one of these; empty: all
    std::vector<std::string> by{};   ///< only behaviours whose names begin as one of these are asked; empty: all
    std::uint64_t            commands = 2000;
    std::size_t              jobs     = std::max(1U, std::thread::hardware_concurrency());
    bool                     list     = false;
    bool plays = false; ///< the kit is not asked, but whether random calls tell the mutation from what is right
    bool exact = false; ///< a mutation that another behaviour than the one of the table names is missed
};

kit::source source_of(mutation const* m)
{
    using backend = ssot_test::sql_like_backend;
    return kit::make_source<backend>([m] { return backend(m); }, [](backend&& open) { return std::move(open).reopened(); });
}

/// The names of a space-separated list.
std::vector<std::string> split(std::string_view text)
{
    std::vector<std::string> out;
    for (std::istringstream words{std::string(text)}; words;)
        if (std::string word; words >> word)
            out.push_back(std::move(word));
    return out;
}

/// The first behaviour that fails among those whose names begin as one of `begins`; empty if all pass.
std::string named_by(mutation const& m, wanted const& w, std::vector<std::string> const& begins)
{
    auto const from  = source_of(&m);
    auto       names = kit::names();
    std::ranges::reverse(names); // those of the table come last, and are the quickest to tell
    for (auto const name : names) {
        if (!begins.empty() && std::ranges::none_of(begins, [&](auto const& b) { return name.starts_with(b); }))
            continue;
        std::ostringstream out;
        auto const         r = kit::examine(from, {.only = {std::string(name)}, .commands = w.commands}, out);
        for (auto const& v : r.verdicts)
            if (v.how == kit::outcome::failed)
                return std::string(v.name);
    }
    return {};
}

/// Whether random calls of sessions, which know nothing of the kit, tell a mutation from the backend without it. One that they do not
/// tell may make no difference at all, and then the kit cannot name it.
std::string play(mutation const& m)
{
    using backend = ssot_test::sql_like_backend;
    for (std::uint64_t seed = 1; seed <= 400; ++seed)
        if (auto const first = ssot_test::difference(
                ssot::storage::any_backend(backend()), ssot::storage::any_backend(backend(&m)), seed, 400))
            return "caught " + std::string(m.name) + " by calls of seed " + std::to_string(seed);
    return "missed " + std::string(m.name) + ": " + std::string(m.changes);
}

/// What is said of a mutation: it begins with "caught" or "missed".
std::string judge(mutation const& m, wanted const& w)
{
    if (w.plays)
        return play(m);
    std::string const name(m.name);
    if (!w.by.empty()) {
        auto const by = named_by(m, w, w.by);
        return by.empty() ? "missed " + name + ": " + std::string(m.changes) : "caught " + name + " by " + by;
    }
    auto const begins = split(m.named_by);
    if (!begins.empty())
        if (auto const by = named_by(m, w, begins); !by.empty())
            return "caught " + name + " by " + by;
    if (auto const by = named_by(m, w, {}); !by.empty())
        return (w.exact ? "missed " : "caught ") + name + " by " + by + ", not by " + std::string(m.named_by);
    return "missed " + name + ": " + std::string(m.changes);
}

/// A process that judges one mutation, so that a backend which is wrong may also crash or wait.
struct child {
    mutation const*        of;
    pid_t                  process;
    int                    pipe;
    clock_type::time_point begun = clock_type::now();
    std::string            said{};
};

child start(mutation const& m, wanted const& w)
{
    int ends[2];
    if (::pipe(ends) != 0)
        throw std::system_error(errno, std::generic_category(), "pipe");
    std::cout.flush();
    auto const process = ::fork();
    if (process < 0)
        throw std::system_error(errno, std::generic_category(), "fork");
    if (process == 0) {
        ::close(ends[0]);
        auto const said    = judge(m, w);
        auto const written = ::write(ends[1], said.data(), said.size());
        ::_exit(written == static_cast<ssize_t>(said.size()) ? 0 : 3);
    }
    ::close(ends[1]);
    return {&m, process, ends[0]};
}

/// Reads what the process says. Returns whether it ended.
bool ended(child& c, clock_type::duration most)
{
    pollfd ready{c.pipe, POLLIN, 0};
    char   bytes[512];
    while (::poll(&ready, 1, 0) > 0) {
        auto const n = ::read(c.pipe, bytes, sizeof bytes);
        if (n > 0)
            c.said.append(bytes, static_cast<std::size_t>(n));
        else if (n == 0 || errno != EINTR)
            break;
    }
    bool const late = clock_type::now() - c.begun > most;
    if (late)
        ::kill(c.process, SIGKILL);
    int status = 0;
    if (::waitpid(c.process, &status, late ? 0 : WNOHANG) == 0)
        return false;
    // What it said last.
    for (ssize_t n = 0; (n = ::read(c.pipe, bytes, sizeof bytes)) > 0;)
        c.said.append(bytes, static_cast<std::size_t>(n));
    ::close(c.pipe);
    if (c.said.empty())
        c.said = "caught " + std::string(c.of->name) +
            (late                      ? " by its taking too long"
                 : WIFSIGNALED(status) ? " by a crash, signal " + std::to_string(WTERMSIG(status))
                                       : " by the end of the program, which waited for it");
    return true;
}

bool read_options(int argc, char** argv, wanted& out)
{
    for (int i = 1; i < argc; ++i) {
        std::string_view const name = argv[i];
        if (name == "--list" || name == "--exact" || name == "--play") {
            (name == "--list" ? out.list : name == "--exact" ? out.exact : out.plays) = true;
            continue;
        }
        if (++i == argc || (name != "--only" && name != "--by" && name != "--commands" && name != "--jobs"))
            return false;
        std::string_view const value = argv[i];
        if (name == "--only" || name == "--by") {
            (name == "--only" ? out.only : out.by).emplace_back(value);
            continue;
        }
        std::uint64_t number  = 0;
        auto const [end, bad] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (bad != std::errc() || end != value.data() + value.size() || (name == "--jobs" && number == 0))
            return false;
        if (name == "--jobs")
            out.jobs = static_cast<std::size_t>(number);
        else
            out.commands = number;
    }
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    wanted w;
    if (!read_options(argc, argv, w)) {
        std::cerr
            << "allowed: --list, --only TEXT (a part of the name; may be given several times), --by NAME (ask only "
               "behaviours whose "
               "names begin so, such as random.; may be given several times), --commands N (random commands), --jobs N (at "
               "the same "
               "time), --exact (one that another behaviour than that of the table names is missed), --play (ask random "
               "calls "
               "instead of the kit, whether they tell it)\n";
        return 2;
    }
    std::vector<mutation const*> chosen;
    for (auto const& m : ssot_test::mutations)
        if (w.only.empty() ||
            std::ranges::any_of(w.only, [&](auto const& part) { return m.name.find(part) != std::string_view::npos; }))
            chosen.push_back(&m);
    if (w.list) {
        for (auto const* m : chosen)
            std::cout << m->name << ": " << m->changes << " (" << m->named_by << ")\n";
        return 0;
    }
    // Without a mutation the backend is right, or what follows means nothing. Where the kit notices no wait, it ends in this time.
    auto const                       begun = clock_type::now();
    std::set<ssot_test::sql::engine> engines{ssot_test::sql::engine::one_writer};
    for (auto const* m : chosen)
        engines.insert(m->over);
    for (auto const over : engines)
        if (auto const by = named_by({.name = {}, .where = ssot_test::sql::point::nowhere, .over = over}, w, w.by);
            !by.empty()) {
            std::cerr << "the backend without a mutation fails " << by << " (engine " << static_cast<int>(over) << ")\n";
            return 1;
        }
    auto const         most   = std::max<clock_type::duration>(std::chrono::seconds(60), 4 * (clock_type::now() - begun));
    std::size_t        caught = 0;
    std::vector<child> running;
    for (std::size_t next = 0; next != chosen.size() || !running.empty();) {
        while (next != chosen.size() && running.size() < w.jobs)
            running.push_back(start(*chosen[next++], w));
        std::erase_if(running, [&](child& c) {
            if (!ended(c, most))
                return false;
            caught += c.said.starts_with("caught");
            std::cout << c.said << std::endl;
            return true;
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    auto const missed = chosen.size() - caught;
    std::cout << "caught " << caught << ", missed " << missed << '\n';
    return missed == 0 && !chosen.empty() ? 0 : 1;
}
