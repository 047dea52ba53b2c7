// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/methods.hpp>

#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using namespace std::chrono_literals;

constexpr ssot::timestamp noon = std::chrono::sys_days{std::chrono::year{2024} / 3 / 1} + 12h;

using status = ssot::job_result_status;

ssot::sync started(ssot::timestamp at) { return {.source = "A", .target = "B", .start_time = at}; }

ssot::job_result job(status s, std::optional<ssot::timestamp> done = {}) { return {.date_done = done, .status = s}; }

static_assert(
    std::is_same_v<decltype(duration_of(ssot::sync(), nullptr, ssot::timestamp())), std::optional<ssot::duration>>);
static_assert(std::is_same_v<decltype(elapsed(ssot::sync(), nullptr, ssot::timestamp())), ssot::duration>);
static_assert(ssot::is_ready(status::success) && ssot::is_ready(status::failure) && ssot::is_ready(status::revoked));
static_assert(!ssot::is_ready(status::pending) && !ssot::is_ready(status::started) && !ssot::is_ready(status::received) &&
              !ssot::is_ready(status::retry));

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(model)
BOOST_AUTO_TEST_SUITE(methods)

BOOST_AUTO_TEST_CASE(a_sync_as_text)
{
    auto run = started(noon + 8min + 9s);
    BOOST_TEST(to_string(run) == "A \xe2\x86\x92 B, 2024-03-01 12:08");
    BOOST_TEST(to_string(run, {.format = "m/d/Y P"}) == "A \xe2\x86\x92 B, 03/01/2024 12:08 p.m.");
    BOOST_TEST(to_string(run, {.utc_offset = -13h}) == "A \xe2\x86\x92 B, 2024-02-29 23:08");
    run.start_time = ssot::min_timestamp;
    BOOST_TEST(to_string(run) == "A \xe2\x86\x92 B, 0001-01-01 00:00");
    BOOST_TEST(to_string(run, {.exact = true}) == "A \xe2\x86\x92 B, 1-01-01 00:00", "as Django 3.2");
    run.start_time.reset();
    BOOST_TEST(to_string(run) == "A \xe2\x86\x92 B, not started", "T4");
}

BOOST_AUTO_TEST_CASE(the_others_as_text)
{
    ssot::sync_log_entry entry;
    entry.id = ssot::parse_uuid("12345678-1234-5678-1234-567812345678").value();
    BOOST_TEST(to_string(entry) == "SyncLogEntry object (12345678-1234-5678-1234-567812345678)");
    BOOST_TEST(to_string(ssot::servicenow_config{.servicenow_instance = "x"}) == "SSoT ServiceNow Configuration");
    BOOST_TEST(to_string(ssot::secrets_group{.name = "g"}) == "g");
    BOOST_TEST(to_string(ssot::job{.name = "j"}) == "j");
    ssot::job_result r{.name = "n", .date_created = noon + 123456us, .status = status::success};
    BOOST_TEST(to_string(r) == "n created at 2024-03-01 12:00:00.123456+00:00 (SUCCESS)");
    r.date_created = noon;
    BOOST_TEST(to_string(r) == "n created at 2024-03-01 12:00:00+00:00 (SUCCESS)");
    ssot::content_type const type{.app_label = "extras", .model = "jobresult"};
    BOOST_TEST(to_string(type) == "jobresult");
    BOOST_TEST(to_string(type, &ssot::model_info_of<ssot::job_result>()) == "extras | job result");
    BOOST_TEST(class_path(ssot::job{.module_name = "a.b", .job_class_name = "C"}) == "a.b.C");
}

BOOST_AUTO_TEST_CASE(durations_by_the_rule_of_the_original)
{
    auto const now = noon + 10s;
    auto const run = started(noon);
    BOOST_TEST((duration_of(ssot::sync(), nullptr, now) == 0us));
    BOOST_TEST((duration_of(run, nullptr, now) == 10s));
    for (auto const s : {status::received, status::started, status::retry, status::failure}) {
        auto const open = job(s), done = job(s, noon + 3s);
        BOOST_TEST((duration_of(run, &open, now) == std::nullopt), "no end yet");
        BOOST_TEST((duration_of(run, &done, now) == 3s));
    }
    auto const pending = job(status::pending, noon + 3s);
    BOOST_TEST((duration_of(run, &pending, now) == 10s), "even with an end");
    auto const early = job(status::success, noon - 1s);
    BOOST_TEST((duration_of(run, &early, now) == -1s));
}

