// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_CONFORMANCE_IPP
#define SSOT_IMPL_TESTING_CONFORMANCE_IPP

#include <ssot/testing/conformance.hpp>
#include <ssot/version.hpp>

#include <ssot/impl/testing/behaviours/costs.ipp>
#include <ssot/impl/testing/behaviours/faults.ipp>
#include <ssot/impl/testing/behaviours/histories.ipp>
#include <ssot/impl/testing/behaviours/killing.ipp>
#include <ssot/impl/testing/behaviours/processes.ipp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <fstream>
#include <iostream>

namespace ssot::conformance {

namespace detail {

inline constexpr std::string_view options_usage   = R"(Options:
  --list          print a table of the behaviours: name, sentence of the contract, promise, and what it needs
  --only PATTERN  only the behaviours whose names begin so; * stands for any characters, as in order.*.via.real; may come
                  several times
  --seed N        of all that chance decides (1)
  --commands N    random commands to execute (2000)
  --minutes M     random commands for so long, and behaviours with as many rows as their names say
  --strict        a behaviour that passes though its capability is declared absent fails
  --json FILE     write the report to FILE
  --verbose       also print the pairs of an operation and a state that the random commands did not meet
  --kill-with COMMAND
                  kill COMMAND while it stores rows, 25 times, and compare what COMMAND --verify then finds with what it
                  said: it prints "begun N" before it commits row N and "stored N" afterwards, with --verify "stored N"
                  for each row that is there
  --beside COMMAND
                  run COMMAND twice at the same time, on one store: a program that calls ssot::conformance::join
  --help          show this
)";
inline constexpr std::string_view allowed_options = "--list, --only PATTERN, --seed N, --commands N, --minutes M, --strict, "
                                                    "--json FILE, --verbose, --kill-with COMMAND, --beside "
                                                    "COMMAND, --help";

template<class Number>
bool read_number(std::string_view text, Number& out)
{
    auto const [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), out);
    return wrong == std::errc() && end == text.data() + text.size();
}

/// Returns whether a name begins as the pattern says, in which each `*` stands for any characters.
SSOT_DECL bool begins_as(std::string_view name, std::string_view pattern)
{
    auto const star = pattern.find('*');
    if (star == pattern.npos)
        return name.starts_with(pattern);
    if (!name.starts_with(pattern.substr(0, star)))
        return false;
    for (std::size_t i = star; i <= name.size(); ++i)
        if (begins_as(name.substr(i), pattern.substr(star + 1)))
            return true;
    return false;
}

SSOT_DECL bool is_meant(std::string_view name, std::vector<std::string> const& only)
{
    return only.empty() || std::ranges::any_of(only, [&](auto const& pattern) { return begins_as(name, pattern); });
}

} // namespace detail

/// The version of the library, which is that of the kit: "0.1.0".
SSOT_DECL std::string kit_version()
{
    return std::to_string(version.major_version) + '.' + std::to_string(version.minor_version) + '.' +
        std::to_string(version.patch_version);
}

SSOT_DECL result<run_options> read_options_of(int argc, char const* const* argv, std::span<std::string_view const> names)
{
    run_options out;
    auto const  wrong = [](std::string words) { return error(errc::misuse, std::move(words)); };
    for (int i = 1; i < argc; ++i) {
        std::string_view const name = argv[i];
        bool* const            flag = name == "--list" ? &out.list
                       : name == "--strict"            ? &out.strict
                       : name == "--help"              ? &out.help
                       : name == "--verbose"           ? &out.verbose
                                                       : nullptr;
        if (flag) {
            *flag = true;
            continue;
        }
        bool const takes_value = name == "--only" || name == "--seed" || name == "--commands" || name == "--minutes" ||
            name == "--json" || name == "--kill-with" || name == "--beside";
        if (!takes_value)
            return wrong("unknown argument '" + std::string(name) + "'; allowed: " + std::string(detail::allowed_options));
        if (++i == argc)
            return wrong(std::string(name) + " needs a value; allowed: " + std::string(detail::allowed_options));
        std::string_view const value = argv[i];
        auto const             bad   = [&](std::string_view what) {
            return wrong(std::string(name) + " does not take '" + std::string(value) + "'; allowed: " + std::string(what));
        };
        if (name == "--only") {
            if (value.empty() || std::ranges::none_of(names, [&](auto known) { return detail::begins_as(known, value); })) {
                std::string all;
                for (auto const known : names)
                    all.append(all.empty() ? "" : ", ").append(known);
                return bad(all);
            }
            out.only.emplace_back(value);
        } else if (name == "--json") {
            if (value.empty())
                return bad("the name of a file");
            out.json = value;
        } else if (name == "--kill-with" || name == "--beside") {
            if (value.empty())
                return bad("a command");
            (name == "--beside" ? out.beside : out.kill_with) = value;
        } else if (name == "--minutes") {
            if (!detail::read_number(value, out.minutes) || !(out.minutes > 0) || !std::isfinite(out.minutes))
                return bad("a number above 0");
        } else if (!detail::read_number(value, name == "--seed" ? out.seed : out.commands)) {
            return bad("a whole number from 0");
        }
    }
    return out;
}

