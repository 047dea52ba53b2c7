// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_ORDERS_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_ORDERS_IPP

// Behaviours: rows in order, in pages, in part.

#include <ssot/condition.hpp>
#include <ssot/error.hpp>
#include <ssot/json/text.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/query.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/store/stored.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/random_queries.hpp>
#include <ssot/testing/kit/sample_rows.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ssot::conformance::detail {

SSOT_DECL void order_default_sync(trial& t)
{
    auto       runs = store_history(t, 9, 0);
    auto const same = trial::first_moment - std::chrono::hours(1);
    for (int i = 0; i != 3; ++i) { // three that began at the same time
        runs.push_back({.id = new_id_v4(), .source = "a", .target = "b", .start_time = same});
        t.ok(t.store().insert(runs.back()), "inserting a sync");
    }
    std::ranges::sort(runs, [](sync const& a, sync const& b) {
        return comes_before(seen(a.start_time), seen(b.start_time), false, storage::nulls::largest)
            .value_or(plain(a.id) < plain(b.id));
    });
    t.equal(keys_in_order(t.ok(t.store().select(from<sync>()), "selecting")),
            keys_in_order(runs),
            "keys of syncs by start time, those without one last, then by key");
}

SSOT_DECL void order_default_log(trial& t)
{
    auto const runs = store_history(t, 5, 4);
    auto       all  = t.ok(t.store().select(from<sync_log_entry>().order_by(asc<&sync_log_entry::id>)), "selecting");
    t.equal(all.size(), 20U, "entries");
    auto const start = [&](auto const& e) {
        return seen(std::ranges::find_if(runs, [&](sync const& s) { return e.sync == s.id; })->start_time);
    };
    std::ranges::sort(all, [&](auto const& a, auto const& b) {
        if (auto const first = comes_before(start(a), start(b), false, storage::nulls::largest))
            return *first;
        return a.timestamp != b.timestamp ? a.timestamp < b.timestamp : plain(a.id) < plain(b.id);
    });
    t.equal(keys_in_order(t.ok(t.store().select(from<sync_log_entry>()), "selecting")),
            keys_in_order(all),
            "keys of entries by the start time of their sync, then by timestamp, then by key");
}

/// The keys of specimens by an order term on `F`, as the store and as plain C++ gives them.
template<auto F>
void order_agrees(trial& t, std::vector<specimen> rows)
{
    using storage::nulls;
    for (bool const descending : {false, true})
        for (nulls const where : {nulls::largest, nulls::first, nulls::last}) {
            auto term     = descending ? desc<F> : asc<F>;
            term.by.where = where;
            std::ranges::sort(rows, [&](specimen const& a, specimen const& b) {
                return comes_before(seen(a.*F), seen(b.*F), descending, where).value_or(a.id < b.id);
            });
            auto const words = std::string(field_info_of<F>.name) + (descending ? " descending" : " ascending") +
                (where == nulls::largest     ? ""
                     : where == nulls::first ? ", nulls first"
                                             : ", nulls last");
            t.equal(keys_in_order(t.ok(t.store().select(from<specimen>().order_by(term)), "selecting")),
                    keys_in_order(rows),
                    "keys of rows by " + words);
        }
}

SSOT_DECL void order_nulls_placement(trial& t)
{
    auto const rows = store_specimens(t, 30);
    order_agrees<&specimen::maybe_number>(t, rows);
    order_agrees<&specimen::maybe_text>(t, rows);
    order_agrees<&specimen::maybe_at>(t, rows);
    order_agrees<&specimen::maybe_token>(t, rows);
    order_agrees<&specimen::maybe_real>(t, rows);
    order_agrees<&specimen::maybe_rank>(t, rows);
}

SSOT_DECL void order_desc_mixed(trial& t)
{
    auto       rows = store_specimens(t, 40);
    auto const came = t.ok(t.store().select(from<specimen>().order_by(
                               asc<&specimen::flag>, desc<&specimen::number>, asc<&specimen::text>, desc<&specimen::id>)),
                           "selecting");
    std::ranges::sort(rows, [](specimen const& a, specimen const& b) {
        if (a.flag != b.flag)
            return b.flag;
        if (a.number != b.number)
            return a.number > b.number;
        return a.text != b.text ? a.text < b.text : a.id > b.id;
    });
    t.equal(keys_in_order(came), keys_in_order(rows), "keys by flag, number descending, text, key descending");
}

