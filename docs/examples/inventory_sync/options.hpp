// SPDX-License-Identifier: BSL-1.0
#ifndef DEMO_OPTIONS_HPP
#define DEMO_OPTIONS_HPP

// The command line.

#include "errors.hpp"
#include "text.hpp"

#include <ssot/model/sync.hpp>
#include <ssot/validate.hpp>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace demo {

inline constexpr std::string_view help = R"(Usage: inventory_sync [OPTION]...

Compares two inventories, brings a copy of the target up to date in memory, and
records the run: the job, the sync with its diff, and one log entry for each
object. The files of both inventories are only read.

  --source FILE       inventory to copy from (/usr/share/nmap/nmap-services)
  --target FILE       inventory to bring up to date (/etc/services)
  --key FIELD         field that identifies a JSON object; required for JSON
  --source-name NAME  name of the source in the records (the name of its file)
  --target-name NAME  name of the target, on the same terms
  --db WHERE          where the records of all runs are kept: a file of SQLite
                      (history.db), folder:DIR, or memory for this run only;
                      made when it is not there
  --dry-run           only compare: no log entries, no time of the sync phase
  --output DIR        write job_results.json, syncs.json and
                      sync_log_entries.json there, each a JSON array
  --help              show this

--option=VALUE works too. The content of a file, in UTF-8, decides what it is:

  A JSON array of objects, or objects one per line. The value of FIELD is a
  text or an integer (1 and "1" are the same key) and occurs once in a file.
  All other fields are attributes, compared by value: the order of an object's
  keys does not count, and 1, 1.0 and 1e0 are equal. As in DiffSync, an
  attribute that only one side has is no difference.

  Lines of services(5), "name port/protocol [aliases...] [# comment]", as in
  /etc/services and nmap-services. The key is "port/protocol", the only
  attribute is "name". When lines have the same key, the first one counts, as
  for getservbyport(3); a note tells how many do not.

  An empty file is an empty inventory.

Exit status: 0 done, 1 a file cannot be used or written, 2 wrong command line.
)";

struct options {
    std::string source = "/usr/share/nmap/nmap-services";
    std::string target = "/etc/services";
    std::string key{}; ///< empty when not given
    std::string source_name{};
    std::string target_name{};
#ifdef DEMO_WITH_SQLITE
    std::string db = "history.db";
#else
    std::string db = "memory";
#endif
    std::string output{}; ///< empty when nothing is to be written
    bool        dry_run = false;
    bool        help    = false;
};

/// What a file's inventory is called when nobody said: the name of the file, as far as it fits.
inline std::string default_name(std::string const& file)
{
    auto const name  = std::filesystem::path(file).filename().string();
    auto const limit = ssot::field_info_of<&ssot::sync::source>.options.max_length;
    return shortened(printable(name.empty() ? file : name), limit);
}

/// The names must be such as a sync can hold.
inline void check_names(options const& chosen)
{
    ssot::sync const sample{.source = chosen.source_name, .target = chosen.target_name};
    for (auto const& problem : ssot::validate(sample))
        throw usage_error("--" + std::string(problem.field) + "-name: " + problem.message);
}

struct valued_option {
    std::string_view name;
    std::string options::* value;
};
inline constexpr valued_option valued_options[] = {{"--source", &options::source},
                                                   {"--target", &options::target},
                                                   {"--key", &options::key},
                                                   {"--source-name", &options::source_name},
                                                   {"--target-name", &options::target_name},
                                                   {"--db", &options::db},
                                                   {"--output", &options::output}};

struct flag {
    std::string_view name;
    bool options::* value;
};
inline constexpr flag flags[] = {{"--dry-run", &options::dry_run}, {"--help", &options::help}};

/// The value of an option: what stands behind its '=', or the next argument, which is taken away from `rest`.
inline std::string value_of(std::string_view name, std::optional<std::string_view> given, std::span<char*>& rest)
{
    if (!given && !rest.empty() && !std::string_view(rest.front()).starts_with("--")) {
        given = rest.front();
        rest  = rest.subspan(1);
    }
    if (!given || given->empty())
        throw usage_error(std::string(name) + " needs a value");
    return std::string(*given);
}

/// Errors: `usage_error`.
inline options parse_options(std::span<char*> arguments)
{
    options chosen;
    while (!arguments.empty()) {
        std::string_view const argument = arguments.front();
        arguments                       = arguments.subspan(1);

        auto const equals = argument.find('=');
        auto const name   = argument.substr(0, equals);
        auto const given  = equals == std::string_view::npos ? std::nullopt : std::optional(argument.substr(equals + 1));

        auto const* const on     = std::ranges::find(flags, name, &flag::name);
        auto const* const valued = std::ranges::find(valued_options, name, &valued_option::name);
        if (on != std::end(flags)) {
            if (given)
                throw usage_error(std::string(name) + " takes no value");
            chosen.*on->value = true;
        } else if (valued != std::end(valued_options)) {
            chosen.*valued->value = value_of(name, given, arguments);
        } else {
            throw usage_error((argument.starts_with("-") ? "unknown option " : "unexpected argument ") +
                              in_quotes(argument) + "; see --help");
        }
    }
    if (chosen.source_name.empty())
        chosen.source_name = default_name(chosen.source);
    if (chosen.target_name.empty())
        chosen.target_name = default_name(chosen.target);
    check_names(chosen);
    return chosen;
}

} // namespace demo

#endif // DEMO_OPTIONS_HPP