BOOST_AUTO_TEST_CASE(elapsed_also_counts_while_a_job_runs)
{
    auto const now  = noon + 10s;
    auto const run  = started(noon);
    auto const open = job(status::started), done = job(status::success, noon + 3s);
    BOOST_TEST((elapsed(ssot::sync(), &done, now) == 0us));
    BOOST_TEST((elapsed(run, nullptr, now) == 10s));
    BOOST_TEST((elapsed(run, &open, now) == 10s), "T6");
    BOOST_TEST((elapsed(run, &done, now) == 3s));
    BOOST_TEST((end_time(run, &done) == noon + 3s));
    BOOST_TEST((end_time(run, &open) == std::nullopt));
    BOOST_TEST((end_time(run, nullptr) == std::nullopt));
}

BOOST_AUTO_TEST_CASE(how_long_a_job_took_in_words)
{
    ssot::job_result r{.date_created = noon, .status = status::success};
    BOOST_TEST((duration_text(r) == std::nullopt));
    r.date_done = noon + 125s + 504ms;
    BOOST_TEST((duration_text(r) == "2 minutes, 5.50 seconds"));
    r.date_started = noon + 120s;
    BOOST_TEST((duration_text(r) == "0 minutes, 5.50 seconds"), "the start counts, not the wait");
}

BOOST_AUTO_TEST_CASE(words_for_choices)
{
    using action = ssot::sync_log_entry_action;
    using result = ssot::sync_log_entry_status;
    ssot::sync_log_entry entry{.action = action::no_change, .status = result::failure};
    BOOST_TEST(action_class(entry) == "default");
    BOOST_TEST(action_class(entry, ssot::bootstrap5) == "secondary");
    BOOST_TEST(status_class(entry) == "warning");
    BOOST_TEST(get_action_display(entry) == "no change");
    BOOST_TEST(get_status_display(entry) == "failed");
    BOOST_TEST(get_status_display(job(status::started)) == "STARTED");

    ssot::basic_sync_log_entry<ssot::lenient_types> open;
    open.status = decltype(open.status)::from_text("unknown");
    BOOST_TEST(status_class(open) == "");
    BOOST_TEST(get_status_display(open) == "unknown");
}

BOOST_AUTO_TEST_CASE(times_that_are_too_far_apart)
{
    auto const at = [](std::int64_t us) { return ssot::timestamp(ssot::duration(us)); };
    using limits  = std::numeric_limits<std::int64_t>;
    for (auto const from : {limits::min(), std::int64_t{-1}, std::int64_t{0}, limits::max()})
        for (auto const to : {limits::min(), std::int64_t{-1}, std::int64_t{0}, limits::max()}) {
            long double const exact  = static_cast<long double>(to) - static_cast<long double>(from);
            auto const        wanted = ssot::duration(exact >= 9223372036854775807.0L        ? limits::max()
                                                   : exact <= -9223372036854775808.0L ? limits::min()
                                                                                      : static_cast<std::int64_t>(exact));
            ssot::sync const  run{.start_time = at(from)};
            auto              r = job(status::success);
            r.date_created      = at(from);
            r.date_started      = std::nullopt;
            r.date_done         = at(to);
            BOOST_TEST((duration_of(run, nullptr, at(to)) == wanted));
            BOOST_TEST((duration_of(run, &r, at(0)) == wanted));
            BOOST_TEST((elapsed(run, &r, at(0)) == wanted));
            BOOST_TEST((elapsed(run, nullptr, at(to)) == wanted));
            BOOST_TEST(duration_text(r).has_value());
            BOOST_TEST(!to_string(run).empty());
            BOOST_TEST(!to_string(r).empty());
        }
}

BOOST_AUTO_TEST_CASE(a_final_status_sets_the_end)
{
    auto r = job(status::pending);
    set_status(r, status::started, noon);
    BOOST_TEST((r.status == status::started));
    BOOST_TEST(!r.date_done.has_value());
    for (auto const s : {status::success, status::failure, status::revoked}) {
        r = job(status::started);
        set_status(r, s, noon);
        BOOST_TEST((r.status == s));
        BOOST_TEST((r.date_done == noon));
    }
}

BOOST_AUTO_TEST_CASE(rows_are_the_same_by_their_keys)
{
    ssot::sync const a{.source = "a"}, b{.source = "b"};
    ssot::sync       changed = a;
    changed.source           = "c";
    BOOST_TEST(is_same_row(a, changed));
    BOOST_TEST(!(a == changed), "equality compares all fields");
    BOOST_TEST(!is_same_row(a, b));
    ssot::basic_sync<ssot::raw_types> raw;
    raw.id = a.id;
    BOOST_TEST(is_same_row(a, raw));
    auto const none = ssot::make_blank<ssot::sync>(), other = none;
    BOOST_TEST(is_same_row(none, none));
    BOOST_TEST(!is_same_row(none, other), "a nil key is no row");
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
