// SPDX-License-Identifier: BSL-1.0
#include <ssot/store.hpp>

#include "support/inventory.hpp"
#include "support/masked_backend.hpp"
#include "support/random_source.hpp"
#include "support/stores.hpp"
#include "support/watched_backend.hpp"

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace erase_test {

/// Goes with the device that it is about; keeps the one that wrote it.
struct remark {
    static constexpr std::string_view model_name = "inventory.remark";
    static constexpr std::string_view class_name = "Remark";

    ssot::uuid                                                                    id{};
    ssot::foreign_key<inventory::device, ssot::on_delete::cascade>                about{};
    std::optional<ssot::foreign_key<inventory::device, ssot::on_delete::protect>> by{};
};
BOOST_DESCRIBE_STRUCT(remark, (), (id, about, by))

} // namespace erase_test

namespace {

using erase_test::remark;
using inventory::cable;
using inventory::device;
using inventory::port;
using inventory::rack;
using ssot::errc;
using ssot_test::failure;
using ssot_test::key;
using ssot_test::make_entry;
using ssot_test::make_sync;
using ssot_test::opened;
using ssot_test::rows_in;
using ssot_test::watch;
using ssot_test::watched;
using entry     = ssot::sync_log_entry;
using to_device = ssot::key_to<device>;
using to_port   = ssot::key_to<port>;

template<class Store, class Row>
concept erases = requires(Store s, Row const& row) { s.erase(row); };
static_assert(erases<ssot::store, ssot::sync> && erases<ssot::store, ssot::stored<ssot::sync>> &&
              erases<ssot::store, device>);
static_assert(!erases<ssot::store, ssot::uuid>, "a bare key does not say of what");
static_assert(requires(ssot::store s, ssot::uuid id) { s.erase<ssot::sync>(id); });

using counted = std::map<std::string, std::size_t>;

counted by_name(ssot::erase_counts const& counts)
{
    counted out;
    for (auto const& [name, n] : counts.by_model())
        BOOST_TEST(out.emplace(name, n).second, "each model once");
    return out;
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store_erase)

SSOT_TEST_CASE_OVER(backends, a_row_goes)
{
    opened<> o(backend_name);
    auto     a = make_sync("a"), b = make_sync("b"), c = make_sync("c");
    o.store.insert(std::vector{a, b, c}).value();
    auto const counts = o.store.erase(b).value();
    BOOST_TEST(counts.total() == 1u);
    BOOST_TEST(counts.of<ssot::sync>() == 1u);
    BOOST_TEST(counts.of<ssot::basic_sync<ssot::raw_types>>() == 1u);
    BOOST_TEST(counts.of<entry>() == 0u);
    BOOST_TEST(counts.of("nautobot_ssot.sync") == 1u);
    BOOST_TEST(counts.of("nothing.known") == 0u);
    BOOST_TEST((by_name(counts) == counted{{"nautobot_ssot.sync", 1}}), "models without any are left out");
    BOOST_TEST(failure(o.store.get<ssot::sync>(b.id)).code() == errc::not_found);
    BOOST_TEST(rows_in<ssot::sync>(o.store) == 2u);

    BOOST_TEST(o.store.erase<ssot::sync>(a.id)->total() == 1u, "by key");
    BOOST_TEST(o.store.erase(o.store.get<ssot::sync>(c.id).value())->total() == 1u, "as it was read");
    BOOST_TEST(rows_in<ssot::sync>(o.store) == 0u);

    rack r{.name = "left"};
    o.store.insert(r).value();
    BOOST_TEST(o.store.erase(rack{.id = r.id + 1, .name = "other"})->total() == 0u);
    BOOST_TEST(o.store.erase(r)->total() == 1u);
}

SSOT_TEST_CASE_OVER(backends, what_is_not_there_counts_as_none)
{
    opened<>   o(backend_name);
    auto const counts = o.store.erase(make_sync()).value();
    BOOST_TEST(counts.total() == 0u);
    BOOST_TEST(counts.by_model().empty());
    auto run = make_sync();
    o.store.insert(run).value();
    BOOST_TEST(o.store.erase(run)->total() == 1u);
    BOOST_TEST(o.store.erase(run)->total() == 0u);
    BOOST_TEST(o.store.erase<device>(key(1))->total() == 0u, "of a model that was never stored");
}

SSOT_TEST_CASE_OVER(backends, log_entries_go_with_their_sync)
{
    opened<> o(backend_name);
    auto     gone = make_sync(), stays = make_sync();
    o.store.insert(std::vector{gone, stays}).value();
    std::vector<entry> entries;
    for (int i = 0; i != 7; ++i)
        entries.push_back(make_entry(i % 3 == 0 ? stays : gone, std::to_string(i)));
    o.store.insert(entries).value();
    auto const counts = o.store.erase(gone).value();
    BOOST_TEST((by_name(counts) == counted{{"nautobot_ssot.sync", 1}, {"nautobot_ssot.synclogentry", 4}}));
    BOOST_TEST(counts.total() == 5u);
    BOOST_TEST(counts.by_model().front().first == "nautobot_ssot.synclogentry", "in the order in which they went");
    BOOST_TEST(rows_in<entry>(o.store) == 3u);
    BOOST_TEST(o.store.select(ssot::logs_of(stays)).value().size() == 3u);
    BOOST_TEST(rows_in<ssot::sync>(o.store) == 1u);
}

SSOT_TEST_CASE_OVER(backends, a_job_result_is_kept_by_its_syncs)
{
    opened<>         o(backend_name);
    ssot::job_result job{.id = key(1), .name = "job"};
    o.store.insert(job).value();
    std::vector<ssot::sync> syncs;
    for (std::uint8_t i = 1; i != 4; ++i) {
        syncs.push_back({.id = key(i, 7), .source = "A", .target = "B", .job_result = job});
    }
    o.store.insert(syncs).value();
    auto const e = failure(o.store.erase(job));
    BOOST_TEST(e.code() == errc::protected_);
    BOOST_TEST(e.text() ==
               "Cannot delete some instances of model 'JobResult' because they are referenced through protected foreign "
               "keys: 'Sync.job_result'.");
    std::set<std::string> const keys(e.keys().begin(), e.keys().end());
    BOOST_TEST((keys == std::set{ssot::to_string(key(1, 7)), ssot::to_string(key(2, 7)), ssot::to_string(key(3, 7))}));
    BOOST_TEST(rows_in<ssot::job_result>(o.store) == 1u);
    BOOST_TEST(rows_in<ssot::sync>(o.store) == 3u);
    for (auto const& s : syncs)
        o.store.erase(s).value();
    BOOST_TEST(o.store.erase(job)->total() == 1u);
}

SSOT_TEST_CASE_OVER(backends, a_content_type_is_kept_by_log_entries)
{
    opened<>           o(backend_name);
    ssot::content_type type{.app_label = "dcim", .model = "device"};
    o.store.insert(type).value();
    auto run = make_sync();
    o.store.insert(run).value();
    std::vector<entry> entries(120);
    for (auto& e : entries) {
        e.sync               = run;
        e.synced_object_type = type;
    }
    o.store.insert(entries).value();
    auto const e = failure(o.store.erase(type));
    BOOST_TEST(e.code() == errc::protected_);
    BOOST_TEST(e.keys().size() == 100u, "the first hundred");
    BOOST_TEST(e.text().find("'SyncLogEntry.synced_object_type'") != std::string_view::npos, e.text());
    o.store.erase(run).value();
    BOOST_TEST(o.store.erase(type)->total() == 1u);
}

SSOT_TEST_CASE_OVER(backends, what_may_forget_forgets)
{
    opened<>  o(backend_name);
    ssot::job job{.module_name = "m", .job_class_name = "C", .name = "n"};
    o.store.insert(job).value();
    std::vector<ssot::job_result> results(3, {.name = "job"});
    for (auto& r : results)
        r.id = ssot::new_id();
    results[0].job_model = results[2].job_model = job;
    o.store.insert(results).value();
    auto const counts = o.store.erase(job).value();
    BOOST_TEST((by_name(counts) == counted{{"extras.job", 1}}), "those that forget are not counted");
    for (auto& r : results) {
        r.job_model.reset();
        auto const now = o.store.get<ssot::job_result>(r.id).value();
        BOOST_TEST((now == r), "and lose nothing else");
    }

    ssot::secrets_group group{.name = "g"};
    o.store.insert(group).value();
    auto config               = o.store.load<ssot::servicenow_config>().value();
    config.servicenow_secrets = group;
    o.store.update(config).value();
    BOOST_TEST(o.store.erase(group)->total() == 1u);
    BOOST_TEST(!o.store.load<ssot::servicenow_config>()->servicenow_secrets.has_value());
}

SSOT_TEST_CASE_OVER(backends, forgetting_is_a_change)
{
    opened<> o(backend_name);
    rack     r{.name = "left"};
    o.store.insert(r).value();
    device d{.hostname = "d", .stands_in = r};
    o.store.insert(d).value();
    auto held = o.store.get<device>(d.id).value();
    o.store.erase(r).value();
    BOOST_TEST(revision_of(o.store.get<device>(d.id).value()) == 2);
    held.hostname = "changed";
    BOOST_TEST(failure(o.store.update(held)).code() == errc::conflict);
}

SSOT_TEST_CASE_OVER(backends, a_singleton_stays)
{
    opened<> o(backend_name);
    auto     config = o.store.load<ssot::servicenow_config>().value();
    BOOST_TEST(o.store.erase(config)->total() == 0u);
    BOOST_TEST(o.store.erase<ssot::servicenow_config>(config.id)->total() == 0u);
    BOOST_TEST((o.store.load<ssot::servicenow_config>()->id == config.id));
}

SSOT_TEST_CASE_OVER(backends, a_tree_goes_with_its_root)
{
    opened<>   o(backend_name);
    auto const in = [](std::uint8_t id, std::optional<std::uint8_t> parent) {
        device d{.id = key(id), .hostname = std::to_string(id)};
        if (parent)
            d.part_of = to_device{key(*parent)};
        return d;
    };
    o.store.insert(std::vector{in(1, {}), in(2, 1), in(3, 2), in(4, 2), in(5, 1), in(6, {}), in(7, 7), in(8, 9), in(9, 8)})
        .value();
    BOOST_TEST((by_name(o.store.erase<device>(key(2)).value()) == counted{{"inventory.device", 3}}));
    BOOST_TEST(rows_in<device>(o.store) == 6u);
    BOOST_TEST(o.store.erase<device>(key(1))->total() == 2u);
    BOOST_TEST(o.store.erase<device>(key(7))->total() == 1u, "its own parent");
    BOOST_TEST(o.store.erase<device>(key(9))->total() == 2u, "each other's");
    BOOST_TEST(o.store.get<device>(key(6)).has_value());
    BOOST_TEST(rows_in<device>(o.store) == 1u);
}

SSOT_TEST_CASE_OVER(backends, several_edges_at_once)
{
    opened<>    o(backend_name);
    std::vector devices{device{.id = key(1), .hostname = "a"}, device{.id = key(2), .hostname = "b"}};
    o.store.insert(devices).value();
    std::vector ports{port{.id = key(1), .on = to_device{key(1)}, .name = "1", .peer = to_device{key(2)}},
                      port{.id = key(2), .on = to_device{key(2)}, .name = "2", .peer = to_device{key(1)}},
                      port{.id = key(3), .on = to_device{key(1)}, .name = "3", .peer = to_device{key(1)}}};
    o.store.insert(ports).value();
    o.store.insert(cable{.id = key(1), .a = to_port{key(1)}, .b = to_port{key(2)}}).value();
    BOOST_TEST(rows_in<remark>(o.store) == 0u); // makes the model known

    auto const e = failure(o.store.erase(devices[0]));
    BOOST_TEST(e.code() == errc::protected_, "two steps away");
    BOOST_TEST(e.text() ==
               "Cannot delete some instances of model 'Device' because they are referenced through protected foreign keys: "
               "'Cable.a'.");
    BOOST_TEST_REQUIRE(e.keys().size() == 1u);
    BOOST_TEST(e.keys()[0] == ssot::to_string(key(1)));
    BOOST_TEST(rows_in<port>(o.store) == 3u, "nothing is removed");
    BOOST_TEST((o.store.get<port>(key(2))->peer == devices[0]), "nor forgotten");

    o.store.erase<cable>(key(1)).value();
    auto const counts = o.store.erase(devices[0]).value();
    BOOST_TEST((by_name(counts) == counted{{"inventory.device", 1}, {"inventory.port", 2}}));
    BOOST_TEST(counts.by_model().front().first == "inventory.port");
    BOOST_TEST(!o.store.get<port>(key(2))->peer.has_value());
}

// A row that is erased anyway protects nothing.
SSOT_TEST_CASE_OVER(backends, protection_is_judged_at_the_end)
{
    opened<> o(backend_name);
    o.store.insert(std::vector{device{.id = key(1), .hostname = "a"}, device{.id = key(2), .hostname = "b"}}).value();
    o.store.insert(remark{.id = key(1), .about = to_device{key(1)}, .by = to_device{key(1)}}).value();
    BOOST_TEST(
        (by_name(o.store.erase<device>(key(1)).value()) == counted{{"inventory.device", 1}, {"inventory.remark", 1}}));
    BOOST_TEST(rows_in<remark>(o.store) == 0u);

    o.store.insert(device{.id = key(1), .hostname = "a"}).value();
    o.store.insert(remark{.id = key(1), .about = to_device{key(1)}, .by = to_device{key(2)}}).value();
    BOOST_TEST(failure(o.store.erase<device>(key(2))).code() == errc::protected_);
    BOOST_TEST(o.store.erase<device>(key(1))->total() == 2u);
    BOOST_TEST(o.store.erase<device>(key(2))->total() == 1u);
}

SSOT_TEST_CASE_OVER(backends, a_protecting_row_is_named_once)
{
    opened<> o(backend_name);
    o.store.insert(device{.id = key(1), .hostname = "a"}).value();
    o.store.insert(port{.id = key(1), .on = to_device{key(1)}, .name = "1"}).value();
    o.store.insert(cable{.id = key(5), .a = to_port{key(1)}, .b = to_port{key(1)}}).value();
    auto const e = failure(o.store.erase<port>(key(1)));
    BOOST_TEST(e.keys().size() == 1u);
    BOOST_TEST(e.text().find("'Cable.a', 'Cable.b'") != std::string_view::npos, e.text());
}

SSOT_TEST_CASE_OVER(backends, every_session_knows_what_points_here)
{
    opened<> o(backend_name);
    device   d{.id = key(1), .hostname = "a"};
    auto     other = o.store.session().value();
    BOOST_TEST(rows_in<device>(other) == 0u); // has looked at devices before anybody spoke of ports
    o.store.insert(d).value();
    o.store.insert(port{.id = key(1), .on = d, .name = "1"}).value();
    BOOST_TEST(other.erase(d)->total() == 2u);
    BOOST_TEST(rows_in<port>(o.store) == 0u, "no orphan");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(many_children_in_parts, Backend, backend_types)
{
    opened<Backend> o;
    struct key_limited : Backend {
        ssot::storage::capabilities caps() const noexcept
        {
            auto c        = Backend::caps();
            c.max_keys_in = 7;
            return c;
        }
    };
    key_limited backend;
    ssot::store store{backend};
    auto        run = make_sync();
    store.insert(run).value();
    std::vector<entry> entries(100, make_entry(run));
    for (auto& e : entries)
        e.id = ssot::new_id();
    store.insert(entries).value();
    BOOST_TEST(store.erase(run)->template of<entry>() == 100u);
    BOOST_TEST(rows_in<entry>(store) == 0u);

    device root{.hostname = "root"};
    store.insert(root).value();
    std::vector<device> parts;
    for (int i = 0; i != 30; ++i)
        parts.push_back({.hostname = std::to_string(i), .part_of = root});
    store.insert(parts).value();
    store.insert(rack{.id = 1, .name = "left"}).value();
    for (auto& p : parts) {
        auto stored      = store.template get<device>(p.id).value();
        stored.stands_in = ssot::key_to<rack, std::int64_t>{1};
        store.update(stored).value();
    }
    BOOST_TEST(store.template erase<rack>(1)->total() == 1u);
    BOOST_TEST(store.count(ssot::from<device>().where(is_null(ssot::field<&device::stands_in>))).value() == 31u);
    BOOST_TEST(store.erase(root)->total() == 31u);
}

SSOT_TEST_CASE_OVER(backends, all_that_a_query_selects)
{
    using ssot::field;
    using ssot::from;
    opened<>                o(backend_name);
    std::vector<ssot::sync> syncs;
    for (std::uint8_t i = 0; i != 6; ++i) {
        syncs.push_back({.id = key(i + 1), .source = i % 2 == 0 ? "even" : "odd", .target = "T"});
        syncs.back().start_time = moment(i);
    }
    o.store.insert(syncs).value();
    std::vector<entry> entries;
    for (auto const& s : syncs)
        entries.insert(entries.end(), 2, make_entry(s));
    for (auto& e : entries)
        e.id = ssot::new_id();
    o.store.insert(entries).value();

    auto const odd = from<ssot::sync>().where(field<&ssot::sync::source> == "odd");
    BOOST_TEST((by_name(o.store.erase(odd.limit(1)).value()) ==
                counted{{"nautobot_ssot.sync", 1}, {"nautobot_ssot.synclogentry", 2}}));
    BOOST_TEST(failure(o.store.get<ssot::sync>(key(2))).code() == errc::not_found, "the first in order");
    BOOST_TEST(o.store.erase(odd.offset(5))->total() == 0u);
    BOOST_TEST(
        (by_name(o.store.erase(odd).value()) == counted{{"nautobot_ssot.sync", 2}, {"nautobot_ssot.synclogentry", 4}}));
    BOOST_TEST(o.store.erase(odd)->by_model().empty());

    // By the parent's field, and nothing points at entries.
    BOOST_TEST(o.store.erase(from<entry>().where(field<&entry::sync, &ssot::sync::start_time> == moment(2)))->total() == 2u);
    BOOST_TEST(o.store.erase(from<entry>().where(field<&entry::sync> == key(1)).limit(1))->total() == 1u);
    BOOST_TEST((by_name(o.store.erase(from<entry>()).value()) == counted{{"nautobot_ssot.synclogentry", 3}}));
    BOOST_TEST((by_name(o.store.erase(from<ssot::sync>()).value()) == counted{{"nautobot_ssot.sync", 3}}));
    BOOST_TEST(rows_in<ssot::sync>(o.store) == 0u);
}

// Nothing points at log entries, so that a backend may erase by the condition itself: if it knows it.
BOOST_AUTO_TEST_CASE(a_condition_that_the_backend_does_not_know)
{
    using ssot::field;
    using ssot::storage::filtering;
    ssot::storage::capabilities const all = ssot::storage::memory().caps();
    BOOST_TEST_REQUIRE((all.text_ops && all.text_rules && all.joins));
    auto const without = [&](auto change) {
        auto caps = all;
        change(caps);
        return caps;
    };
    ssot::storage::capabilities const declared[] = {all,
                                                    without([](auto& c) { c.text_ops = false; }),
                                                    without([](auto& c) { c.text_rules = false; }),
                                                    without([](auto& c) { c.joins = false; }),
                                                    without([](auto& c) { c.max_keys_in = 1; }),
                                                    without([](auto& c) { c.filters = filtering::primary_key; })};
    for (auto const& caps : declared) {
        ssot_test::masked_backend backend(caps);
        ssot::store               store(backend, {.rules = ssot::storage::rules::sqlite});
        auto const                run = make_sync();
        store.insert(run).value();
        for (auto const* message : {"Created a", "created b", "Deleted", "Kept"})
            store.insert(make_entry(run, message)).value();
        auto const erased = [&](auto condition) { return store.erase(ssot::from<entry>().where(condition))->total(); };
        BOOST_TEST(erased(istarts_with(field<&entry::message>, "CREATED")) == 2u);
        BOOST_TEST(erased(in(field<&entry::message>, std::vector<std::string>{"Deleted", "Nothing"})) == 1u);
        BOOST_TEST(erased(field<&entry::sync, &ssot::sync::source> == run.source) == 1u);
        BOOST_TEST(rows_in<entry>(store) == 0u);
    }
}

// A sync that two entries lead to goes once, and is changed once.
SSOT_TEST_CASE_OVER(backends, by_what_points_here)
{
    using ssot::field;
    using ssot::from;
    opened<> o(backend_name);
    auto     noisy = make_sync("noisy"), quiet = make_sync("quiet");
    o.store.insert(std::vector{noisy, quiet}).value();
    o.store.insert(std::vector{make_entry(noisy, "x"), make_entry(noisy, "x"), make_entry(quiet, "y")}).value();
    auto const with_x = from<ssot::sync>().join<&entry::sync>(field<&entry::message> == "x");
    BOOST_TEST(o.store.count(with_x).value() == 2u, "a row for each entry");
    BOOST_TEST(o.store.update_where(with_x, [](ssot::sync& s) { s.target += "!"; }).value() == 1u);
    BOOST_TEST(o.store.get<ssot::sync>(noisy.id)->target == noisy.target + "!");
    BOOST_TEST(
        (by_name(o.store.erase(with_x).value()) == counted{{"nautobot_ssot.sync", 1}, {"nautobot_ssot.synclogentry", 2}}));
    BOOST_TEST(o.store.erase(with_x)->total() == 0u);
    BOOST_TEST(rows_in<ssot::sync>(o.store) == 1u);
}

// Django's queryset deletes what the instance does not.
SSOT_TEST_CASE_OVER(backends, a_query_takes_the_singleton)
{
    opened<> o(backend_name);
    o.store.load<ssot::servicenow_config>().value();
    BOOST_TEST(o.store.erase(ssot::from<ssot::servicenow_config>())->total() == 1u);
    BOOST_TEST(rows_in<ssot::servicenow_config>(o.store) == 0u);
}

SSOT_TEST_CASE_OVER(backends, a_query_meets_protection)
{
    opened<>         o(backend_name);
    ssot::job_result used{.id = key(1), .name = "used"}, free{.id = key(2), .name = "free"};
    o.store.insert(std::vector{used, free}).value();
    o.store.insert(ssot::sync{.id = key(9), .source = "A", .target = "B", .job_result = used}).value();
    auto const e = failure(o.store.erase(ssot::from<ssot::job_result>()));
    BOOST_TEST(e.code() == errc::protected_);
    BOOST_TEST(e.keys().size() == 1u);
    BOOST_TEST(rows_in<ssot::job_result>(o.store) == 2u, "one stops all");
}

// Where nothing points at the children, they are not read.
BOOST_AUTO_TEST_CASE(a_hundred_thousand_children)
{
    watch                          w;
    watched<ssot::storage::memory> backend(w);
    ssot::store                    store{backend};
    auto                           run = make_sync(), stays = make_sync();
    store.insert(std::vector{run, stays}).value();
    std::vector<ssot::basic_sync_log_entry<ssot::raw_types>> entries(100'000);
    for (auto& e : entries)
        e.sync = run;
    store.insert(entries).value();
    store.insert(make_entry(stays)).value();
    w.calls.clear();
    w.most_rows       = 0;
    auto const counts = store.erase(run).value();
    BOOST_TEST((by_name(counts) == counted{{"nautobot_ssot.sync", 1}, {"nautobot_ssot.synclogentry", 100'000}}));
    BOOST_TEST(w.most_rows <= 2u, "one row at a time, and the end");
    BOOST_TEST(w.count("erase nautobot_ssot.synclogentry") == 1u);
    BOOST_TEST(w.count("erase nautobot_ssot.sync") == 1u);
    BOOST_TEST(w.count("begin") == 1u);
    BOOST_TEST(rows_in<entry>(store) == 1u);
}

SSOT_TEST_CASE_OVER(backends, a_long_chain)
{
    opened<>            o(backend_name);
    std::vector<device> chain(500);
    for (std::size_t i = 0; i != chain.size(); ++i) {
        chain[i].id       = ssot::new_id_v4();
        chain[i].hostname = std::to_string(i);
        if (i != 0)
            chain[i].part_of = chain[i - 1];
    }
    ssot::store unchecked{o.backend, {.validate = false}};
    o.store.insert(std::vector<device>(chain.begin(), chain.begin() + 1)).value();
    o.store.insert(std::vector<device>(chain.begin() + 1, chain.end())).value();
    BOOST_TEST(o.store.erase(chain[0])->total() == 500u);
    BOOST_TEST(rows_in<device>(o.store) == 0u);
}

/// Memory that refuses to erase a row while another points at it, as a database with immediate foreign keys does.
class strict_memory : public ssot::storage::memory {
public:
    class session : public ssot::storage::memory_session {
    public:
        explicit session(ssot::storage::memory_session inner) : memory_session(std::move(inner)) {}

        ssot::result<std::size_t> erase(ssot::storage::query const& q)
        {
            auto const erased = memory_session::erase(q);
            if (!erased || q.model != &ssot::storage::describe_model<device>())
                return erased;
            std::set<std::string> there;
            auto const&           model  = *q.model;
            auto                  cursor = memory_session::scan({.model = &model}).value();
            while (cursor.next().value())
                there.insert(std::string(cursor.at(model.pk).as_chars()));
            cursor = memory_session::scan({.model = &model}).value();
            while (cursor.next().value()) {
                auto const parent = cursor.at(ssot::field_index<&device::part_of>);
                if (!parent.is_null() && !there.contains(std::string(parent.as_chars())))
                    return ssot::error(errc::foreign_key, "a row still points here");
            }
            return erased;
        }
    };
    using session_type = session;
    ssot::result<session>       open() { return session(memory::open().value()); }
    ssot::storage::capabilities caps() const noexcept
    {
        auto out        = memory::caps();
        out.max_keys_in = 2;
        return out;
    }
};

BOOST_AUTO_TEST_CASE(children_go_before_their_parents)
{
    random_source random(7);
    for (int round = 0; round != 50; ++round) {
        strict_memory       backend;
        ssot::store         store{backend};
        std::vector<device> tree(20);
        for (std::size_t i = 0; i != tree.size(); ++i) {
            tree[i].id       = ssot::new_id_v4();
            tree[i].hostname = std::to_string(i);
            if (i != 0)
                tree[i].part_of = tree[random.below(i)];
            store.insert(tree[i]).value();
        }
        BOOST_TEST(store.erase(tree[0]).has_value());
        BOOST_TEST(rows_in<device>(store) == 0u);
    }
}

// A key of the database that somebody used in between: the whole may be tried again.
BOOST_AUTO_TEST_CASE(an_orphan_in_the_making)
{
    watch                          w;
    watched<ssot::storage::memory> backend(w);
    ssot::store                    store{backend};
    auto                           run = make_sync();
    store.insert(run).value();
    for (std::string const call : {"erase nautobot_ssot.sync", "commit"}) {
        w.fail = [&](std::string_view asked) -> std::optional<ssot::error> {
            return asked == call ? std::optional(ssot::error(errc::foreign_key, "as planned")) : std::nullopt;
        };
        auto const e = failure(store.erase(run));
        BOOST_TEST(e.code() == errc::serialization);
        BOOST_TEST((e.again() == ssot::retry::transaction));
        w.fail = {};
        BOOST_TEST(rows_in<ssot::sync>(store) == 1u);
    }
}

// With locks on rows, the parents are locked before the children are looked at, and what came meanwhile is seen.
BOOST_AUTO_TEST_CASE(parents_are_locked_first)
{
    struct locking : ssot::storage::memory {
        struct session : ssot::storage::memory_session {
            explicit session(ssot::storage::memory_session inner, std::vector<std::pair<std::string, bool>>* s)
                : memory_session(std::move(inner)), scans(s)
            {
            }
            ssot::result<ssot::storage::memory_cursor> scan(ssot::storage::query const& q)
            {
                scans->emplace_back(q.model->name, q.locking == ssot::storage::lock::update);
                return memory_session::scan(q);
            }
            ssot::result<void> begin(ssot::storage::tx_options tx)
            {
                scans->emplace_back("begin", tx.level == ssot::storage::isolation::read_committed);
                return memory_session::begin(tx);
            }
            std::vector<std::pair<std::string, bool>>* scans;
        };
        using session_type = session;
        ssot::result<session>       open() { return session(memory::open().value(), &scans); }
        ssot::storage::capabilities caps() const noexcept
        {
            auto out      = memory::caps();
            out.row_locks = true;
            return out;
        }
        std::vector<std::pair<std::string, bool>> scans{};
    } backend;
    ssot::store store{backend};
    auto        run = make_sync();
    store.insert(run).value();
    backend.scans.clear();
    store.erase(run).value();
    BOOST_TEST_REQUIRE(backend.scans.size() >= 2u);
    BOOST_TEST((backend.scans[0] == std::pair<std::string, bool>("begin", true)));
    BOOST_TEST((backend.scans[1] == std::pair<std::string, bool>("nautobot_ssot.sync", true)));
}

// Random graphs of devices, ports, cables and remarks against the rules worked out by hand on maps.
SSOT_TEST_CASE_OVER(backends, random_graphs_are_erased_by_the_rules)
{
    for (std::uint64_t seed = 1; seed != 25; ++seed) {
        random_source                random(seed);
        opened<>                     o(backend_name);
        std::map<ssot::uuid, device> devices;
        std::map<ssot::uuid, port>   ports;
        std::map<ssot::uuid, cable>  cables;
        std::map<ssot::uuid, remark> remarks;
        auto const some_device = [&] { return to_device{key(static_cast<std::uint8_t>(1 + random.below(8)), 1)}; };
        for (std::uint8_t i = 1; i != 9; ++i) {
            device d{.id = key(i, 1), .hostname = std::to_string(i)};
            if (random.one_in(2))
                d.part_of = some_device();
            devices.emplace(d.id, d);
        }
        for (std::uint8_t i = 1; i != 9; ++i) {
            port p{.id = key(i, 2), .on = some_device(), .name = std::to_string(i)};
            if (random.one_in(2))
                p.peer = some_device();
            ports.emplace(p.id, p);
            remark r{.id = key(i, 3), .about = some_device()};
            if (random.one_in(3))
                r.by = some_device();
            if (random.one_in(3))
                remarks.emplace(r.id, r);
        }
        for (std::uint8_t i = 1; i != 4; ++i)
            if (random.one_in(2))
                cables.emplace(key(i, 4),
                               cable{.id = key(i, 4),
                                     .a  = to_port{key(static_cast<std::uint8_t>(1 + random.below(8)), 2)},
                                     .b  = to_port{key(static_cast<std::uint8_t>(1 + random.below(8)), 2)}});
        auto const insert_all = [&](auto const& rows) {
            std::vector<std::remove_cvref_t<decltype(rows.begin()->second)>> list;
            for (auto const& [id, row] : rows)
                list.push_back(row);
            o.store.insert(list).value();
        };
        insert_all(devices);
        insert_all(ports);
        insert_all(remarks);
        insert_all(cables);
        rows_in<cable>(o.store), rows_in<remark>(o.store);

        for (int step = 0; step != 6; ++step) {
            auto const           target = some_device().value;
            std::set<ssot::uuid> leaving;
            if (devices.contains(target))
                leaving.insert(target);
            for (std::size_t before = 0; before != leaving.size();) { // until nothing more goes along
                before = leaving.size();
                for (auto const& [id, d] : devices)
                    if (d.part_of && leaving.contains(d.part_of->key()))
                        leaving.insert(id);
                for (auto const& [id, p] : ports)
                    if (leaving.contains(p.on.key()))
                        leaving.insert(id);
                for (auto const& [id, r] : remarks)
                    if (leaving.contains(r.about.key()))
                        leaving.insert(id);
            }
            std::set<std::string> protecting;
            for (auto const& [id, c] : cables)
                if (leaving.contains(c.a.key()) || leaving.contains(c.b.key()))
                    protecting.insert(ssot::to_string(id));
            for (auto const& [id, r] : remarks)
                if (r.by && leaving.contains(r.by->key()) && !leaving.contains(id))
                    protecting.insert(ssot::to_string(id));

            auto const erased = o.store.erase<device>(target);
            BOOST_TEST(erased.has_value() == protecting.empty(), "seed " << seed << ", step " << step);
            if (!erased) {
                BOOST_TEST(erased.error().code() == errc::protected_);
                BOOST_TEST(
                    (std::set<std::string>(erased.error().keys().begin(), erased.error().keys().end()) == protecting));
            } else if (protecting.empty()) {
                BOOST_TEST(erased->total() == leaving.size());
                std::erase_if(devices, [&](auto const& d) { return leaving.contains(d.first); });
                std::erase_if(ports, [&](auto const& p) { return leaving.contains(p.first); });
                std::erase_if(remarks, [&](auto const& r) { return leaving.contains(r.first); });
                for (auto& [id, p] : ports)
                    if (p.peer && leaving.contains(p.peer->key()))
                        p.peer.reset();
            }
            BOOST_TEST(rows_in<device>(o.store) == devices.size());
            BOOST_TEST(rows_in<remark>(o.store) == remarks.size());
            BOOST_TEST(rows_in<cable>(o.store) == cables.size());
            auto const left = o.store.select(ssot::from<port>()).value();
            BOOST_TEST(left.size() == ports.size());
            for (auto const& p : left)
                BOOST_TEST((p == ports.at(p.id)));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
