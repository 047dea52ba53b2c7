// SPDX-License-Identifier: BSL-1.0
#include <ssot/json/value.hpp>

// The rest.
#include <ssot/json/text.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <support/json_documents.hpp>
#include <support/plain_json.hpp>
#include <support/print.hpp>
#include <support/random_records.hpp>

#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// A user's own types, in a namespace of the user's, that only includes what any user would.
namespace value_test {

struct site {
    std::string        name{};
    std::optional<int> floor{};

    friend bool operator==(site const&, site const&) = default;
};
BOOST_DESCRIBE_STRUCT(site, (), (name, floor))

struct device {
    static constexpr std::string_view model_name = "inventory.device";

    ssot::uuid                           id{};
    std::string                          hostname{};
    std::optional<std::string>           note{};
    std::vector<site>                    sites{};
    std::map<std::string, std::uint64_t> counters{};
    std::optional<ssot::timestamp>       seen{};
    double                               load{};

    friend bool operator==(device const&, device const&) = default;
};
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname, note, sites, counters, seen, load))

constexpr auto describe_fields(ssot::model_tag<device>)
{
    using ssot::field;
    return ssot::fields(field<&device::hostname>.max_length(64),
                        field<&device::sites>.blank(),
                        field<&device::counters>.blank(),
                        field<&device::load>.default_value(0));
}

struct node {
    std::vector<node> children{};
};
BOOST_DESCRIBE_STRUCT(node, (), (children))

struct bare { // described, and no model: Boost.JSON's own rules
    int a{};
};
BOOST_DESCRIBE_STRUCT(bare, (), (a))

static_assert(boost::json::has_value_from<device>::value && boost::json::has_value_to<device>::value);
static_assert(boost::json::has_value_from<ssot::basic_sync<ssot::raw_types>>::value);
static_assert(boost::json::has_value_from<bare>::value, "left to Boost.JSON");

} // namespace value_test

