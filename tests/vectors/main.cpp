// SPDX-License-Identifier: BSL-1.0
// Compares what the library writes and reads with what real Django did:  ssot_vectors [DIR] [--rules sqlite|postgresql]
// [--backend memory|sqlite]
//
// DIR holds some of the files below, or all of them. Without it, those of tests/reference are taken, and of its folder `more`.
// Exit status: 0 all passed, 1 something failed, a file cannot be read or there is none, 2 wrong arguments.

#include "datasets.hpp"
#include "values.hpp"
#include "vectors.hpp"

#include <boost/json/parse.hpp>

#include <cstddef>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace {

namespace json = boost::json;
using namespace ssot_vectors;

struct vector_file {
    std::string_view name;
    check            run;
};
constexpr vector_file files[] = {{"encoder.json", check_encoder},
                                 {"dumpdata.json", check_dumpdata},
                                 {"rest.json", check_rest},
                                 {"loaddata.json", check_loaddata},
                                 {"validation.json", check_validation},
                                 {"annotated.json", check_annotated},
                                 {"fixture_annotated.json", check_annotated},
                                 {"behaviour.json", check_behaviour}};

/// Nothing, after saying why.
std::optional<json::array> read_cases(std::filesystem::path const& path)
{
    auto const broken = [&](std::string_view why) {
        std::cerr << "ssot_vectors: " << path.string() << ": " << why << '\n';
        return std::nullopt;
    };
    std::ifstream in(path, std::ios::binary);
    if (!in || std::filesystem::is_directory(path))
        return broken("cannot be opened");
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    if (in.bad())
        return broken("cannot be read");

    boost::system::error_code e;
    json::parse_options       options;
    options.max_depth = 1'000;
    json::value all   = json::parse(text, e, {}, options);
    if (e)
        return broken("is not JSON: " + e.message());
    if (!all.is_array())
        return broken("is not a list of cases");
    for (auto const& one : all.get_array()) {
        auto const* const o = one.if_object();
        if (!o || !o->contains("name") || !o->at("name").is_string() || !o->contains("input") ||
            !o->at("input").is_object() || !o->contains("expected"))
            return broken("has a case without name, input or expected");
    }
    return std::move(all.get_array());
}

outcome run(vector_file const& file, json::object const& one, rules by)
{
    auto const* expected = by == rules::postgresql ? one.if_contains("expected_postgres") : nullptr;
    if (!expected)
        expected = &one.at("expected");
    try {
        return file.run(one.at("input").get_object(), *expected, by);
    } catch (std::exception const& e) {
        return failed(std::string("an exception: ") + e.what());
    }
}

/// Prints what failed, why cases were skipped, and the sums. False when something failed.
bool run_file(vector_file const& file, json::array const& cases, rules by)
{
    std::size_t                        passes = 0, failures = 0, skips = 0;
    std::map<std::string, std::size_t> reasons;
    for (auto const& one : cases) {
        auto const& o    = one.get_object();
        auto const  came = run(file, o, by);
        switch (came.what) {
        case outcome::kind::passed: ++passes; break;
        case outcome::kind::skipped:
            ++skips;
            ++reasons[came.why];
            break;
        case outcome::kind::failed:
            ++failures;
            std::cout << "FAILED " << view_of(o.at("name").get_string()) << ": " << came.why << '\n';
            break;
        }
    }
    for (auto const& [why, count] : reasons)
        std::cout << "  skipped " << count << ": " << why << '\n';
    std::cout << file.name << ": " << passes << " passed, " << failures << " failed, " << skips << " skipped\n";
    return failures == 0;
}

/// Runs the files that a folder has. False when something failed, or there is none of them.
bool run_folder(std::filesystem::path const& where, rules by)
{
    auto const refuse_folder = [&](std::string const& why) {
        std::cerr << "ssot_vectors: " << where.string() << ": " << why << '\n';
        return false;
    };
    std::error_code ignored;
    if (!std::filesystem::is_directory(where, ignored))
        return refuse_folder("is no folder");
    vector_folder()     = where;
    bool        good    = true;
    std::size_t present = 0;
    std::string names;
    for (auto const& file : files) {
        names.append(names.empty() ? "" : ", ").append(file.name);
        if (!std::filesystem::exists(where / file.name, ignored))
            continue;
        ++present;
        auto const cases = read_cases(where / file.name);
        good             = cases && run_file(file, *cases, by) && good;
    }
    return present != 0 ? good : refuse_folder("has none of " + names);
}

int refuse(std::string_view what)
{
    std::cerr << "ssot_vectors: " << what << "; allowed: [DIR] [--rules sqlite|postgresql] [--backend memory|sqlite]\n";
    return 2;
}

} // namespace

int main(int count, char** arguments)
{
    std::optional<std::string> folder;
    rules                      by = rules::sqlite;
    for (int i = 1; i < count; ++i) {
        std::string_view const argument = arguments[i];
        if (argument == "--rules") {
            std::string_view const name = ++i < count ? std::string_view(arguments[i]) : std::string_view();
            if (name != "sqlite" && name != "postgresql")
                return refuse("--rules needs sqlite or postgresql");
            by = name == "sqlite" ? rules::sqlite : rules::postgresql;
        } else if (argument == "--backend") {
            std::string_view const name = ++i < count ? std::string_view(arguments[i]) : std::string_view();
            if (name != "memory" && name != "sqlite")
                return refuse("--backend needs memory or sqlite");
#ifndef SSOT_TEST_SQLITE
            if (name == "sqlite")
                return refuse("this program was built without SQLite");
#endif
            chosen_backend() = name == "memory" ? kept_in::memory : kept_in::sqlite;
        } else if (argument.starts_with('-')) {
            return refuse("unknown argument '" + std::string(argument) + "'");
        } else if (folder) {
            return refuse("more than one folder");
        } else {
            folder = argument;
        }
    }

    std::filesystem::path const reference = SSOT_TEST_REFERENCE_DIR;
    if (folder)
        return run_folder(*folder, by) ? 0 : 1;
    bool const good = run_folder(reference, by);
    return run_folder(reference / "more", by) && good ? 0 : 1;
}
