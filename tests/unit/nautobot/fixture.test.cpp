// SPDX-License-Identifier: BSL-1.0
#include <ssot/nautobot/fixture.hpp>

// The rest.
#include <ssot/ssot.hpp>

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <support/original_models.hpp>
#include <support/print.hpp>
#include <support/random_records.hpp>

#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

// A user's own models, in a namespace of the user's. The first is a part of Django's own users.
namespace fixture_test {

struct user {
    static constexpr std::string_view model_name = "users.user";

    ssot::uuid                     id{};
    std::string                    password{};
    std::optional<ssot::timestamp> last_login{};
    bool                           is_superuser = false;
    std::string                    username{};
    std::string                    first_name{};
    std::string                    last_name{};
    std::string                    email{};
    bool                           is_staff  = false;
    bool                           is_active = true;
    ssot::timestamp                date_joined{};
    std::vector<int>               groups{};
    std::vector<int>               user_permissions{};
};
BOOST_DESCRIBE_STRUCT(user, (),
                      (id, password, last_login, is_superuser, username, first_name, last_name, email, is_staff, is_active,
                       date_joined, groups, user_permissions))

struct port {
    static constexpr std::string_view model_name = "inventory.port";

    std::int64_t                number{};
    std::optional<bool>         enabled{};
    double                      speed = 1;
    std::optional<std::int32_t> vlan{};

    friend bool operator==(port const&, port const&) = default;
};
BOOST_DESCRIBE_STRUCT(port, (), (number, enabled, speed, vlan))

constexpr auto describe_fields(ssot::model_tag<port>) { return ssot::fields(ssot::field<&port::speed>.default_value(1)); }

} // namespace fixture_test

namespace {

namespace nb = ssot::nautobot;
using ssot::errc;

constexpr std::string_view id = "0b1c7a51-40a5-4b0e-9b1e-0d6a1a1f0001";

ssot::sync plain_sync() { return {.id = ssot::parse_uuid(id).value(), .source = "A", .target = "B"}; }

/// A fixture of one sync with these fields.
std::string sync_text(std::string_view fields, std::string_view pk = R"("0b1c7a51-40a5-4b0e-9b1e-0d6a1a1f0001")")
{
    return R"([{"model": "nautobot_ssot.sync", "pk": )" + std::string(pk) + R"(, "fields": {)" + std::string(fields) + "}}]";
}

ssot::sync read_sync(std::string_view fields)
{
    auto read = nb::from_fixture<ssot::sync>(sync_text(fields));
    BOOST_TEST_INFO_SCOPE(fields);
    BOOST_TEST_REQUIRE(read.has_value());
    return read->rows<ssot::sync>().at(0);
}

template<ssot::model... Models>
ssot::error error_of(std::string_view text, nb::fixture_read_options const& options = {})
{
    auto read = nb::from_fixture<Models...>(text, options);
    BOOST_TEST_INFO_SCOPE(text);
    BOOST_TEST_REQUIRE(read.has_error());
    return read.error();
}

std::string words_of(std::string_view text) { return std::string(error_of<ssot::sync, ssot::sync_log_entry>(text).text()); }

} // namespace

BOOST_AUTO_TEST_SUITE(nautobot)
BOOST_AUTO_TEST_SUITE(fixture)

BOOST_AUTO_TEST_CASE(a_dump_of_nautobot_is_read_and_written_byte_for_byte)
{
    std::ifstream     in(SSOT_TEST_REFERENCE_DIR "/fixture.json", std::ios::binary);
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    using p   = ssot_test::python_types;
    auto read = nb::from_fixture<ssot::basic_content_type<p>,
                                 fixture_test::user,
                                 ssot::basic_job<p>,
                                 ssot::basic_job_result<p>,
                                 ssot::basic_secrets_group<p>,
                                 ssot::basic_servicenow_config<p>,
                                 ssot::basic_sync<p>,
                                 ssot::basic_sync_log_entry<p>>(text);
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(read->size() == 357u);
    BOOST_TEST(read->rows<ssot::basic_sync<p>>().size() == 20u);
    BOOST_TEST(read->rows<ssot::basic_sync_log_entry<p>>().size() == 300u);
    auto const again = nb::to_fixture({.exact = true, .omit = ssot_test::absent_fields()}, *read);
    BOOST_TEST((again == text.substr(0, text.find_last_not_of('\n') + 1)));
}

