// SPDX-License-Identifier: BSL-1.0
#include <ssot/store/related.hpp>

#include <ssot/nautobot/urls.hpp>

#include "support/stores.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace ssot_test {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(related)

SSOT_TEST_CASE_OVER(backends, related_rows_are_looked_up)
{
    opened           o(backend_name);
    auto const       job = o.store.insert(ssot::job{.module_name = "m", .job_class_name = "C", .name = "n"}).value();
    ssot::job_result r{.job_model = ssot::key_to<ssot::job>{job}, .name = "j", .task_name = "m.C", .date_done = moment(7)};
    r.status = ssot::job_result_status::success;
    o.store.insert(r).value();
    auto run       = make_sync("ServiceNow", "Nautobot");
    run.start_time = moment(2);
    run.job_result = r;
    o.store.insert(run).value();

    BOOST_TEST((duration_of(o.store, run, moment(100)).value() == 5us));
    BOOST_TEST((elapsed(o.store, run, moment(100)).value() == 5us));
    BOOST_TEST((end_time(o.store, run).value() == moment(7)));
    BOOST_TEST((job_of(o.store, r).value()->name == "n"));
    BOOST_TEST((ssot::nautobot::source_url(o.store, run).value() == "/plugins/ssot/data-sources/m.C/"));
    BOOST_TEST((ssot::nautobot::target_url(o.store, run).value() == std::nullopt));

    o.store.erase<ssot::job>(job).value(); // the result keeps no job model
    auto const kept = o.store.get<ssot::sync>(run.id).value();
    BOOST_TEST((ssot::nautobot::source_url(o.store, kept).value() == std::nullopt), "T7");
}

SSOT_TEST_CASE_OVER(backends, rows_that_are_gone_count_as_none)
{
    opened o(backend_name);
    auto   run     = make_sync();
    run.start_time = moment(2);
    BOOST_TEST((job_result_of(o.store, run).value() == std::nullopt));
    run.job_result = ssot::key_to<ssot::job_result>{key(9)};
    BOOST_TEST((job_result_of(o.store, run).value() == std::nullopt));
    BOOST_TEST((duration_of(o.store, run, moment(5)).value() == 3us));
    BOOST_TEST((end_time(o.store, run).value() == std::nullopt));
    BOOST_TEST((ssot::nautobot::source_url(o.store, run).value() == std::nullopt));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
