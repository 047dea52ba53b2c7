// SPDX-License-Identifier: BSL-1.0
#include <ssot/nautobot/urls.hpp>

#include "support/print.hpp"

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/list.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

namespace nb = ssot::nautobot;
using nb::route;

constexpr std::string_view id_text = "b5fe315b-9b7c-4f09-b3cc-e6cfe91a5dcf";

ssot::uuid id() { return ssot::parse_uuid(id_text).value(); }

std::string with_id(std::string_view front, std::string_view back = "/")
{
    return std::string(front).append(id_text).append(back);
}

/// A key that fits the route.
nb::url_key key_for(route r)
{
    switch (nb::info_of(r).key) {
    case nb::route_key::id: return id();
    case nb::route_key::number: return std::int64_t{1001};
    case nb::route_key::class_path: return std::string("plugins/a b.jobs/\xc3\x89%2F?#");
    case nb::route_key::none: break;
    }
    return {};
}

static_assert(std::is_same_v<decltype(nb::absolute_url(ssot::sync())), std::string>);
static_assert(std::is_same_v<decltype(nb::absolute_url(ssot::sync_log_entry())), std::optional<std::string>>);
static_assert(std::is_same_v<decltype(absolute_url(ssot::sync())), std::string>, "found by its argument");

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(nautobot)
BOOST_AUTO_TEST_SUITE(urls)

BOOST_AUTO_TEST_CASE(every_route_is_there)
{
    BOOST_TEST(nb::routes().size() == boost::mp11::mp_size<boost::describe::describe_enumerators<route>>::value);
    auto const path = [](route r) { return nb::url_of(r, key_for(r)).value_or("none"); };
    BOOST_TEST(path(route::dashboard) == "/plugins/ssot/");
    BOOST_TEST(path(route::sync_list) == "/plugins/ssot/history/");
    BOOST_TEST(path(route::sync) == with_id("/plugins/ssot/history/"));
    BOOST_TEST(path(route::sync_delete) == with_id("/plugins/ssot/history/", "/delete/"));
    BOOST_TEST(path(route::sync_bulk_delete) == "/plugins/ssot/history/delete/");
    BOOST_TEST(path(route::sync_jobresult) == with_id("/plugins/ssot/history/", "/jobresult/"));
    BOOST_TEST(path(route::sync_logentries) == with_id("/plugins/ssot/history/", "/logs/"));
    BOOST_TEST(path(route::sync_diff) == with_id("/plugins/ssot/history/", "/diff/"));
    BOOST_TEST(path(route::synclogentry_list) == "/plugins/ssot/logs/");
    BOOST_TEST(path(route::servicenow_config) == "/plugins/ssot/servicenow/config/");
    BOOST_TEST(path(route::config) == "/plugins/ssot/config/");
    BOOST_TEST(path(route::docs) == "/plugins/ssot/docs/");
    BOOST_TEST(path(route::job_result) == with_id("/extras/job-results/"));
    BOOST_TEST(path(route::job_run) == with_id("/extras/jobs/", "/run/"));
    BOOST_TEST(path(route::api_sync_list) == "/api/plugins/ssot/history/");
    BOOST_TEST(path(route::api_sync) == with_id("/api/plugins/ssot/history/"));
    BOOST_TEST(path(route::api_sync_notes) == with_id("/api/plugins/ssot/history/", "/notes/"));
    BOOST_TEST(path(route::api_synclogentry_list) == "/api/plugins/ssot/logs/");
    BOOST_TEST(path(route::api_synclogentry) == with_id("/api/plugins/ssot/logs/"));
    BOOST_TEST(path(route::api_job_result) == with_id("/api/extras/job-results/"));
    BOOST_TEST(path(route::api_content_type) == "/api/extras/content-types/1001/");
    BOOST_TEST(path(route::api_secrets_group) == with_id("/api/extras/secrets-groups/"));
}

BOOST_AUTO_TEST_CASE(class_paths_are_encoded_as_django_does)
{
    auto const source = [](std::string path) { return nb::url_of(route::data_source, path).value_or("none"); };
    BOOST_TEST(source("nautobot_ssot.jobs.examples.ExampleDataSource") ==
               "/plugins/ssot/data-sources/nautobot_ssot.jobs.examples.ExampleDataSource/");
    BOOST_TEST(source("plugins/nautobot_ssot.jobs.examples/ExampleDataSource") ==
               "/plugins/ssot/data-sources/plugins/nautobot_ssot.jobs.examples/ExampleDataSource/");
    BOOST_TEST(source("a b.c") == "/plugins/ssot/data-sources/a%20b.c/");
    BOOST_TEST(source("\xc3\xa9.\xc3\x9c") == "/plugins/ssot/data-sources/%C3%A9.%C3%9C/");
    BOOST_TEST(source("x?y=1&z.w#f") == "/plugins/ssot/data-sources/x%3Fy=1&z.w%23f/");
    BOOST_TEST(source("100%.%2F") == "/plugins/ssot/data-sources/100%25.%252F/");
    BOOST_TEST(source("~!*'()$+=;:@&,/.") == "/plugins/ssot/data-sources/~!*'()$+=;:@&,/./", "these stay");
    BOOST_TEST(source("\"<>[]\\^`{|}") == "/plugins/ssot/data-sources/%22%3C%3E%5B%5D%5C%5E%60%7B%7C%7D/");
    BOOST_TEST(source("") == "none");
    BOOST_TEST(source("a\nb") == "none");
}

