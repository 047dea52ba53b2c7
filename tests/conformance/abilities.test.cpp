// SPDX-License-Identifier: BSL-1.0
#include "abilities.hpp"

#include <ssot/storage/capability.hpp>
#include <ssot/testing/conformance.hpp>

#include <boost/test/unit_test.hpp>

#include <stdlib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Each capability means something: a backend without it conforms as long as it does not declare it, and the kit names the lie as soon as
// it does.

namespace {

using ssot::conformance::outcome;
using ssot::storage::any_backend;
using ssot::storage::capabilities;
using ssot_test::ability;

struct anything {
    template<class T>
    constexpr operator T() const noexcept; // never called
};

template<class T, std::size_t... I>
constexpr bool has_members(std::index_sequence<I...>)
{
    return requires { T{(static_cast<void>(I), anything())...}; };
}

/// The number of members of an aggregate without arrays and bases.
template<class T, std::size_t N = 0>
constexpr std::size_t count_members()
{
    if constexpr (has_members<T>(std::make_index_sequence<N + 1>()))
        return count_members<T, N + 1>();
    else
        return N;
}

struct of_three {
    int    a;
    bool   b;
    double c;
};
static_assert(count_members<of_three>() == 3);
static_assert(
    count_members<capabilities>() == std::size(ssot_test::abilities),
    "a capability has no line in abilities.hpp: an honest backend without it, and the behaviour that names the lie");

std::vector<std::string> split(std::string_view text)
{
    std::vector<std::string> out;
    for (std::istringstream words{std::string(text)}; words;)
        if (std::string word; words >> word)
            out.push_back(std::move(word));
    return out;
}

/// Where in the object the member lies that the line is about.
std::size_t place_of(ability const& line)
{
    using bytes        = std::array<std::byte, sizeof(capabilities)>;
    auto       changed = line.unable().caps();
    auto const before  = std::bit_cast<bytes>(changed);
    line.claim(changed);
    auto const after = std::bit_cast<bytes>(changed);
    return static_cast<std::size_t>(std::ranges::mismatch(before, after).in1 - before.begin());
}

/// A program that says it stored rows and has none of them, which is what is left of a store in memory when it is killed.
struct forgetful_program {
    std::string name = std::filesystem::temp_directory_path() / "ssot_abilities.XXXXXX";

    forgetful_program()
    {
        BOOST_TEST_REQUIRE(::mkdtemp(name.data()) != nullptr);
        std::ofstream(name + "/run") << "if [ \"$1\" = --verify ]; then exit 0; fi\n"
                                        "n=0\nwhile :; do n=$((n+1)); echo begun $n; echo stored $n; done\n";
    }
    forgetful_program(forgetful_program const&)            = delete;
    forgetful_program& operator=(forgetful_program const&) = delete;
    ~forgetful_program() { std::filesystem::remove_all(name); }

    std::string command() const { return "/bin/sh " + name + "/run"; }
};

ssot::conformance::report examine(ability const& line, bool lies, std::vector<std::string> only)
{
    forgetful_program const        memory;
    auto const                     from = ssot::conformance::make_source<any_backend>([&line, lies] {
        return lies ? any_backend(ssot_test::declaring_backend(line.unable(), line.claim)) : line.unable();
    });
    ssot::conformance::run_options options{.only = std::move(only), .commands = 300};
    if (line.name == "durable")
        options.kill_with = memory.command();
    std::ostringstream out;
    return ssot::conformance::examine(from, options, out);
}

std::string failures(ssot::conformance::report const& r)
{
    std::string out;
    for (auto const& v : r.verdicts)
        if (v.how == outcome::failed)
            out += std::string(v.name) + ": " + v.words + '\n';
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(abilities)

BOOST_AUTO_TEST_CASE(each_line_is_about_another_member)
{
    std::set<std::string_view> names;
    std::set<std::size_t>      places;
    for (auto const& line : ssot_test::abilities) {
        BOOST_TEST(names.insert(line.name).second, line.name);
        auto const place = place_of(line);
        BOOST_TEST(place < sizeof(capabilities), line.name << " claims nothing");
        BOOST_TEST(places.insert(place).second, line.name << " is about the member of another line");
    }
}

BOOST_AUTO_TEST_CASE(without_it_a_backend_conforms)
{
    std::vector<std::string> only{"value.uuid",
                                  "insert.one",
                                  "insert.batch_",
                                  "q.not_null_logic",
                                  "order.default_log",
                                  "page.limit_0",
                                  "agg.min_max_null",
                                  "update.one",
                                  "update.stale",
                                  "delete.cascade",
                                  "tx.rollback_all",
                                  "schema.in_transaction",
                                  "durable.",
                                  "random."};
    if (std::getenv("SSOT_LONG_TESTS")) {
        only = {"write.*.text", "cursor.own_", "page.after.own.text", "durable.", "random."};
        for (auto const& b : ssot::conformance::behaviours())
            if (b.about.clause.empty())
                only.emplace_back(b.name);
    }
    for (auto const& line : ssot_test::abilities) {
        auto const r = examine(line, false, only);
        BOOST_TEST(r.good(), line.name << " is not declared: " << failures(r));
    }
}

BOOST_AUTO_TEST_CASE(a_backend_that_lies_is_named)
{
    for (auto const& line : ssot_test::abilities) {
        if (line.named_by.empty()) {
            BOOST_TEST(line.name == "projection");
            continue;
        }
        auto const r = examine(line, true, split(line.named_by));
        BOOST_TEST(r.count(outcome::failed) != 0U,
                   line.name << " is declared by a backend that cannot do it, and nothing of " << line.named_by
                             << " names it");
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
