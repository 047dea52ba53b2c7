// SPDX-License-Identifier: BSL-1.0
#include <ssot/diff.hpp>

#include <ssot/json/text.hpp>
#include <ssot/json/value.hpp>
#include <ssot/store/stored.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <limits>
#include <list>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What is expected was worked out by hand from DiffSync's rules, and of random objects by a second way of comparing.

namespace diff_test {

namespace diff = ssot::diff;
using ssot::errc;
using ssot::raw_json;
using ssot::raw_types;

struct port {
    std::string        name{};
    int                speed = 0;
    std::optional<int> vlan{};

    friend bool operator==(port const&, port const&) = default;
};
BOOST_DESCRIBE_STRUCT(port, (), (name, speed, vlan))

struct device {
    std::string       name{};
    std::string       role{};
    std::vector<port> ports{};
    int               height = 1;

    friend bool operator==(device const&, device const&) = default;
};
BOOST_DESCRIBE_STRUCT(device, (), (name, role, ports, height))

struct site {
    static constexpr std::string_view model_name = "inventory.site";
    ssot::uuid                        id         = ssot::new_id();
    std::string                       name{};
    raw_json                          facts = raw_json::trusted("{}");
    std::list<device>                 devices{};
};
BOOST_DESCRIBE_STRUCT(site, (), (id, name, facts, devices))

/// What is below it was read from a store.
struct region {
    std::string                     name{};
    std::vector<ssot::stored<site>> sites{};
};
BOOST_DESCRIBE_STRUCT(region, (), (name, sites))

auto const ports   = diff::by<&port::name>("port");
auto const devices = diff::by<&device::name>("device").children<&device::ports>(ports);

std::string text(raw_json const& v) { return std::string(v.text()); }
std::string text(boost::json::value const& v) { return boost::json::serialize(v); }

/// The diff and the summary on two lines. Both kinds of documents must agree, to the order of their keys.
template<class Source, class Target, class Key>
std::string compared(Source const& source, Target const& target, Key const& key, diff::options const& how = {})
{
    auto const dom = diff::compute(source, target, key, how).value();
    auto const raw = diff::compute<raw_types>(source, target, key, how).value();
    BOOST_TEST(text(dom.diff) == text(raw.diff));
    BOOST_TEST_REQUIRE(dom.changes.size() == raw.changes.size());
    for (std::size_t i = 0; i != dom.changes.size(); ++i) {
        auto const& [a, b] = std::pair(dom.changes[i], raw.changes[i]);
        BOOST_TEST(a.unique_id == b.unique_id);
        BOOST_TEST((a.diff ? text(*a.diff) : "-") == (b.diff ? text(*b.diff) : "-"));
    }
    BOOST_TEST((dom.summary == raw.summary));
    BOOST_TEST(text(dom.summary.to_document()) == text(raw.summary.template to_document<raw_json>()));
    return text(raw.diff) + '\n' + text(raw.summary.template to_document<raw_json>());
}

/// One line for each change: depth, action, name in the log, and the change above it.
template<class Source, class Target, class Key>
std::vector<std::string> changes(Source const& source, Target const& target, Key const& key, diff::options const& how = {})
{
    std::vector<std::string> out;
    auto const               found = diff::compute<raw_types>(source, target, key, how).value();
    for (auto const& c : found.changes)
        out.push_back(std::string(c.depth, '>') + std::string(ssot::to_wire(c.action)) + ' ' + c.object_repr() +
                      (c.parent == diff::none ? "" : " of " + found.changes[c.parent].unique_id));
    return out;
}

template<class Source, class Target, class Key>
ssot::error failure(Source const& source, Target const& target, Key const& key)
{
    auto const found = diff::compute(source, target, key);
    BOOST_TEST_REQUIRE(!found.has_value());
    auto const raw = diff::compute<raw_types>(source, target, key);
    BOOST_TEST_REQUIRE(!raw.has_value());
    BOOST_TEST(to_string(raw.error()) == to_string(found.error()));
    return found.error();
}

boost::json::array array(std::string_view json) { return boost::json::parse({json.data(), json.size()}).as_array(); }

std::vector<device> const source{{"new", "edge", {{"eth0", 10, {}}}, 2},
                                 {"same", "core", {{"eth0", 1, 5}}},
                                 {"below", "core", {{"eth1", 1, {}}, {"eth0", 10, {}}}},
                                 {"changed", "core", {}, 4}};
std::vector<device> const target{{"gone", "", {{"lo", 0, {}}}},
                                 {"changed", "edge", {}, 4},
                                 {"below", "core", {{"eth0", 1, {}}, {"eth2", 1, {}}}},
                                 {"same", "core", {{"eth0", 1, 5}}}};

diff::options const in_source_order{.order = diff::key_order::source};

} // namespace diff_test

using namespace diff_test;

BOOST_AUTO_TEST_SUITE(diff_)

