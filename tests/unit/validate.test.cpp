// SPDX-License-Identifier: BSL-1.0
#include <ssot/validate.hpp>

#include <ssot/form.hpp>
#include <ssot/json/schema.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/nautobot/full_clean.hpp>

#include "support/inventory.hpp"
#include "support/print.hpp"
#include "support/random_records.hpp"

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace validate_test {

/// The kinds that no shipped model has, and options in corners.
struct meter {
    static constexpr std::string_view model_name = "inventory.meter";

    std::int64_t                                       id{};
    std::uint64_t                                      total{};
    std::optional<std::int16_t>                        offset{};
    float                                              reading{};
    std::optional<std::string>                         note{};
    ssot::timestamp                                    seen{};
    bool                                               on{};
    ssot::raw_json                                     raw = ssot::empty_object<ssot::raw_json>();
    std::optional<ssot::open_choice<inventory::state>> was{};
};
BOOST_DESCRIBE_STRUCT(meter, (), (id, total, offset, reading, note, seen, on, raw, was))

constexpr auto describe_fields(ssot::model_tag<meter>)
{
    using ssot::field;
    return ssot::fields(field<&meter::total>.max_value(1'000),
                        field<&meter::offset>.min_value(-5).max_value(-1),
                        field<&meter::note>.max_length(3),
                        field<&meter::was>.max_length(6));
}

/// A number of its own type, stored as a real.
struct celsius {
    double degrees{};
};

} // namespace validate_test

template<>
struct ssot::codec<validate_test::celsius> {
    static constexpr ssot::kind stored_as = ssot::kind::real;
    using stored_type                     = double;

    static constexpr double               encode(validate_test::celsius v) noexcept { return v.degrees; }
    static result<validate_test::celsius> decode(double v) { return validate_test::celsius{v}; }
};

namespace validate_test {

/// Limits of every kind of number, given whole and not.
struct tank {
    static constexpr std::string_view model_name = "inventory.tank";

    std::int64_t           id{};
    double                 filled = 50;
    std::optional<double>  acidity{};
    float                  pressure = 1;
    celsius                warmth{};
    std::optional<celsius> freezes{};
    long double            depth = 1;
};
BOOST_DESCRIBE_STRUCT(tank, (), (id, filled, acidity, pressure, warmth, freezes, depth))

constexpr auto describe_fields(ssot::model_tag<tank>)
{
    using ssot::field;
    return ssot::fields(field<&tank::filled>.min_value(0).max_value(100).default_value(50),
                        field<&tank::acidity>.min_value(0.5).max_value(13.5).blank(),
                        field<&tank::pressure>.min_value(0.5F).max_value(20),
                        field<&tank::warmth>.min_value(-273.15).max_value(1000U),
                        field<&tank::freezes>.max_value(0).blank(),
                        field<&tank::depth>.min_value(1).max_value(1e20));
}

} // namespace validate_test

namespace {

using validate_test::meter;

static_assert(std::is_same_v<decltype(ssot::validate(ssot::sync())), std::vector<ssot::field_problem>>);
static_assert(std::is_convertible_v<decltype(ssot::to_error(ssot::field_problem())), ssot::error>);

template<class M>
std::string problems_of(M const& m)
{
    std::string out;
    for (auto const& p : ssot::validate(m))
        out += std::string(p.field) + " [" + std::string(p.code) + "] " + p.message + "\n";
    return out;
}

ssot::sync valid_sync() { return {.source = "A", .target = "B"}; }

ssot::sync_log_entry valid_entry() { return {.sync = ssot::key_to<ssot::sync>{ssot::new_id()}}; }

std::string repeated(std::string_view text, std::size_t times)
{
    std::string out;
    for (; times != 0; --times)
        out += text;
    return out;
}

constexpr std::string_view blank   = " [blank] This field cannot be blank.\n";
constexpr std::string_view null    = " [null] This field cannot be null.\n";
constexpr std::string_view no_nul  = " [null_characters_not_allowed] Null characters are not allowed.\n";
constexpr std::string_view no_utf8 = " [invalid] The text is not UTF-8.\n";

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(validate)

BOOST_AUTO_TEST_CASE(a_valid_model_has_no_problems)
{
    BOOST_TEST(problems_of(valid_sync()) == "");
    BOOST_TEST(problems_of(valid_entry()) == "");
    BOOST_TEST(problems_of(ssot::servicenow_config()) == "");
    BOOST_TEST(problems_of(ssot::job_result{.name = "job", .task_name = "a.b.C", .worker = "w"}) == "");
    BOOST_TEST(problems_of(inventory::rack{.name = "r"}) == "");
}

BOOST_AUTO_TEST_CASE(empty_text_is_blank_unless_it_may_be)
{
    BOOST_TEST(problems_of(ssot::sync()) == "source" + std::string(blank) + "target" + std::string(blank),
               "sync/nothing-set");
    auto entry        = valid_entry();
    entry.message     = "";
    entry.object_repr = "";
    BOOST_TEST(problems_of(entry) == "");
    BOOST_TEST(problems_of(ssot::job{.job_class_name = "C", .name = "n"}) == "module_name" + std::string(blank));
    BOOST_TEST(problems_of(ssot::content_type{}) == "app_label" + std::string(blank) + "model" + std::string(blank));
    BOOST_TEST(problems_of(ssot::secrets_group{}) == "name" + std::string(blank), "the description may be blank");
    auto spaces   = valid_sync();
    spaces.source = "   ";
    BOOST_TEST(problems_of(spaces) == "", "nothing is stripped");
}

BOOST_AUTO_TEST_CASE(lengths_count_code_points)
{
    for (std::string_view const letter : {"x", "\xc3\xa9", "\xe4\xb8\xad", "\xf0\x9f\x98\x80"}) {
        auto s   = valid_sync();
        s.source = repeated(letter, 64);
        BOOST_TEST(problems_of(s) == "");
        s.source = repeated(letter, 65);
        BOOST_TEST(problems_of(s) == "source [max_length] Ensure this value has at most 64 characters (it has 65).\n");
    }
    auto both   = valid_sync();
    both.source = std::string(70, 's');
    both.target = std::string(100, 't');
    BOOST_TEST(problems_of(both) ==
               "source [max_length] Ensure this value has at most 64 characters (it has 70).\n"
               "target [max_length] Ensure this value has at most 64 characters (it has 100).\n");
    auto family   = valid_sync(); // one family on the screen, five code points
    family.source = repeated("\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7", 13);
    BOOST_TEST(problems_of(family) == "source [max_length] Ensure this value has at most 64 characters (it has 65).\n");
    auto long_message    = valid_entry();
    long_message.message = std::string(1 << 20, 'm');
    BOOST_TEST(problems_of(long_message) == "", "messages have no limit");
    BOOST_TEST(problems_of(ssot::servicenow_config{.servicenow_instance = std::string(100, 'i')}) == "");
    BOOST_TEST(problems_of(ssot::servicenow_config{.servicenow_instance = std::string(101, 'i')}) ==
               "servicenow_instance [max_length] Ensure this value has at most 100 characters (it has 101).\n");
    BOOST_TEST(
        problems_of(ssot::job_result{.name = std::string(256, 'n'), .task_name = "t", .worker = std::string(101, 'w')}) ==
        "name [max_length] Ensure this value has at most 255 characters (it has 256).\n"
        "worker [max_length] Ensure this value has at most 100 characters (it has 101).\n");
    BOOST_TEST(problems_of(meter{.note = "abcd"}) ==
               "note [max_length] Ensure this value has at most 3 characters (it has 4).\n");
}

BOOST_AUTO_TEST_CASE(text_must_be_storable_everywhere)
{
    for (std::string const bad : {"\xff", "\xc0\x80", "\xed\xa0\x80", "a\xe2\x82", "\xf4\x90\x80\x80"}) {
        auto s   = valid_sync();
        s.target = bad;
        BOOST_TEST(problems_of(s) == "target" + std::string(no_utf8), show_text(bad));
    }
    auto s   = valid_sync();
    s.source = std::string("a\0b", 3);
    BOOST_TEST(problems_of(s) == "source" + std::string(no_nul));
    auto entry    = valid_entry();
    entry.message = std::string(1, '\0');
    BOOST_TEST(problems_of(entry) == "message" + std::string(no_nul));
    auto two   = valid_sync();
    two.source = std::string(64, 's') + std::string(1, '\0');
    BOOST_TEST(problems_of(two) ==
                   "source [max_length] Ensure this value has at most 64 characters (it has 65).\nsource" +
                       std::string(no_nul),
               "a field can break two rules");
    auto long_and_bad   = valid_sync();
    long_and_bad.source = std::string(65, '\xff');
    BOOST_TEST(problems_of(long_and_bad) == "source" + std::string(no_utf8), "one reason is enough for a text");
    BOOST_TEST(problems_of(meter{.note = "\xff"}) == "note" + std::string(no_utf8));
}

BOOST_AUTO_TEST_CASE(foreign_keys_point_at_something)
{
    BOOST_TEST(problems_of(ssot::sync_log_entry()) == "sync" + std::string(null), "log/sync-null");
    auto s       = valid_sync();
    s.job_result = ssot::key_to<ssot::job_result>{};
    BOOST_TEST(problems_of(s) == "job_result" + std::string(null), "absent is nullopt");
    s.job_result.reset();
    BOOST_TEST(problems_of(s) == "");
    auto entry               = valid_entry();
    entry.synced_object_type = ssot::key_to<ssot::content_type, std::int64_t>{0};
    BOOST_TEST(problems_of(entry) == "synced_object_type" + std::string(null));
    entry.synced_object_type = ssot::key_to<ssot::content_type, std::int64_t>{-1};
    BOOST_TEST(problems_of(entry) == "", "whether it is there is the store's to say");
    entry.synced_object_id = ssot::uuid{};
    BOOST_TEST(problems_of(entry) == "", "a bare key may be nil");
}

BOOST_AUTO_TEST_CASE(numbers_stay_in_their_range)
{
    using limits        = std::numeric_limits<std::int64_t>;
    auto s              = valid_sync();
    s.diff_memory_peak  = 0;
    s.sync_memory_final = limits::max();
    BOOST_TEST(problems_of(s) == "");
    s.diff_memory_peak  = -1;
    s.sync_memory_final = limits::min();
    BOOST_TEST(problems_of(s) ==
               "diff_memory_peak [min_value] Ensure this value is greater than or equal to 0.\n"
               "sync_memory_final [min_value] Ensure this value is greater than or equal to 0.\n");
    BOOST_TEST(problems_of(inventory::rack{.name = "r", .height = 1}) == "");
    BOOST_TEST(problems_of(inventory::rack{.name = "r", .height = 60}) == "");
    BOOST_TEST(problems_of(inventory::rack{.name = "r", .height = 0}) ==
               "height [min_value] Ensure this value is greater than or equal to 1.\n");
    BOOST_TEST(problems_of(inventory::rack{.name = "r", .height = 61}) ==
               "height [max_value] Ensure this value is less than or equal to 60.\n");
    BOOST_TEST(problems_of(meter{.offset = -5}) == "");
    BOOST_TEST(problems_of(meter{.offset = -6}) == "offset [min_value] Ensure this value is greater than or equal to -5.\n");
    BOOST_TEST(problems_of(meter{.offset = 0}) == "offset [max_value] Ensure this value is less than or equal to -1.\n");
    BOOST_TEST(problems_of(meter{.total = 1'000}) == "");
    BOOST_TEST(problems_of(meter{.total = 1'001}) == "total [max_value] Ensure this value is less than or equal to 1000.\n");
    BOOST_TEST(problems_of(meter{.total = std::uint64_t{1} << 63}) ==
               "total [max_value] Ensure this value is less than or equal to 9223372036854775807.\n");
    BOOST_TEST(problems_of(ssot::job_result{.name = "j", .task_name = "t", .debug_log_count = -1}) ==
               "debug_log_count [min_value] Ensure this value is greater than or equal to 0.\n");
}

BOOST_AUTO_TEST_CASE(reals_stay_in_their_range_too)
{
    using validate_test::tank;
    constexpr double least = std::numeric_limits<double>::denorm_min();
    BOOST_TEST(problems_of(tank()) == "");
    BOOST_TEST(problems_of(tank{.filled = 0}) == "");
    BOOST_TEST(problems_of(tank{.filled = -0.0}) == "", "as large as 0");
    BOOST_TEST(problems_of(tank{.filled = 100}) == "");
    BOOST_TEST(problems_of(tank{.filled = -least}) ==
               "filled [min_value] Ensure this value is greater than or equal to 0.\n");
    BOOST_TEST(problems_of(tank{.filled = 1e9}) == "filled [max_value] Ensure this value is less than or equal to 100.\n");
    BOOST_TEST(problems_of(tank{.acidity = 0.5}) == "");
    BOOST_TEST(problems_of(tank{.acidity = 0.25}) ==
               "acidity [min_value] Ensure this value is greater than or equal to 0.5.\n");
    BOOST_TEST(problems_of(tank{.acidity = 14}) == "acidity [max_value] Ensure this value is less than or equal to 13.5.\n");
    BOOST_TEST(problems_of(tank{.pressure = 0.25F}) ==
               "pressure [min_value] Ensure this value is greater than or equal to 0.5.\n");
    BOOST_TEST(problems_of(tank{.pressure = 21}) == "pressure [max_value] Ensure this value is less than or equal to 20.\n");
    BOOST_TEST(problems_of(tank{.warmth = {-300}}) ==
               "warmth [min_value] Ensure this value is greater than or equal to -273.15.\n");
    BOOST_TEST(problems_of(tank{.warmth = {1000.5}}) ==
               "warmth [max_value] Ensure this value is less than or equal to 1000.\n");
    BOOST_TEST(problems_of(tank{.freezes = validate_test::celsius{1}}) ==
               "freezes [max_value] Ensure this value is less than or equal to 0.\n");
    BOOST_TEST(problems_of(tank{.depth = 1e21L}) == "depth [max_value] Ensure this value is less than or equal to 1e+20.\n");
    BOOST_TEST(problems_of(tank{.filled = std::numeric_limits<double>::infinity()}) ==
                   "filled [invalid] The number is not finite.\n",
               "one reason is enough for a number");
}

BOOST_AUTO_TEST_CASE(whoever_reads_limits_of_reals_says_the_same)
{
    using validate_test::tank;
    auto const from_form = [](std::string filled, std::string acidity) {
        auto const read = ssot::from_form<tank>(std::map<std::string, std::string>{{"id", "1"},
                                                                                   {"filled", std::move(filled)},
                                                                                   {"acidity", std::move(acidity)},
                                                                                   {"pressure", "1"},
                                                                                   {"warmth", "0"},
                                                                                   {"depth", "1"}});
        return read ? std::string("valid") : std::string(read.error()[0].field) + ' ' + read.error()[0].message;
    };
    BOOST_TEST(from_form("0", "13.5") == "valid");
    BOOST_TEST(from_form("-0.5", "") == "filled Ensure this value is greater than or equal to 0.");
    BOOST_TEST(from_form("1", "14") == "acidity Ensure this value is less than or equal to 13.5.");

    auto const schema = ssot::json_schema<tank>();
    auto const of     = [&](char const* field, char const* what) { return schema.at("properties").at(field).at(what); };
    BOOST_TEST(of("filled", "minimum") == boost::json::value(0));
    BOOST_TEST(of("filled", "maximum") == boost::json::value(100));
    BOOST_TEST(of("filled", "default") == boost::json::value(50));
    BOOST_TEST(of("acidity", "minimum") == boost::json::value(0.5));
    BOOST_TEST(of("acidity", "maximum") == boost::json::value(13.5));
    BOOST_TEST(of("warmth", "minimum") == boost::json::value(-273.15));

    for (auto const profile :
         {ssot::validation::strict, ssot::validation::django_sqlite, ssot::validation::django_postgresql}) {
        BOOST_TEST(ssot::validate(tank{.filled = -1}, {.profile = profile}).size() == 1u);
        auto const found = ssot::nautobot::full_clean<tank>(
            {{"id", 1}, {"filled", -5.5}, {"acidity", 0.5}, {"pressure", 1}, {"warmth", 0}, {"freezes", -1}, {"depth", 1}},
            {.profile = profile});
        BOOST_TEST_REQUIRE(found.problems.size() == 1u);
        BOOST_TEST(found.problems[0].message == "Ensure this value is greater than or equal to 0.");
    }
}

BOOST_AUTO_TEST_CASE(reals_and_times_have_a_text)
{
    for (float const bad : {std::numeric_limits<float>::quiet_NaN(),
                            std::numeric_limits<float>::infinity(),
                            -std::numeric_limits<float>::infinity()})
        BOOST_TEST(problems_of(meter{.reading = bad}) == "reading [invalid] The number is not finite.\n");
    BOOST_TEST(problems_of(meter{.reading = std::numeric_limits<float>::max()}) == "");
    for (auto const good : {ssot::min_timestamp, ssot::max_timestamp})
        BOOST_TEST(problems_of(meter{.seen = good}) == "");
    for (auto const bad : {ssot::min_timestamp - ssot::duration(1),
                           ssot::max_timestamp + ssot::duration(1),
                           ssot::timestamp::max(),
                           ssot::timestamp::min()})
        BOOST_TEST(problems_of(meter{.seen = bad}) == "seen [invalid] The time lies outside the years 1 to 9999.\n");
    auto s       = valid_sync();
    s.start_time = ssot::timestamp::max();
    s.diff_time  = ssot::duration::min();
    BOOST_TEST(problems_of(s) == "start_time [invalid] The time lies outside the years 1 to 9999.\n",
               "a duration may be any");
}

BOOST_AUTO_TEST_CASE(choices_are_of_their_table)
{
    auto entry   = valid_entry();
    entry.action = static_cast<ssot::sync_log_entry_action>(77);
    BOOST_TEST(problems_of(entry) == "action [invalid_choice] Value 77 is not a valid choice.\n");

    using lenient = ssot::basic_sync_log_entry<ssot::lenient_types>;
    lenient open;
    open.sync   = ssot::key_to<ssot::sync>{ssot::new_id()};
    open.status = decltype(open.status)::from_text("unknown");
    BOOST_TEST(problems_of(open) == "", "kept as it came");
    open.status = decltype(open.status)::from_text(repeated("\xc3\xa9", 32));
    BOOST_TEST(problems_of(open) == "");
    open.status = decltype(open.status)::from_text(repeated("\xc3\xa9", 33));
    BOOST_TEST(problems_of(open) == "status [max_length] Ensure this value has at most 32 characters (it has 33).\n");
    open.status = decltype(open.status)::from_text("");
    open.action = decltype(open.action)::from_text("\xff");
    BOOST_TEST(problems_of(open) == "action" + std::string(no_utf8) + "status" + std::string(blank));

    using open_state = ssot::open_choice<inventory::state>;
    BOOST_TEST(problems_of(meter{.was = open_state::from_text("absent")}) == "");
    BOOST_TEST(problems_of(meter{.was = open_state::from_text("missing")}) ==
               "was [max_length] Ensure this value has at most 6 characters (it has 7).\n");
    BOOST_TEST(problems_of(meter{.was = inventory::state::active}) ==
               "was [max_length] Ensure this value has at most 6 characters (it has 7).\n");
}

BOOST_AUTO_TEST_CASE(documents_can_be_written)
{
    auto s = valid_sync();
    for (boost::json::value const& good : {boost::json::value(0),
                                           boost::json::value(false),
                                           boost::json::value(""),
                                           boost::json::value(boost::json::array()),
                                           boost::json::value{{"a", nullptr}},
                                           boost::json::value("\x01")}) {
        s.diff    = good;
        s.summary = good;
        BOOST_TEST(problems_of(s) == "", good);
    }
    s.diff    = nullptr;
    s.summary = boost::json::value(nullptr);
    BOOST_TEST(problems_of(s) == "diff" + std::string(null) + "summary" + std::string(null), "absent is nullopt");

    s               = valid_sync();
    s.diff          = {{"+", {{"load", std::numeric_limits<double>::quiet_NaN()}}}};
    s.summary       = boost::json::value{{"a", {1, "\xff"}}};
    auto const both = ssot::validate(s);
    BOOST_TEST_REQUIRE(both.size() == 2u);
    for (auto const& p : both) {
        BOOST_TEST(p.code == "invalid");
        BOOST_TEST(p.message.starts_with("Value must be valid JSON"), p.message);
    }
    BOOST_TEST(both[0].message.find("+.load") != std::string::npos, both[0].message);
    BOOST_TEST(both[1].message.find("a[1]") != std::string::npos, both[1].message);

    boost::json::value nested = 1;
    for (int i = 0; i != 512; ++i)
        nested = boost::json::array{std::move(nested)};
    s      = valid_sync();
    s.diff = nested;
    BOOST_TEST(problems_of(s) == "", "512 levels");
    s.diff = boost::json::array{std::move(nested)};
    BOOST_TEST_REQUIRE(ssot::validate(s).size() == 1u, "513 levels");
    BOOST_TEST(ssot::validate(s)[0].code == "invalid");

    ssot::basic_sync<ssot::raw_types> raw{.source = "A", .target = "B"};
    BOOST_TEST(problems_of(raw) == "");
    raw.diff = ssot::raw_json();
    BOOST_TEST(problems_of(raw) == "diff" + std::string(null));
    BOOST_TEST(problems_of(meter{.raw = ssot::raw_json()}) == "raw" + std::string(null));
}

BOOST_AUTO_TEST_CASE(documents_hold_no_null_characters)
{
    auto s    = valid_sync();
    s.diff    = {{"+", {{"name", boost::json::string("a\0b", 3)}}}};
    s.summary = boost::json::value{{boost::json::string_view("k\0", 2), 1}};
    BOOST_TEST(problems_of(s) ==
               "diff [null_characters_not_allowed] Null characters are not allowed: +.name\n"
               "summary [null_characters_not_allowed] Null characters are not allowed\n");

    using raw_sync = ssot::basic_sync<ssot::raw_types>;
    auto const raw = [](std::string_view text) {
        return problems_of(raw_sync{.source = "A", .target = "B", .diff = ssot::raw_json::parse(text).value()});
    };
    BOOST_TEST(raw(R"({"a":["\u0000"]})") == "diff [null_characters_not_allowed] Null characters are not allowed: a[0]\n");
    BOOST_TEST(raw(R"({"a":["\\u0000"]})") == "", "an escaped backslash");
    BOOST_TEST(raw(R"({"a":["\u0001\n"]})") == "");
}

BOOST_AUTO_TEST_CASE(the_original_can_be_asked)
{
    using ssot::validation;
    auto const says = [](auto const& m, validation profile) {
        std::string out;
        for (auto const& p : ssot::validate(m, {.profile = profile}))
            out += std::string(p.field) + " [" + std::string(p.code) + "] " + p.message + "\n";
        return out;
    };
    auto s              = valid_sync();
    s.source            = std::string("a\0b", 3);
    s.diff              = nullptr;
    s.summary           = boost::json::value{{"a", std::numeric_limits<double>::quiet_NaN()}};
    s.diff_memory_final = -1;
    BOOST_TEST(says(s, validation::django_sqlite) == "", "T1, T8; SQLite has no ranges");
    BOOST_TEST(says(s, validation::django_postgresql) ==
               "diff_memory_final [min_value] Ensure this value is greater than or equal to 0.\n");

    ssot::basic_sync_log_entry<ssot::lenient_types> open;
    open.sync   = ssot::key_to<ssot::sync>{ssot::new_id()};
    open.status = decltype(open.status)::from_text("it's " + std::string(40, 'x'));
    BOOST_TEST(says(open, validation::django_postgresql) ==
                   "status [invalid_choice] Value \"it's " + std::string(40, 'x') + "\" is not a valid choice.\n",
               "the length is not asked after");
    BOOST_TEST(says(ssot::job_result{.name = "j"}, validation::django_postgresql) ==
               "task_name [blank] This field cannot be blank.\nworker [blank] This field cannot be blank.\n");
    BOOST_TEST(says(ssot::job{.name = "n"}, validation::django_postgresql) == "", "what people cannot edit may be blank");
}

BOOST_AUTO_TEST_CASE(fields_can_be_left_out)
{
    std::string_view const none[] = {"source"};
    auto const             found  = ssot::validate(ssot::sync(), {.exclude = none});
    BOOST_TEST_REQUIRE(found.size() == 1u);
    BOOST_TEST(found[0].field == "target");
}

BOOST_AUTO_TEST_CASE(the_key_is_not_looked_at)
{
    auto s = valid_sync();
    s.id   = {};
    BOOST_TEST(problems_of(s) == "", "the store makes one");
    BOOST_TEST(problems_of(meter{.id = 5}) == "");
}

BOOST_AUTO_TEST_CASE(problems_come_in_declaration_order)
{
    ssot::sync s;
    s.target                  = std::string(65, 't');
    s.start_time              = ssot::timestamp::max();
    s.source_load_memory_peak = -1;
    s.sync_memory_peak        = -2;
    s.diff                    = nullptr;
    s.summary                 = boost::json::value(std::numeric_limits<double>::infinity());
    s.job_result              = ssot::key_to<ssot::job_result>{};
    std::vector<std::string_view> fields, codes;
    auto const                    found = ssot::validate(s);
    for (auto const& p : found) {
        fields.push_back(p.field);
        codes.push_back(p.code);
    }
    std::vector<std::string_view> const wanted_fields{
        "source", "target", "start_time", "source_load_memory_peak", "sync_memory_peak", "diff", "summary", "job_result"};
    std::vector<std::string_view> const wanted_codes{
        "blank", "max_length", "invalid", "min_value", "min_value", "null", "invalid", "null"};
    BOOST_TEST(fields == wanted_fields, boost::test_tools::per_element());
    BOOST_TEST(codes == wanted_codes, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_problem_becomes_an_error)
{
    auto const e = ssot::to_error({"source", "blank", "This field cannot be blank."});
    BOOST_TEST(e.code() == ssot::errc::validation);
    BOOST_TEST(e.path() == "source");
    BOOST_TEST(e.text() == "This field cannot be blank.");
    BOOST_TEST((e.again() == ssot::retry::never));
}

BOOST_AUTO_TEST_CASE(random_records_are_valid)
{
    auto const all_valid = [](auto types, std::uint64_t seed) {
        random_records<decltype(types)> records(seed, {.nul = false});
        for (int i = 0; i != 60; ++i)
            for_each_model<decltype(types)>([&]<class M>(std::type_identity<M>) {
                auto m = records.template make<M>();
                if constexpr (requires { m.synced_object_type; })
                    if (m.synced_object_type && m.synced_object_type->is_nil())
                        m.synced_object_type.reset(); // a key of 0 points at nothing
                BOOST_TEST(problems_of(m) == "", "seed " << seed << ", record " << i << ": " << problems_of(m));
            });
    };
    all_valid(ssot::default_types(), 1);
    all_valid(ssot::raw_types(), 2);
    all_valid(ssot::lenient_types(), 3);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