SSOT_DECL void order_text_bytes(trial& t)
{
    std::vector<std::string> texts{"Z",
                                   "a",
                                   "z",
                                   "\xc3\xa9",
                                   "A",
                                   "aa",
                                   "a b",
                                   "a-b",
                                   "a_b",
                                   "",
                                   " ",
                                   "\xf0\x9f\x98\x80",
                                   "\xef\xbf\xbd",
                                   "10",
                                   "9",
                                   "ab",
                                   "aB",
                                   "\x7f"};
    for (std::size_t i = 0; i != texts.size(); ++i)
        t.ok(t.store().insert(make_specimen(static_cast<std::int64_t>(i + 1), texts[i])), "inserting");
    std::vector<std::string> came;
    for (auto const& row : t.ok(t.store().select(from<specimen>().order_by(asc<&specimen::text>)), "selecting"))
        came.push_back(row.text);
    std::ranges::sort(texts);
    t.equal(came, texts, "texts in order of their bytes");
}

SSOT_DECL void order_ties(trial& t)
{
    std::vector<specimen> rows;
    for (std::int64_t const key : {9, 3, 27, 1, 100, 12, -5, 2})
        rows.push_back(make_specimen(key, "same"));
    t.ok(t.store().insert(rows), "inserting");
    std::vector<std::int64_t> const want{-5, 1, 2, 3, 9, 12, 27, 100};
    for (int i = 0; i != 2; ++i) {
        t.equal(keys_in_order(t.ok(t.store().select(from<specimen>().order_by(asc<&specimen::text>)), "selecting")),
                want,
                "keys of rows that are alike in what they are ordered by");
        t.equal(keys_in_order(t.ok(t.store().select(from<specimen>().order_by(desc<&specimen::text>)), "selecting")),
                want,
                "the same, descending: the key still ascends");
    }
}

SSOT_DECL void page_limit_offset(trial& t)
{
    auto const rows = store_specimens(t, 23);
    auto const all  = keys_in_order(t.ok(t.store().select(from<specimen>().order_by(desc<&specimen::number>)), "selecting"));
    t.equal(all.size(), rows.size(), "rows without a limit");
    for (std::size_t const offset : {0U, 1U, 5U, 22U, 23U, 24U, 1000U})
        for (std::size_t const limit : {1U, 2U, 7U, 22U, 23U, 24U, 1000U}) {
            auto const first = std::min(offset, all.size());
            auto const last  = std::min(first + limit, all.size());
            auto const page  = from<specimen>().order_by(desc<&specimen::number>).limit(limit).offset(offset);
            auto const what  = "limit " + std::to_string(limit) + " offset " + std::to_string(offset);
            t.equal(keys_in_order(t.ok(t.store().select(page), what)),
                    std::vector(all.begin() + static_cast<std::ptrdiff_t>(first),
                                all.begin() + static_cast<std::ptrdiff_t>(last)),
                    "keys by number descending, " + what);
            t.equal(t.ok(t.store().count(page), what), last - first, "rows counted with " + what);
        }
    auto const some = from<specimen>().where(field<&specimen::flag> == true).order_by(asc<&specimen::id>);
    auto const want = found_by_hand(rows, [](auto const& m) { return m.flag; });
    t.equal(keys_in_order(t.ok(t.store().select(some.limit(3).offset(1)), "a page of a condition")),
            std::vector(want.begin() + 1, want.begin() + std::min<std::ptrdiff_t>(4, std::ssize(want))),
            "keys of the second to fourth row whose flag is true");
}

