// SPDX-License-Identifier: BSL-1.0
#include <ssot/nautobot/rest.hpp>

// The rest.
#include <ssot/ssot.hpp>

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <support/print.hpp>
#include <support/random_records.hpp>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace rest_test {

struct device {
    static constexpr std::string_view model_name = "inventory.device";
    static constexpr std::string_view class_name = "Device";

    std::int64_t id{};
    std::string  hostname{};

    friend bool operator==(device const&, device const&) = default;
};
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname))

struct site {
    static constexpr std::string_view model_name = "inventory.site";

    ssot::uuid                                                                        id = ssot::new_id();
    std::optional<ssot::foreign_key<device, ssot::on_delete::set_null, std::int64_t>> gateway{};
    std::string                                                                       name{};
};
BOOST_DESCRIBE_STRUCT(site, (), (id, gateway, name))
constexpr std::string_view rest_path(ssot::model_tag<site>) { return "plugins/inventory/locations"; }
inline std::string         display(site const& s) { return "site " + s.name; }

} // namespace rest_test

namespace {

namespace nb = ssot::nautobot;
using ssot::errc;

nb::rest_options const at{.base_url = "https://nautobot.example.com/"};

ssot::uuid key(char last) { return ssot::parse_uuid("0b1c7a51-40a5-4b0e-9b1e-0d6a1a1f000" + std::string(1, last)).value(); }

ssot::sync_log_entry entry()
{
    return {.id                 = key('1'),
            .sync               = ssot::key_to<ssot::sync>{key('2')},
            .timestamp          = ssot::parse_timestamp("2024-01-02T03:04:05.678901Z").value(),
            .action             = ssot::sync_log_entry_action::create,
            .status             = ssot::sync_log_entry_status::success,
            .synced_object_type = ssot::key_to<ssot::content_type, std::int64_t>{5},
            .message            = "a\u2028b/\u00e9"};
}

template<class M>
ssot::error fault_of(std::string_view text, nb::rest_read_options const& options = {})
{
    auto read = nb::from_rest<M>(text, options);
    BOOST_TEST_INFO_SCOPE(text);
    BOOST_TEST_REQUIRE(read.has_error());
    return read.error();
}

} // namespace

BOOST_AUTO_TEST_SUITE(nautobot)
BOOST_AUTO_TEST_SUITE(rest)

BOOST_AUTO_TEST_CASE(a_row_has_nautobots_keys_in_nautobots_order)
{
    BOOST_TEST(
        nb::to_rest(entry(), at) ==
        R"({"id":"0b1c7a51-40a5-4b0e-9b1e-0d6a1a1f0001","object_type":"nautobot_ssot.synclogentry",)"
        R"-("display":"SyncLogEntry object (0b1c7a51-40a5-4b0e-9b1e-0d6a1a1f0001)",)-"
        R"("url":"https://nautobot.example.com/api/plugins/ssot/logs/0b1c7a51-40a5-4b0e-9b1e-0d6a1a1f0001/",)"
        R"("natural_slug":"unknown",)"
        R"("notes_url":"https://nautobot.example.com/api/plugins/ssot/logs/0b1c7a51-40a5-4b0e-9b1e-0d6a1a1f0001/notes/",)"
        R"("timestamp":"2024-01-02T03:04:05.678901Z","action":"create","status":"success","diff":null,)"
        R"("synced_object_id":null,"object_repr":"","message":"a\u2028b/)"
        "\u00e9"
        R"(","sync":{"id":"0b1c7a51-40a5-4b0e-9b1e-0d6a1a1f0002","object_type":"nautobot_ssot.sync",)"
        R"("url":"https://nautobot.example.com/api/plugins/ssot/history/0b1c7a51-40a5-4b0e-9b1e-0d6a1a1f0002/"},)"
        R"("synced_object_type":{"id":5,"object_type":"contenttypes.contenttype",)"
        R"("url":"https://nautobot.example.com/api/extras/content-types/5/"}})");
}

