// SPDX-License-Identifier: BSL-1.0
// What models can do: names, durations, colour words, URLs, and how Nautobot's pages write them.

#include <ssot/model/methods.hpp>
#include <ssot/nautobot/display.hpp>
#include <ssot/nautobot/urls.hpp>
#include <ssot/store/related.hpp>
#include <ssot/storage/memory.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>

int main()
{
    using namespace std::chrono_literals;
    ssot::store store{ssot::storage::memory{}};

    //[ methods
    ssot::job_result job{.name = "Nightly", .task_name = "jobs.Nightly"};
    ssot::sync       run{.source = "ServiceNow", .target = "Nautobot", .start_time = ssot::now() - 90s, .job_result = job};
    std::cout << to_string(run) << '\n';                                // ServiceNow → Nautobot, 2024-07-31 23:43
    auto const so_far = elapsed(run, &job, ssot::now());                // a minute and a half
    set_status(job, ssot::job_result_status::success, ssot::now());     // sets date_done too
    auto const took = duration_of(run, &job, ssot::now());              // from start_time to date_done
    //]

    //[ related
    store.insert(job).value();
    store.insert(run).value();
    auto const looked_up = duration_of(store, run, ssot::now()).value(); // the same; the job result comes from the store
    //]

    //[ urls
    namespace nautobot = ssot::nautobot;
    auto const page    = nautobot::absolute_url(run, false, {.prefix = "/nautobot"}); // "/nautobot/plugins/ssot/history/<id>/"
    auto const rest    = nautobot::absolute_url(run, true);                           // "/api/plugins/ssot/history/<id>/"
    auto const source  = nautobot::url_of(nautobot::route::data_source, "jobs.Nightly");
    auto const back    = nautobot::parse_url("https://example.com" + rest + "?depth=1"); // route::api_sync, the id, "depth=1"
    //]

    //[ display
    std::cout << nautobot::shorter_timedelta(took) << '\n';     // 0:01:30.0
    std::cout << nautobot::humanize_bytes(1536) << '\n';        // 1.50 KiB
    std::cout << nautobot::date_format(ssot::now(), {.format = "D j M Y, P"}) << '\n'; // Wed 31 Jul 2024, 11:43 p.m.
    run.diff = {{"site", {{"par", {{"+", {{"name", "Paris"}}}}}}}};
    std::cout << nautobot::render_diff(run.diff) << '\n'; // <ul><li>site<ul><li class="diff-added">par...
    //]
    bool const good = so_far >= 90s && took && looked_up == took && page.starts_with("/nautobot/") && source && back &&
        back->route == nautobot::route::api_sync;
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