BOOST_AUTO_TEST_CASE(keys_of_another_kind_give_nothing)
{
    BOOST_TEST((nb::url_of(route::sync) == std::nullopt));
    BOOST_TEST((nb::url_of(route::sync, std::int64_t{1}) == std::nullopt));
    BOOST_TEST((nb::url_of(route::sync_list, id()) == std::nullopt));
    BOOST_TEST((nb::url_of(route::api_content_type, std::int64_t{-1}) == std::nullopt));
    BOOST_TEST((nb::url_of(route::data_target, id()) == std::nullopt));
}

BOOST_AUTO_TEST_CASE(what_is_made_is_understood)
{
    for (auto const& info : nb::routes())
        for (std::string_view const prefix : {"", "/nautobot"})
            for (std::string_view const host : {"", "https://example.com", "http://[::1]:8080"})
                BOOST_TEST_CONTEXT(info.path << " below " << host << prefix)
                {
                    nb::url_options const options{.prefix = prefix};
                    auto const            url  = nb::url_of(info.route, key_for(info.route), options).value();
                    auto const            back = nb::parse_url(std::string(host) + url + "?a=b%20c&d#e", options);
                    BOOST_TEST_REQUIRE(back.has_value(), url);
                    BOOST_TEST((*back == nb::parsed_url{info.route, key_for(info.route), "a=b%20c&d"}));
                }
}

BOOST_AUTO_TEST_CASE(other_urls_are_refused)
{
    auto const code = [](std::string const& url, nb::url_options const& options = {}) {
        auto const r = nb::parse_url(url, options);
        return r ? std::string("a route") : std::string(to_string(r.error().code()));
    };
    for (std::string const bad : {"",
                                  "/",
                                  "/plugins/ssot",
                                  "/plugins/ssot/histor/",
                                  "/plugins/ssot/history/1/",
                                  "/plugins/ssot/history//",
                                  "/plugins/ssot/history/B5FE315B-9B7C-4F09-B3CC-E6CFE91A5DCF/",
                                  "/plugins/ssot/history/b5fe315b9b7c4f09b3cce6cfe91a5dcf/",
                                  "/plugins/ssot/data-sources//",
                                  "/plugins/ssot/data-sources/a%0Ab/",
                                  "/api/extras/content-types/-1/",
                                  "/api/extras/content-types/9223372036854775808/",
                                  "https://example.com"})
        BOOST_TEST(code(bad) == "not_found", bad);
    BOOST_TEST(code("/plugins/ssot/logs/", {.prefix = "/nautobot"}) == "not_found");
    BOOST_TEST(code("/plugins/ssot/data-sources/%4/") == "invalid_value");
    BOOST_TEST(code("/plugins/ssot/data-sources/%zz/") == "invalid_value");
}

BOOST_AUTO_TEST_CASE(a_release_without_rest_routes_has_none)
{
    for (auto const& r : nb::routes()) {
        nb::url_key const key   = r.key == nb::route_key::id ? nb::url_key(id())
              : r.key == nb::route_key::number               ? nb::url_key(std::int64_t{1})
              : r.key == nb::route_key::class_path           ? nb::url_key(std::string("a.b.C"))
                                                             : nb::url_key();
        auto const        url   = nb::url_of(r.route, key).value();
        bool const        ours  = url.starts_with("/api/plugins/ssot/");
        auto const        found = nb::parse_url(url, {.rest = false});
        BOOST_TEST(nb::url_of(r.route, key, {.rest = false}).has_value() == !ours, url);
        BOOST_TEST(found.has_value() == !ours, url);
    }
}

BOOST_AUTO_TEST_CASE(rows_have_urls)
{
    ssot::sync run;
    run.id = id();
    BOOST_TEST(nb::absolute_url(run) == with_id("/plugins/ssot/history/"));
    BOOST_TEST(nb::absolute_url(run, true) == with_id("/api/plugins/ssot/history/"));
    BOOST_TEST(nb::absolute_url(run, true, {.rest = false}) == with_id("/plugins/ssot/history/"), "as the first releases");
    BOOST_TEST(nb::absolute_url(run, false, {.prefix = "/n"}) == with_id("/n/plugins/ssot/history/"));
    BOOST_TEST(nb::absolute_url(ssot::servicenow_config(), true) == "/plugins/ssot/servicenow/config/");
    ssot::sync_log_entry entry;
    entry.id = id();
    BOOST_TEST((nb::absolute_url(entry) == std::nullopt));
    BOOST_TEST((nb::absolute_url(entry, true) == with_id("/api/plugins/ssot/logs/")));
    ssot::job_result result;
    result.id = id();
    BOOST_TEST(nb::absolute_url(result) == with_id("/extras/job-results/"));
    BOOST_TEST(nb::absolute_url(result, true) == with_id("/api/extras/job-results/"));
    BOOST_TEST((nb::absolute_url(ssot::content_type{.id = 5}, true) == "/api/extras/content-types/5/"));
}

BOOST_AUTO_TEST_CASE(the_ends_of_a_sync)
{
    ssot::sync const       run{.source = "ServiceNow", .target = "Nautobot"};
    ssot::job_result const result;
    ssot::job const        job{.module_name = "m", .job_class_name = "C"};
    BOOST_TEST((nb::source_url(run, &result, &job) == "/plugins/ssot/data-sources/m.C/"));
    BOOST_TEST((nb::target_url(run, &result, &job) == std::nullopt), "Nautobot itself");
    BOOST_TEST((nb::target_url(ssot::sync{.target = "nautobot"}, &result, &job) == "/plugins/ssot/data-targets/m.C/"));
    BOOST_TEST((nb::source_url(run, nullptr, &job) == std::nullopt));
    BOOST_TEST((nb::source_url(run, &result, nullptr) == std::nullopt), "T7");
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
