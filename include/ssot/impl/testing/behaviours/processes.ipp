// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_PROCESSES_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_PROCESSES_IPP

// Behaviours: two processes have one store open. The kit runs the author's command twice and tells each process what to do; see
// `join`. It does not open the store itself.

#include <ssot/error.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/trial.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#ifdef _WIN32
#define SSOT_TESTING_JOINS 0
#else
#define SSOT_TESTING_JOINS 1
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#endif

namespace ssot::conformance::detail {

/// A behaviour of two processes, which are made by the command.
struct process_behaviour {
    std::string_view name;
    std::string_view promise;
    bool             in_transactions; ///< only for backends that declare them
    int              sentence;
    void (*judge)(trial&, std::string const& command);
};

#if SSOT_TESTING_JOINS

#ifdef MSG_NOSIGNAL
inline constexpr int no_signal = MSG_NOSIGNAL;
#else
inline constexpr int no_signal = 0;
#endif

/// A process that does what it is told; its first answer says whether it has opened the store. It is killed with all that it began when this object is destroyed.
class joined_process {
public:
    joined_process(std::string const& command, std::string name) : name_(std::move(name))
    {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
            throw not_applicable("no connection to a process can be made");
        for (int const end : ends)
            ::fcntl(end, F_SETFD, FD_CLOEXEC); // of no process that comes later
        process_ = ::fork();
        if (process_ == 0) {
            ::setpgid(0, 0);
            ::dup2(ends[1], 0);
            ::dup2(ends[1], 1);
            ::execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
            ::_exit(127);
        }
        ::close(ends[1]);
        socket_ = ends[0];
        if (process_ < 0) {
            ::close(socket_);
            throw not_applicable("no process can be made");
        }
        ::setpgid(process_, process_);
    }
    joined_process(joined_process const&)            = delete;
    joined_process& operator=(joined_process const&) = delete;
    ~joined_process() { kill(); }

    void tell(std::string line)
    {
        told_ = line;
        line += '\n';
        static_cast<void>(::send(socket_, line.data(), line.size(), no_signal)); // whether it is there shows its answer
    }

    /// The next line that it writes, without its end. Fails if none comes.
    std::string answer(std::chrono::milliseconds patience = std::chrono::seconds(40))
    {
        auto const deadline = std::chrono::steady_clock::now() + patience;
        for (;;) {
            if (auto const end = text_.find('\n'); end != text_.npos) {
                auto out = text_.substr(0, end);
                text_.erase(0, end + 1);
                return out;
            }
            auto const left =
                std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
            if (left <= 0)
                throw failed_check(words("does not answer within " + std::to_string(patience.count() / 1000) + " seconds"));
            pollfd ready{socket_, POLLIN, 0};
            if (::poll(&ready, 1, static_cast<int>(left)) <= 0)
                continue;
            char       bytes[4096];
            auto const n = ::read(socket_, bytes, sizeof bytes);
            if (n <= 0)
                throw failed_check(words("ended"));
            text_.append(bytes, static_cast<std::size_t>(n));
        }
    }
    /// Whether an answer has come within this time.
    bool answers_within(std::chrono::milliseconds patience)
    {
        pollfd ready{socket_, POLLIN, 0};
        return text_.find('\n') != text_.npos || ::poll(&ready, 1, static_cast<int>(patience.count())) > 0;
    }

    std::string ask(std::string line)
    {
        tell(std::move(line));
        return answer();
    }

