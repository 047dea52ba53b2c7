// SPDX-License-Identifier: BSL-1.0
// Stores rows in a file until it is killed: `ssot_killed_writer FILE`. With --verify it looks whether the file is whole and prints
// which rows are there. docs/reference/testing/conformance.md says what the kit expects of the two.

#include <ssot/aggregate.hpp>
#include <ssot/query.hpp>
#include <ssot/storage/sqlite.hpp>
#include <ssot/store.hpp>

#include "../support/inventory.hpp"

#include <unistd.h>

#include <cstdint>
#include <iostream>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

using inventory::rack;

/// Each transaction stores so many rows, in two calls and a savepoint, or none.
constexpr std::int64_t together = 10;

/// Writes a line at once: what a killed program had in a buffer is lost.
void say(std::string const& line)
{
    if (::write(1, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
        ::_exit(3);
}

rack row(std::int64_t id)
{
    return {.id     = id,
            .name   = "r" + std::to_string(id),
            .height = 1,
            .note   = std::string(static_cast<std::size_t>(id % 900), 'x')};
}

void store_rows(ssot::store& store)
{
    auto const last = store.select(ssot::from<rack>().order_by(ssot::desc<&rack::id>).limit(1)).value();
    auto       next = last.empty() ? 1 : last[0]->id + 1;
    for (;; next += together) {
        std::string       begun;
        std::string       stored;
        std::vector<rack> rows;
        for (auto id = next; id != next + together; ++id) {
            begun += "begun " + std::to_string(id) + '\n';
            stored += "stored " + std::to_string(id) + '\n';
            rows.push_back(row(id));
        }
        say(begun);
        auto tx = store.begin().value();
        store.insert(rows.front()).value();
        {
            auto inner = store.begin().value();
            store.insert(std::span(rows).subspan(1)).value();
            inner.commit().value();
        }
        tx.commit().value();
        say(stored);
    }
}

int verify(ssot::storage::sqlite& backend, ssot::store& store)
{
    int code = 0;
    for (auto const& problem : backend.verify().value()) {
        std::cerr << problem << '\n';
        code = 1;
    }
    std::map<std::int64_t, std::int64_t> of_transaction;
    for (auto const& found : store.stream(ssot::from<rack>())) {
        auto const& r = *found.value();
        if (r != row(r.id)) {
            std::cerr << "row " << r.id << " is another one\n";
            code = 1;
        }
        ++of_transaction[(r.id - 1) / together];
        std::cout << "stored " << r.id << '\n';
    }
    for (auto const& [number, rows] : of_transaction)
        if (rows != together) {
            std::cerr << "of the " << together << " rows of a transaction there are " << rows << '\n';
            code = 1;
        }
    return code;
}

} // namespace

int main(int argc, char** argv)
{
    std::vector<std::string_view> const arguments(argv + 1, argv + argc);
    if (arguments.empty() || arguments.size() > 2 || (arguments.size() == 2 && arguments[1] != "--verify")) {
        std::cerr << "usage: ssot_killed_writer FILE [--verify]\n";
        return 2;
    }
    ssot::storage::sqlite backend{std::string(arguments[0])};
    ssot::store           store{backend};
    if (arguments.size() == 2)
        return verify(backend, store);
    store_rows(store);
}