/// The page of specimens behind the row (`number`, `key`), by number with nulls last, then key.
SSOT_DECL std::vector<stored<specimen>> page_behind(trial& t, std::optional<specimen> const& last, std::size_t rows)
{
    constexpr auto number = field<&specimen::maybe_number>;
    constexpr auto key    = field<&specimen::id>;
    auto           page   = from<specimen>().order_by(asc<&specimen::maybe_number>, asc<&specimen::id>).limit(rows);
    if (last && last->maybe_number)
        page =
            page.where(number > *last->maybe_number || is_null(number) || (number == *last->maybe_number && key > last->id));
    else if (last)
        page = page.where(is_null(number) && key > last->id);
    return t.ok(t.store().select(page), "a page");
}

SSOT_DECL void page_keyset_complete(trial& t)
{
    auto const             rows = store_specimens(t, 60);
    std::set<std::int64_t> untouched;
    for (auto const& row : rows)
        if (row.id % 10 != 0)
            untouched.insert(row.id);
    std::multiset<std::int64_t> met;
    std::optional<specimen>     last;
    std::int64_t                extra = 1000;
    for (int pages = 0; pages != 100; ++pages) {
        auto const page = page_behind(t, last, 7);
        if (page.empty())
            break;
        for (auto const& row : page)
            met.insert(row.id);
        last               = page.back();
        auto added         = make_specimen(++extra);
        added.maybe_number = static_cast<std::int64_t>(t.random.below(8));
        t.ok(t.store().insert(added), "inserting between two pages");
        if (pages < 6)
            t.ok(t.store().erase<specimen>((pages + 1) * 10), "erasing between two pages");
    }
    for (std::int64_t const key : untouched)
        t.equal(met.count(key), 1U, "how often the pages had the row " + std::to_string(key) + ", which nobody touched");
    t.expect(met.size() >= untouched.size() && std::ranges::adjacent_find(met) == met.end(),
             "a row on two pages: " + show(met));
}

SSOT_DECL void page_keyset_nulls(trial& t)
{
    auto const rows  = store_specimens(t, 40);
    auto const nulls = found_by_hand(rows, [](auto const& m) { return !m.maybe_number; }).size();
    t.expect(nulls > 1 && nulls < rows.size(), "rows with and without the number");
    for (std::size_t const size : {1U, 3U, 7U, 40U}) {
        std::vector<std::int64_t> met;
        std::optional<specimen>   last;
        for (auto page = page_behind(t, last, size); !page.empty(); page = page_behind(t, last, size)) {
            for (auto const& row : page)
                met.push_back(row.id);
            last = page.back();
            t.expect(met.size() <= rows.size(), "pages end");
        }
        auto const all =
            t.ok(t.store().select(from<specimen>().order_by(asc<&specimen::maybe_number>, asc<&specimen::id>)), "selecting");
        t.equal(met, keys_in_order(all), "keys of pages of " + std::to_string(size) + ", across the first null");
    }
}

SSOT_DECL void page_limit_0(trial& t)
{
    auto const rows = store_specimens(t, 5);
    t.equal(t.ok(t.store().select(from<specimen>().limit(0)), "limit 0").size(), 0U, "rows with limit 0");
    t.equal(t.ok(t.store().select(from<specimen>().limit(0).offset(3)), "limit 0").size(), 0U, "rows with limit 0 offset 3");
    t.equal(t.ok(t.store().count(from<specimen>().limit(0)), "limit 0"), 0U, "rows counted with limit 0");
    t.equal(t.ok(t.store().count(from<specimen>().limit(1)), "limit 1"), 1U, "rows counted with limit 1");
    t.equal(rows.size(), 5U, "rows");
}

/// A sync with a diff of so many bytes.
SSOT_DECL sync sync_with_diff(std::size_t bytes)
{
    return {.source = "a", .target = "b", .diff = boost::json::object{{"x", std::string(bytes, 'x')}}};
}

