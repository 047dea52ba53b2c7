// SPDX-License-Identifier: BSL-1.0
#include <ssot/metrics.hpp>

#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include "support/stores.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

// What a program that knows the format makes of a page is looked at by tests/python/check_metrics.py.

namespace metrics_test {

using namespace std::chrono_literals;
using ssot_test::moment;

/// The lines of a page that hold a sample of a metric.
std::string samples(std::string const& page, std::string_view metric)
{
    std::string out;
    for (std::size_t at = 0; at < page.size();) {
        auto const line = page.substr(at, page.find('\n', at) - at);
        if (line.starts_with(std::string(metric) + '{'))
            out += line.substr(metric.size()) + '\n';
        at += line.size() + 1;
    }
    return out;
}

struct fixture {
    ssot::store store{ssot::storage::memory{}};

    ssot::job_result job_result(ssot::job_result_status status, std::optional<ssot::timestamp> done = {})
    {
        ssot::job_result out{.name = "the \"job\"\n\\", .date_done = done, .status = status};
        store.insert(out).value();
        return out;
    }
    std::string page()
    {
        return ssot::metrics(store, {.clock = [] { return moment(9'000'000); }}).value();
    }
};

} // namespace metrics_test

using namespace metrics_test;

BOOST_FIXTURE_TEST_SUITE(metrics, fixture)

BOOST_AUTO_TEST_CASE(clocks_at_the_ends_of_time)
{
    auto const job = job_result(ssot::job_result_status::started);
    ssot::sync run{.source = "a", .target = "b", .start_time = moment(0), .job_result = job};
    store.insert(run).value();
    for (auto const at : {ssot::timestamp::max(), ssot::timestamp::min()}) {
        auto const text = ssot::metrics(store, {.clock = [=] { return at; }}).value();
        auto const line = samples(text, "nautobot_ssot_duration_seconds");
        BOOST_TEST(line.find("sync_duration") != std::string::npos);
        BOOST_TEST((line.find("} -") != std::string::npos) == (at < moment(0)));
    }
}

BOOST_AUTO_TEST_CASE(of_an_empty_store)
{
    auto const text = page();
    BOOST_TEST(samples(text, "nautobot_ssot_duration_seconds") == "");
    BOOST_TEST(samples(text, "nautobot_ssot_operation_total") == "");
    BOOST_TEST(samples(text, "nautobot_ssot_sync_memory_usage_bytes") == "");
    BOOST_TEST(samples(text, "nautobot_ssot_sync_total") ==
               "{sync_type=\"total_syncs\"} 0\n"
               "{sync_type=\"failure_syncs\"} 0\n"
               "{sync_type=\"pending_syncs\"} 0\n"
               "{sync_type=\"received_syncs\"} 0\n"
               "{sync_type=\"retry_syncs\"} 0\n"
               "{sync_type=\"revoked_syncs\"} 0\n"
               "{sync_type=\"started_syncs\"} 0\n"
               "{sync_type=\"success_syncs\"} 0\n");
    for (auto const* const name : {"nautobot_ssot_duration_seconds",
                                   "nautobot_ssot_sync_total",
                                   "nautobot_ssot_operation_total",
                                   "nautobot_ssot_sync_memory_usage_bytes"})
        BOOST_TEST(text.find("# TYPE " + std::string(name) + " gauge\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(seconds_are_seconds_and_memory_is_memory)
{
    using enum ssot::job_result_status;
    ssot::sync run{.source                  = "a",
                   .target                  = "b",
                   .start_time              = moment(0),
                   .source_load_time        = 1500ms,
                   .target_load_time        = 24h + 1s, // a day does not wrap
                   .diff_time               = 0us,      // nothing is a value, too
                   .source_load_memory_peak = 9'007'199'254'740'991,
                   .summary                 = boost::json::value{{"create", 3}, {"no-change", 7}},
                   .job_result              = job_result(success, moment(2'000'001))};
    store.insert(run).value();
    auto const job = std::string("job=\"the \\\"job\\\"\\n\\\\\"");
    BOOST_TEST(samples(page(), "nautobot_ssot_duration_seconds") ==
               "{phase=\"source_load_time\"," + job + "} 1.5\n" + "{phase=\"target_load_time\"," + job + "} 86401\n" +
                   "{phase=\"diff_time\"," + job + "} 0\n" + "{phase=\"sync_duration\"," + job + "} 2.000001\n");
    BOOST_TEST(samples(page(), "nautobot_ssot_operation_total") ==
               "{" + job + ",operation=\"create\"} 3\n{" + job + ",operation=\"no-change\"} 7\n");
    BOOST_TEST(samples(page(), "nautobot_ssot_sync_memory_usage_bytes") ==
               "{phase=\"source_load_memory_peak\"," + job + "} 9007199254740991\n");
}

BOOST_AUTO_TEST_CASE(the_last_sync_of_a_job_counts)
{
    using enum ssot::job_result_status;
    auto const add = [&](ssot::job_result const& of, std::optional<ssot::timestamp> start, ssot::duration time) {
        ssot::sync run{.source = "a", .target = "b", .start_time = start, .diff_time = time, .job_result = of};
        store.insert(run).value();
    };
    add(job_result(failure), moment(5), 5s);
    add(job_result(started), moment(7), 7s);
    add(job_result(pending), moment(6), 6s);
    add(job_result(success), std::nullopt, 8s);
    ssot::sync alone{.source = "a", .target = "b", .start_time = moment(99), .diff_time = 9s};
    store.insert(alone).value();
    auto const durations = samples(page(), "nautobot_ssot_duration_seconds");
    BOOST_TEST(durations.find("} 7\n") != std::string::npos);
    BOOST_TEST(durations.find("} 8.999993\n") != std::string::npos); // until now, since it goes on
    auto const totals = samples(page(), "nautobot_ssot_sync_total");
    BOOST_TEST(totals.starts_with("{sync_type=\"total_syncs\"} 5\n{sync_type=\"failure_syncs\"} 1\n"
                                  "{sync_type=\"pending_syncs\"} 1\n"));
    BOOST_TEST(totals.ends_with("{sync_type=\"started_syncs\"} 1\n{sync_type=\"success_syncs\"} 1\n"));
}

BOOST_AUTO_TEST_CASE(jobs_have_their_class_paths)
{
    ssot::job const job{.module_name = "app.jobs", .job_class_name = "Import", .name = "Import"};
    store.insert(job).value();
    ssot::job_result const known{.job_model = job, .name = "x", .task_name = "other"};
    ssot::job_result const task{.name = "x", .task_name = "app.jobs.Export"};
    for (auto const* const of : {&known, &task}) {
        store.insert(*of).value();
        store.insert(ssot::sync{.source = "a", .target = "b", .diff_time = 1s, .job_result = *of}).value();
    }
    BOOST_TEST(samples(page(), "nautobot_ssot_duration_seconds") ==
               "{phase=\"diff_time\",job=\"app.jobs.Export\"} 1\n"
               "{phase=\"diff_time\",job=\"app.jobs.Import\"} 1\n");
}

BOOST_AUTO_TEST_SUITE_END()
