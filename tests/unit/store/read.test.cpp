// SPDX-License-Identifier: BSL-1.0
#include <ssot/store.hpp>

#include "support/inventory.hpp"
#include "support/random_source.hpp"
#include "support/stores.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using inventory::device;
using inventory::port;
using inventory::rack;
using ssot::asc;
using ssot::desc;
using ssot::errc;
using ssot::field;
using ssot::from;
using ssot_test::failure;
using ssot_test::key;
using ssot_test::keys_of;
using ssot_test::make_entry;
using ssot_test::make_sync;
using ssot_test::moment;
using ssot_test::opened;
using entry = ssot::sync_log_entry;

static_assert(
    std::is_same_v<decltype(std::declval<ssot::store>().get<ssot::sync>({})), ssot::result<ssot::stored<ssot::sync>>>);
static_assert(std::is_same_v<decltype(std::declval<ssot::store>().select(from<rack>())),
                             ssot::result<std::vector<ssot::stored<rack>>>>);
static_assert(std::is_same_v<decltype(std::declval<ssot::store>().select(from<rack>().defer<&rack::note>())),
                             ssot::result<std::vector<ssot::partial<rack>>>>);
static_assert(std::is_same_v<decltype(std::declval<ssot::store>().annotated_syncs()),
                             ssot::result<std::vector<ssot::annotated_sync>>>);
static_assert(std::is_same_v<decltype(std::declval<ssot::store>().annotated_syncs<ssot::raw_types>()),
                             ssot::result<std::vector<ssot::basic_annotated_sync<ssot::raw_types>>>>);
static_assert(std::is_same_v<decltype(ssot::logs_of(std::declval<ssot::sync>())), ssot::selection<entry>>);

/// Syncs 1 to 6: two that start together, two that never did.
std::vector<ssot::sync> six_syncs()
{
    std::vector<ssot::sync> out;
    for (std::uint8_t i = 1; i != 7; ++i)
        out.push_back({.id = key(i), .source = "s" + std::to_string(i % 3), .target = "Nautobot"});
    out[0].start_time = moment(30);
    out[1].start_time = moment(10);
    out[2].start_time = moment(30);
    out[4].start_time = moment(20);
    return out;
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store_read)

SSOT_TEST_CASE_OVER(backends, what_is_not_there_is_not_found)
{
    opened<>   o(backend_name);
    auto const e = failure(o.store.get<ssot::sync>(key(1)));
    BOOST_TEST(e.code() == errc::not_found);
    BOOST_TEST(e.text().find(ssot::to_string(key(1))) != std::string_view::npos, e.text());
    BOOST_TEST(failure(o.store.get<rack>(5)).code() == errc::not_found);
    BOOST_TEST(failure(o.store.get<ssot::sync>({})).code() == errc::not_found);
    BOOST_TEST(o.store.select(from<device>()).value().empty());
    BOOST_TEST(o.store.count<device>().value() == 0u);
    BOOST_TEST(o.store.annotated_syncs().value().empty());

    o.store.insert(six_syncs()).value();
    BOOST_TEST(failure(o.store.get<ssot::sync>(key(7))).code() == errc::not_found);
    BOOST_TEST(o.store.get<ssot::sync>(key(6)).has_value());
    BOOST_TEST(failure(o.store.get<ssot::job>(key(6))).code() == errc::not_found, "a key of another model");
}