SSOT_DECL std::size_t report::count(outcome o) const noexcept
{
    return static_cast<std::size_t>(std::ranges::count(verdicts, o, &verdict::how));
}

SSOT_DECL bool report::good() const noexcept
{
    return count(outcome::failed) == 0 && !(strict && count(outcome::passed_though_absent) != 0) &&
        count(outcome::passed) != 0;
}

SSOT_DECL std::string to_json(report const& r)
{
    boost::json::array verdicts;
    for (auto const& v : r.verdicts)
        verdicts.push_back({{"name", std::string(v.name)},
                            {"outcome", std::string(to_string(v.how))},
                            {"words", v.words},
                            {"seconds", v.seconds}});
    boost::json::array warnings;
    for (auto const& w : r.warnings)
        warnings.push_back({{"behaviour", std::string(w.behaviour)},
                            {"capability", std::string(w.capability)},
                            {"what", w.what},
                            {"needed", w.needed},
                            {"visited", w.visited}});
    boost::json::array unseen;
    for (auto const& pair : r.pairs.unseen)
        unseen.emplace_back(pair);
    boost::json::object const out{{"kit", kit_version()},
                                  {"good", r.good()},
                                  {"strict", r.strict},
                                  {"seed", r.seed},
                                  {"commands", r.commands},
                                  {"pairs_seen", r.pairs.seen},
                                  {"pairs_reachable", r.pairs.reachable},
                                  {"pairs_unseen", std::move(unseen)},
                                  {"passed", r.count(outcome::passed)},
                                  {"failed", r.count(outcome::failed)},
                                  {"skipped", r.count(outcome::skipped)},
                                  {"passed_though_absent", r.count(outcome::passed_though_absent)},
                                  {"not_covered", r.count(outcome::not_covered)},
                                  {"warnings", std::move(warnings)},
                                  {"behaviours", std::move(verdicts)}};
    return boost::json::serialize(out);
}

namespace detail {

/// Checks that take long: not of the named behaviours, but of many.
inline constexpr behaviour long_checks[] = {
    {"history.list_append",
     "no cycle in what concurrent transactions appended and read",
     need::isolation,
     9,
     &history_list_append},
    {"history.set", "every acknowledged insert is read back, no other", need::isolation, 11, &history_set},
    {"history.bank", "the total never changes", need::isolation, 9, &history_bank},
    {"fault.every_call",
     "whichever call of the backend fails, all or nothing of the work is done",
     need::transactions,
     10,
     &fault_every_call},
    {"fault.out_of_memory", "the same when it throws std::bad_alloc", need::transactions, 13, &fault_out_of_memory},
    {"cost.rows_visited",
     "warns, and never fails, when declared filters, pages or unique look at more rows than they must",
     need::nothing,
     0,
     &cost_rows_visited},
};

inline constexpr std::string_view random_name = "random.commands";
inline constexpr std::string_view killed_name = "durable.killed";

/// Judges by what a command does. The backend itself only says what it promises.
template<class Judge>
verdict judge_command(source const& from, run_options const& options, std::string_view name, int about, Judge const& by)
{
    auto const begun = std::chrono::steady_clock::now();
    verdict    out{.name = name, .how = outcome::passed};
    try {
        trial t(from, options.seed);
        by(t);
    } catch (not_applicable const& why) {
        out.how   = outcome::skipped;
        out.words = why.what();
    } catch (failed_check const& why) {
        out.how   = outcome::failed;
        out.words = std::string(why.what()) + ". Sentence " + std::to_string(about) + ": " + std::string(sentence(about));
    }
    out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    return out;
}

/// Tells of one verdict.
SSOT_DECL void tell(std::ostream& out, verdict const& v)
{
    out << to_string(v.how) << ": " << v.name;
    if (!v.words.empty())
        out << ": " << v.words;
    out << '\n' << std::flush;
}

} // namespace detail

SSOT_DECL std::vector<std::string_view> names()
{
    std::vector<std::string_view> out;
    for (auto const& b : behaviours())
        out.push_back(b.name);
    for (auto const& b : detail::long_checks)
        out.push_back(b.name);
    out.push_back(detail::killed_name);
    for (auto const& b : detail::process_behaviours)
        out.push_back(b.name);
    out.push_back(detail::random_name);
    return out;
}

