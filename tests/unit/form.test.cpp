// SPDX-License-Identifier: BSL-1.0
#include <ssot/form.hpp>

#include <ssot/model/job_result.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>

#include "support/inventory.hpp"
#include "support/print.hpp"

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace form_test {

struct gauge {
    static constexpr std::string_view model_name = "inventory.gauge";

    std::int64_t                id{};
    std::int8_t                 small{};
    std::optional<std::uint8_t> level{};
    double                      reading{};
    bool                        on{};
    ssot::raw_json              raw{};
};
BOOST_DESCRIBE_STRUCT(gauge, (), (id, small, level, reading, on, raw))

} // namespace form_test

namespace {

using form_test::gauge;
using texts = std::map<std::string, std::string>;

static_assert(ssot::form_texts<texts>);
static_assert(ssot::form_texts<std::vector<std::pair<std::string_view, std::string_view>>>);
static_assert(!ssot::form_texts<std::vector<std::string>>);
static_assert(!ssot::form_texts<std::map<int, std::string>>);

template<class M>
std::string problems_of(ssot::form_result<M> const& r)
{
    std::string out;
    if (!r)
        for (auto const& p : r.error())
            out += std::string(p.field) + " [" + std::string(p.code) + "] " + p.message + "\n";
    return out;
}

/// A sync of these texts and two names.
ssot::form_result<ssot::sync> sync_of(texts more)
{
    more.emplace("source", "A");
    more.emplace("target", "B");
    return ssot::from_form<ssot::sync>(more);
}

std::string const curly = "\xe2\x80\x9c", back = "\xe2\x80\x9d";

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(form)

BOOST_AUTO_TEST_CASE(texts_become_a_model)
{
    auto const run = sync_of({{"id", "{34D5ABCB22E04D328DFE0A7068A32349}"},
                              {"start_time", "2023-5-6 07:08:09,5+0200"},
                              {"diff_time", "01:30"},
                              {"sync_time", "1 day, 2:03:04"},
                              {"diff_memory_peak", " 1_000 "},
                              {"dry_run", "t"},
                              {"diff", R"({"a": [1]})"},
                              {"job_result_id", "urn:uuid:34d5abcb-22e0-4d32-8dfe-0a7068a32349"},
                              {"csrf_token", "x"}});
    BOOST_TEST_REQUIRE(run.has_value(), problems_of(run));
    BOOST_TEST(ssot::to_string(run->id) == "34d5abcb-22e0-4d32-8dfe-0a7068a32349");
    BOOST_TEST(ssot::to_string(run->start_time.value()) == "2023-05-06T05:08:09.500000Z");
    BOOST_TEST(run->diff_time->count() == 90'000'000);
    BOOST_TEST(run->sync_time->count() == 93'784'000'000);
    BOOST_TEST(run->diff_memory_peak.value() == 1000);
    BOOST_TEST(run->dry_run);
    BOOST_TEST((run->diff == boost::json::value{{"a", boost::json::array{1}}}));
    BOOST_TEST((run->job_result->key() == run->id));
}

BOOST_AUTO_TEST_CASE(what_is_left_out_has_its_initial_value)
{
    auto const run = sync_of({{"start_time", ""}, {"diff", ""}, {"job_result", ""}});
    BOOST_TEST_REQUIRE(run.has_value(), problems_of(run));
    BOOST_TEST(!run->start_time.has_value());
    BOOST_TEST(!run->dry_run);
    BOOST_TEST((run->diff == boost::json::value(boost::json::object())));
    BOOST_TEST(!run->id.is_nil());
    BOOST_TEST(problems_of(ssot::from_form<ssot::sync>(texts{})) ==
               "source [blank] This field cannot be blank.\ntarget [blank] This field cannot be blank.\n");
    BOOST_TEST(problems_of(ssot::from_form<ssot::sync_log_entry>(texts{})) ==
                   "sync [null] This field cannot be null.\n"
                   "action [blank] This field cannot be blank.\n"
                   "status [blank] This field cannot be blank.\n",
               "log/nothing-set");
    BOOST_TEST(problems_of(ssot::from_form<gauge>(texts{})) ==
               "small [null] This field cannot be null.\n"
               "reading [null] This field cannot be null.\n"
               "on [null] This field cannot be null.\n"
               "raw [null] This field cannot be null.\n");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_has_the_words_of_the_original)
{
    // Each beside what Django 3.2 says of the same text.
    auto const says = [](std::string const& field, std::string const& text) {
        return problems_of(sync_of({{field, text}}));
    };
    auto const quoted = [&](std::string const& text) { return curly + text + back; };
    BOOST_TEST(says("start_time", "x") ==
               "start_time [invalid] " + quoted("x") +
                   " value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.\n");
    BOOST_TEST(says("start_time", "2023-13-01") ==
               "start_time [invalid_date] " + quoted("2023-13-01") +
                   " value has the correct format (YYYY-MM-DD) but it is an invalid date.\n");
    BOOST_TEST(says("start_time", "2023-05-06 25:00") ==
               "start_time [invalid_datetime] " + quoted("2023-05-06 25:00") +
                   " value has the correct format (YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time.\n");
    BOOST_TEST(says("diff_time", "1:2:3:4") ==
               "diff_time [invalid] " + quoted("1:2:3:4") +
                   " value has an invalid format. It must be in [DD] [[HH:]MM:]ss[.uuuuuu] format.\n");
    BOOST_TEST(says("diff_time", "P999999999D") ==
               "diff_time [overflow] The number of days must be between -106751991 and 106751991.\n");
    BOOST_TEST(says("sync_memory_peak", "abc") ==
               "sync_memory_peak [invalid] " + quoted("abc") + " value must be an integer.\n");
    BOOST_TEST(says("sync_memory_peak", "-1") ==
               "sync_memory_peak [min_value] Ensure this value is greater than or equal to 0.\n");
    BOOST_TEST(says("sync_memory_peak", "9223372036854775808") ==
               "sync_memory_peak [max_value] Ensure this value is less than or equal to 9223372036854775807.\n");
    BOOST_TEST(says("dry_run", "true") == "dry_run [invalid] " + quoted("true") + " value must be either True or False.\n");
    BOOST_TEST(says("dry_run", "") == "dry_run [invalid] " + quoted("") + " value must be either True or False.\n");
    BOOST_TEST(says("diff", "{") == "diff [invalid] Value must be valid JSON.\n");
    BOOST_TEST(says("job_result", "x") == "job_result [invalid] " + quoted("x") + " is not a valid UUID.\n");

    auto const entry = ssot::from_form<ssot::sync_log_entry>(
        texts{{"sync", ""}, {"action", "it's"}, {"status", ""}, {"synced_object_type", "abc"}});
    BOOST_TEST(problems_of(entry) ==
               "sync [invalid] " + quoted("") +
                   " is not a valid UUID.\n"
                   "action [invalid_choice] Value \"it's\" is not a valid choice.\n"
                   "status [blank] This field cannot be blank.\n"
                   "synced_object_type [invalid] " +
                   quoted("abc") + " value must be an integer.\n");
}

BOOST_AUTO_TEST_CASE(numbers_fit_their_member)
{
    auto const of = [](std::string small, std::string level, std::string reading) {
        return ssot::from_form<gauge>(texts{{"small", std::move(small)},
                                            {"level", std::move(level)},
                                            {"reading", std::move(reading)},
                                            {"on", "f"},
                                            {"raw", "[1 , 2]"}});
    };
    auto const good = of("-128", "255", " 1.5e3 ");
    BOOST_TEST_REQUIRE(good.has_value(), problems_of(good));
    BOOST_TEST(int{good->small} == -128);
    BOOST_TEST(int{good->level.value()} == 255);
    BOOST_TEST(good->reading == 1500.0);
    BOOST_TEST(good->raw.text() == "[1 , 2]");
    BOOST_TEST(problems_of(of("128", "256", "much")) ==
               "small [max_value] Ensure this value is less than or equal to 127.\n"
               "level [max_value] Ensure this value is less than or equal to 255.\n"
               "reading [invalid] " +
                   curly + "much" + back + " value must be a float.\n");
    BOOST_TEST(problems_of(of("-129", "-1", "nan")) ==
               "small [min_value] Ensure this value is greater than or equal to -128.\n"
               "level [min_value] Ensure this value is greater than or equal to 0.\n"
               "reading [invalid] The number is not finite.\n");
}

BOOST_AUTO_TEST_CASE(problems_stay_in_the_order_of_the_fields)
{
    auto const r =
        ssot::from_form<ssot::sync>(texts{{"target", std::string(65, 't')}, {"start_time", "x"}, {"dry_run", "?"}});
    BOOST_TEST_REQUIRE(r.has_error());
    std::vector<std::string_view> fields;
    for (auto const& p : r.error())
        fields.push_back(p.field);
    std::vector<std::string_view> const wanted{"source", "target", "start_time", "dry_run"};
    BOOST_TEST(fields == wanted, boost::test_tools::per_element());
    BOOST_CHECK_THROW(static_cast<void>(r.value()), ssot::exception);
}

BOOST_AUTO_TEST_CASE(the_last_of_a_name_counts)
{
    using pairs    = std::vector<std::pair<std::string_view, std::string_view>>;
    auto const run = ssot::from_form<ssot::sync>(pairs{{"source", "A"}, {"target", "B"}, {"source", "C"}});
    BOOST_TEST_REQUIRE(run.has_value());
    BOOST_TEST(run->source == "C");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