SSOT_TEST_CASE_OVER(backends, conditions_choose_rows)
{
    opened<> o(backend_name);
    o.store.insert(six_syncs()).value();
    auto const all = from<ssot::sync>().order_by(asc<&ssot::sync::id>);
    CHECK_FOUND(all, 1, 2, 3, 4, 5, 6);
    CHECK_FOUND(all.where(field<&ssot::sync::source> == "s1"), 1, 4);
    CHECK_FOUND(all.where(field<&ssot::sync::start_time> >= moment(20)), 1, 3, 5);
    CHECK_FOUND(all.where(field<&ssot::sync::start_time> != moment(30)), 2, 4, 5, 6);
    CHECK_FOUND(all.where(is_null(field<&ssot::sync::start_time>)), 4, 6);
    CHECK_FOUND(all.where(!is_null(field<&ssot::sync::start_time>)), 1, 2, 3, 5);
    CHECK_FOUND(all.where(!(field<&ssot::sync::start_time> < moment(30))), 1, 3, 4, 6);
    CHECK_FOUND(all.where(field<&ssot::sync::start_time> == std::optional<ssot::timestamp>()));
    CHECK_FOUND(all.where(field<&ssot::sync::source> == "s1" || field<&ssot::sync::start_time> == moment(10)), 1, 2, 4);
    CHECK_FOUND(all.where(field<&ssot::sync::source> == "s1").where(is_null(field<&ssot::sync::start_time>)), 4);
    CHECK_FOUND(all.where({}), 1, 2, 3, 4, 5, 6);
    CHECK_FOUND(all.where(!ssot::predicate<ssot::sync>()));
    CHECK_FOUND(all.where(field<&ssot::sync::id> == key(3)), 3);
    CHECK_FOUND(all.where(in(field<&ssot::sync::id>, {key(5), key(9), key(2)})), 2, 5);
    CHECK_FOUND(all.where(!in(field<&ssot::sync::id>, {key(5), key(2)})), 1, 3, 4, 6);
    CHECK_FOUND(all.where(in(field<&ssot::sync::id>, std::vector<ssot::uuid>())));
    CHECK_FOUND(all.where(field<&ssot::sync::id> > key(4)), 5, 6);
}

SSOT_TEST_CASE_OVER(backends, a_key_asked_for_twice_is_found_once)
{
    opened<> o(backend_name);
    o.store.insert(six_syncs()).value();
    CHECK_FOUND(from<ssot::sync>().where(in(field<&ssot::sync::id>, {key(2), key(2), key(4), key(2)})), 2, 4);
    BOOST_TEST(o.store.count(from<ssot::sync>().where(in(field<&ssot::sync::id>, {key(2), key(2)}))).value() == 1u);
}

