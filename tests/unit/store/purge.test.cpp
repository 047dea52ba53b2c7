// SPDX-License-Identifier: BSL-1.0
#include <ssot/store/purge.hpp>

#include <ssot/store.hpp>

#include "support/random_source.hpp"
#include "support/stores.hpp"
#include "support/watched_backend.hpp"

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace purge_test {

/// Keeps its sync.
struct review {
    static constexpr std::string_view model_name = "app.review";

    ssot::uuid                                              id{};
    ssot::foreign_key<ssot::sync, ssot::on_delete::protect> of{};
};
BOOST_DESCRIBE_STRUCT(review, (), (id, of))

/// Goes with its log entry.
struct footnote {
    static constexpr std::string_view model_name = "app.footnote";

    ssot::uuid                                                        id{};
    ssot::foreign_key<ssot::sync_log_entry, ssot::on_delete::cascade> to{};
};
BOOST_DESCRIBE_STRUCT(footnote, (), (id, to))

} // namespace purge_test

namespace {

using purge_test::footnote;
using purge_test::review;
using ssot::errc;
using ssot::purge_options;
using ssot_test::failure;
using ssot_test::key;
using ssot_test::make_entry;
using ssot_test::moment;
using ssot_test::opened;
using ssot_test::watch;
using ssot_test::watched;

/// Syncs of keys 1 .. n that started at moments 1 .. n, each with as many log entries.
template<class Store>
std::vector<ssot::sync> fill(Store& store, std::uint8_t n)
{
    std::vector<ssot::sync>           syncs;
    std::vector<ssot::sync_log_entry> entries;
    for (std::uint8_t i = 1; i <= n; ++i) {
        syncs.push_back({.id = key(i), .source = "A", .target = "B", .start_time = moment(i)});
        for (int k = 0; k != i; ++k)
            entries.push_back(make_entry(syncs.back()));
    }
    for (auto& e : entries)
        e.id = ssot::new_id();
    store.insert(syncs).value();
    store.insert(entries).value();
    return syncs;
}

template<class Store>
std::set<ssot::uuid> syncs_left(Store& store)
{
    std::set<ssot::uuid> out;
    for (auto const& row : store.select(ssot::from<ssot::sync>()).value())
        out.insert(row.id);
    return out;
}

std::set<ssot::uuid> keys(std::uint8_t first, std::uint8_t last)
{
    std::set<ssot::uuid> out;
    for (; first <= last; ++first)
        out.insert(key(first));
    return out;
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(purge)

SSOT_TEST_CASE_OVER(backends, the_old_go_the_newest_stay)
{
    opened<> o(backend_name);
    fill(o.store, 12);
    auto report = o.store.purge(moment(5), {.keep_newest = 3}).value();
    BOOST_TEST(report.syncs == 4u, "that started before");
    BOOST_TEST(report.log_entries == 10u);
    BOOST_TEST(report.job_results + report.others + report.skipped == 0u);
    BOOST_TEST(!report.resume.has_value(), "no more to do");
    BOOST_TEST((syncs_left(o.store) == keys(5, 12)));
    BOOST_TEST(o.store.count<ssot::sync_log_entry>().value() == 68u);

    BOOST_TEST(o.store.purge(moment(100), {.keep_newest = 3})->syncs == 5u);
    BOOST_TEST((syncs_left(o.store) == keys(10, 12)));
    BOOST_TEST(o.store.purge(moment(100))->syncs == 0u, "ten by default");
    BOOST_TEST(o.store.purge(moment(100), {.keep_newest = 3})->syncs == 0u);
    BOOST_TEST(o.store.purge(moment(100), {.keep_newest = 0})->syncs == 3u);
    BOOST_TEST(o.store.count<ssot::sync_log_entry>().value() == 0u);
    BOOST_TEST(o.store.purge(moment(100), {.keep_newest = 0})->syncs == 0u, "nothing is left");
}

SSOT_TEST_CASE_OVER(backends, those_that_never_started)
{
    opened<> o(backend_name);
    fill(o.store, 3);
    o.store
        .insert(std::vector{ssot::sync{.id = key(21), .source = "A", .target = "B"},
                            ssot::sync{.id = key(22), .source = "A", .target = "B"}})
        .value();
    BOOST_TEST(o.store.purge(moment(100), {.keep_newest = 0})->syncs == 3u);
    BOOST_TEST((syncs_left(o.store) == keys(21, 22)), "only when asked for");
    BOOST_TEST(o.store.purge(moment(100), {.keep_newest = 1, .without_start_time = true})->syncs == 1u);
    BOOST_TEST((syncs_left(o.store) == keys(22, 22)), "the newest stays all the same");

    auto const among_them = o.store.purge(moment(100), {.keep_newest = 0, .resume = ssot::purge_position{}}).value();
    BOOST_TEST(among_them.syncs == 0u, "a place to go on asks for nothing by itself");
    BOOST_TEST(!among_them.resume.has_value());
    BOOST_TEST((syncs_left(o.store) == keys(22, 22)));

    fill(o.store, 3);
    auto const report = o.store.purge(moment(3), {.keep_newest = 2, .without_start_time = true}).value();
    BOOST_TEST(report.syncs == 2u);
    BOOST_TEST((syncs_left(o.store) == keys(2, 3)), "they count as the oldest");
    BOOST_TEST(!report.resume.has_value());
}

SSOT_TEST_CASE_OVER(backends, it_stops_and_goes_on)
{
    opened<>         o(backend_name);
    auto const       syncs = fill(o.store, 10);
    std::stop_source stop;
    stop.request_stop();
    auto report = o.store.purge(moment(9), {.batch_syncs = 3, .keep_newest = 0, .stop = stop.get_token()}).value();
    BOOST_TEST(report.syncs == 0u);
    BOOST_TEST_REQUIRE(report.resume.has_value(), "there is more to do");
    BOOST_TEST(o.store.purge(moment(9), {.keep_newest = 0, .resume = report.resume})->syncs == 8u);
    BOOST_TEST((syncs_left(o.store) == keys(9, 10)));
}

BOOST_AUTO_TEST_CASE(each_batch_is_a_transaction)
{
    watch                          w;
    watched<ssot::storage::memory> backend(w);
    ssot::store                    store{backend};
    fill(store, 10);
    w.calls.clear();
    w.most_rows = 0;
    BOOST_TEST(store.purge(moment(9), {.batch_syncs = 3, .batch_rows = 4, .keep_newest = 0})->syncs == 8u);
    BOOST_TEST(w.count("commit") == 3u, "3 + 3 + 2");
    BOOST_TEST(w.count("rollback") == 0u);
    BOOST_TEST(w.most_rows <= 9u, "the syncs that are found ahead, and the end");

    // Stopped behind the second batch.
    store.erase(ssot::from<ssot::sync>()).value();
    fill(store, 10);
    std::stop_source stop;
    w.calls.clear();
    w.fail = [&](std::string_view) -> std::optional<ssot::error> {
        if (w.count("commit") == 2)
            stop.request_stop();
        return std::nullopt;
    };
    auto const report = store.purge(moment(9), {.batch_syncs = 3, .keep_newest = 0, .stop = stop.get_token()}).value();
    BOOST_TEST(report.syncs == 6u);
    BOOST_TEST(report.log_entries == 21u);
    BOOST_TEST_REQUIRE(report.resume.has_value());
    BOOST_TEST((*report.resume == ssot::purge_position{moment(6), key(6)}));
    BOOST_TEST((syncs_left(store) == keys(7, 10)));

    // A batch that fails leaves nothing half done.
    w.calls.clear();
    w.fail = [&](std::string_view call) -> std::optional<ssot::error> {
        if (call == "erase nautobot_ssot.sync" && w.count("commit") == 1)
            return ssot::error(errc::io, "as planned");
        return std::nullopt;
    };
    BOOST_TEST(failure(store.purge(moment(9), {.batch_syncs = 1, .keep_newest = 0})).code() == errc::io);
    BOOST_TEST((syncs_left(store) == keys(8, 10)));
    BOOST_TEST(store.count<ssot::sync_log_entry>().value() == 27u);
    w.fail = {};
    BOOST_TEST(store.purge(moment(9), {.keep_newest = 0, .resume = report.resume})->syncs == 1u);

    auto tx = store.begin().value();
    BOOST_TEST(failure(store.purge(moment(9))).code() == errc::misuse);
}

SSOT_TEST_CASE_OVER(backends, job_results_when_asked_for)
{
    opened<>         o(backend_name);
    ssot::job_result shared{.id = key(1), .name = "shared"}, own{.id = key(2), .name = "own"};
    o.store.insert(std::vector{shared, own}).value();
    auto const add = [&](std::uint8_t i, ssot::job_result const& job) {
        o.store.insert(ssot::sync{.id = key(i), .source = "A", .target = "B", .start_time = moment(i), .job_result = job})
            .value();
    };
    add(1, shared);
    add(2, own);
    add(3, own);
    add(9, shared);
    BOOST_TEST(o.store.purge(moment(2), {.keep_newest = 0, .with_job_results = true})->job_results == 0u, "still in use");
    auto const report = o.store.purge(moment(9), {.keep_newest = 0, .with_job_results = true}).value();
    BOOST_TEST(report.syncs == 2u);
    BOOST_TEST(report.job_results == 1u);
    BOOST_TEST(failure(o.store.get<ssot::job_result>(key(2))).code() == errc::not_found);
    BOOST_TEST(o.store.purge(moment(10), {.keep_newest = 0})->job_results == 0u);
    BOOST_TEST(o.store.get<ssot::job_result>(key(1)).has_value(), "they stay unless asked for");
}

SSOT_TEST_CASE_OVER(backends, rows_of_other_models)
{
    opened<>   o(backend_name);
    auto const syncs = fill(o.store, 6);
    o.store.insert(review{.of = syncs[2]}).value();
    auto const entry = o.store.select(ssot::logs_of(syncs[0])).value().front();
    o.store.insert(footnote{.to = entry}).value();
    for (int i = 0; i != 2; ++i) {
        auto const report = o.store.purge(moment(6), {.batch_syncs = 2, .keep_newest = 0}).value();
        BOOST_TEST(report.syncs == (i == 0 ? 4u : 0u));
        BOOST_TEST(report.skipped == 1u, "what is protected stays, and does not stop the others");
        BOOST_TEST(report.others == (i == 0 ? 1u : 0u));
        BOOST_TEST(!report.resume.has_value());
    }
    BOOST_TEST((syncs_left(o.store) == std::set{key(3), key(6)}));
    BOOST_TEST(o.store.select(ssot::logs_of(syncs[2]))->size() == 3u, "with its entries");
}

// Against a plain vector.
SSOT_TEST_CASE_OVER(backends, random_histories)
{
    random_source random(11);
    for (int round = 0; round != 30; ++round) {
        opened<>                                                           o(backend_name);
        std::vector<std::pair<std::optional<std::uint64_t>, std::uint8_t>> all; // start, number of the key
        std::vector<ssot::sync>                                            syncs;
        for (std::uint8_t i = 1; i <= random.below(15); ++i) {
            std::optional<std::uint64_t> start;
            if (!random.one_in(4))
                start = random.below(6);
            all.emplace_back(start, i);
            syncs.push_back({.id = key(i), .source = "A", .target = "B"});
            if (start)
                syncs.back().start_time = moment(static_cast<std::int64_t>(*start));
        }
        o.store.insert(syncs).value();
        auto const older = random.below(7);
        auto const keep  = random.below(5);
        bool const also  = random.one_in(2);
        std::ranges::sort(all, std::greater<>()); // the newest first, those that never started last
        std::set<ssot::uuid> left;
        for (std::size_t i = 0; i != all.size(); ++i) {
            auto const [start, number] = all[i];
            bool const goes            = start ? *start < older : also;
            if (!goes || i < keep)
                left.insert(key(number));
        }
        auto const report =
            o.store.purge(moment(static_cast<std::int64_t>(older)),
                          {.batch_syncs = 1 + random.below(4), .keep_newest = keep, .without_start_time = also});
        BOOST_TEST(report->syncs == all.size() - left.size());
        BOOST_TEST((syncs_left(o.store) == left));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
