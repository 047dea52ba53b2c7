// SPDX-License-Identifier: BSL-1.0
#ifndef DEMO_REPORT_HPP
#define DEMO_REPORT_HPP

// What a run did, for people, read from the store.

#include "json.hpp"
#include "records.hpp"
#include "text.hpp"

#include <ssot/choice.hpp>
#include <ssot/model/choices.hpp>
#include <ssot/query.hpp>
#include <ssot/time.hpp>

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

/// Colours on a terminal, unless the user has asked for none (https://no-color.org).
inline bool wants_colour()
{
    char const* const no_color = std::getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) != 0 && (!no_color || *no_color == '\0');
}

/// The colour of a label class, as ECMA-48 numbers them; empty for classes without one.
inline std::string_view colour_of(std::string_view label_class)
{
    constexpr std::pair<std::string_view, std::string_view> colours[] = {
        {"success", "32"}, {"info", "36"}, {"warning", "33"}, {"danger", "31"}};
    auto const* const found = std::ranges::find(colours, label_class, &std::pair<std::string_view, std::string_view>::first);
    return found == std::end(colours) ? std::string_view() : found->second;
}

inline std::string padded(std::string text, std::size_t width)
{
    auto const length = count_code_points(text);
    return length < width ? text.append(width - length, ' ') : text;
}

/// The label of a choice in the colour of its class.
template<ssot::choice E>
std::string badge(E choice, std::size_t width, bool coloured)
{
    auto       text   = padded(std::string(ssot::label(choice)), width);
    auto const colour = colour_of(ssot::label_class(choice));
    return coloured && !colour.empty() ? "\x1b[" + std::string(colour) + 'm' + text + "\x1b[0m" : text;
}

/// Columns as wide as their widest cell, two spaces apart.
inline void print_table(std::vector<std::vector<std::string>> const& rows)
{
    std::vector<std::size_t> widths(rows.front().size());
    for (auto const& row : rows)
        for (std::size_t i = 0; i != row.size(); ++i)
            widths[i] = std::max(widths[i], count_code_points(row[i]));
    for (auto const& row : rows) {
        std::string line;
        for (std::size_t i = 0; i != row.size(); ++i)
            line += padded(row[i], widths[i] + 2);
        std::cout << line.substr(0, line.find_last_not_of(' ') + 1) << '\n';
    }
}

inline std::string in_seconds(ssot::duration d)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.3f s", static_cast<double>(d.count()) / 1e6);
    return text;
}

/// A run with its job and its seven counts. The diff is not loaded.
using history_row = ssot::basic_annotated_sync<ssot::raw_types>;

inline void print_history(std::vector<history_row> const& history)
{
    std::vector<std::vector<std::string>> table{{"Started", "Source", "Target", "Type", "Status", "Duration", "No change",
                                                 "Create", "Update", "Delete", "Success", "Failure", "Error"}};
    for (auto const& [run, job, counts] : history) {
        bool const ended = job && job->date_done && run.start_time;
        table.push_back({run.start_time ? ssot::to_string(*run.start_time) : "",
                         printable(run.source),
                         printable(run.target),
                         run.dry_run ? "Dry Run" : "Sync",
                         job ? std::string(ssot::label(job->status)) : "",
                         ended ? in_seconds(*job->date_done - *run.start_time) : ""});
        for (auto const n : {counts.unchanged, counts.created, counts.updated, counts.deleted, counts.succeeded,
                             counts.failed, counts.errored})
            table.back().push_back(std::to_string(n));
    }
    print_table(table);
}

/// What the run found: "create 3, update 1, ...". All that a dry run leaves behind besides its diff.
inline void print_summary(sync_run const& run)
{
    std::string line;
    for (auto const& [name, count] : read<fields>(run.summary.value()))
        line.append(line.empty() ? "" : ", ").append(name).append(" ").append(count.text());
    std::cout << "\nDifferences: " << line << '\n';
}

/// The first log entries of a run that changed something, in the order in which they were made.
inline void print_changes(record_store& store, ssot::uuid const& run)
{
    constexpr std::size_t shown = 20;
    using entry                 = sync_log_entry;
    auto const changes =
        ssot::from<entry>()
            .where(ssot::field<&entry::sync> == run && ssot::field<&entry::action> != ssot::sync_log_entry_action::no_change)
            .order_by(ssot::asc<&entry::id>);
    bool const coloured = wants_colour();
    auto const total    = store.count(changes).value();
    if (total != 0)
        std::cout << '\n';
    for (auto const& log : store.select(changes.limit(shown)).value())
        std::cout << badge(log.action, 6, coloured) << "  " << badge(log.status, 9, coloured) << "  "
                  << padded(shortened(printable(log.object_repr), 30), 30) << "  "
                  << shortened(log.diff ? printable(std::string(log.diff->text())) : "", 70) << '\n';
    if (total > shown)
        std::cout << "... and " << total - shown << " more\n";
}

/// All runs, and what one of them found and did.
inline void print_report(record_store& store, ssot::uuid const& run)
{
    auto const history = store.annotated_syncs<ssot::raw_types>().value();
    print_history(history);
    for (auto const& row : history)
        if (row.sync.id == run)
            print_summary(row.sync);
    print_changes(store, run);
}

} // namespace demo

#endif // DEMO_REPORT_HPP
