// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_COSTS_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_COSTS_IPP

// How many rows a backend looks at, where it counts them: warnings, since the answers are right.

#include <ssot/condition.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/query.hpp>
#include <ssot/store/page.hpp>
#include <ssot/testing/kit/sample_rows.hpp>
#include <ssot/testing/trial.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace ssot::conformance::detail {

SSOT_DECL void visits_of_filters(trial& t, std::vector<sync> const& runs, std::size_t each)
{
    auto const keys = keys_in_order(t.ok(t.store().select(from<sync_log_entry>().limit(10)), "selecting"));
    t.expect_visits("filters", "reading " + std::to_string(keys.size()) + " rows by their keys", keys.size(), [&] {
        for (auto const& key : keys)
            t.ok(t.store().get<sync_log_entry>(key), "get");
    });
    if (t.caps().filters != storage::filtering::all)
        return;
    t.expect_visits("filters", "reading the " + std::to_string(each) + " rows of one foreign key", each, [&] {
        auto const found = t.ok(t.store().select(from<sync_log_entry>().where(field<&sync_log_entry::sync> == runs[0].id)),
                                "selecting by a foreign key");
        t.equal(found.size(), each, "rows of one foreign key");
    });
}

SSOT_DECL void visits_of_pages(trial& t, std::size_t rows)
{
    constexpr std::size_t of = 20;
    t.expect_visits("pages", "reading " + std::to_string(rows) + " rows in pages of " + std::to_string(of), rows, [&] {
        std::optional<page_key> at;
        std::size_t             met = 0;
        do {
            auto const page = t.ok(t.store().page(from<sync_log_entry>().limit(of), at), "a page");
            met += page.rows.size();
            at = page.next;
        } while (at && met <= rows);
        t.equal(met, rows, "rows on all pages");
    });
}

SSOT_DECL void visits_of_unique(trial& t, std::size_t rows)
{
    auto const                 named = [](std::size_t i) { return secrets_group{.name = "group " + std::to_string(i)}; };
    std::vector<secrets_group> groups;
    for (std::size_t i = 0; i != rows; ++i)
        groups.push_back(named(i));
    t.ok(t.store().insert(groups), "inserting");
    constexpr std::size_t more = 10;
    t.expect_visits("unique", "inserting " + std::to_string(more) + " rows with a unique field", more, [&] {
        for (std::size_t i = 0; i != more; ++i) {
            auto const row = named(rows + i);
            t.ok(t.store().insert(row), "inserting one");
        }
    });
}

SSOT_DECL void cost_rows_visited(trial& t)
{
    if (!t.backend().rows_visited())
        throw not_applicable("the backend has no rows_visited(), so it is not known how many rows it looks at");
    constexpr std::size_t syncs = 20;
    auto const            each  = t.scaled(50, 500);
    auto const            runs  = store_history(t, syncs, each);
    auto const            caps  = t.caps();
    t.equal(t.ok(t.store().count<sync_log_entry>(), "counting"), syncs * each, "rows");
    if (caps.filters != storage::filtering::none)
        visits_of_filters(t, runs, each);
    if (caps.pages && caps.filters == storage::filtering::all && caps.order && caps.limit && caps.joins)
        visits_of_pages(t, syncs * each);
    if (caps.unique)
        visits_of_unique(t, syncs * each);
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_COSTS_IPP