BOOST_AUTO_TEST_CASE(the_plain_form_has_the_fields_alone)
{
    constexpr std::string_view form =
        R"({"id":"0b1c7a51-40a5-4b0e-9b1e-0d6a1a1f0001","timestamp":"2024-01-02T03:04:05.678901Z","action":"create",)"
        R"("status":"success","diff":null,"synced_object_id":null,"object_repr":"","message":"x",)"
        R"("sync":"0b1c7a51-40a5-4b0e-9b1e-0d6a1a1f0002","synced_object_type":5})";
    auto row    = entry();
    row.message = "x";
    BOOST_TEST(nb::to_plain_rest(row) == form);
    BOOST_TEST(nb::to_plain_rest(std::vector{row, row}) == '[' + std::string(form) + ',' + std::string(form) + ']');
    BOOST_TEST(nb::to_plain_rest(std::vector<ssot::sync>{}) == "[]");
    rest_test::device const device{.id = 7, .hostname = "core"};
    BOOST_TEST(nb::to_plain_rest(device, {.indent = 4}) == "{\n    \"id\": 7,\n    \"hostname\": \"core\"\n}");
    BOOST_TEST(nb::to_plain_rest(device, {.omit = {"inventory.device.hostname"}}) == R"({"id":7})");
    std::vector<std::pair<std::string_view, std::string>> const fields = {{"id", "7"}, {"a", "[1E2, \"\xe2\x80\xa9\"]"}};
    BOOST_TEST(nb::to_plain_rest_row(fields) == R"({"id":7,"a":[100.0,"\u2029"]})");
}

BOOST_AUTO_TEST_CASE(rows_are_called_what_the_original_calls_them)
{
    auto const display = [](auto const& m) {
        auto const text  = nb::to_rest(m);
        auto const begin = text.find("\"display\":\"") + 11;
        return text.substr(begin, text.find('"', begin) - begin);
    };
    ssot::sync run{.source = "ServiceNow", .target = "Nautobot"};
    BOOST_TEST(display(run) == "ServiceNow \u2192 Nautobot");
    run.start_time = ssot::parse_timestamp("2024-07-31T23:43:59Z").value();
    BOOST_TEST(display(run) == "ServiceNow \u2192 Nautobot, 2024-07-31 23:43");
    BOOST_TEST(display(ssot::job_result{.name = "Sync", .date_created = *run.start_time}) ==
               "Sync created at 2024-07-31 23:43:59+00:00 (PENDING)");
    BOOST_TEST(display(ssot::servicenow_config{}) == "SSoT ServiceNow Configuration");
    BOOST_TEST(display(ssot::secrets_group{.name = "g"}) == "g");
    BOOST_TEST(display(ssot::job{.name = "j"}) == "j");
    BOOST_TEST(display(ssot::content_type{.id = 1, .app_label = "dcim", .model = "device"}) == "dcim | device");
    BOOST_TEST(display(rest_test::device{.id = 7}) == "Device object (7)");
    BOOST_TEST(display(rest_test::site{.name = "A"}) == "site A");
}