BOOST_AUTO_TEST_CASE(keys_are_sorted_by_bytes)
{
    BOOST_TEST(
        compared(source, target, devices) ==
        R"({"device":{)"
        R"("below":{"+":{},"-":{},"port":{"eth0":{"+":{"speed":10},"-":{"speed":1}},"eth1":{"+":{"speed":1,"vlan":null}},)"
        R"("eth2":{"-":{"speed":1,"vlan":null}}}},)"
        R"("changed":{"+":{"role":"core"},"-":{"role":"edge"}},)"
        R"("gone":{"-":{"height":1,"role":""},"port":{"lo":{"-":{"speed":0,"vlan":null}}}},)"
        R"("new":{"+":{"height":2,"role":"edge"},"port":{"eth0":{"+":{"speed":10,"vlan":null}}}}}})"
        "\n"
        R"({"create":3,"update":2,"delete":3,"no-change":3,"skip":0})");
    BOOST_TEST(changes(source, target, devices) ==
                   (std::vector<std::string>{"no-change device below",
                                             ">update port below__eth0 of below",
                                             ">create port below__eth1 of below",
                                             ">delete port below__eth2 of below",
                                             "update device changed",
                                             "delete device gone",
                                             ">delete port gone__lo of gone",
                                             "create device new",
                                             ">create port new__eth0 of new",
                                             "no-change device same",
                                             ">no-change port same__eth0 of same"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(source_order_is_the_originals)
{
    BOOST_TEST(
        compared(source, target, devices, in_source_order) ==
        R"({"device":{)"
        R"("new":{"+":{"role":"edge","height":2},"port":{"eth0":{"+":{"speed":10,"vlan":null}}}},)"
        R"("below":{"-":{},"+":{},"port":{"eth1":{"+":{"speed":1,"vlan":null}},"eth0":{"-":{"speed":1},"+":{"speed":10}},)"
        R"("eth2":{"-":{"speed":1,"vlan":null}}}},)"
        R"("changed":{"-":{"role":"edge"},"+":{"role":"core"}},)"
        R"("gone":{"-":{"role":"","height":1},"port":{"lo":{"-":{"speed":0,"vlan":null}}}}}})"
        "\n"
        R"({"create":3,"update":2,"delete":3,"no-change":3,"skip":0})");
}

BOOST_AUTO_TEST_CASE(nothing_differs)
{
    std::vector<device> const empty;
    BOOST_TEST(compared(empty, empty, devices) ==
               "{}\n"
               R"({"create":0,"update":0,"delete":0,"no-change":0,"skip":0})");
    BOOST_TEST(compared(source, source, devices) ==
               "{}\n"
               R"({"create":0,"update":0,"delete":0,"no-change":8,"skip":0})");
}

BOOST_AUTO_TEST_CASE(changes_become_log_entries)
{
    auto const found = diff::compute(source, target, devices).value();
    ssot::sync run{.source = "a", .target = "b"};
    auto const entry = found.changes[1].to_entry(run);
    BOOST_TEST((entry.sync == run.id));
    BOOST_TEST((entry.action == ssot::sync_log_entry_action::update));
    BOOST_TEST((entry.status == ssot::sync_log_entry_status::success));
    BOOST_TEST(text(entry.diff.value()) == R"({"+":{"speed":10},"-":{"speed":1}})");
    BOOST_TEST(entry.object_repr == "port below__eth0");
    BOOST_TEST(entry.message == "Updated successfully");
    BOOST_TEST(found.changes[1].name() == "eth0");

    auto const same = found.changes[0].to_entry(run);
    BOOST_TEST(!same.diff.has_value());
    BOOST_TEST(same.message == "No changes to apply; no action needed");
    BOOST_TEST(found.changes[5].to_entry(run).message == "Deleted successfully");
    BOOST_TEST(found.changes[7].to_entry(run).message == "Created successfully");
}

BOOST_AUTO_TEST_CASE(changes_know_their_objects)
{
    auto const found = diff::compute(source, target, devices).value();
    auto const at    = [&](std::size_t i) { return std::pair(found.changes[i].source, found.changes[i].target); };
    BOOST_TEST((at(0) == std::pair(std::size_t{2}, std::size_t{2}))); // below
    BOOST_TEST((at(1) == std::pair(std::size_t{1}, std::size_t{0}))); // its eth0
    BOOST_TEST((at(5) == std::pair(diff::none, std::size_t{0})));     // gone
    BOOST_TEST((at(7) == std::pair(std::size_t{0}, diff::none)));     // new
}

BOOST_AUTO_TEST_CASE(three_levels_and_the_keys_of_models)
{
    std::list<site> const a{{.name = "par", .devices = {{"p1", "edge", {{"eth0", 1, {}}}}}}};
    std::list<site> const b{{.name = "par", .devices = {{"p1", "edge", {{"eth0", 2, {}}}}}}};
    auto const            sites = diff::by<&site::name>().children<&site::devices>(devices);
    BOOST_TEST(compared(a, b, sites) ==
               R"({"site":{"par":{"+":{},"-":{},"device":{"p1":{"+":{},"-":{},"port":{"eth0":)"
               R"({"+":{"speed":1},"-":{"speed":2}}}}}}}})"
               "\n"
               R"({"create":0,"update":1,"delete":0,"no-change":2,"skip":0})");
    BOOST_TEST(changes(a, b, sites).back() == ">>update port par__p1__eth0 of par__p1");
}

BOOST_AUTO_TEST_CASE(rows_that_were_read_count_as_their_models)
{
    auto const read = [](auto const& sites) {
        std::vector<ssot::stored<site>> out;
        for (auto const& s : sites)
            out.emplace_back(s, static_cast<std::int64_t>(7 + out.size()));
        return out;
    };
    std::vector<site> const a{{.name = "par", .devices = {{"p1", "edge", {{"eth0", 1, {}}}}, {"p2", "edge"}}},
                              {.name = "new"},
                              {.name = "same", .facts = raw_json::trusted("1")}};
    std::vector<site> const b{{.name = "gone", .devices = {{"p1", "edge"}}},
                              {.name = "same", .facts = raw_json::trusted("1.0")},
                              {.name = "par", .devices = {{"p1", "core", {{"eth0", 2, {}}}}}}};
    auto const              sites  = diff::by<&site::name>().children<&site::devices>(devices).flags([](site const& s) {
        return s.name == "new" ? diff::object_flags::skip_unmatched_source : diff::object_flags::none;
    });
    auto const              judged = [&](auto const& key) {
        auto const plain  = compared(a, b, key);
        auto const logged = changes(a, b, key);
        BOOST_TEST(compared(a, read(b), key) == plain);
        BOOST_TEST(compared(read(a), b, key) == plain);
        BOOST_TEST(compared(read(a), read(b), key) == plain);
        BOOST_TEST(changes(a, read(b), key) == logged, boost::test_tools::per_element());
        BOOST_TEST(changes(read(a), read(b), key) == logged, boost::test_tools::per_element());
        BOOST_TEST(logged.front().find(" site ") != std::string::npos, "which is also the type's name");
    };
    judged(sites);
    judged(&site::name);
    judged([](site const& s) { return s.name + '!'; });
    judged(diff::by<&site::name>().attributes(
        [](site const& s) { return std::map<std::string, std::size_t>{{"devices", s.devices.size()}}; }));

    auto const rows = read(b);
    BOOST_TEST((diff::compute(a, std::span(rows).first(2), sites)->summary == diff::summary{4, 0, 2, 1, 1}));
    BOOST_TEST((diff::compute(a, rows, sites)->summary == diff::summary{1, 2, 2, 2, 1}));
    std::vector<site> const twice{a[0], a[0]};
    BOOST_TEST(failure(std::vector<site>(), read(twice), sites).path() == "target[1]");
}

BOOST_AUTO_TEST_CASE(rows_that_were_read_below_other_objects)
{
    std::vector<region> const a{{"eu", {ssot::stored<site>({.name = "par"}, 1), ssot::stored<site>({.name = "ber"}, 1)}}};
    std::vector<region> const b{{"eu", {ssot::stored<site>({.name = "par", .facts = raw_json::trusted("[]")}, 2)}}};
    auto const                regions = diff::by<&region::name>("region").children<&region::sites>(diff::by<&site::name>());
    BOOST_TEST(compared(a, b, regions) ==
               R"({"region":{"eu":{"+":{},"-":{},"site":{"ber":{"+":{"devices":[],"facts":{}}},)"
               R"("par":{"+":{"facts":{}},"-":{"facts":[]}}}}}})"
               "\n"
               R"({"create":1,"update":1,"delete":0,"no-change":1,"skip":0})");
}

BOOST_AUTO_TEST_CASE(documents_are_compared_by_meaning)
{
    auto const with = [](std::string_view facts) {
        return std::list<site>{{.name = "par", .facts = raw_json::parse(facts).value()}};
    };
    auto const same = [&](std::string_view a, std::string_view b) {
        return diff::compute(with(a), with(b), diff::by<&site::name>()).value().summary.unchanged == 1;
    };
    BOOST_TEST(same(R"({"a":1,"b":[1.0,"\u00e9"]})", R"({"b":[1,"é"],"a":1e0})"));
    BOOST_TEST(same("0.0", "-0"));
    BOOST_TEST(!same("true", "1"));
    BOOST_TEST(!same("[1,2]", "[2,1]"));
    BOOST_TEST(!same("123456789012345678901234567890", "123456789012345678901234567891"));
    BOOST_TEST(!same(R"({"a":1})", R"({"a":1,"b":null})"));
}

BOOST_AUTO_TEST_CASE(json_values_are_compared_by_meaning)
{
    auto const same = [](std::string const& a, std::string const& b) {
        auto const found =
            diff::compute(array(R"([{"k":1,"v":)" + a + "}]"), array(R"([{"k":1,"v":)" + b + "}]"), "k").value();
        return found.summary.unchanged == 1;
    };
    BOOST_TEST(same("1", "1.0"));
    BOOST_TEST(same("18446744073709551615", "18446744073709551615"));
    BOOST_TEST(!same("18446744073709551615", "18446744073709551615.0")); // a double that is 2 to the power of 64
    BOOST_TEST(same("9223372036854775808", "9223372036854775808.0"));
    BOOST_TEST(!same("9007199254740993", "9007199254740992.0"));
    BOOST_TEST(!same("-1", "18446744073709551615"));
    BOOST_TEST(same("-1", "-1.0"));
    BOOST_TEST(!same("1", "1.5"));
    BOOST_TEST(!same("1", "true"));
    BOOST_TEST(!same("1", "\"1\""));
    BOOST_TEST(same(R"({"a":[1,{"b":2}],"c":null})", R"({"c":null,"a":[1.0,{"b":2}]})"));
    BOOST_TEST(!same(R"({"a":1})", R"({"b":1})"));
    BOOST_TEST(!same("[1]", "[1,1]"));
}

BOOST_AUTO_TEST_CASE(json_objects)
{
    auto const wanted =
        array(R"([{"name":"a","x":1,"only here":2,"parts":[{"n":1,"v":1},{"n":2,"v":2}]},{"name":"b","parts":null},
                                  {"x":{},"name":7}])");
    auto const there = array(R"([{"parts":[{"v":3,"n":2}],"y":0,"x":2,"name":"a"},{"name":"c","x":[],"parts":[{"n":1}]}])");
    auto const kind  = diff::by("name", "thing").children("parts", diff::by("n"));
    BOOST_TEST(
        compared(wanted, there, kind) ==
        R"({"thing":{"7":{"+":{"x":{}}},"a":{"+":{"x":1},"-":{"x":2},"parts":{"1":{"+":{"v":1}},"2":{"+":{"v":2},"-":{"v":3}}}},)"
        R"("b":{"+":{}},"c":{"-":{"x":[]},"parts":{"1":{"-":{}}}}}})"
        "\n"
        R"({"create":3,"update":2,"delete":2,"no-change":0,"skip":0})");
    std::vector<boost::json::object> const objects{wanted[0].as_object()};
    BOOST_TEST(compared(objects, objects, "name") ==
               "{}\n"
               R"({"create":0,"update":0,"delete":0,"no-change":1,"skip":0})");
}

BOOST_AUTO_TEST_CASE(maps_with_an_attribute_of_their_own)
{
    struct item {
        std::string                     key{};
        std::map<std::string, raw_json> values{};
    };
    auto const              json = [](char const* t) { return raw_json::trusted(t); };
    std::vector<item> const a{{"k", {{"b", json("1")}, {"a", json("[1]")}}}};
    std::vector<item> const b{{"k", {{"b", json("1.0")}, {"a", json("[2]")}, {"c", json("3")}}}};
    auto const              kind = diff::by(&item::key, "item").attributes(&item::values);
    BOOST_TEST(compared(a, b, kind) ==
               R"({"item":{"k":{"+":{"a":[1]},"-":{"a":[2]}}}})"
               "\n"
               R"({"create":0,"update":1,"delete":0,"no-change":0,"skip":0})");
}

BOOST_AUTO_TEST_CASE(keys_of_every_kind)
{
    std::vector<device> const one{{"n", "r"}};
    std::vector<device> const none;
    auto const id = [&](auto const& key) { return diff::compute(one, none, key).value().changes.at(0).unique_id; };
    BOOST_TEST(id(&device::name) == "n");
    BOOST_TEST(id(diff::by<&device::name, &device::role>()) == "n__r");
    BOOST_TEST(id([](device const& d) { return d.role + '/' + d.name; }) == "r/n");
    BOOST_TEST(id(&device::height) == "1");
    std::vector<site> const sites{{.id = ssot::parse_uuid("01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00").value()}};
    BOOST_TEST(diff::compute(sites, std::vector<site>(), &site::id).value().changes.at(0).object_repr() ==
               "site 01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00");
}

BOOST_AUTO_TEST_CASE(attributes_that_count)
{
    std::vector<device> const a{{"n", "r", {}, 1}};
    std::vector<device> const b{{"n", "s", {}, 2}};
    auto const found   = [&](auto const& key) { return text(diff::compute(a, b, key).value().changes.at(0).diff.value()); };
    auto const by_name = diff::by<&device::name>();
    BOOST_TEST(found(by_name) == R"({"+":{"height":1,"role":"r"},"-":{"height":2,"role":"s"}})");
    BOOST_TEST(found(by_name.attributes<&device::height>()) == R"({"+":{"height":1},"-":{"height":2}})");
    BOOST_TEST(found(by_name.attributes([](device const& d) { return std::map<std::string, int>{{"units", d.height}}; })) ==
               R"({"+":{"units":1},"-":{"units":2}})");
    BOOST_TEST(text(diff::compute(a, std::vector<device>(), &device::name).value().changes.at(0).diff.value()) ==
               R"({"+":{"height":1,"ports":[],"role":"r"}})"); // a member pointer as the key is no attribute
}

BOOST_AUTO_TEST_CASE(flags_of_the_run)
{
    auto const summary = [&](diff::flags f) { return diff::compute(source, target, devices, {.flags = f}).value().summary; };
    BOOST_TEST((summary(diff::flags::skip_unmatched_source) == diff::summary{0, 2, 3, 3, 2})); // new, and eth1 of below
    BOOST_TEST((summary(diff::flags::skip_unmatched_target) == diff::summary{3, 2, 0, 3, 2})); // gone, and eth2 of below
    BOOST_TEST((summary(diff::flags::skip_unmatched_both) == diff::summary{0, 2, 0, 3, 4}));
    BOOST_TEST(changes(source, target, devices, {.flags = diff::flags::skip_unmatched_both}) ==
                   (std::vector<std::string>{
                       "no-change device below", ">update port below__eth0 of below", "update device changed"}),
               boost::test_tools::per_element()); // without log_unchanged only what is above a change
}

BOOST_AUTO_TEST_CASE(flags_of_objects)
{
    using diff::object_flags;
    auto const summary = [&](auto const& kind) { return diff::compute(source, target, kind).value().summary; };
    BOOST_TEST((summary(devices.flags(object_flags::ignore)) == diff::summary{0, 0, 0, 0, 5}));
    BOOST_TEST((summary(devices.flags(object_flags::skip_unmatched_source)) == diff::summary{1, 2, 3, 3, 1}));
    BOOST_TEST((summary(devices.flags(object_flags::skip_unmatched_target)) == diff::summary{3, 2, 1, 3, 1}));
    auto const only_below =
        devices.flags([](device const& d) { return d.name == "below" ? object_flags::none : object_flags::ignore; });
    BOOST_TEST((summary(only_below) == diff::summary{1, 1, 1, 1, 4}));
}

BOOST_AUTO_TEST_CASE(deletion_of_what_is_below)
{
    using diff::object_flags;
    std::vector<device> const none;
    std::vector<device> const there{{"gone", "", {{"a", 0, {}}, {"b", 0, {}}}}};
    auto const                natural = devices.flags(object_flags::natural_deletion_order);
    auto const                skipped = devices.flags(object_flags::skip_children_on_delete);
    BOOST_TEST(
        changes(none, there, natural) ==
            (std::vector<std::string>{">delete port gone__a of gone", ">delete port gone__b of gone", "delete device gone"}),
        boost::test_tools::per_element());
    BOOST_TEST(changes(none, there, skipped) == std::vector<std::string>{"delete device gone"},
               boost::test_tools::per_element());
    BOOST_TEST(compared(none, there, skipped) == compared(none, there, devices)); // the diff has them all the same
    BOOST_TEST(changes(there, none, natural).front() == "create device gone");
}

BOOST_AUTO_TEST_CASE(keys_that_come_twice)
{
    std::vector<device> const once{{"a", ""}};
    std::vector<device> const twice{{"a", ""}, {"b", ""}, {"b", ""}};
    auto const                in_source = failure(twice, once, devices);
    BOOST_TEST((in_source.code() == errc::duplicate_key));
    BOOST_TEST(in_source.path() == "source[2]");
    BOOST_TEST(in_source.text() == "the key \"b\" came before");
    BOOST_TEST(failure(once, twice, devices).path() == "target[2]");

    std::vector<device> const below{{"x", ""}, {"a", "", {{"p", 1, {}}, {"p", 2, {}}}}};
    BOOST_TEST(failure(below, once, devices).path() == "source[1].ports[1]");
    BOOST_TEST(failure(once, below, devices).path() == "target[1].ports[1]");
    std::vector<device> many(1000);
    for (std::size_t i = 0; i != many.size(); ++i)
        many[i].name = std::to_string(i % 999);
    BOOST_TEST(failure(many, once, devices).path() == "source[999]");
}

BOOST_AUTO_TEST_CASE(json_that_cannot_be_compared)
{
    boost::json::array const none;
    auto const               fails = [&](std::string_view json) {
        return failure(array(json), none, diff::by("k", "t").children("c", diff::by("k")));
    };
    BOOST_TEST((fails("[1]").code() == errc::wrong_type));
    BOOST_TEST(fails("[1]").path() == "source[0]");
    BOOST_TEST((fails(R"([{"k":"a"},{}])").code() == errc::missing_key));
    BOOST_TEST(fails(R"([{"k":"a"},{}])").path() == "source[1]");
    BOOST_TEST(fails(R"([{"k":1.5}])").path() == "source[0].k");
    BOOST_TEST((fails(R"([{"k":null}])").code() == errc::wrong_type));
    BOOST_TEST((fails(R"([{"k":1},{"k":"1"}])").code() == errc::duplicate_key));
    BOOST_TEST(fails(R"([{"k":1,"c":{}}])").path() == "source[0].c");
    BOOST_TEST(fails(R"([{"k":1,"c":[{"k":2},{"k":[]}]}])").path() == "source[0].c[1].k");
    BOOST_TEST(failure(none, array(R"([{"k":1,"c":5}])"), diff::by("k").children("c", diff::by("k"))).path() ==
               "target[0].c");
}

BOOST_AUTO_TEST_CASE(values_that_json_cannot_hold)
{
    struct reading {
        std::string key{};
        double      value = 0;
    };
    auto const kind = [] {
        return diff::by(&reading::key, "reading").attributes([](reading const& r) {
            return std::map<std::string, double>{{"value", r.value}};
        });
    };
    std::vector<reading> const bad{{"a", std::numeric_limits<double>::quiet_NaN()}};
    std::vector<reading> const good{{"a", 1.0}};
    auto const                 e = failure(bad, good, kind());
    BOOST_TEST((e.code() == errc::out_of_range));
    BOOST_TEST(e.path() == "reading.a.+.value");
    BOOST_TEST((failure(std::vector<device>{{"\xff", ""}}, std::vector<device>(), devices).code() == errc::invalid_utf8));
    BOOST_TEST(failure(std::vector<device>{{"a", "\xff"}}, std::vector<device>(), devices).path() == "device.a.+.role");
    BOOST_TEST(failure(std::vector<device>{{"a", "", {{"\xff", 0, {}}}}}, std::vector<device>(), devices).path() ==
               "source[0].ports[0]");
}

BOOST_AUTO_TEST_CASE(types_that_would_clobber)
{
    auto const by_name = diff::by<&device::name>("device");
    BOOST_TEST(
        (failure(source, target, by_name.children<&device::ports>(diff::by<&port::name>("+"))).code() == errc::misuse));
    auto const array_of = array("[]");
    BOOST_TEST(
        (failure(array_of, array_of, diff::by("k").children("a", diff::by("k", "t")).children("b", diff::by("k", "t")))
             .code() == errc::misuse));
    BOOST_TEST(
        diff::compute(array_of, array_of, diff::by("k").children("a", diff::by("k", "t")).children("b", diff::by("k", "u")))
            .has_value());
    auto const apart =
        diff::by("k").children("a", diff::by("k", "t")).children("b", diff::by("k", "s")).children("c", diff::by("k", "t"));
    BOOST_TEST((failure(array_of, array_of, apart).code() == errc::misuse));
    BOOST_TEST((failure(array_of, array_of, diff::by("k").children("a", apart)).code() == errc::misuse), "further down");
}

BOOST_AUTO_TEST_CASE(groups_of_one_object)
{
    auto const slots = diff::by("k", "slot").children("pins", diff::by("k"));
    auto const kind  = diff::by("k", "rack").children("z", slots).children("a", diff::by("k")).children("m", diff::by("k"));
    auto const racks = array(R"([{"k":1,"m":[{"k":2}],"a":[{"k":3}],"z":[{"k":4,"pins":[{"k":5}]}]}])");
    auto const named = [&](diff::options const& how) {
        std::string out;
        for (auto const& change : diff::compute(racks, array("[]"), kind, how).value().changes)
            out.append(change.object_repr()).append(", ");
        return out;
    };
    BOOST_TEST(named({}) == "rack 1, a 1__3, m 1__2, slot 1__4, pins 1__4__5, ");
    BOOST_TEST(named(in_source_order) == "rack 1, slot 1__4, pins 1__4__5, a 1__3, m 1__2, ");
}

BOOST_AUTO_TEST_CASE(differences_are_put_together)
{
    auto const both = [](auto types, diff::options const& how) {
        using chosen = decltype(types);
        auto out     = diff::compute<chosen>(source, target, devices, how).value();
        out.append(diff::compute<chosen>(array(R"([{"k":1}])"), array("[]"), diff::by("k", "cable"), how).value()).value();
        BOOST_TEST((out.summary == diff::summary{4, 2, 3, 3, 0}));
        BOOST_TEST(out.changes.back().object_repr() == "cable 1");
        auto const again = out.append(diff::compute<chosen>(source, source, devices, how).value());
        BOOST_TEST((again.error().code() == errc::duplicate_key));
        return text(out.diff).substr(0, 20);
    };
    for (auto const order : {diff::key_order::bytes, diff::key_order::source}) {
        auto const begins = order == diff::key_order::bytes ? R"({"cable":{"1":{"+":{)" : R"({"device":{"new":{"+)";
        BOOST_TEST(both(ssot::default_types(), {.order = order}) == begins);
        BOOST_TEST(both(raw_types(), {.order = order}) == begins);
    }
    auto more = diff::compute(source, target, devices).value();
    auto all  = diff::compute(array("[]"), array("[]"), diff::by("k", "cable")).value();
    all.append(std::move(more)).value();
    BOOST_TEST(all.changes.size() == 11U);
}

/// Names that JSON spells in other ways and orders, in ascending order of bytes.
std::vector<std::string> many_names()
{
    std::vector<std::string> out{"\"", "\\", "\x01", "{", "}", ",", ":", "a\"b\\", "\xc3\xa9", "[{", "\xf0\x9f\x98\x80"};
    for (int i = 0; i != 60; ++i)
        out.push_back("n" + std::to_string(i));
    std::ranges::sort(out);
    return out;
}

BOOST_AUTO_TEST_CASE(pieces_of_one_type_are_put_together)
{
    auto const          names = many_names();
    std::mt19937        random(20260103);
    std::vector<device> all_source, all_target;
    for (auto const& name : names) {
        device d{.name = name};
        d.role = "a";
        d.ports.push_back({.name = name, .speed = 1});
        if (random() % 3 != 0)
            all_source.push_back(d);
        if (random() % 2 == 0)
            d.role = "b";
        if (random() % 3 != 0)
            all_target.push_back(d);
    }
    auto const check = [&](auto types, diff::options const& how, bool shuffled) {
        using chosen     = decltype(types);
        auto const whole = diff::compute<chosen>(all_source, all_target, devices, how).value();
        auto const cable = diff::compute<chosen>(array(R"([{"k":1}])"), array("[]"), diff::by("k", "cable"), how).value();
        std::vector<diff::basic_difference<chosen>> pieces;
        for (std::size_t first = 0; first < names.size(); first += 10) { // by ranges of keys
            auto const part = [&](std::vector<device> const& of) {
                std::vector<device> out;
                for (auto const& d : of) {
                    auto const at = static_cast<std::size_t>(std::ranges::find(names, d.name) - names.begin());
                    if (at >= first && at < first + 10)
                        out.push_back(d);
                }
                return out;
            };
            auto const source_part = part(all_source), target_part = part(all_target);
            pieces.push_back(diff::compute<chosen>(source_part, target_part, devices, how).value());
        }
        pieces.insert(pieces.begin() + 2, cable);
        if (shuffled)
            std::ranges::shuffle(pieces, random);
        auto one_by_one = pieces.front();
        for (auto i = pieces.begin() + 1; i != pieces.end(); ++i)
            one_by_one.append(diff::basic_difference<chosen>(*i)).value();
        auto at_once = pieces.front();
        at_once.append(std::vector(pieces.begin() + 1, pieces.end())).value();

        auto expected = whole;
        expected.append(diff::basic_difference<chosen>(cable)).value();
        for (auto const* found : {&one_by_one, &at_once}) {
            BOOST_TEST((found->summary == expected.summary));
            BOOST_TEST(found->changes.size() == expected.changes.size());
            for (auto const& c : found->changes)
                if (c.parent != diff::none)
                    BOOST_TEST((found->changes[c.parent].depth + 1 == c.depth &&
                                c.unique_id.starts_with(found->changes[c.parent].unique_id)));
            auto const document = [](auto const& d) { // of the same JSON in any order
                return boost::json::parse(text(d.diff));
            };
            BOOST_TEST((document(*found) == document(expected)));
            if (how.order == diff::key_order::bytes)
                BOOST_TEST(text(found->diff) == text(expected.diff));
            BOOST_TEST(std::set(found->types.begin(), found->types.end()).size() == 2U);
            BOOST_TEST(found->types.size() == 2U);
        }

        auto const before = text(at_once.diff);
        auto       more   = pieces.back();
        auto const again  = at_once.append(std::move(more));
        BOOST_TEST_REQUIRE(!again);
        BOOST_TEST((again.error().code() == errc::duplicate_key));
        BOOST_TEST(!again.error().path().empty());
        BOOST_TEST(text(at_once.diff) == before, "both are as they were");
        BOOST_TEST(more.changes.size() == pieces.back().changes.size()); // NOLINT(bugprone-use-after-move): it says so
        BOOST_TEST(text(more.diff) == text(pieces.back().diff));
    };
    for (auto const order : {diff::key_order::bytes, diff::key_order::source})
        for (bool const shuffled : {false, true}) {
            check(ssot::default_types(), {.order = order}, shuffled);
            check(raw_types(), {.order = order}, shuffled);
            check(raw_types(), {.flags = diff::flags::none, .order = order}, shuffled);
        }
}

/// Who may change a document may also make another of it.
BOOST_AUTO_TEST_CASE(what_is_not_a_diff_is_not_put_together)
{
    auto const one   = array(R"([{"k":"a"}])");
    auto const cable = diff::by("k", "cable");
    auto const check = [&](auto types) {
        using chosen      = decltype(types);
        using document    = typename chosen::document;
        auto const found  = diff::compute<chosen>(one, array("[]"), cable).value();
        auto const parsed = [](std::string_view text) { return ssot::from_json<document>(text).value(); };
        for (char const* text :
             {R"("ab")", R"("\\")", "1", "[]", "null", R"({"cable":1})", R"({"cable":"}"})", R"({"cable":[]})"})
            for (bool const first : {false, true}) {
                auto into = found, more = diff::compute<chosen>(array(R"([{"k":"z"}])"), array("[]"), cable).value();
                (first ? into : more).diff = parsed(text);
                auto const before          = std::pair(into.diff, more.diff);
                BOOST_TEST((into.append(std::move(more)).error().code() == errc::wrong_type));
                BOOST_TEST((into.diff == before.first && more.diff == before.second)); // NOLINT: unchanged
            }
        auto spaced = found; // a document that came from elsewhere
        spaced.diff = parsed(R"( { "cable" : { "b" : { "+" : { } } , "c\u0041" : {} } } )");
        spaced.changes.clear();
        auto into = found;
        into.append(std::move(spaced)).value();
        BOOST_TEST((ssot::from_json<boost::json::value>(ssot::to_json(into.diff)).value() ==
                    array(R"([{"cable":{"a":{"+":{}},"b":{"+":{}},"cA":{}}}])")[0]));
    };
    check(ssot::default_types());
    check(ssot::raw_types());
}

BOOST_AUTO_TEST_CASE(many_types_are_put_together_in_the_time_of_all)
{
    auto const seconds = [](auto types, std::size_t n, bool at_once) {
        using chosen = decltype(types);
        std::vector<diff::basic_difference<chosen>> pieces;
        for (std::size_t i = 0; i != n; ++i) // ascending when they come one by one
            pieces.push_back(diff::compute<chosen>(array(R"([{"k":1}])"),
                                                   array("[]"),
                                                   diff::by("k", "t" + std::to_string(at_once ? i : 10'000 + i)))
                                 .value());
        auto const                     begin = std::clock();
        diff::basic_difference<chosen> all;
        if (at_once)
            all.append(std::move(pieces)).value();
        else
            for (auto& piece : pieces)
                all.append(std::move(piece)).value();
        auto const took = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
        BOOST_TEST_REQUIRE(all.types.size() == n);
        BOOST_TEST_REQUIRE(all.changes.size() == n);
        return took;
    };
    for (bool const at_once : {false, true}) { // 8 times as many, where the square is 64 times
        auto const values =
            seconds(ssot::default_types(), 4'000, at_once) / (seconds(ssot::default_types(), 500, at_once) + 5e-4);
        auto const texts = seconds(raw_types(), 4'000, at_once) / (seconds(raw_types(), 500, at_once) + 5e-4);
        BOOST_TEST(values < 24);
        BOOST_TEST(texts < 24);
    }
}

BOOST_AUTO_TEST_CASE(progress_is_told)
{
    std::vector<std::pair<std::size_t, std::size_t>> told;
    diff::compute(source, target, devices, {.progress = [&](std::size_t n, std::size_t of) { told.emplace_back(n, of); }})
        .value();
    BOOST_TEST_REQUIRE(told.size() == 5U);
    BOOST_TEST((told.back() == std::pair(std::size_t{5}, std::size_t{5})));
}

/// The same comparison in the most obvious way: sorted maps, and JSON made piece by piece.
std::string obvious(std::vector<device> const& a, std::vector<device> const& b)
{
    std::map<std::string, std::pair<device const*, device const*>> all;
    for (auto const& d : a)
        all[d.name].first = &d;
    for (auto const& d : b)
        all[d.name].second = &d;
    std::string out;
    for (auto const& [name, pair] : all) {
        auto const& [s, t] = pair;
        boost::json::object old_values, new_values;
        auto const          attribute = [&](char const* key, auto const& of) {
            if (s && t && of(*s) == of(*t))
                return;
            if (s)
                new_values[key] = of(*s);
            if (t)
                old_values[key] = of(*t);
        };
        attribute("height", [](device const& d) { return d.height; });
        attribute("role", [](device const& d) { return boost::json::string(d.role); });
        if (new_values.empty() && old_values.empty())
            continue;
        boost::json::object element;
        if (s)
            element["+"] = new_values;
        if (t)
            element["-"] = old_values;
        out += out.empty() ? R"({"device":{)" : ",";
        out += boost::json::serialize(boost::json::string(name)) + ':' + boost::json::serialize(element);
    }
    return out.empty() ? "{}" : out + "}}";
}

BOOST_AUTO_TEST_CASE(many_random_objects)
{
    std::mt19937 random(7); // NOLINT: the same objects every time
    auto const   below = [&](unsigned n) { return static_cast<int>(random() % n); };
    for (int round = 0; round != 60; ++round) {
        auto const some = [&] {
            std::map<std::string, device> out;
            auto const                    n = below(round < 30 ? 12U : 300U);
            for (int i = 0; i != n; ++i) {
                std::string name = below(2) != 0 ? "common prefix of keys " : "";
                name += std::to_string(below(200)) + (below(3) == 0 ? "\"é" : "");
                out[name] = {name, below(2) != 0 ? "x" : "y", {}, below(2)};
            }
            std::vector<device> list;
            for (auto const& [name, d] : out)
                list.push_back(d);
            std::shuffle(list.begin(), list.end(), random);
            return list;
        };
        auto const a = some();
        auto const b = some();
        auto const found =
            diff::compute<raw_types>(a, b, diff::by<&device::name>("device").attributes<&device::height, &device::role>());
        BOOST_TEST(text(found.value().diff) == obvious(a, b));
    }
}

BOOST_AUTO_TEST_SUITE_END()

static_assert(diff::has(diff::flags::skip_unmatched_both, diff::flags::skip_unmatched_source));
static_assert(!diff::has(diff::flags::skip_unmatched_source, diff::flags::skip_unmatched_both));
static_assert(diff::has(diff::flags::log_unchanged | diff::flags::continue_on_failure, diff::flags::log_unchanged));