SSOT_DECL report examine(source const& from, run_options const& options, std::ostream& out)
{
    auto const begun = std::chrono::steady_clock::now();
    report     r{.seed = options.seed, .strict = options.strict};
    auto const take = [&](verdict v) {
        if (v.how != outcome::passed)
            detail::tell(out, v);
        for (auto const& w : v.warnings)
            out << "warning: " << w.behaviour << ": " << to_string(w) << '\n' << std::flush;
        r.warnings.insert(r.warnings.end(), v.warnings.begin(), v.warnings.end());
        r.verdicts.push_back(std::move(v));
    };
    auto at_size     = from;
    at_size.thorough = from.thorough || options.minutes > 0;
    for (auto const& b : behaviours())
        if (detail::is_meant(b.name, options.only))
            take(judge(b, at_size, options.seed));
    for (auto const& b : detail::long_checks)
        if (detail::is_meant(b.name, options.only))
            take(judge(b, at_size, options.seed));
    if (!options.kill_with.empty() && detail::is_meant(detail::killed_name, options.only))
        take(detail::judge_command(at_size, options, detail::killed_name, 11, [&](trial& t) {
            detail::killed_at_random(t, options.kill_with, options.minutes > 0 ? 500 : 25);
        }));
    for (auto const& b : detail::process_behaviours)
        if (!options.beside.empty() && detail::is_meant(b.name, options.only))
            take(detail::judge_command(at_size, options, b.name, b.sentence, [&](trial& t) {
                if (b.in_transactions && !t.caps().transactions)
                    throw not_applicable("the backend does not declare transactions");
                b.judge(t, options.beside);
            }));
    if (detail::is_meant(detail::random_name, options.only)) {
        random_options random{.seed = options.seed, .commands = options.commands};
        if (options.minutes > 0)
            random.until = begun +
                std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                               std::chrono::duration<double>(options.minutes * 60));
        auto found = run_random(from, random);
        r.commands = found.commands;
        r.pairs    = std::move(found.pairs);
        take({.name    = detail::random_name,
              .how     = found.words.empty() ? outcome::passed : outcome::failed,
              .words   = found.words,
              .seconds = found.seconds});
    }
    return r;
}

namespace detail {

/// Prints a table: the name, the sentence of the contract, what is promised, and what it needs.
SSOT_DECL void print_list(std::ostream& out, std::vector<std::string> const& only)
{
    std::vector<behaviour> all(behaviours().begin(), behaviours().end());
    all.insert(all.end(), std::begin(long_checks), std::end(long_checks));
    all.push_back({killed_name, "what a killed program stored is there: only with --kill-with", need::nothing, 11, nullptr});
    for (auto const& b : process_behaviours)
        all.push_back({b.name,
                       b.promise,
                       b.in_transactions ? need::transactions : need::nothing,
                       b.sentence,
                       nullptr,
                       {.clause = "process"}});
    all.push_back({random_name, "random commands, judged by a model store", need::nothing, 0, nullptr});
    std::erase_if(all, [&](behaviour const& b) { return !is_meant(b.name, only); });
    std::size_t width = 4;
    for (auto const& b : all)
        width = std::max(width, b.name.size());
    auto const padded = [&](std::string_view text) { return std::string(text) + std::string(width - text.size(), ' '); };
    out << padded("name") << " | sentence | promise\n" << std::string(width, '-') << "-|----------|--------\n";
    for (auto const& b : all) {
        out << padded(b.name) << " | " << (b.sentence < 10 ? "       " : "      ") << b.sentence << " | " << b.promise;
        if (b.needs != need::nothing)
            out << " (needs " << to_string(b.needs) << ')';
        if (b.about.clause == "process")
            out << ": only with --beside";
        out << (b.judge || b.name == random_name || b.name == killed_name || b.about.clause == "process"
                    ? "\n"
                    : " (not covered yet)\n");
    }
}

} // namespace detail

SSOT_DECL int run(int argc, char const* const* argv, source const& from)
{
    auto const known   = names();
    auto const options = read_options_of(argc, argv, known);
    if (!options) {
        std::cerr << options.error().text() << '\n';
        return 2;
    }
    if (options->help) {
        std::cout << detail::options_usage;
        return 0;
    }
    if (options->list) {
        detail::print_list(std::cout, options->only);
        return 0;
    }
    std::ofstream file;
    if (!options->json.empty()) {
        file.open(options->json);
        if (!file) {
            std::cerr << "cannot write to '" << options->json << "'; allowed: --json with a file that can be written\n";
            return 2;
        }
    }
    auto const r = examine(from, *options, std::cout);
    if (options->verbose)
        for (auto const& pair : r.pairs.unseen)
            std::cout << "not met: " << pair << '\n';
    if (r.pairs.reachable != 0)
        std::cout << "random commands met " << r.pairs.seen << " of " << r.pairs.reachable
                  << " pairs of an operation and a state\n";
    std::cout << r.count(outcome::passed) << " passed, " << r.count(outcome::failed) << " failed, "
              << r.count(outcome::skipped) << " skipped, " << r.count(outcome::passed_though_absent)
              << " passed though declared absent, " << r.count(outcome::not_covered) << " not covered, " << r.warnings.size()
              << " warnings; " << r.commands << " random commands, seed " << r.seed << ", kit " << kit_version()
              << (r.good() ? ": conforms\n" : ": DOES NOT CONFORM\n");
    if (file.is_open()) {
        file << to_json(r) << '\n';
        file.close();
        if (!file) {
            std::cerr << "could not write all of '" << options->json << "'\n";
            return 1;
        }
    }
    return r.good() ? 0 : 1;
}

} // namespace ssot::conformance

#endif // SSOT_IMPL_TESTING_CONFORMANCE_IPP