BOOST_AUTO_TEST_CASE(names_and_places_follow_the_model)
{
    auto const has = [](std::string const& text, std::string_view part) {
        BOOST_TEST_INFO_SCOPE(text);
        return text.find(part) != std::string::npos;
    };
    auto const group = nb::to_rest(ssot::secrets_group{.id = key('1'), .name = "My Group!"});
    BOOST_TEST(has(group, R"("natural_slug":"my-group_0b1c")"));
    BOOST_TEST(has(group, R"("url":"/api/extras/secrets-groups/0b1c7a51-40a5-4b0e-9b1e-0d6a1a1f0001/")"));
    BOOST_TEST(has(nb::to_rest(ssot::servicenow_config{}), R"("url":null,"natural_slug":"unknown","notes_url":null)"));
    auto const result = nb::to_rest(ssot::job_result{.user = key('1'), .status = ssot::job_result_status::success});
    BOOST_TEST(has(result, R"("status":{"value":"SUCCESS","label":"SUCCESS"})"));
    BOOST_TEST(has(result, R"("object_type":"users.user","url":"/api/users/users/0b1c7a51-40a5-4b0e-9b1e-0d6a1a1f0001/")"));
    auto const site = nb::to_rest(rest_test::site{.gateway = ssot::key_to<rest_test::device, std::int64_t>{7}});
    BOOST_TEST(has(site, R"("url":"/api/plugins/inventory/locations/)"));
    BOOST_TEST(has(
        site, R"("name":"","gateway":{"id":7,"object_type":"inventory.device","url":"/api/plugins/inventory/devices/7/"})"));
}

BOOST_AUTO_TEST_CASE(random_rows_of_every_model_come_back_from_both_forms)
{
    auto const check = [&]<class Types>(std::type_identity<Types>) {
        ssot_test::random_records<Types> records{11};
        ssot_test::for_each_model<Types>([&]<class M>(std::type_identity<M>) {
            for (int i = 0; i != 40; ++i) {
                auto const m = records.template make<M>();
                for (auto const& text : {nb::to_rest(m, at), nb::to_plain_rest(m), nb::to_rest(m, {.indent = 2})}) {
                    auto read = nb::from_rest<M>(text, {.unknown = ssot::unknown_keys::error});
                    BOOST_TEST_INFO_SCOPE(text.substr(0, 2000));
                    BOOST_TEST_REQUIRE(read.has_value());
                    BOOST_TEST((*read == m));
                }
            }
        });
    };
    check(std::type_identity<ssot::default_types>{});
    check(std::type_identity<ssot::lenient_types>{});
}

BOOST_AUTO_TEST_CASE(pages_know_their_neighbours)
{
    std::vector<rest_test::device> const rows = {{7, "a"}, {8, "b"}};
    auto const                           page = [&](std::uint64_t count, nb::rest_page p) {
        return nb::from_rest_list<rest_test::device>(nb::to_rest_list(rows, count, p, at)).value();
    };
    constexpr std::string_view url    = "https://nautobot.example.com/api/plugins/inventory/devices/?limit=2";
    auto const                 middle = page(7, {.limit = 2, .offset = 3});
    BOOST_TEST(middle.count == 7u);
    BOOST_TEST(middle.next.value() == std::string(url) + "&offset=5");
    BOOST_TEST(middle.previous.value() == std::string(url) + "&offset=1");
    BOOST_TEST((middle.results == rows));
    BOOST_TEST(page(7, {.limit = 2, .offset = 2}).previous.value() == url);
    BOOST_TEST(!page(7, {.limit = 2, .offset = 0}).previous.has_value());
    BOOST_TEST(!page(7, {.limit = 2, .offset = 5}).next.has_value());
    BOOST_TEST(!page(7, {.limit = 2, .offset = 9}).next.has_value());
    BOOST_TEST(nb::to_rest_list(nb::rest_list<rest_test::device>{}) ==
               R"({"count":0,"next":null,"previous":null,"results":[]})");
}

BOOST_AUTO_TEST_CASE(nested_rows_and_choice_objects_are_read)
{
    auto const read = nb::from_rest<ssot::sync_log_entry>(
        R"({"sync": {"id": "0b1c7a51-40a5-4b0e-9b1e-0d6a1a1f0002", "source": "A", "job_result": {"id": 1}},
            "action": {"value": "create", "label": "create"}, "status": "success", "tags": [], "display": 5})");
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST((read->sync == key('2')));
    BOOST_TEST((read->action == ssot::sync_log_entry_action::create));
    BOOST_TEST(!read->id.is_nil());
}

BOOST_AUTO_TEST_CASE(errors_name_the_place)
{
    BOOST_TEST((fault_of<ssot::sync>(R"({"source": "A"})").code() == errc::missing_key));
    BOOST_TEST(fault_of<ssot::sync>(R"({"source": "A"})").path() == "target");
    BOOST_TEST((fault_of<ssot::sync>(R"({"source": null, "target": "B"})").code() == errc::wrong_type));
    BOOST_TEST((fault_of<ssot::sync>("[]").code() == errc::wrong_type));
    BOOST_TEST((fault_of<ssot::sync>("{").code() == errc::syntax));
    BOOST_TEST((fault_of<ssot::sync>("{}", {.max_size = 1}).code() == errc::too_large));
    BOOST_TEST(fault_of<ssot::sync>(R"({"source": "A", "target": "B", "job_result": {"url": "x"}})").path() ==
               "job_result.id");
    BOOST_TEST(fault_of<ssot::sync>(R"({"source": "A", "target": "B", "start_time": "x"})").text() ==
               "\u201cx\u201d value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.");
    BOOST_TEST(
        (fault_of<ssot::sync>(R"({"source": "A", "target": "B", "x": 1})", {.unknown = ssot::unknown_keys::error}).code() ==
         errc::unknown_key));

    auto const list = [](std::string_view text) { return nb::from_rest_list<ssot::sync>(text).error(); };
    BOOST_TEST(list(R"({"count": 1})").path() == "results");
    BOOST_TEST(list(R"({"count": -1, "results": []})").path() == "count");
    BOOST_TEST(list(R"({"count": 1, "next": 5, "results": []})").path() == "next");
    BOOST_TEST(list(R"({"count": 1, "results": {}})").path() == "results");
    BOOST_TEST(list(R"({"count": 1, "results": [{"source": "A", "target": "B"}, {"source": "A"}]})").path() ==
               "results[1].target");
    BOOST_TEST((list("[]").code() == errc::wrong_type));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_throws)
{
    ssot::sync run{.source = "\xff"};
    BOOST_CHECK_THROW(nb::to_rest(run), ssot::exception);
    run.source = "A";
    run.diff   = std::numeric_limits<double>::quiet_NaN();
    BOOST_CHECK_THROW(nb::to_plain_rest(run), ssot::exception);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
