// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_RECORDS_HPP
#define BENCH_JSON_RECORDS_HPP

// The log entries of one sync, and a sync with a diff of any size.

#include <ssot/time.hpp>

#include "diffs.hpp"
#include "types.hpp"

#include <chrono>
#include <cstddef>
#include <vector>

namespace bench {

inline dom_entry make_entry(random_source& random, ssot::uuid const& sync, ssot::timestamp at)
{
    using action               = ssot::sync_log_entry_action;
    using status               = ssot::sync_log_entry_status;
    constexpr action actions[] = {action::no_change,
                                  action::no_change,
                                  action::no_change,
                                  action::create,
                                  action::create,
                                  action::create,
                                  action::update,
                                  action::update,
                                  action::update,
                                  action::delete_};

    dom_entry out{.id        = random.uuid(),
                  .sync      = ssot::key_to<dom_sync>{random.between(0, 999) == 0 ? random.uuid() : sync},
                  .timestamp = at,
                  .action    = random.pick(actions),
                  .status    = random.percent(90) ? status::success
                         : random.percent(50)     ? status::failure
                                                  : status::error};
    if (random.percent(50))
        out.diff = make_diff(random, 1, 3);
    if (random.percent(95))
        out.synced_object_type =
            ssot::key_to<ssot::content_type, std::int64_t>{static_cast<std::int64_t>(random.between(1, 120))};
    if (random.percent(80))
        out.synced_object_id = random.uuid();
    out.object_repr = make_name(random, 10, 30);
    out.message     = make_message(random);
    return out;
}

inline std::vector<dom_entry> make_entries(std::size_t count)
{
    using namespace std::chrono_literals;
    random_source          random(20240607);
    auto const             sync = random.uuid();
    ssot::timestamp        at   = std::chrono::sys_days{std::chrono::year{2023} / 5 / 6} + 7h + 8min + 9s + 123456us;
    std::vector<dom_entry> out;
    out.reserve(count);
    for (std::size_t i = 0; i != count; ++i) {
        at += std::chrono::microseconds(random.between(10, 5000));
        out.push_back(make_entry(random, sync, at));
    }
    return out;
}

inline dom_sync make_sync(std::size_t diff_size)
{
    using namespace std::chrono_literals;
    random_source random(20240608);
    return {.id                       = random.uuid(),
            .source                   = "ServiceNow",
            .target                   = "Nautobot",
            .start_time               = std::chrono::sys_days{std::chrono::year{2023} / 5 / 6} + 7h + 8min + 9s + 123456us,
            .source_load_time         = 1500ms,
            .target_load_time         = 2250001us,
            .diff_time                = 4200us,
            .source_load_memory_final = 12345678,
            .source_load_memory_peak  = 22345678,
            .target_load_memory_final = 33345678,
            .target_load_memory_peak  = 44445678,
            .diff_memory_final        = 1234,
            .diff_memory_peak         = 5678,
            .diff                     = make_sync_diff(random, diff_size),
            .summary = boost::json::object{{"create", 10}, {"update", 20}, {"delete", 3}, {"no-change", 4000}, {"skip", 0}},
            .job_result = ssot::key_to<ssot::job_result>{random.uuid()}};
}

} // namespace bench

#endif // BENCH_JSON_RECORDS_HPP