SSOT_DECL void defer_not_read(trial& t)
{
    auto const bytes = std::min<std::size_t>(t.scaled(1 << 20, 100 << 20), t.caps().max_text / 2); // its text is longer
    auto       run   = sync_with_diff(bytes);
    t.ok(t.store().insert(run), "a sync with a long diff");
    auto const read = t.ok(t.store().select(from<sync>().defer<&sync::diff>()), "selecting without the diff");
    t.equal(read.size(), 1U, "syncs");
    t.expect(!read[0].is_loaded<&sync::diff>(), "the diff was not asked for, and is said to be loaded");
    t.equal(ssot::to_json(read[0].diff), std::string("{}"), "a diff that was not asked for");
    t.refused(read[0].get<&sync::diff>(), {errc::misuse}, "the diff of a row that was read without it");
    t.equal(read[0].source, run.source, "a field that was asked for");
    if (t.caps().projection) {
        auto            s = t.open();
        raw_query<sync> q;
        q.question.fields = 3;
        auto cursor       = t.ok(s.scan(q.question), "scan");
        t.expect(t.ok(cursor.next(), "next"), "a row");
        auto const v = cursor.at(field_index<&sync::diff>);
        t.expect(v.is_null() || v.as_chars().size() < bytes, "a diff that was not asked for was fetched");
    }
}

SSOT_DECL void defer_update_keeps(trial& t)
{
    auto run    = sync_with_diff(1000);
    run.summary = boost::json::object{{"create", 1}};
    t.ok(t.store().insert(run), "a sync with a diff");
    auto read   = t.ok(t.store().select(from<sync>().defer<&sync::diff, &sync::summary>()), "selecting").at(0);
    read.source = "c";
    t.ok(t.store().update(read), "an update of a row that was read without its diff");
    run.source = "c";
    t.equal(*t.ok(t.store().get<sync>(run.id), "get"), run, "the row after it, its diff included");
}

SSOT_DECL void only_fields(trial& t)
{
    auto const rows = store_specimens(t, 10);
    auto       s    = t.open();
    for (std::size_t f = 1; f != field_count<specimen>; ++f) {
        raw_query<specimen> q;
        q.question.fields = 1U | std::uint64_t{1} << f;
        auto found        = scan_rows<specimen>(t, s, q.question);
        std::ranges::sort(found, {}, &specimen::id);
        t.equal(found.size(), rows.size(), "rows");
        auto const& get = storage::accessors_of<specimen>()[f];
        for (std::size_t i = 0; i != rows.size(); ++i) {
            specimen want;
            want.id = rows[i].id;
            if (get.document) {
                std::string text;
                if (t.ok(get.document(&rows[i], text), "the text of a document"))
                    t.ok(get.set(&want, storage::value_view::chars(text, kind::json)), "a document");
                else
                    t.ok(get.set(&want, {}), "no document");
            } else {
                t.ok(get.set(&want, get.get(&rows[i])), "a value");
            }
            t.equal(found[i], want, "a row read with its key and its field " + std::string(fields_of<specimen>()[f].name));
        }
    }
}

inline constexpr behaviour order_behaviours[] = {
    {"order.default_sync", "start_time, then id", need::nothing, 7, &order_default_sync},
    {"order.default_log", "by sync.start_time, then timestamp, then id", need::nothing, 7, &order_default_log},
    {"order.nulls_placement", "largest by default, first when asked", need::nothing, 7, &order_nulls_placement},
    {"order.desc_mixed", "each term its own direction", need::nothing, 7, &order_desc_mixed},
    {"order.text_bytes", "Z before a, \xc3\xa9 after z", need::nothing, 7, &order_text_bytes},
    {"order.ties", "by key", need::nothing, 7, &order_ties},
    {"page.limit_offset", "past the end is empty, not an error", need::nothing, 4, &page_limit_offset},
    {"page.keyset_complete", "every row once while rows are inserted and deleted", need::nothing, 4, &page_keyset_complete},
    {"page.keyset_nulls", "pages cross the null border", need::nothing, 7, &page_keyset_nulls},
    {"page.limit_0", "no rows, no error", need::nothing, 4, &page_limit_0},
    {"defer.not_read", "a deferred diff is not fetched", need::nothing, 3, &defer_not_read},
    {"defer.update_keeps", "a deferred diff survives an update", need::nothing, 3, &defer_update_keeps},
    {"only.fields", "just those plus the key", need::nothing, 3, &only_fields},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_ORDERS_IPP
