// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_JOINED_PROCESS_IPP
#define SSOT_IMPL_TESTING_KIT_JOINED_PROCESS_IPP

// What a process does that the kit runs beside another one: it reads a line, calls its session, and writes a line.

#include <ssot/storage/any_backend.hpp>
#include <ssot/testing/conformance.hpp>
#include <ssot/testing/kit/interleaving.hpp>
#include <ssot/testing/kit/kit_store.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <chrono>
#include <cstdint>
#include <iostream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace ssot::conformance::detail {

/// A session of this process, and the calls that it knows by name.
class joined_session {
public:
    explicit joined_session(storage::any_session s) : session_(std::move(s)) {}

    /// Does what a line says, and returns how it ended: "ok" and a text, or "error", a code and a text.
    std::string answer(std::string const& line)
    {
        std::istringstream in(line);
        std::string        what;
        std::int64_t       a = 0;
        std::int64_t       b = 0;
        std::int64_t       c = 0;
        in >> what >> a >> b >> c;
        try {
            if (what == "rows")
                return rows();
            if (what == "begin")
                return told(session_.begin({.timeout = std::chrono::seconds(10)}));
            if (what == "commit")
                return told(session_.commit());
            if (what == "rollback") {
                session_.rollback();
                return "ok";
            }
            if (what == "insert")
                return told(insert(a, b));
            if (what == "set")
                return told(set_row<&specimen::number>(session_, a, b));
            if (what == "erase")
                return told(erase_rows<specimen>(session_, {a}));
            if (what == "insert_each")
                return insert_each(a, b, c);
            if (what == "raise")
                return raise(a, b);
            return "error misuse unknown: " + line;
        } catch (std::exception const& e) {
            return std::string("error internal ") + e.what();
        }
    }

private:
    template<class T>
    static std::string told(result<T> const& r)
    {
        return r ? "ok" : "error " + std::string(to_string(r.error().code())) + ' ' + std::string(r.error().text());
    }
    result<std::size_t> insert(std::int64_t key, std::int64_t number)
    {
        auto row   = make_specimen(key);
        row.number = number;
        return session_.insert(raw_rows(std::vector{row}).view());
    }
    std::string rows()
    {
        checks      c;
        std::string out = "ok";
        for (auto const& row : all_rows<specimen>(c, session_))
            out += ' ' + std::to_string(row.id) + '=' + std::to_string(row.number);
        return out;
    }

    /// Repeats a call as long as it gives way to another, at most for so long.
    template<class Call>
    static auto repeated(Call const& call) -> decltype(call())
    {
        auto const begun = std::chrono::steady_clock::now();
        for (;;) {
            auto out = call();
            if (out || !gave_way(out.error()) || std::chrono::steady_clock::now() - begun > std::chrono::seconds(20))
                return out;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }

    /// Inserts so many rows with a number, one by one, and tells the keys that were free.
    std::string insert_each(std::int64_t first, std::int64_t count, std::int64_t number)
    {
        std::string out = "ok";
        for (std::int64_t key = first; key != first + count; ++key) {
            auto const done = repeated([&] { return insert(key, number); });
            if (!done && done.error().code() != errc::already_exists)
                return told(done);
            if (done)
                out += ' ' + std::to_string(key);
        }
        return out;
    }

    /// Adds 1 to the number of a row, each time in a transaction that reads it first.
    std::string raise(std::int64_t key, std::int64_t times)
    {
        for (std::int64_t i = 0; i != times; ++i) {
            auto const done = repeated([&]() -> result<void> {
                if (auto begun = session_.begin({.timeout = std::chrono::seconds(10)}); !begun)
                    return begun;
                checks     c;
                auto const number = number_of(c, session_, key);
                auto const set    = set_row<&specimen::number>(session_, key, number.value_or(0) + 1);
                auto const kept   = set ? session_.commit() : result<void>(set.error());
                if (!kept)
                    session_.rollback();
                return kept;
            });
            if (!done)
                return told(done);
        }
        return "ok";
    }

    storage::any_session session_;
};

} // namespace ssot::conformance::detail

namespace ssot::conformance {

SSOT_DECL int join(source const& from)
{
    auto const fails = [](error const& e) {
        std::cout << "error " << to_string(e.code()) << ' ' << e.text() << '\n' << std::flush;
        return 1;
    };
    auto backend = from.fresh();
    auto store   = detail::kit_store::open(backend);
    if (!store)
        return fails(store.error());
    if (auto const made = store->count<specimen>(); !made)
        return fails(made.error());
    auto session = backend.open();
    if (!session)
        return fails(session.error());
    detail::joined_session joined(std::move(*session));
    std::cout << "ok\n" << std::flush;
    for (std::string line; std::getline(std::cin, line);)
        std::cout << joined.answer(line) << '\n' << std::flush;
    return 0;
}

} // namespace ssot::conformance

#endif // SSOT_IMPL_TESTING_KIT_JOINED_PROCESS_IPP