    /// Lets it end by itself.
    void leave()
    {
        ::shutdown(socket_, SHUT_WR);
        pollfd ready{socket_, POLLIN, 0};
        ::poll(&ready, 1, 10'000); // it ends, which closes the connection
        kill();
    }
    void kill()
    {
        if (process_ <= 0)
            return;
        ::kill(-process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
        process_ = 0;
        ::close(socket_);
    }

    /// What went wrong, with the name of the process and what it was told last.
    std::string words(std::string const& what) const
    {
        return name_ + " process" + (told_.empty() ? "" : ", told \"" + told_ + "\",") + ' ' + what;
    }

private:
    std::string name_;
    pid_t       process_ = 0;
    int         socket_  = -1;
    std::string text_{};
    std::string told_{};
};

/// Fails unless the answer is "ok". Returns what comes after it.
SSOT_DECL std::string fine(trial& t, joined_process const& p, std::string const& answer)
{
    t.expect(answer.starts_with("ok"), p.words("answers \"" + answer + "\": expected ok"));
    return answer.substr(2);
}

/// Whether the answer is an error by which a call may give way to another.
SSOT_DECL bool gives_way(std::string_view answer)
{
    for (auto const code : {errc::serialization, errc::conflict, errc::timeout, errc::busy})
        if (answer.starts_with("error " + std::string(to_string(code))))
            return true;
    return false;
}

/// The numbers of all rows by their keys, as a process sees them.
using rows_seen = std::map<std::int64_t, std::int64_t>;

SSOT_DECL rows_seen see_rows(trial& t, joined_process& p)
{
    rows_seen          out;
    std::istringstream in(fine(t, p, p.ask("rows")));
    std::int64_t       key    = 0;
    std::int64_t       number = 0;
    for (char equals = 0; in >> key >> equals >> number;)
        out[key] = number;
    return out;
}

SSOT_DECL std::string show_rows(rows_seen const& rows)
{
    std::string out;
    for (auto const& [key, number] : rows) {
        if (out.size() > 200)
            return out + ", ...";
        out += (out.empty() ? "" : ", ") + std::to_string(key) + '=' + std::to_string(number);
    }
    return out.empty() ? "none" : out;
}

SSOT_DECL void sees(trial& t, joined_process& p, rows_seen const& want, std::string const& when)
{
    auto const came = see_rows(t, p);
    t.expect(came == want,
             p.words("sees other rows " + when + ": expected " + show_rows(want) + ", came " + show_rows(came)));
}

/// Two processes on one store, without rows.
struct both_processes {
    both_processes(trial& t, std::string const& command)
        : one(command, "the first"), opened(fine(t, one, one.answer())), other(command, "the second")
    {
        auto const answer = other.answer();
        if (answer.starts_with("error " + std::string(to_string(errc::busy))))
            throw not_applicable("one process at a time opens the store: the second is refused by busy");
        fine(t, other, answer);
        for (auto const& [key, number] : see_rows(t, one))
            fine(t, one, one.ask("erase " + std::to_string(key)));
    }

    joined_process one;
    std::string    opened; ///< by the first, before the second begins
    joined_process other;
};

SSOT_DECL std::set<std::int64_t> keys_in(std::string const& answer)
{
    std::istringstream     in(answer);
    std::set<std::int64_t> out;
    for (std::int64_t key = 0; in >> key;)
        out.insert(key);
    return out;
}

/// One process after the other, which every store must allow whose rows outlive a process.
SSOT_DECL void processes_in_turn(trial& t, std::string const& command)
{
    rows_seen rows;
    for (std::int64_t round = 1; round <= 3; ++round) {
        joined_process p(command, "a");
        fine(t, p, p.answer());
        if (round == 1)
            for (auto const& [key, number] : see_rows(t, p))
                fine(t, p, p.ask("erase " + std::to_string(key)));
        sees(t, p, rows, "that a process before it stored");
        fine(t, p, p.ask("insert " + std::to_string(round) + " 10"));
        rows[round] = 10;
        if (round > 1) {
            fine(t, p, p.ask("set 1 " + std::to_string(round)));
            rows[1] = round;
        }
        p.leave();
    }
    joined_process p(command, "a");
    fine(t, p, p.answer());
    sees(t, p, rows, "that three processes before it stored");
}

SSOT_DECL void processes_see_commits(trial& t, std::string const& command)
{
    both_processes p(t, command);
    rows_seen      rows;
    for (std::int64_t round = 0; round != 4; ++round) {
        auto& writes = round % 2 == 0 ? p.one : p.other;
        auto& reads  = round % 2 == 0 ? p.other : p.one;
        auto  key    = std::to_string(round + 1);
        fine(t, writes, writes.ask("insert " + key + " 1"));
        rows[round + 1] = 1;
        sees(t, reads, rows, "after the other process inserted one");
        fine(t, writes, writes.ask("set " + key + " 2"));
        rows[round + 1] = 2;
        sees(t, reads, rows, "after the other process changed one");
        if (round != 0) {
            fine(t, writes, writes.ask("erase " + std::to_string(round)));
            rows.erase(round);
            sees(t, reads, rows, "after the other process erased one");
        }
    }
}

SSOT_DECL void processes_write_disjoint(trial& t, std::string const& command)
{
    both_processes p(t, command);
    auto const     n = static_cast<std::int64_t>(t.scaled(100, 2'000));
    p.one.tell("insert_each 1 " + std::to_string(n) + " 1");
    p.other.tell("insert_each 1000001 " + std::to_string(n) + " 2");
    t.equal(
        keys_in(fine(t, p.one, p.one.answer())).size(), static_cast<std::size_t>(n), "rows that the first process inserted");
    t.equal(keys_in(fine(t, p.other, p.other.answer())).size(),
            static_cast<std::size_t>(n),
            "rows that the second process inserted");
    rows_seen want;
    for (std::int64_t i = 0; i != n; ++i) {
        want[1 + i]         = 1;
        want[1'000'001 + i] = 2;
    }
    for (auto* each : {&p.one, &p.other}) {
        auto const came = see_rows(t, *each);
        t.equal(came.size(), want.size(), "rows that a process sees after both wrote at the same time");
        t.expect(came == want, each->words("sees other rows than both wrote at the same time"));
    }
}

SSOT_DECL void processes_want_one_key(trial& t, std::string const& command)
{
    both_processes p(t, command);
    constexpr auto n = 100;
    p.one.tell("insert_each 1 " + std::to_string(n) + " 1");
    p.other.tell("insert_each 1 " + std::to_string(n) + " 2");
    auto const first  = keys_in(fine(t, p.one, p.one.answer()));
    auto const second = keys_in(fine(t, p.other, p.other.answer()));
    rows_seen  want;
    for (std::int64_t key = 1; key <= n; ++key) {
        t.expect(first.contains(key) != second.contains(key),
                 "the key " + std::to_string(key) +
                     ", which two processes inserted at the same time: expected that one of them "
                     "was told that it is taken, " +
                     (first.contains(key) ? "none" : "both") + " was");
        want[key] = first.contains(key) ? 1 : 2;
    }
    for (auto* each : {&p.one, &p.other})
        sees(t, *each, want, "than those of the processes whose insert succeeded");
}

SSOT_DECL void processes_raise_one_number(trial& t, std::string const& command)
{
    both_processes p(t, command);
    constexpr auto n = 50;
    fine(t, p.one, p.one.ask("insert 1 0"));
    p.one.tell("raise 1 " + std::to_string(n));
    p.other.tell("raise 1 " + std::to_string(n));
    fine(t, p.one, p.one.answer());
    fine(t, p.other, p.other.answer());
    for (auto* each : {&p.one, &p.other})
        sees(t, *each, {{1, 2 * n}}, "after two processes added 1 to a number " + std::to_string(n) + " times each");
}

SSOT_DECL void processes_see_no_open_transaction(trial& t, std::string const& command)
{
    both_processes p(t, command);
    fine(t, p.one, p.one.ask("insert 1 1"));
    rows_seen want{{1, 1}};
    for (bool const keep : {true, false}) {
        fine(t, p.one, p.one.ask("begin"));
        fine(t, p.one, p.one.ask(keep ? "insert 2 2" : "insert 3 3"));
        fine(t, p.one, p.one.ask("set 1 " + std::to_string(keep ? 5 : 6)));
        p.other.tell("rows");
        if (bool const waits = !p.other.answers_within(std::chrono::milliseconds(300)); !waits) {
            auto const  answer   = p.other.answer();
            std::string expected = "ok";
            for (auto const& [key, number] : want)
                expected.append(" ").append(std::to_string(key)).append("=").append(std::to_string(number));
            std::string what = "sees what the other process has not committed: expected \"";
            what.append(expected).append("\", came \"").append(answer).append("\"");
            t.expect(answer == expected || gives_way(answer), p.other.words(what));
            fine(t, p.one, p.one.ask(keep ? "commit" : "rollback"));
        } else {
            fine(t, p.one, p.one.ask(keep ? "commit" : "rollback"));
            p.other.answer(); // of one moment, before or after
        }
        if (keep)
            want = {{1, 5}, {2, 2}};
        sees(t, p.other, want, keep ? "after the other process committed" : "after the other process rolled back");
    }
}

SSOT_DECL void process_is_killed_in_transaction(trial& t, std::string const& command)
{
    both_processes p(t, command);
    fine(t, p.one, p.one.ask("insert 1 1"));
    fine(t, p.one, p.one.ask("begin"));
    fine(t, p.one, p.one.ask("insert 2 2"));
    fine(t, p.one, p.one.ask("set 1 5"));
    p.one.kill();
    p.other.tell("insert_each 3 1 3");
    fine(t, p.other, p.other.answer(std::chrono::seconds(12)));
    sees(t, p.other, {{1, 1}, {3, 3}}, "after the other process was killed in a transaction");
    joined_process third(command, "a third");
    fine(t, third, third.answer());
    sees(t, third, {{1, 1}, {3, 3}}, "after a process was killed in a transaction");
}

inline constexpr process_behaviour process_behaviours[] = {
    {"process.in_turn", "one after the other, each sees what those before it stored", false, 11, &processes_in_turn},
    {"process.sees_commits", "each sees at once what the other one committed", false, 9, &processes_see_commits},
    {"process.disjoint_rows", "both write at the same time, and nothing is lost", false, 11, &processes_write_disjoint},
    {"process.same_key", "of two that insert one key, one is told that it is taken", false, 2, &processes_want_one_key},
    {"process.lost_update", "both read a number and add to it in transactions", true, 9, &processes_raise_one_number},
    {"process.uncommitted", "neither sees the open transaction of the other", true, 9, &processes_see_no_open_transaction},
    {"process.killed", "one ends in a transaction, and the other goes on", true, 9, &process_is_killed_in_transaction},
};

#else

SSOT_DECL void no_processes(trial&, std::string const&) { throw not_applicable("processes are run only on POSIX systems"); }

inline constexpr process_behaviour process_behaviours[] = {
    {"process.in_turn", "one after the other, each sees what those before it stored", false, 11, &no_processes},
};

#endif

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_PROCESSES_IPP