namespace {

using namespace std::string_view_literals;
using ssot::errc;
using ssot::from_json;
using ssot::from_value;
using ssot::to_json;
using ssot::to_value;
using value_test::device;

template<class T>
void check_fault(boost::json::value const& v, errc code, std::string_view path, ssot::read_options const& options = {})
{
    BOOST_TEST_CONTEXT("value " << boost::json::serialize(v))
    {
        auto const r = from_value<T>(v, options);
        BOOST_TEST_REQUIRE(r.has_error());
        BOOST_TEST(r.error().code() == code);
        BOOST_TEST(r.error().path() == path);
        BOOST_TEST(!r.error().text().empty());
        BOOST_TEST(r.error().offset() == ssot::error::npos, "no text was read");
        BOOST_TEST(r.error().line() == 0u);
    }
}

template<class T>
errc write_fault(T const& v, std::string_view path)
{
    try {
        to_value(v);
    } catch (ssot::exception const& e) {
        BOOST_TEST(e.error().path() == path);
        std::string out;
        auto const  as_text = to_json(v, out);
        BOOST_TEST_REQUIRE(as_text.has_error());
        BOOST_TEST(as_text.error().code() == e.code(), "the text way says otherwise");
        BOOST_TEST(as_text.error().path() == e.error().path());
        return e.code();
    }
    BOOST_ERROR("nothing was thrown");
    return errc::internal;
}

/// The same fault in both ways, or the same value. Values are compared as DOMs, since a raw document keeps its spelling.
template<class M>
bool both_ways_agree(boost::json::value const& dom, ssot::read_options const& options = {})
{
    auto const by_dom  = from_value<M>(dom, options);
    auto const by_text = from_json<M>(boost::json::serialize(dom), options);
    if (by_dom.has_value() && by_text.has_value())
        return ssot_test::identical(to_value(*by_dom), to_value(*by_text));
    return by_dom.has_error() && by_text.has_error() && by_dom.error().code() == by_text.error().code() &&
        by_dom.error().path() == by_text.error().path();
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(json)
BOOST_AUTO_TEST_SUITE(value)

BOOST_AUTO_TEST_CASE(the_dom_of_a_model)
{
    device const        d{.id       = ssot::parse_uuid("01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00").value(),
                          .hostname = "core-1",
                          .sites    = {{"a", 1}, {"b", {}}},
                          .counters = {{"big", 18446744073709551615u}, {"small", 7}},
                          .seen     = ssot::timestamp{},
                          .load     = 1};
    boost::json::object expected;
    expected["id"]       = "01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00";
    expected["hostname"] = "core-1";
    expected["note"]     = nullptr;
    expected["sites"]    = {{{"name", "a"}, {"floor", 1}}, {{"name", "b"}, {"floor", nullptr}}};
    expected["counters"] = {{"big", 18446744073709551615u}, {"small", 7}};
    expected["seen"]     = "1970-01-01T00:00:00.000000Z";
    expected["load"]     = 1.0;
    BOOST_TEST(identical(to_value(d), expected), boost::json::serialize(to_value(d)));
    BOOST_TEST((from_value<device>(expected).value() == d));
    BOOST_TEST(to_value(d).at("counters").at("small").is_int64(), "as a parser would give it");
    BOOST_TEST(identical(to_value(ssot::raw_json::trusted(R"({"a": [1.0]})")), boost::json::value{{"a", {1.0}}}));
}

BOOST_AUTO_TEST_CASE(boosts_own_conversions_work_for_models)
{
    ssot::sync const run{.source = "a", .target = "b", .diff = {{"+", {{"x", 1}}}}};
    auto const       dom = boost::json::value_from(run);
    BOOST_TEST(identical(dom, to_value(run)));
    BOOST_TEST((boost::json::value_to<ssot::sync>(dom) == run));

    device const d{.id = ssot::new_id(), .hostname = "h", .counters = {{"x", 1}}};
    BOOST_TEST(identical(boost::json::value_from(d), to_value(d)));
    BOOST_TEST((boost::json::value_to<device>(boost::json::value_from(d)) == d));

    // And inside Boost.JSON's own containers.
    std::vector<device> const many{d, d};
    BOOST_TEST(identical(boost::json::value_from(many), boost::json::array{to_value(d), to_value(d)}));
    BOOST_TEST((boost::json::value_to<std::vector<device>>(boost::json::value_from(many)) == many));
    std::map<std::string, ssot::sync> const by_name{{"x", run}};
    BOOST_TEST((boost::json::value_to<std::map<std::string, ssot::sync>>(boost::json::value_from(by_name)) == by_name));

    ssot::basic_sync<ssot::raw_types> const raw{
        .source = "a", .target = "b", .diff = ssot::raw_json::trusted(R"({"x":[1]})")};
    BOOST_TEST((boost::json::value_to<ssot::basic_sync<ssot::raw_types>>(boost::json::value_from(raw)) == raw));
}

BOOST_AUTO_TEST_CASE(boosts_own_conversions_fail_in_our_words)
{
    auto dom                   = boost::json::value_from(ssot::sync{.source = "a", .target = "b"});
    dom.as_object()["dry_run"] = "maybe";
    try {
        boost::json::value_to<ssot::sync>(dom);
        BOOST_ERROR("nothing was thrown");
    } catch (ssot::exception const& e) {
        BOOST_TEST(e.code() == errc::wrong_type);
        BOOST_TEST(e.error().path() == "dry_run");
    }
    BOOST_CHECK_THROW(boost::json::value_from(ssot::sync{.source = "\xff"}), ssot::exception);
    BOOST_TEST(boost::json::try_value_to<ssot::sync>(dom).has_error());
    BOOST_TEST(boost::json::try_value_to<std::vector<ssot::sync>>(boost::json::array{dom}).has_error());
    BOOST_TEST(boost::json::try_value_to<device>(to_value(device{})).has_value());
}

BOOST_AUTO_TEST_CASE(the_storage_of_the_caller_is_used)
{
    boost::json::monotonic_resource mr;
    auto const                      dom = boost::json::value_from(ssot::sync{.source = "a", .target = "b"}, &mr);
    BOOST_TEST((dom.storage().get() == &mr));
    BOOST_TEST((dom.at("source").storage().get() == &mr));
    // What is read from it does not depend on it.
    auto const run = from_value<ssot::sync>(dom).value();
    BOOST_TEST((run.diff.storage().get() != &mr));
}

BOOST_AUTO_TEST_CASE(faults_have_a_path_and_no_place)
{
    boost::json::value const good = {{"hostname", "h"}};
    BOOST_TEST((from_value<device>(good).value() == device{.hostname = "h"}));
    auto const with = [&](char const* key, boost::json::value v) {
        boost::json::value out = good;
        out.as_object()[key]   = std::move(v);
        return out;
    };
    check_fault<device>(nullptr, errc::wrong_type, "");
    check_fault<device>(boost::json::array{}, errc::wrong_type, "");
    check_fault<device>(boost::json::object{}, errc::missing_key, "hostname");
    check_fault<device>(with("extra", 1), errc::unknown_key, "extra");
    check_fault<device>(with("hostname", 1), errc::wrong_type, "hostname");
    check_fault<device>(with("hostname", nullptr), errc::wrong_type, "hostname");
    check_fault<device>(with("id", "x"), errc::invalid_value, "id");
    check_fault<device>(with("seen", "yesterday"), errc::invalid_value, "seen");
    check_fault<device>(with("seen", "2023-02-29T00:00:00Z"), errc::out_of_range, "seen");
    check_fault<device>(with("sites", {{{"name", "a"}}, {{"floor", 1}}}), errc::missing_key, "sites[1].name");
    check_fault<device>(with("sites", {{{"name", "a"}, {"floor", 2147483648}}}), errc::out_of_range, "sites[0].floor");
    check_fault<device>(with("sites", {{{"name", "a"}, {"floor", 1.0}}}), errc::wrong_type, "sites[0].floor");
    check_fault<device>(with("counters", {{"x", -1}}), errc::out_of_range, "counters.x");
    check_fault<device>(with("hostname", "\xff"), errc::invalid_utf8, "hostname");
    BOOST_TEST(from_value<device>(with("extra", 1), {.unknown = ssot::unknown_keys::ignore}).has_value());

    check_fault<ssot::sync>({{"source", "a"}, {"target", "b"}, {"diff", nullptr}}, errc::wrong_type, "diff");
    check_fault<ssot::sync>(
        {{"source", "a"}, {"target", "b"}, {"diff", {{"+", {1, "\xc0\x80"}}}}}, errc::invalid_utf8, "diff.+[1]");
    check_fault<ssot::sync>(
        {{"source", "a"}, {"target", "b"}, {"diff", {{"+", std::nan("")}}}}, errc::out_of_range, "diff.+");
    check_fault<ssot::sync>(
        {{"source", "a"}, {"target", "b"}, {"diff", {{1}}}}, errc::too_deep, "diff[0]", {.max_depth = 1});
    check_fault<ssot::sync_log_entry>(
        {{"sync", "01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00"}, {"action", "x"}, {"status", "success"}},
        errc::unknown_choice,
        "action");
}

BOOST_AUTO_TEST_CASE(a_dom_can_hold_what_json_cannot)
{
    // The text way refuses these, so that what is read can always be written.
    check_fault<double>(std::nan(""), errc::out_of_range, "");
    check_fault<double>(std::numeric_limits<double>::infinity(), errc::out_of_range, "");
    boost::json::object keys;
    keys["\xff"] = 1;
    check_fault<std::map<std::string, int>>(keys, errc::invalid_utf8, "");
    check_fault<device>({{"hostname", "h"}, {"counters", keys}}, errc::invalid_utf8, "counters");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written)
{
    BOOST_TEST(write_fault(ssot::sync{.source = "\xff"}, "source") == errc::invalid_utf8);
    BOOST_TEST(write_fault(ssot::sync{.diff = {{"+", {{"x", std::nan("")}}}}}, "diff.+.x") == errc::out_of_range);
    BOOST_TEST(write_fault(ssot::sync{.diff = {{"+", {0, "\xed\xa0\x80"}}}}, "diff.+[1]") == errc::invalid_utf8);
    BOOST_TEST(write_fault(ssot::sync{.start_time = ssot::timestamp::min()}, "start_time") == errc::out_of_range);
    BOOST_TEST(write_fault(ssot::sync_log_entry{.action = static_cast<ssot::sync_log_entry_action>(50)}, "action") ==
               errc::unknown_choice);
    BOOST_TEST(write_fault(device{.sites = {{}, {"\xff", {}}}}, "sites[1].name") == errc::invalid_utf8);
    BOOST_TEST(write_fault(device{.counters = {{"\xff", 1}}}, "counters.<key>") == errc::invalid_utf8);
    BOOST_TEST(write_fault(device{.load = std::nan("")}, "load") == errc::out_of_range);
    boost::json::value deep = 1;
    for (int i = 0; i != 513; ++i)
        deep = boost::json::array{std::move(deep)};
    std::string path = "diff";
    for (int i = 0; i != 512; ++i)
        path += "[0]";
    BOOST_TEST(write_fault(ssot::sync{.diff = deep}, path) == errc::too_deep);
}

BOOST_AUTO_TEST_CASE(depth_of_types_that_hold_themselves)
{
    value_test::node root;
    auto*            at = &root;
    for (int i = 0; i != 300; ++i) // 601 levels of arrays and objects
        at = &at->children.emplace_back();
    std::string out;
    BOOST_TEST(to_json(root, out).error().code() == errc::too_deep);
    BOOST_CHECK_THROW(to_value(root), ssot::exception);

    boost::json::value deep = boost::json::object{{"children", boost::json::array()}};
    for (int i = 0; i != 300; ++i)
        deep = boost::json::object{{"children", boost::json::array{std::move(deep)}}};
    BOOST_TEST(from_json<value_test::node>(boost::json::serialize(deep)).error().code() == errc::too_deep);
    BOOST_TEST(from_value<value_test::node>(deep).has_error(), "a deeper one overflows the stack");
}

BOOST_AUTO_TEST_CASE(integers_beyond_64_bits)
{
    // A DOM holds them as doubles; still they are numbers that the field cannot hold.
    boost::json::value const dom =
        boost::json::parse(R"({"source":"a","target":"b","sync_memory_peak":18446744073709551616})");
    BOOST_TEST(both_ways_agree<ssot::sync>(dom));
    BOOST_TEST(
        from_json<ssot::sync>(R"({"source":"a","target":"b","sync_memory_peak":18446744073709551616})").error().code() ==
        from_value<ssot::sync>(dom).error().code());
}

// Text can hold 1e400, which a DOM has as infinity; a DOM with an infinity is refused like every other that is no JSON.
BOOST_AUTO_TEST_CASE(infinity_in_a_document)
{
    auto const text = R"({"source":"a","target":"b","diff":{"x":1e400}})";
    BOOST_TEST(from_json<ssot::sync>(text).has_value());
    BOOST_TEST(from_value<ssot::sync>(boost::json::parse(text)).error().code() == errc::out_of_range);
}

BOOST_AUTO_TEST_CASE(both_ways_refuse_the_same)
{
    // Every field of every model, with every odd value, without it, and with a key too many.
    // clang-format off
    boost::json::array const odd = {
        nullptr, true, false, 0, 1, -1, 2147483648, std::numeric_limits<std::int64_t>::max(),
        std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::uint64_t>::max(), 0.5, 1.0, -0.0, 1e300,
        "", "x", "create", "SUCCESS", "success", "no_change", boost::json::string("\0", 1),
        "01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00", "01920B5C-77D1-7C3A-9F1E-2D5B8A6C4E00", "01920b5c77d17c3a9f1e2d5b8a6c4e00",
        "2024-07-31T23:43:00Z", "2024-07-31T23:43:00+02:00", "2024-07-31 23:43:00", "2024-02-30T00:00:00Z",
        "2024-07-31T23:43:00.1234567Z", "P1DT2H", "P1Y", "P106751992D",
        boost::json::array{}, boost::json::array{nullptr}, boost::json::object{}, {{"a", {{"b", {1, 2.5, "c"}}}}}};
    // clang-format on
    std::size_t refused = 0, accepted = 0, differ = 0;
    auto const  check = [&]<class M>(boost::json::value const& dom, std::type_identity<M>) {
        if (!both_ways_agree<M>(dom) && ++differ < 5)
            BOOST_ERROR(ssot::model_info_of<M>().label << ": " << boost::json::serialize(dom));
        (from_value<M>(dom).has_value() ? accepted : refused) += 1;
    };
    auto const check_model = [&]<class M>(std::type_identity<M> model, auto& records) {
        for (int i = 0; i != 3; ++i) {
            auto const dom = to_value(records.template make<M>());
            check(dom, model);
            for (auto const& field : ssot::fields_of<M>()) {
                auto changed = dom;
                for (auto const& v : odd) {
                    changed.as_object()[field.name] = v;
                    check(changed, model);
                }
                changed.as_object().erase(field.name);
                check(changed, model);
            }
            auto more                 = dom;
            more.as_object()["extra"] = 1;
            check(more, model);
            BOOST_TEST(both_ways_agree<M>(more, {.unknown = ssot::unknown_keys::ignore}));
        }
        for (auto const& v : odd)
            check(v, model);
    };
    auto const check_types = [&]<class Types>(std::type_identity<Types>) {
        random_records<Types> records(31337, {.max_depth = 20});
        for_each_model<Types>([&](auto model) { check_model(model, records); });
    };
    check_types(std::type_identity<ssot::default_types>{});
    check_types(std::type_identity<ssot::raw_types>{});
    check_types(std::type_identity<ssot::lenient_types>{});
    BOOST_TEST(differ == 0u);
    BOOST_TEST(refused > 5'000u);
    BOOST_TEST(accepted > 1'000u);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
