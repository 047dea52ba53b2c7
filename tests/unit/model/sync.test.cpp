// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/sync.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string_view>
#include <type_traits>

namespace {

using ssot::field_info_of;
using ssot::sync;

static_assert(ssot::model<sync> && ssot::model<ssot::basic_sync<ssot::raw_types>> &&
              ssot::model<ssot::basic_sync<ssot::lenient_types>>);
static_assert(std::is_aggregate_v<sync>, "for designated initializers");
static_assert(std::is_same_v<ssot::key_t<sync>, ssot::uuid>);

// clang-format off
constexpr std::string_view names_of_syncs[] = {
    "id",                       "source",                  "target",                   "start_time",
    "source_load_time",         "target_load_time",        "diff_time",                "sync_time",
    "source_load_memory_final", "source_load_memory_peak", "target_load_memory_final", "target_load_memory_peak",
    "diff_memory_final",        "diff_memory_peak",        "sync_memory_final",        "sync_memory_peak",
    "dry_run",                  "diff",                    "summary",                  "job_result"};
// clang-format on

static_assert(
    [] {
        auto const fields = ssot::fields_of<sync>();
        for (std::size_t i = 0; i != std::size(names_of_syncs); ++i)
            if (fields[i].name != names_of_syncs[i])
                return false;
        return fields.size() == std::size(names_of_syncs);
    }(),
    "the order of the original, which is that of its JSON");

static_assert(field_info_of<&sync::source>.options.max_length == 64 && field_info_of<&sync::source>.required());
static_assert(field_info_of<&sync::sync_memory_peak>.options.min_value == 0 &&
              field_info_of<&sync::sync_memory_peak>.nullable);
static_assert(!field_info_of<&sync::sync_memory_peak>.options.max_value, "int64 is the limit");
static_assert(field_info_of<&sync::diff>.kind == ssot::kind::json && !field_info_of<&sync::diff>.nullable);
static_assert(field_info_of<&sync::summary>.kind == ssot::kind::json && field_info_of<&sync::summary>.nullable);
static_assert(field_info_of<&sync::sync_time>.kind == ssot::kind::duration &&
              field_info_of<&sync::start_time>.kind == ssot::kind::timestamp);
static_assert(field_info_of<&sync::job_result>.target_label == "extras.JobResult" &&
              field_info_of<&sync::job_result>.on_delete == ssot::on_delete::protect);
static_assert(!ssot::model_info_of<sync>().singleton && ssot::model_info_of<sync>().ordering[0] == "start_time");

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(model)
BOOST_AUTO_TEST_SUITE(sync)

BOOST_AUTO_TEST_CASE(a_new_sync)
{
    ssot::sync const run;
    BOOST_TEST(!run.id.is_nil(), "so that log entries can point at it before it is stored");
    BOOST_TEST((run.id < ssot::sync{}.id), "ids ascend");
    BOOST_TEST(run.source == "");
    BOOST_TEST(!run.start_time);
    BOOST_TEST(!run.dry_run);
    BOOST_TEST((run.diff == boost::json::object()), "never null");
    BOOST_TEST(!run.summary);
    BOOST_TEST(!run.job_result);
    BOOST_TEST(ssot::basic_sync<ssot::raw_types>{}.diff.text() == "{}");
    BOOST_TEST(ssot::make_blank<ssot::sync>().id.is_nil());
}

BOOST_AUTO_TEST_CASE(the_example_of_the_design_compiles_without_a_warning)
{
    ssot::sync run{.source = "ServiceNow", .target = "Nautobot", .start_time = ssot::now()};
    run.source_load_time = std::chrono::seconds(5); // any duration that loses nothing
    BOOST_TEST(run.source_load_time->count() == 5'000'000);
}

BOOST_AUTO_TEST_CASE(a_sync_is_a_value)
{
    ssot::sync const a{.source = "a"};
    auto             b = a;
    BOOST_TEST((a == b));
    b.diff = {{"x", 1}};
    BOOST_TEST((a != b));
    b    = a;
    b.id = ssot::new_id();
    BOOST_TEST((a != b), "every member counts");
}

BOOST_AUTO_TEST_CASE(its_job_result)
{
    ssot::job_result const result;
    ssot::sync             run{.job_result = result};
    BOOST_TEST((run.job_result == result.id));
    run.job_result = ssot::key_to<ssot::job_result>{ssot::uuid{}};
    BOOST_TEST((run.job_result == ssot::uuid{}));
    ssot::basic_job_result<ssot::raw_types> const raw;
    run.job_result = raw;
    BOOST_TEST((run.job_result == raw.id), "whatever types it is made of");
    run.job_result = std::nullopt;
    BOOST_TEST(!run.job_result);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