BOOST_AUTO_TEST_CASE(random_rows_of_every_model_come_back)
{
    auto const check = [&]<class Types>(std::type_identity<Types>) {
        ssot_test::random_records<Types> records{7};
        ssot_test::for_each_model<Types>([&]<class M>(std::type_identity<M>) {
            for (int i = 0; i != 40; ++i) {
                auto const m    = records.template make<M>();
                auto const text = nb::to_fixture(m);
                auto       read = nb::from_fixture<M>(text, {.check_references = false});
                BOOST_TEST_INFO_SCOPE(text.substr(0, 2000));
                BOOST_TEST_REQUIRE(read.has_value());
                BOOST_TEST((read->template rows<M>().at(0) == m));
                BOOST_TEST((nb::to_fixture(*read) == text));
            }
        });
    };
    check(std::type_identity<ssot::default_types>{});
    check(std::type_identity<ssot::lenient_types>{});
}

BOOST_AUTO_TEST_CASE(a_row_is_written_in_the_form_of_dumpdata)
{
    auto run                        = plain_sync();
    run.start_time                  = ssot::parse_timestamp("2024-01-02T03:04:05.678901Z").value();
    run.sync_time                   = ssot::duration{-1};
    run.diff                        = {{"a", 1e16}, {"é", 1.0}};
    constexpr std::string_view head = R"([{"model": "nautobot_ssot.sync", "pk": "0b1c7a51-40a5-4b0e-9b1e-0d6a1a1f0001", )"
                                      R"("fields": {"source": "A", "target": "B", "start_time": "2024-01-02T03:04:05.678)";
    constexpr std::string_view tail =
        R"(Z", "source_load_time": null, "target_load_time": null, "diff_time": null, "sync_time": "-1 23:59:59.999999", )"
        R"("source_load_memory_final": null, "source_load_memory_peak": null, "target_load_memory_final": null, )"
        R"("target_load_memory_peak": null, "diff_memory_final": null, "diff_memory_peak": null, "sync_memory_final": null, )"
        R"("sync_memory_peak": null, "dry_run": false, "diff": {"a": 1e+16, "é": 1.0}, "summary": null, "job_result": null}}])";
    BOOST_TEST(nb::to_fixture(run) == std::string(head) + "901" + std::string(tail));
    BOOST_TEST(nb::to_fixture({.exact = true}, run) == std::string(head) + std::string(tail));
}

BOOST_AUTO_TEST_CASE(with_indentation_every_value_has_its_line)
{
    fixture_test::port const port{.number = 7, .enabled = true, .speed = 1e5};
    BOOST_TEST(nb::to_fixture({.indent = 2}, port, std::vector{port}) ==
               "[\n{\n  \"model\": \"inventory.port\",\n  \"pk\": 7,\n  \"fields\": {\n    \"enabled\": true,\n    "
               "\"speed\": 100000.0,\n"
               "    \"vlan\": null\n  }\n},\n{\n  \"model\": \"inventory.port\",\n  \"pk\": 7,\n  \"fields\": {\n    "
               "\"enabled\": true,\n"
               "    \"speed\": 100000.0,\n    \"vlan\": null\n  }\n}\n]\n");
    BOOST_TEST(nb::to_fixture({.indent = 2}, std::vector<ssot::sync>{}) == "[\n]\n");
    BOOST_TEST(nb::to_fixture(std::vector<ssot::sync>{}) == "[]");
}

BOOST_AUTO_TEST_CASE(a_writer_takes_rows_and_texts_and_leaves_out_what_fails)
{
    std::string        text = "before ";
    nb::fixture_writer out(text);
    out.add(fixture_test::port{.number = 1, .speed = 2.5}).value();
    BOOST_TEST((out.add(fixture_test::port{.speed = std::numeric_limits<double>::quiet_NaN()}).error().code() ==
                errc::out_of_range));
    BOOST_TEST(out.add(fixture_test::port{.speed = std::numeric_limits<double>::infinity()}).error().path() ==
               "fields.speed");
    std::vector<std::pair<std::string_view, std::string>> const fields = {{"a", R"({"x":1E5,"x":[ 2]})"}};
    out.add_row("inventory.port", "2", fields).value();
    std::vector<std::pair<std::string_view, std::string>> const broken = {{"a", "{"}};
    BOOST_TEST((out.add_row("inventory.port", "3", broken).error().code() == errc::syntax));
    out.finish();
    BOOST_TEST(text ==
               R"(before [{"model": "inventory.port", "pk": 1, "fields": {"enabled": null, "speed": 2.5, "vlan": null}}, )"
               R"({"model": "inventory.port", "pk": 2, "fields": {"a": {"x": [2]}}}])");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_named)
{
    auto run  = plain_sync();
    run.diff  = {{"a", {{"b", std::numeric_limits<double>::quiet_NaN()}}}};
    auto path = std::string();
    try {
        nb::to_fixture(run);
    } catch (ssot::exception const& e) {
        path = e.error().path();
    }
    BOOST_TEST(path == "fields.diff.a.b");
    BOOST_TEST((nb::to_fixture({.exact = true}, run).find(R"("diff": {"a": {"b": NaN}})") != std::string::npos));
    run.diff   = nullptr;
    run.source = "\xff";
    BOOST_CHECK_THROW(nb::to_fixture(run), ssot::exception);
}