SSOT_TEST_CASE_OVER(backends, texts_are_searched)
{
    opened<>          o(backend_name);
    std::string const names[] = {"Core-1", "core-2", "100%", "a_b", "\xc3\x89t\xc3\xa9", ""};
    std::uint8_t      n       = 0;
    for (auto const& name : names)
        o.store.insert(device{.id = key(++n), .hostname = std::to_string(n), .serial = name}).value();
    o.store.insert(device{.id = key(7), .hostname = "Zebra"}).value();
    auto const     all    = from<device>();
    constexpr auto serial = field<&device::serial>;
    CHECK_FOUND(all.where(contains(serial, "core")), 2);
    CHECK_FOUND(all.where(icontains(serial, "CORE-")), 1, 2);
    CHECK_FOUND(all.where(istarts_with(serial, "cORE-1")), 1);
    CHECK_FOUND(all.where(istarts_with(serial, "ore")));
    CHECK_FOUND(all.where(icontains(serial, "%")), 3);
    CHECK_FOUND(all.where(icontains(serial, "_")), 4);
    CHECK_FOUND(all.where(contains(serial, "\\")));
    CHECK_FOUND(all.where(icontains(serial, "")), 1, 2, 3, 4, 5, 6);
    CHECK_FOUND(all.where(!icontains(serial, "")), 7);
    CHECK_FOUND(all.where(icontains(serial, "\xc3\xa9")), 5);
    CHECK_FOUND(all.where(icontains(serial, "\xc3\xa9T")));
    CHECK_FOUND(all.where(contains(serial, "t\xc3\xa9")), 5);
    CHECK_FOUND(all.where(field<&device::hostname> > "6"), 7);
    CHECK_FOUND(all.where(serial < "a"), 1, 3, 6); // by bytes: capitals before small letters

    auto run = make_sync();
    run.diff = {{"+", {{"name", "\xc3\x9c"}, {"tags", {1, 2}}}}};
    o.store.insert(run).value();
    auto const in_diff = [&](std::string_view needle) {
        return o.store.count(from<ssot::sync>().where(icontains(field<&ssot::sync::diff>, needle))).value();
    };
    BOOST_TEST(in_diff(R"("NAME":")") == 1u);
    BOOST_TEST(in_diff("[1,2]") == 1u, "in canonical text");
    BOOST_TEST(in_diff("\xc3\x9c") == 1u);
    BOOST_TEST(in_diff("u00dc") == 0u);
    BOOST_TEST(o.store.count(from<ssot::sync>().where(field<&ssot::sync::diff> == run.diff)).value() == 1u);
    BOOST_TEST(o.store.count(from<ssot::sync>().where(field<&ssot::sync::diff> == boost::json::value(1))).value() == 0u);
    BOOST_TEST(o.store.count(from<ssot::sync>().where(field<&ssot::sync::summary> == boost::json::value(nullptr))).value() ==
                   0u,
               "null is not a document");
    BOOST_TEST(o.store.count(from<ssot::sync>().where(is_null(field<&ssot::sync::summary>))).value() == 1u);
}

SSOT_TEST_CASE_OVER(backends, syncs_come_by_start_time)
{
    opened<> o(backend_name);
    o.store.insert(six_syncs()).value();
    auto const all = from<ssot::sync>();
    CHECK_FOUND(all, 2, 5, 1, 3, 4, 6);
    CHECK_FOUND(all.order_by(desc<&ssot::sync::start_time>), 4, 6, 1, 3, 5, 2);
    CHECK_FOUND(all.order_by(asc<&ssot::sync::start_time>.nulls_first()), 4, 6, 2, 5, 1, 3);
    CHECK_FOUND(all.order_by(asc<&ssot::sync::start_time>.nulls_last()), 2, 5, 1, 3, 4, 6);
    CHECK_FOUND(all.order_by(desc<&ssot::sync::start_time>.nulls_last()), 1, 3, 5, 2, 4, 6);
    CHECK_FOUND(all.order_by(desc<&ssot::sync::start_time>.nulls_first()), 4, 6, 1, 3, 5, 2);
    CHECK_FOUND(all.order_by(asc<&ssot::sync::source>, desc<&ssot::sync::id>), 6, 3, 4, 1, 5, 2);
    CHECK_FOUND(all.order_by(desc<&ssot::sync::id>), 6, 5, 4, 3, 2, 1);
    CHECK_FOUND(all.order_by(desc<&ssot::sync::target>), 1, 2, 3, 4, 5, 6); // all alike: by key
}

SSOT_TEST_CASE_OVER(backends, pages_are_cut_after_sorting)
{
    opened<> o(backend_name);
    o.store.insert(six_syncs()).value();
    auto const all = from<ssot::sync>();
    CHECK_FOUND(all.limit(2), 2, 5);
    CHECK_FOUND(all.limit(2).offset(2), 1, 3);
    CHECK_FOUND(all.offset(4), 4, 6);
    CHECK_FOUND(all.limit(0));
    CHECK_FOUND(all.limit(100), 2, 5, 1, 3, 4, 6);
    CHECK_FOUND(all.offset(6));
    CHECK_FOUND(all.offset(std::numeric_limits<std::uint64_t>::max()).limit(std::numeric_limits<std::uint64_t>::max()));
    CHECK_FOUND(all.offset(5).limit(std::numeric_limits<std::uint64_t>::max()), 6);
    CHECK_FOUND(all.where(field<&ssot::sync::source> != "s1").limit(3), 2, 5, 3);
    CHECK_FOUND(all.where(in(field<&ssot::sync::id>, {key(4), key(5), key(1)})).limit(2), 5, 1); // keys alone, and cut
    CHECK_FOUND(
        all.where(in(field<&ssot::sync::id>, {key(4), key(5), key(1)})).order_by(desc<&ssot::sync::id>).offset(1), 4, 1);

    BOOST_TEST(o.store.count<ssot::sync>().value() == 6u);
    BOOST_TEST(o.store.count(all.where(is_null(field<&ssot::sync::start_time>))).value() == 2u);
    BOOST_TEST(o.store.count(all.limit(4)).value() == 4u);
    BOOST_TEST(o.store.count(all.offset(4)).value() == 2u);
    BOOST_TEST(o.store.count(all.offset(4).limit(1)).value() == 1u);
    BOOST_TEST(o.store.count(all.offset(7)).value() == 0u);
    BOOST_TEST(o.store.count(all.defer<&ssot::sync::diff>()).value() == 6u);
}

// Django orders entries by their sync's start time, then by their own time; equal ones by key.
SSOT_TEST_CASE_OVER(backends, log_entries_come_by_sync_and_time)
{
    opened<> o(backend_name);
    o.store.insert(six_syncs()).value();
    std::int64_t ticks = 0;
    ssot::store  clocked{o.backend, {.clock = [&] { return moment(ticks); }}};
    auto const   log = [&](std::uint8_t id, std::uint8_t sync, std::int64_t at) {
        ticks = at;
        clocked.insert(entry{.id = key(id), .sync = ssot::key_to<ssot::sync>{key(sync)}}).value();
    };
    log(1, 4, 5); // never started
    log(2, 1, 7);
    log(3, 3, 6); // starts with sync 1: their entries interleave
    log(4, 1, 5);
    log(5, 2, 9);
    log(6, 6, 1); // never started, but earlier
    log(7, 1, 7);
    log(8, 5, 0);
    CHECK_FOUND(from<entry>(), 5, 8, 4, 3, 2, 7, 6, 1);
    CHECK_FOUND(from<entry>().limit(3).offset(1), 8, 4, 3);
    CHECK_FOUND(o.store.logs_of(six_syncs()[0]), 4, 2, 7);
    CHECK_FOUND(ssot::logs_of(six_syncs()[0]).limit(1), 4);
    CHECK_FOUND(o.store.logs_of(make_sync()));
    CHECK_FOUND(from<entry>().order_by(asc<&entry::sync>), 2, 4, 7, 5, 3, 1, 8, 6); // by the key of the sync
    CHECK_FOUND(
        from<entry>().order_by(desc<&entry::sync, &ssot::sync::start_time>, asc<&entry::timestamp>), 6, 1, 4, 3, 2, 7, 8, 5);
    CHECK_FOUND(from<entry>().order_by(asc<&entry::sync, &ssot::sync::start_time>.nulls_first(), desc<&entry::timestamp>),
                1,
                6,
                5,
                8,
                2,
                7,
                3,
                4);
    CHECK_FOUND(from<entry>().where(field<&entry::sync, &ssot::sync::source> == "s1"), 4, 2, 7, 1);
    CHECK_FOUND(from<entry>().where(field<&entry::sync, &ssot::sync::start_time> != moment(30)), 5, 8, 6, 1);
    CHECK_FOUND(from<entry>().where(is_null(field<&entry::sync, &ssot::sync::start_time>)), 6, 1);
    CHECK_FOUND(from<entry>().where(is_null(field<&entry::synced_object_type, &ssot::content_type::model>)).limit(2),
                5,
                8); // nothing there to follow
    BOOST_TEST(o.store.count(from<entry>().where(field<&entry::synced_object_type, &ssot::content_type::model> == "device"))
                   .value() == 0u);

    using raw_sync = ssot::basic_sync<ssot::raw_types>;
    BOOST_TEST(o.store.select(o.store.logs_of(raw_sync{.id = key(1)})).value().size() == 3u, "of all types");
}

SSOT_TEST_CASE_OVER(backends, job_results_come_newest_first)
{
    opened<> o(backend_name);
    for (auto const id : std::initializer_list<std::uint8_t>{3, 1, 2})
        o.store.insert(ssot::job_result{.id = key(id), .name = "job"}).value(); // date_created is set one after the other
    CHECK_FOUND(from<ssot::job_result>(), 2, 1, 3);
    std::vector<ssot::job_result> jobs;
    for (auto const id : std::initializer_list<std::uint8_t>{9, 8})
        jobs.push_back({.id = key(id), .name = "job"});
    ssot::storage::any_backend fresh = make_backend(backend_name);
    ssot::store                still{fresh, {.clock = [] { return moment(0); }}};
    still.insert(jobs).value();
    BOOST_TEST(found(still, from<ssot::job_result>()) == (numbers{8, 9}), boost::test_tools::per_element());
}

SSOT_TEST_CASE_OVER(backends, models_of_the_user_come_in_their_order)
{
    opened<>                o(backend_name);
    std::vector<rack> const racks{{.id = 1, .name = "b", .height = 10},
                                  {.id = 2, .name = "a", .height = 10},
                                  {.id = 3, .name = "c", .height = 60},
                                  {.id = -4, .name = "d", .height = 1}};
    o.store.insert(racks).value();
    BOOST_TEST(keys_of(o.store.select(from<rack>()).value()) == (std::vector<std::int64_t>{3, 2, 1, -4}),
               boost::test_tools::per_element());
    BOOST_TEST(keys_of(o.store.select(from<rack>().order_by(asc<&rack::id>)).value()) ==
                   (std::vector<std::int64_t>{-4, 1, 2, 3}),
               boost::test_tools::per_element());
    BOOST_TEST(keys_of(o.store.select(from<rack>().where(in(field<&rack::id>, {2, -4}))).value()) ==
                   (std::vector<std::int64_t>{2, -4}),
               boost::test_tools::per_element());

    // Ports by device: that has no ordering of its own, so by its key; then by name, descending.
    for (auto const i : std::initializer_list<std::uint8_t>{2, 1})
        o.store.insert(device{.id = key(i), .hostname = std::to_string(i)}).value();
    auto const port_on = [](std::uint8_t id, std::uint8_t dev, std::string name) {
        return port{.id = key(id), .on = ssot::key_to<device>{key(dev)}, .name = std::move(name)};
    };
    o.store
        .insert(
            std::vector{port_on(1, 2, "a"), port_on(2, 1, "a"), port_on(3, 1, "b"), port_on(4, 2, "c"), port_on(5, 1, "b")})
        .value();
    CHECK_FOUND(from<port>(), 3, 5, 2, 4, 1);
}

SSOT_TEST_CASE_OVER(backends, deferred_fields_are_not_read)
{
    opened<> o(backend_name);
    auto     syncs = six_syncs();
    for (auto& s : syncs)
        s.diff = {{"id", s.id.data[15]}};
    o.store.insert(syncs).value();
    auto const rows =
        o.store
            .select(
                from<ssot::sync>().where(field<&ssot::sync::source> == "s1").defer<&ssot::sync::diff, &ssot::sync::target>())
            .value();
    BOOST_TEST_REQUIRE(rows.size() == 2u);
    for (auto const& row : rows) {
        BOOST_TEST(row.source == "s1");
        BOOST_TEST(row.target == "");
        BOOST_TEST((row.diff == boost::json::object()));
        BOOST_TEST(!row.is_loaded<&ssot::sync::diff>());
        BOOST_TEST(row.is_loaded<&ssot::sync::source>());
        BOOST_TEST(failure(row.get<&ssot::sync::target>()).code() == errc::misuse);
        BOOST_TEST(revision_of(row) == 1);
    }
    CHECK_FOUND(from<ssot::sync>().order_by(desc<&ssot::sync::start_time>).limit(3).defer<&ssot::sync::start_time>(),
                4,
                6,
                1); // still sorts
    CHECK_FOUND(from<entry>().defer<&entry::sync>());
}

// ---- annotated --------------------------------------------------------------------------------------------------------

SSOT_TEST_CASE_OVER(backends, annotated_syncs_are_counted)
{
    for (std::uint64_t seed = 1; seed != 4; ++seed) {
        opened<>      o(backend_name);
        random_source random(seed);
        using lenient = ssot::basic_sync_log_entry<ssot::lenient_types>;

        std::vector<ssot::job_result> jobs;
        for (int i = 0; i != 3; ++i)
            jobs.push_back({.name = "job " + std::to_string(i), .status = ssot::job_result_status::success});
        o.store.insert(jobs).value();
        std::vector<ssot::sync> syncs;
        for (int i = 0; i != 12; ++i) {
            auto s = make_sync("s" + std::to_string(i % 4));
            if (!random.one_in(3))
                s.start_time = moment(random.between(0, 5));
            if (!random.one_in(3))
                s.job_result = jobs[random.below(3)];
            s.diff    = {{"n", i}};
            s.summary = boost::json::value(i);
            syncs.push_back(s);
        }
        o.store.insert(syncs).value();

        // By hand: the texts of each entry, those of the choices and others.
        std::map<ssot::uuid, std::map<std::string, std::int64_t>> by_action, by_status;
        std::vector<lenient>                                      entries;
        for (int i = 0; i != 150; ++i) {
            auto const& of     = syncs[random.below(syncs.size() - 2)]; // the last two have none
            std::string action = random.pick<char const*>({"no-change", "create", "update", "delete", "Create", "replace"});
            std::string status = random.pick<char const*>({"success", "failure", "error", "unknown"});
            lenient     e{.sync = of};
            e.action = decltype(e.action)::from_text(action);
            e.status = decltype(e.status)::from_text(status);
            entries.push_back(e);
            ++by_action[of.id][action];
            ++by_status[of.id][status];
        }
        o.store.insert(entries).value();

        auto const check = [&](auto const& rows, std::vector<ssot::sync> const& wanted) {
            BOOST_TEST_REQUIRE(rows.size() == wanted.size());
            for (std::size_t i = 0; i != rows.size(); ++i) {
                auto const& s = wanted[i];
                BOOST_TEST((rows[i].sync.id == s.id), "row " << i);
                BOOST_TEST(rows[i].sync.source == s.source);
                BOOST_TEST(!rows[i].sync.template is_loaded<&ssot::sync::diff>());
                BOOST_TEST((rows[i].sync.diff == boost::json::object()), "not loaded");
                BOOST_TEST((rows[i].sync.template get<&ssot::sync::summary>().value() == s.summary));
                BOOST_TEST(rows[i].job_result.has_value() == s.job_result.has_value());
                if (rows[i].job_result)
                    BOOST_TEST(
                        (*rows[i].job_result == *std::ranges::find(jobs, s.job_result->key(), &ssot::job_result::id)));
                auto const& c = rows[i].counts;
                BOOST_TEST(c.unchanged == by_action[s.id]["no-change"]);
                BOOST_TEST(c.created == by_action[s.id]["create"]);
                BOOST_TEST(c.updated == by_action[s.id]["update"]);
                BOOST_TEST(c.deleted == by_action[s.id]["delete"]);
                BOOST_TEST(c.succeeded == by_status[s.id]["success"]);
                BOOST_TEST(c.failed == by_status[s.id]["failure"]);
                BOOST_TEST(c.errored == by_status[s.id]["error"]);
            }
        };
        auto const by_start = [](ssot::sync const& a, ssot::sync const& b) {
            auto const far = std::optional(ssot::timestamp::max());
            auto const x = a.start_time ? a.start_time : far, y = b.start_time ? b.start_time : far;
            return x != y ? x < y : a.id < b.id;
        };
        auto wanted = syncs;
        std::ranges::sort(wanted, by_start);
        check(o.store.annotated_syncs().value(), wanted);
        BOOST_TEST(
            (o.store.annotated_syncs().value().back().counts == ssot::sync_counts{} || wanted.back().id != syncs.back().id));
        check(o.store.annotated_syncs(from<ssot::sync>().offset(2).limit(5)).value(),
              {wanted.begin() + 2, wanted.begin() + 7});
        check(o.store.annotated_syncs(from<ssot::sync>().limit(0)).value(), {});

        std::erase_if(wanted, [](auto const& s) { return s.source == "s1" || !s.job_result; });
        std::ranges::reverse(wanted);
        std::list<ssot::sync> by_source(wanted.begin(), wanted.end()); // whose sort is stable
        by_source.sort([](auto const& a, auto const& b) { return a.source > b.source; });
        wanted.assign(by_source.begin(), by_source.end());
        auto const filtered = from<ssot::sync>()
                                  .where(field<&ssot::sync::source> != "s1" && !is_null(field<&ssot::sync::job_result>))
                                  .order_by(desc<&ssot::sync::source>, desc<&ssot::sync::start_time>, desc<&ssot::sync::id>);
        check(o.store.annotated_syncs(filtered).value(), wanted);

        auto const raw = o.store.annotated_syncs<ssot::raw_types>().value();
        BOOST_TEST(raw.size() == syncs.size());
        auto const open = o.store.annotated_syncs(from<ssot::basic_sync<ssot::lenient_types>>().limit(1)).value();
        BOOST_TEST((open.at(0).counts == raw.at(0).counts));
    }
}

SSOT_TEST_CASE_OVER(backends, counts_follow_what_happens)
{
    opened<> o(backend_name);
    auto     run = make_sync();
    o.store.insert(run).value();
    auto const counts = [&] { return o.store.annotated_syncs().value().at(0).counts; };
    BOOST_TEST((counts() == ssot::sync_counts{}), "a sync without logs");
    auto entry   = make_entry(run);
    entry.action = ssot::sync_log_entry_action::update;
    o.store.insert(entry).value();
    BOOST_TEST((counts() == ssot::sync_counts{.updated = 1, .succeeded = 1}));

    std::vector bad{make_entry(run), make_entry(run)};
    bad[1].id = bad[0].id;
    BOOST_TEST(!o.store.insert(bad).has_value());
    BOOST_TEST((counts() == ssot::sync_counts{.updated = 1, .succeeded = 1}), "what was refused counts for nothing");
    o.store.erase(entry).value();
    BOOST_TEST((counts() == ssot::sync_counts{}));

    auto rows           = o.store.annotated_syncs().value();
    rows[0].sync.source = "changed";
    BOOST_TEST(o.store.update(rows[0].sync).has_value(), "an annotated row can be updated");
    BOOST_TEST(o.store.get<ssot::sync>(run.id)->source == "changed");
}

// ---- singletons -------------------------------------------------------------------------------------------------------

SSOT_TEST_CASE_OVER(backends, a_singleton_is_made_once)
{
    opened<> o(backend_name);
    using config = ssot::servicenow_config;
    BOOST_TEST(o.store.count<config>().value() == 0u);
    auto first = o.store.load<config>().value();
    BOOST_TEST(!first.id.is_nil());
    BOOST_TEST(first.servicenow_instance == "");
    BOOST_TEST(revision_of(first) == 1);
    BOOST_TEST((o.store.load<config>()->id == first.id));
    BOOST_TEST(o.store.count<config>().value() == 1u);

    first.servicenow_instance = "dev1";
    o.store.update(first).value();
    auto again = o.store.session().value().load<config>().value();
    BOOST_TEST((again == first));
    BOOST_TEST(revision_of(again) == 2);
    BOOST_TEST((o.store.load<ssot::basic_servicenow_config<ssot::raw_types>>()->id == first.id));

    // Rows that came from elsewhere: the smallest key counts.
    opened<> other(backend_name);
    other.store.insert(std::vector{config{.id = key(7)}, config{.id = key(3), .servicenow_instance = "old"}}).value();
    BOOST_TEST((other.store.load<config>()->id == key(3)));
    BOOST_TEST(other.store.count<config>().value() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