BOOST_AUTO_TEST_CASE(absent_fields_have_djangos_defaults)
{
    auto const run = read_sync(R"("target": "B", "diff": {})");
    BOOST_TEST(run.source == "");
    BOOST_TEST(!run.dry_run);
    BOOST_TEST(!run.start_time.has_value());
    BOOST_TEST(ssot::to_string(run.id) == id);

    auto const e = error_of<ssot::sync>(sync_text(R"("source": "A")"));
    BOOST_TEST((e.code() == errc::constraint));
    BOOST_TEST(e.path() == "[0].fields.diff");
    BOOST_TEST((error_of<ssot::sync>(sync_text(R"("source": null, "diff": {})")).code() == errc::constraint));
    auto const late = error_of<ssot::sync_log_entry>(
        R"([{"model": "nautobot_ssot.synclogentry", "fields": {"sync": "0b1c7a51-40a5-4b0e-9b1e-0d6a1a1f0001", "action": "create", "status": "success"}}])");
    BOOST_TEST((late.code() == errc::constraint));
    BOOST_TEST(late.path() == "[0].fields.timestamp");
}

BOOST_AUTO_TEST_CASE(values_are_taken_in_every_form_that_django_takes)
{
    auto const run = read_sync(
        R"("source": 5, "target": [true, null, "it's"], "start_time": "2023-5-6 7:08+02", "sync_time": "P1DT2H", "diff_time": "",
           "diff_memory_peak": " 1_2 ", "diff_memory_final": 1.9, "sync_memory_peak": true, "dry_run": "t", "diff": {"a": 1, "a": 2},
           "summary": null, "job_result_id": null)");
    BOOST_TEST(run.source == "5");
    BOOST_TEST(run.target == R"([True, None, "it's"])");
    BOOST_TEST(ssot::to_string(*run.start_time) == "2023-05-06T05:08:00.000000Z");
    BOOST_TEST((*run.sync_time == std::chrono::hours{26}));
    BOOST_TEST((*run.diff_time == ssot::duration{}));
    BOOST_TEST(*run.diff_memory_peak == 12);
    BOOST_TEST(*run.diff_memory_final == 1);
    BOOST_TEST(*run.sync_memory_peak == 1);
    BOOST_TEST(run.dry_run);
    BOOST_TEST((run.diff == boost::json::value{{"a", 2}}));
    BOOST_TEST(!run.summary.has_value());
}

BOOST_AUTO_TEST_CASE(keys_have_many_forms)
{
    for (std::string_view const pk : {R"("0B1C7A51-40A5-4B0E-9B1E-0D6A1A1F0001")",
                                      R"("{0b1c7a5140a54b0e9b1e0d6a1a1f0001}")",
                                      "14769373157132726770464314744092164097"}) {
        auto read = nb::from_fixture<ssot::sync>(sync_text(R"("diff": {})", pk));
        BOOST_TEST_INFO_SCOPE(pk);
        BOOST_TEST_REQUIRE(read.has_value());
        BOOST_TEST(ssot::to_string(read->rows<ssot::sync>().at(0).id) == id);
    }
    BOOST_TEST(!nb::from_fixture<ssot::sync>(sync_text(R"("diff": {})", "null"))->rows<ssot::sync>().at(0).id.is_nil());
    BOOST_TEST((error_of<ssot::sync>(sync_text(R"("diff": {})", "340282366920938463463374607431768211456")).code() ==
                errc::invalid_value));
    BOOST_TEST(error_of<ssot::sync>(sync_text(R"("diff": {})", "-1")).path() == "[0].pk");
}

BOOST_AUTO_TEST_CASE(a_key_that_comes_twice_replaces_the_row)
{
    std::string text = sync_text(R"("source": "first", "diff": {})");
    text.back()      = ',';
    text += sync_text(R"("source": "second", "diff": {})").substr(1);
    auto const read = nb::from_fixture<ssot::sync>(text).value();
    BOOST_TEST(read.size() == 2u);
    BOOST_TEST(read.rows<ssot::sync>().size() == 1u);
    std::string sources;
    read.for_each([&](ssot::sync const& run) { sources += run.source + ' '; });
    BOOST_TEST(sources == "second second ");

    nb::fixture_reader in;
    int                calls = 0;
    in.on<ssot::sync>([&](ssot::sync const& run) { calls += run.source == "second" ? 1 : 100; });
    BOOST_TEST(in.read(text).value() == 2u);
    BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_CASE(references_are_checked_at_the_end)
{
    auto const                 run = plain_sync();
    ssot::sync_log_entry const entry{.sync = run, .timestamp = ssot::now()};
    auto const                 both = nb::to_fixture(entry, run);
    BOOST_TEST((nb::from_fixture<ssot::sync, ssot::sync_log_entry>(both).has_value()));
    BOOST_TEST((nb::from_fixture<ssot::sync_log_entry>(both, {.models = ssot::unknown_keys::ignore}).has_value()));

    auto const alone = nb::to_fixture(entry);
    auto const e     = error_of<ssot::sync_log_entry>(alone);
    BOOST_TEST((e.code() == errc::foreign_key));
    BOOST_TEST(e.path() == "[0].fields.sync");
    BOOST_TEST((nb::from_fixture<ssot::sync_log_entry>(alone, {.check_references = false}).has_value()));
    nb::fixture_read_options known;
    known.exists = [](std::string_view name, std::string_view key) { return name == "nautobot_ssot.sync" && key == id; };
    BOOST_TEST((nb::from_fixture<ssot::sync_log_entry>(alone, known).has_value()));
}

BOOST_AUTO_TEST_CASE(content_types_may_be_named)
{
    auto text = nb::to_fixture(ssot::sync_log_entry{.timestamp = ssot::now()});
    text.replace(text.find(R"("synced_object_type": null)"), 26, R"("synced_object_type": ["dcim", "device"])");
    auto const e = error_of<ssot::sync_log_entry>(text, {.check_references = false});
    BOOST_TEST((e.code() == errc::not_found));
    BOOST_TEST(e.text().starts_with("ContentType matching query does not exist."));
    auto read =
        nb::from_fixture<ssot::sync_log_entry>(text, {.check_references = false, .content_types = {{42, "dcim", "device"}}});
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST((read->rows<ssot::sync_log_entry>().at(0).synced_object_type == std::int64_t{42}));
}

BOOST_AUTO_TEST_CASE(errors_are_in_djangos_words)
{
    BOOST_TEST(words_of(sync_text(R"("job_result": "it's", "diff": {})")) ==
               "[\"\u201cit's\u201d is not a valid UUID.\"]: (nautobot_ssot.sync:pk=0b1c7a51-40a5-4b0e-9b1e-0d6a1a1f0001) "
               "field_value was 'it's'");
    BOOST_TEST(words_of(sync_text(R"("sync_time": 5, "diff": {})"))
                   .starts_with("expected string or bytes-like object, got 'int': ("));
    BOOST_TEST(words_of(sync_text(R"("dry_run": null, "diff": {})")).find("value must be either True or False.") !=
               std::string::npos);
    BOOST_TEST(words_of(sync_text(R"("nope": 1, "diff": {})")) == "Sync has no field named 'nope'");
    BOOST_TEST(words_of(R"([{"model": "dcim.device", "fields": {}}])") == "Invalid model identifier: 'dcim.device'");
    BOOST_TEST(words_of(R"([{"model": "sync", "fields": {}}])") == "not enough values to unpack (expected 2, got 1)");
    BOOST_TEST(words_of(R"([{"fields": {}}])") == "'model'");
    BOOST_TEST(words_of("null") == "'NoneType' object is not iterable");
    BOOST_TEST(words_of("[3]") == "'int' object is not subscriptable");
    BOOST_TEST(words_of("[1,]") == "Expecting value: line 1 column 4 (char 3)");
    BOOST_TEST(words_of("\xef\xbb\xbf[]") == "Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)");
    auto const e = error_of<ssot::sync>("[\n  {,}]");
    BOOST_TEST((e.code() == errc::syntax));
    BOOST_TEST(e.offset() == 5u);
    BOOST_TEST(e.line() == 2u);
    BOOST_TEST(e.column() == 4u);
}

BOOST_AUTO_TEST_CASE(what_no_database_stores_is_refused)
{
    BOOST_TEST((error_of<ssot::sync>(sync_text(R"("diff": NaN)")).code() == errc::out_of_range));
    BOOST_TEST((error_of<ssot::sync>(sync_text(R"("diff": [1e400])")).code() == errc::out_of_range));
    BOOST_TEST((error_of<ssot::sync>(sync_text(R"("diff_memory_peak": -1, "diff": 1)")).code() == errc::constraint));
    BOOST_TEST((error_of<ssot::sync>(sync_text(R"("diff_memory_peak": 9223372036854775808, "diff": 1)")).code() ==
                errc::out_of_range));
}

BOOST_AUTO_TEST_CASE(types_decide_what_is_kept)
{
    auto const text = sync_text(R"("diff": 123456789012345678901234567890)");
    BOOST_TEST((nb::from_fixture<ssot::sync>(text)->rows<ssot::sync>().at(0).diff ==
                boost::json::value(123456789012345678901234567890.0)));
    using raw_sync = ssot::basic_sync<ssot::raw_types>;
    BOOST_TEST(nb::from_fixture<raw_sync>(text)->rows<raw_sync>().at(0).diff.text() == "123456789012345678901234567890");

    auto log = nb::to_fixture(ssot::sync_log_entry{.timestamp = ssot::now()});
    log.replace(log.find("no-change"), 9, "bogus");
    nb::fixture_read_options const anywhere{.check_references = false};
    BOOST_TEST((error_of<ssot::sync_log_entry>(log, anywhere).code() == errc::unknown_choice));
    using lenient = ssot::basic_sync_log_entry<ssot::lenient_types>;
    BOOST_TEST(nb::from_fixture<lenient>(log, anywhere)->rows<lenient>().at(0).action.text() == "bogus");
}

BOOST_AUTO_TEST_CASE(unknown_fields_and_models_can_be_ignored)
{
    auto const text = sync_text(R"("nope": 1, "diff": {}, "log": [])");
    BOOST_TEST((nb::from_fixture<ssot::sync>(text, {.fields = ssot::unknown_keys::ignore}).has_value()));
    BOOST_TEST(nb::from_fixture<ssot::job>(text, {.models = ssot::unknown_keys::ignore})->size() == 0u);
}

BOOST_AUTO_TEST_CASE(a_users_model_needs_nothing)
{
    std::vector<fixture_test::port> const ports = {{.number = 1, .enabled = false, .speed = 2.5, .vlan = 7}, {.number = 2}};
    auto const                            read  = nb::from_fixture<fixture_test::port>(nb::to_fixture(ports)).value();
    BOOST_TEST((read.rows<fixture_test::port>() == ports));
    auto const bad = [](std::string_view fields) {
        return error_of<fixture_test::port>(R"([{"model": "inventory.port", "pk": 1, "fields": {)" + std::string(fields) +
                                            "}}]")
            .code();
    };
    BOOST_TEST((bad(R"("vlan": 2147483648)") == errc::out_of_range));
    BOOST_TEST((bad(R"("enabled": 2)") == errc::invalid_value));
    BOOST_TEST((bad(R"("speed": "fast")") == errc::invalid_value));
}

BOOST_AUTO_TEST_CASE(handlers_run_only_when_all_is_in_order)
{
    int                calls = 0;
    nb::fixture_reader in;
    in.on<ssot::sync>([&](ssot::sync const&) { ++calls; });
    std::string text = sync_text(R"("diff": {})");
    text.back()      = ',';
    BOOST_TEST(in.read(text + sync_text(R"("diff": {})", R"("bad")").substr(1)).has_error());
    BOOST_TEST(calls == 0);

    nb::fixture_reader stops;
    stops.on<ssot::sync>([&](ssot::sync const&) -> ssot::result<void> { return ssot::error(errc::read_only, "no"); });
    BOOST_TEST((stops.read(sync_text(R"("diff": {})")).error().code() == errc::read_only));
}

BOOST_AUTO_TEST_CASE(limits_are_kept)
{
    auto const nested = [](int depth) {
        return sync_text("\"diff\": " + std::string(static_cast<std::size_t>(depth), '[') +
                         std::string(static_cast<std::size_t>(depth), ']'));
    };
    BOOST_TEST((nb::from_fixture<ssot::sync>(nested(512)).has_value()));
    BOOST_TEST((error_of<ssot::sync>(nested(513)).code() == errc::too_deep));
    BOOST_TEST((error_of<ssot::sync>("[]", {.max_size = 1}).code() == errc::too_large));
    BOOST_TEST((error_of<ssot::sync>("[\"\xff\"]").code() == errc::invalid_utf8));
    BOOST_TEST((error_of<ssot::sync>(R"(["\ud800"])").code() == errc::invalid_utf8));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
