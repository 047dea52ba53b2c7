// SPDX-License-Identifier: BSL-1.0
#include <ssot/store.hpp>

#include "support/inventory.hpp"
#include "support/stores.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <list>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using inventory::cable;
using inventory::device;
using inventory::port;
using inventory::rack;
using ssot::errc;
using ssot::field;
using ssot_test::failure;
using ssot_test::key;
using ssot_test::make_entry;
using ssot_test::make_sync;
using ssot_test::moment;
using ssot_test::opened;
using ssot_test::rows_in;

static_assert(std::is_move_constructible_v<ssot::store> && !std::is_copy_constructible_v<ssot::store>,
              "session() gives another");
static_assert(std::is_constructible_v<ssot::store, ssot::storage::memory> &&
              std::is_constructible_v<ssot::store, ssot::storage::memory&>);
static_assert(!std::is_constructible_v<ssot::store, ssot::storage::memory const&>, "a store writes");
static_assert(!std::is_constructible_v<ssot::store, int> && !std::is_constructible_v<ssot::store, ssot::error>);
static_assert(!std::is_convertible_v<ssot::storage::memory, ssot::store>);
static_assert(std::is_same_v<decltype(ssot::store{ssot::storage::memory{}}), ssot::store>);
static_assert(std::is_same_v<decltype(ssot::store{ssot::storage::memory{}, ssot::store_options{}}), ssot::store>);

// What can be inserted, and what comes back.
template<class Store, class Rows>
concept inserts = requires(Store s, Rows&& rows) { s.insert(std::forward<Rows>(rows)); };
static_assert(inserts<ssot::store, ssot::sync&> && inserts<ssot::store, ssot::sync const&> &&
              inserts<ssot::store, ssot::sync>);
static_assert(inserts<ssot::store, device&> && !inserts<ssot::store, int> && !inserts<ssot::store, ssot::sync_counts>);
static_assert(inserts<ssot::store, std::vector<ssot::sync>&> && inserts<ssot::store, std::vector<ssot::sync> const&>);
static_assert(inserts<ssot::store, std::vector<ssot::sync>> && inserts<ssot::store, std::array<device, 3>&>);
static_assert(inserts<ssot::store, std::span<ssot::sync>> && inserts<ssot::store, std::span<ssot::sync const>>);
static_assert(!inserts<ssot::store, std::list<ssot::sync>&> && !inserts<ssot::store, std::vector<int>&>);
static_assert(inserts<ssot::store, ssot::stored<ssot::sync>&> && inserts<ssot::store, std::vector<ssot::stored<device>>> &&
                  !inserts<ssot::store, ssot::partial<ssot::sync>&>,
              "what was read whole may be stored elsewhere");
static_assert(
    std::is_same_v<decltype(std::declval<ssot::store>().insert(std::declval<ssot::sync&>())), ssot::result<ssot::uuid>>);
static_assert(std::is_same_v<decltype(std::declval<ssot::store>().insert(std::declval<std::vector<rack>&>())),
                             ssot::result<std::vector<std::int64_t>>>);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store_write)

SSOT_TEST_CASE_OVER(backends, what_is_inserted_can_be_read)
{
    opened<> o(backend_name);
    auto     run         = make_sync();
    run.start_time       = moment(5);
    run.diff_time        = ssot::duration(-3);
    run.sync_memory_peak = std::numeric_limits<std::int64_t>::max();
    run.diff             = {{"+", {{"name", "core-1"}, {"load", 0.1}}}};
    run.summary          = boost::json::value{{"create", 1}};
    BOOST_TEST((o.store.insert(run).value() == run.id));

    auto const back = o.store.get<ssot::sync>(run.id).value();
    BOOST_TEST((back == run), differ<ssot::sync>(back, run));
    BOOST_TEST(revision_of(back) == 1);

    rack r{.name      = "left",
           .load      = -0.5,
           .locked    = true,
           .is        = inventory::state::retired,
           .installed = moment(1),
           .warranty  = ssot::duration(1),
           .note      = ""};
    o.store.insert(r).value();
    auto const rack_back = o.store.get<rack>(r.id).value();
    BOOST_TEST((rack_back == r), differ<rack>(rack_back, r));
}

SSOT_TEST_CASE_OVER(backends, keys_are_kept_or_made)
{
    opened<>   o(backend_name);
    auto       given = make_sync();
    auto const id    = given.id;
    BOOST_TEST((o.store.insert(given).value() == id));
    BOOST_TEST((given.id == id));

    auto nil        = make_sync();
    nil.id          = {};
    auto const made = o.store.insert(nil).value();
    BOOST_TEST(!made.is_nil());
    BOOST_TEST((nil.id == made), "written back");
    BOOST_TEST((o.store.get<ssot::sync>(made).value() == nil));

    ssot::sync const unchanged{.id = {}, .source = "A", .target = "B"};
    auto const       another = o.store.insert(unchanged).value();
    BOOST_TEST(!another.is_nil());
    BOOST_TEST((another != made));
    BOOST_TEST(unchanged.id.is_nil());
    BOOST_TEST(!o.store.insert(device{.hostname = "temporary"}).value().is_nil());
    BOOST_TEST(rows_in<ssot::sync>(o.store) == 3u);
}

SSOT_TEST_CASE_OVER(backends, times_that_are_given_stay_when_that_is_asked_for)
{
    using ssot::insert_options;
    constexpr insert_options keep{.keep_times = true};
    opened<>                 o(backend_name);
    auto                     run = make_sync();
    o.store.insert(run).value();
    o.ticks = 1000;

    auto const stored = [&](ssot::sync_log_entry const& e) {
        return (o.store.get<ssot::sync_log_entry>(e.id).value().timestamp - moment(0)).count();
    };
    auto const made = [&](std::int64_t us) {
        auto e      = make_entry(run);
        e.timestamp = us < 0 ? ssot::timestamp() : moment(us);
        return e;
    };
    // One row, const or not; the clock is asked only if that is needed.
    auto given = made(7), none = made(-1), set = made(8);
    o.store.insert(given, keep).value();
    o.store.insert(none, keep).value();
    o.store.insert(set).value();
    BOOST_TEST((stored(given) == 7 && given.timestamp == moment(7)));
    BOOST_TEST((stored(none) == 1000 && none.timestamp == moment(1000)), "written back");
    BOOST_TEST((stored(set) == 1001 && set.timestamp == moment(1001)), "as Django does");
    auto const fixed = made(9);
    o.store.insert(fixed, keep).value();
    BOOST_TEST(stored(fixed) == 9);

    // Many rows, some with a time; before 1970 as well.
    std::vector many{made(1), made(-1), made(2), made(-1)};
    many[2].timestamp = moment(0) - std::chrono::years(100);
    o.store.insert(many, keep).value();
    BOOST_TEST((stored(many[0]) == 1 && stored(many[1]) == 1002 && stored(many[3]) == 1003));
    BOOST_TEST((many[2].timestamp == moment(0) - std::chrono::years(100)));
    BOOST_TEST((o.store.get<ssot::sync_log_entry>(many[2].id).value().timestamp == many[2].timestamp));
    std::vector<ssot::sync_log_entry> const fixed_rows{made(3), made(-1)};
    o.store.insert(std::span(fixed_rows), keep).value();
    BOOST_TEST((stored(fixed_rows[0]) == 3 && stored(fixed_rows[1]) == 1004));

    auto absent = made(4), there = made(5);
    BOOST_TEST(o.store.insert_if_absent(absent, keep).value());
    BOOST_TEST((stored(absent) == 4 && absent.timestamp == moment(4)));
    BOOST_TEST(o.store.insert_if_absent(there).value());
    BOOST_TEST((stored(there) == 1005 && there.timestamp == moment(1005)));

    // Other models too.
    ssot::job_result job{.name = "j", .date_created = moment(6)};
    o.store.insert(job, keep).value();
    BOOST_TEST((o.store.get<ssot::job_result>(job.id).value().date_created == moment(6)));
}

SSOT_TEST_CASE_OVER(backends, the_clock_is_read_no_more_often_than_it_must)
{
    std::int64_t               reads   = 0;
    ssot::storage::any_backend backend = make_backend(backend_name);
    // It stands at the epoch, which is a time like any other.
    ssot::store store{backend, {.clock = [&] { return ++reads, ssot::timestamp(); }}};
    auto const  reads_of = [&](auto const& work) {
        auto const before = reads;
        work();
        return reads - before;
    };
    using ssot::job_result;
    constexpr ssot::insert_options keep{.keep_times = true};

    // Models without such a time, whatever is done with them.
    auto run = make_sync();
    BOOST_TEST(reads_of([&] {
                   store.insert(run).value();
                   store.insert(std::vector{make_sync(), make_sync()}).value();
                   auto row = store.get<ssot::sync>(run.id).value();
                   store.update(row).value();
               }) == 0);

    // One row or many, in one batch of the backend or in several.
    for (std::size_t const n : {1U, 2U, 100U, 3'000U}) {
        std::vector<device> devices;
        while (devices.size() != n)
            devices.push_back(
                {.id = ssot::new_id(), .hostname = "h" + std::to_string(n) + '-' + std::to_string(devices.size())});
        BOOST_TEST(reads_of([&] { store.insert(devices).value(); }) == 1, n << " rows");
    }
    BOOST_TEST(reads_of([&] { store.insert(std::vector<job_result>()).value(); }) == 0, "no row");
    BOOST_TEST(reads_of([&] { store.insert(job_result{.name = "j"}).value(); }) == 1);

    // Entries are ordered by their time, so each has its own.
    std::vector<ssot::sync_log_entry> entries(5, {.sync = run, .message = "m"});
    for (auto& e : entries)
        e.id = ssot::new_id();
    BOOST_TEST(reads_of([&] { store.insert(entries).value(); }) == 5);

    // Only if a row has no time of its own.
    job_result const        given{.name = "j", .date_created = moment(6)};
    job_result const        also{.name = "j", .date_created = moment(7)};
    std::vector<job_result> mixed{also, {.name = "k"}, {.name = "l"}};
    BOOST_TEST(reads_of([&] { store.insert(given, keep).value(); }) == 0);
    BOOST_TEST(reads_of([&] { store.insert(mixed, keep).value(); }) == 2);

    job_result once{.name = "once"};
    BOOST_TEST(reads_of([&] { BOOST_TEST(store.insert_if_absent(once).value()); }) == 1);
    BOOST_TEST(reads_of([&] { BOOST_TEST(!store.insert_if_absent(once).value()); }) <= 1);
    BOOST_TEST(reads_of([&] { store.upsert(job_result{.name = "new"}).value(); }) == 1);
    BOOST_TEST(reads_of([&] { store.upsert(once).value(); }) == 0, "an update");
    BOOST_TEST(reads_of([&] {
                   store.select<job_result>({}).value();
                   store.erase(once).value();
                   store.content_type_of<device>().value();
               }) == 0);
}

SSOT_TEST_CASE_OVER(backends, keys_come_from_the_maker_of_keys)
{
    std::uint8_t               n       = 0;
    ssot::storage::any_backend backend = make_backend(backend_name);
    ssot::store                store{backend, {.make_id = [&] { return key(++n); }}};
    std::vector<device>        devices{{.hostname = "a"}, {.id = key(9), .hostname = "b"}, {.hostname = "c"}};
    auto const                 keys = store.insert(devices).value();
    BOOST_TEST(keys == (std::vector{key(1), key(9), key(2)}), boost::test_tools::per_element());
    BOOST_TEST(keys_of(devices) == keys, boost::test_tools::per_element());
    BOOST_TEST(n == 2, "none is made in vain");
}

SSOT_TEST_CASE_OVER(backends, integer_keys_go_on_from_the_highest)
{
    opened<> o(backend_name);
    rack     first{.name = "a"};
    BOOST_TEST(o.store.insert(first).value() == 1);
    BOOST_TEST(first.id == 1);
    std::vector<rack> more{{.name = "b"}, {.id = 40, .name = "c"}, {.name = "d"}, {.id = 7, .name = "e"}, {.name = "f"}};
    auto const        keys = o.store.insert(more).value();
    BOOST_TEST(keys == (std::vector<std::int64_t>{41, 40, 42, 7, 43}), boost::test_tools::per_element());
    BOOST_TEST(keys_of(more) == keys, boost::test_tools::per_element());
    BOOST_TEST(o.store.insert(rack{.id = -5, .name = "g"}).value() == -5, "a negative key is a key");
    BOOST_TEST(o.store.insert(rack{.name = "h"}).value() == 44);
    BOOST_TEST(rows_in<rack>(o.store) == 8u);

    opened<> negative(backend_name);
    negative.store.insert(rack{.id = -5, .name = "a"}).value();
    BOOST_TEST(negative.store.insert(rack{.name = "b"}).value() == 1, "keys that are made are positive");

    ssot::content_type type{.app_label = "dcim", .model = "device"};
    BOOST_TEST(o.store.insert(type).value() == 1, "each model has its own");
}

SSOT_TEST_CASE_OVER(backends, integer_keys_can_be_used_up)
{
    opened<> o(backend_name);
    o.store.insert(rack{.id = std::numeric_limits<std::int64_t>::max(), .name = "last"}).value();
    BOOST_TEST(!o.store.insert(rack{.name = "one more"}).has_value());
    BOOST_TEST(rows_in<rack>(o.store) == 1u);
}

SSOT_TEST_CASE_OVER(backends, times_are_set_by_the_insert)
{
    opened<> o(backend_name);
    auto     run = make_sync();
    o.store.insert(run).value();
    o.ticks = 100;

    auto entry      = make_entry(run);
    entry.timestamp = moment(-999'999); // is overwritten, as in the original
    o.store.insert(entry).value();
    BOOST_TEST((entry.timestamp == moment(100)));
    BOOST_TEST((o.store.get<ssot::sync_log_entry>(entry.id).value() == entry));

    auto const constant = make_entry(run);
    o.store.insert(constant).value();
    BOOST_TEST((constant.timestamp == ssot::timestamp()));
    BOOST_TEST((o.store.get<ssot::sync_log_entry>(constant.id)->timestamp == moment(101)));

    std::vector<ssot::sync_log_entry> many(3, make_entry(run));
    for (auto& e : many)
        e.id = ssot::new_id();
    o.store.insert(many).value();
    BOOST_TEST((many[0].timestamp == moment(102)), "a reading for each, since they are ordered by it");
    BOOST_TEST((many[2].timestamp == moment(104)));

    device d{.hostname = "mine", .added = moment(1)};
    o.store.insert(d).value();
    BOOST_TEST((d.added == moment(105)), "in a model of the user's");
    auto stored  = o.store.get<device>(d.id).value();
    stored.added = moment(7);
    o.store.update(stored).value();
    BOOST_TEST((o.store.get<device>(d.id)->added == moment(7)), "an update writes what it is given");
}

SSOT_TEST_CASE_OVER(backends, many_rows_at_once)
{
    opened<>                o(backend_name);
    std::vector<ssot::sync> rows(5, make_sync());
    for (auto& r : rows)
        r.id = {};
    auto const keys = o.store.insert(rows).value(); // a vector: written back
    BOOST_TEST(keys == keys_of(rows), boost::test_tools::per_element());
    for (auto const& r : rows)
        BOOST_TEST((o.store.get<ssot::sync>(r.id).value() == r));

    std::vector<ssot::sync> const constant(2, ssot::sync{.id = {}, .source = "A", .target = "B"});
    BOOST_TEST(o.store.insert(constant).value().size() == 2u);
    BOOST_TEST(constant[0].id.is_nil());
    std::array<ssot::sync, 2> two{make_sync("a"), make_sync("b")};
    two[1].id = {};
    BOOST_TEST((o.store.insert(std::span(two)).value()[1] == two[1].id));
    auto       three = std::vector(3, ssot::sync{.id = {}, .source = "A", .target = "B"});
    auto const part  = o.store.insert(std::span(three).subspan(1)).value();
    BOOST_TEST(part.size() == 2u);
    BOOST_TEST(three[0].id.is_nil());
    BOOST_TEST((three[1].id == part[0]));
    BOOST_TEST(o.store.insert(std::span<ssot::sync const>(three).first(1)).value().size() == 1u);
    BOOST_TEST(three[0].id.is_nil());
    BOOST_TEST(o.store.insert(std::vector{make_sync(), make_sync()}).value().size() == 2u);
    ssot::sync plain[] = {make_sync(), make_sync()};
    BOOST_TEST(o.store.insert(plain).value().size() == 2u);
    BOOST_TEST(rows_in<ssot::sync>(o.store) == 16u);

    BOOST_TEST(o.store.insert(std::vector<ssot::sync>()).value().empty());
    BOOST_TEST(o.store.insert(std::span<device>()).value().empty());
    BOOST_TEST(rows_in<ssot::sync>(o.store) == 16u);
}

SSOT_TEST_CASE_OVER(backends, one_bad_row_and_nothing_is_stored)
{
    opened<>                o(backend_name);
    std::vector<ssot::sync> rows(7, ssot::sync{.id = {}, .source = "A", .target = "B"});
    rows[3].source = std::string(65, 's');
    rows[5].target = "";
    auto const e   = failure(o.store.insert(rows));
    BOOST_TEST(e.code() == errc::validation);
    BOOST_TEST(e.path() == "[3].source");
    BOOST_TEST(e.text() == "Ensure this value has at most 64 characters (it has 65).");
    BOOST_TEST(rows_in<ssot::sync>(o.store) == 0u);
    for (auto const& r : rows)
        BOOST_TEST(r.id.is_nil(), "nothing is written back");

    auto one   = make_sync();
    one.source = "";
    BOOST_TEST(failure(o.store.insert(one)).path() == "source", "a single row has no index");
    BOOST_TEST(failure(o.store.insert(std::span(&one, 1))).path() == "[0].source", "a span of one has");

    rows[3].source = rows[5].target = "fine";
    BOOST_TEST(o.store.insert(rows).value().size() == 7u);
}

SSOT_TEST_CASE_OVER(backends, every_rule_is_asked)
{
    opened<>   o(backend_name);
    auto const refused = [&](ssot::sync const& s) {
        auto const e = failure(o.store.insert(s));
        BOOST_TEST(e.code() == errc::validation);
        return std::string(e.path());
    };
    auto s   = make_sync();
    s.source = std::string("a\0b", 3);
    BOOST_TEST(refused(s) == "source");
    s        = make_sync();
    s.target = "\xff";
    BOOST_TEST(refused(s) == "target");
    s      = make_sync();
    s.diff = {{"+", {{"load", std::numeric_limits<double>::quiet_NaN()}}}};
    BOOST_TEST(refused(s) == "diff");
    s.diff = nullptr;
    BOOST_TEST(refused(s) == "diff");
    s         = make_sync();
    s.summary = boost::json::value(nullptr);
    BOOST_TEST(refused(s) == "summary");
    s                  = make_sync();
    s.diff_memory_peak = -1;
    BOOST_TEST(refused(s) == "diff_memory_peak");
    s            = make_sync();
    s.start_time = ssot::timestamp::max();
    BOOST_TEST(refused(s) == "start_time");
    BOOST_TEST(failure(o.store.insert(ssot::sync_log_entry())).path() == "sync");
    auto entry   = make_entry(s);
    entry.status = static_cast<ssot::sync_log_entry_status>(9);
    BOOST_TEST(failure(o.store.insert(entry)).path() == "status");
    BOOST_TEST(failure(o.store.insert(rack{.name = "r", .height = 99})).path() == "height");
    BOOST_TEST(rows_in<ssot::sync>(o.store) == 0u);
    BOOST_TEST(rows_in<ssot::sync_log_entry>(o.store) == 0u);
    BOOST_TEST(rows_in<rack>(o.store) == 0u);

    s        = make_sync();
    s.source = std::string(63, 's') + "\xf0\x9f\x98\x80";
    BOOST_TEST(o.store.insert(s).has_value(), "64 code points of 67 bytes");
}

SSOT_TEST_CASE_OVER(backends, validation_can_be_switched_off)
{
    ssot::storage::any_backend backend = make_backend(backend_name);
    ssot::store                store{backend, {.validate = false}};
    ssot::sync                 s{.source = std::string(100, 's')};
    BOOST_TEST(store.insert(s).has_value());
    BOOST_TEST((store.get<ssot::sync>(s.id).value() == s));
    BOOST_TEST(failure(store.insert(ssot::sync_log_entry())).code() == errc::foreign_key, "foreign keys stay");

    std::vector rows{make_sync(), make_sync()};
    rows[1].diff = std::numeric_limits<double>::infinity();
    auto const e = failure(store.insert(rows));
    BOOST_TEST(e.code() == errc::validation, "what cannot be written as JSON cannot be stored");
    BOOST_TEST(e.path() == "[1].diff");
    BOOST_TEST(rows_in<ssot::sync>(store) == 1u);
}

SSOT_TEST_CASE_OVER(backends, a_key_is_taken_once)
{
    opened<> o(backend_name);
    auto     s = make_sync();
    o.store.insert(s).value();
    BOOST_TEST(failure(o.store.insert(s)).code() == errc::already_exists);
    std::vector const across{make_sync(), s, make_sync()};
    BOOST_TEST(failure(o.store.insert(across)).code() == errc::already_exists);
    auto              twice = make_sync();
    std::vector const within{make_sync(), twice, make_sync(), twice};
    BOOST_TEST(failure(o.store.insert(within)).code() == errc::already_exists);
    BOOST_TEST(rows_in<ssot::sync>(o.store) == 1u, "all or nothing");
    BOOST_TEST((o.store.get<ssot::sync>(s.id).value() == s), "the first stays");

    std::vector const racks{rack{.id = 3, .name = "a"}, rack{.id = 3, .name = "b"}};
    BOOST_TEST(failure(o.store.insert(racks)).code() == errc::already_exists);
    BOOST_TEST(rows_in<rack>(o.store) == 0u);

    ssot::basic_sync<ssot::raw_types> raw{.id = s.id, .source = "A", .target = "B"};
    BOOST_TEST(failure(o.store.insert(raw)).code() == errc::already_exists, "one table for all types of a model");
}

SSOT_TEST_CASE_OVER(backends, orphans_are_refused)
{
    opened<>   o(backend_name);
    auto       run = make_sync();
    auto const e   = failure(o.store.insert(make_entry(run)));
    BOOST_TEST(e.code() == errc::foreign_key);
    BOOST_TEST(e.path() == "sync");
    BOOST_TEST(e.text().find(ssot::to_string(run.id)) != std::string_view::npos, e.text());

    o.store.insert(run).value();
    std::vector entries(4, make_entry(run));
    for (auto& x : entries)
        x.id = ssot::new_id();
    entries[2].synced_object_type = ssot::key_to<ssot::content_type, std::int64_t>{77};
    auto const f                  = failure(o.store.insert(entries));
    BOOST_TEST(f.code() == errc::foreign_key);
    BOOST_TEST(f.path() == "[2].synced_object_type");
    BOOST_TEST(rows_in<ssot::sync_log_entry>(o.store) == 0u);
    o.store.insert(ssot::content_type{.id = 77, .app_label = "dcim", .model = "device"}).value();
    BOOST_TEST(o.store.insert(entries).has_value());

    auto with_job       = make_sync();
    with_job.job_result = ssot::key_to<ssot::job_result>{key(1)};
    BOOST_TEST(failure(o.store.insert(with_job)).path() == "job_result");
    o.store.insert(ssot::job_result{.id = key(1), .name = "job"}).value();
    BOOST_TEST(o.store.insert(with_job).has_value());
    BOOST_TEST(o.store.insert(ssot::job_result{.name = "job", .user = key(99)}).has_value(),
               "users are not ours to look up");
}

SSOT_TEST_CASE_OVER(backends, rows_may_point_at_each_other_in_one_span)
{
    opened<> o(backend_name);
    using to_device = ssot::key_to<device>;
    std::vector family{device{.id = key(1), .hostname = "card", .part_of = to_device{key(2)}}, // the child first
                       device{.id = key(2), .hostname = "chassis"},
                       device{.id = key(3), .hostname = "fan", .part_of = to_device{key(1)}},
                       device{.id = key(4), .hostname = "self", .part_of = to_device{key(4)}}};
    BOOST_TEST(o.store.insert(family).has_value());
    BOOST_TEST((o.store.get<device>(key(1))->part_of == family[1]));

    std::vector strangers{device{.id = key(5), .hostname = "a", .part_of = to_device{key(6)}},
                          device{.id = key(7), .hostname = "b"}};
    auto const  e = failure(o.store.insert(strangers));
    BOOST_TEST(e.code() == errc::foreign_key);
    BOOST_TEST(e.path() == "[0].part_of");
    BOOST_TEST(rows_in<device>(o.store) == 4u);
    BOOST_TEST(o.store.insert(device{.hostname = "late", .part_of = to_device{key(4)}}).has_value(),
               "one that is there already");
}

SSOT_TEST_CASE_OVER(backends, unique_values_are_taken_once)
{
    opened<> o(backend_name);
    o.store.insert(device{.id = key(1), .hostname = "core-1", .serial = "S1"}).value();
    auto const e = failure(o.store.insert(device{.hostname = "core-1"}));
    BOOST_TEST(e.code() == errc::already_exists);
    BOOST_TEST(e.path() == "hostname");
    BOOST_TEST(!e.text().empty());

    std::vector batch{device{.hostname = "a"}, device{.hostname = "b", .serial = "S1"}};
    BOOST_TEST(failure(o.store.insert(batch)).path() == "[1].serial");
    batch[1].serial.reset();
    batch.push_back({.hostname = "a"});
    auto const f = failure(o.store.insert(batch));
    BOOST_TEST(f.code() == errc::already_exists);
    BOOST_TEST(f.path() == "[2].hostname", "within the batch the later one is at fault");
    BOOST_TEST(rows_in<device>(o.store) == 1u);

    batch[2].hostname = "CORE-1";
    BOOST_TEST(o.store.insert(batch).has_value(), "case counts, and absent values are not alike");
    BOOST_TEST(rows_in<device>(o.store) == 4u);

    auto stored     = o.store.get<device>(key(1)).value();
    stored.hostname = "a";
    BOOST_TEST(failure(o.store.update(stored)).path() == "hostname");
    stored.hostname = "core-1";
    stored.serial   = "S2";
    BOOST_TEST(o.store.update(stored).has_value(), "its own value is not taken");
    BOOST_TEST(o.store.insert(device{.hostname = "z", .serial = "S1"}).has_value(), "free again");

    o.store.insert(ssot::secrets_group{.name = "group"}).value();
    BOOST_TEST(failure(o.store.insert(ssot::secrets_group{.name = "group"})).path() == "name");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(long_batches_are_cut, Backend, backend_types)
{
    struct small_batches : Backend { // declares a limit and keeps it
        struct session_type : Backend::session_type {
            explicit session_type(typename Backend::session_type s) : Backend::session_type(std::move(s)) {}
            ssot::result<std::size_t> insert(ssot::storage::record_batch rows)
            {
                if (rows.size() > 3)
                    return ssot::error(errc::misuse, "longer than declared");
                return Backend::session_type::insert(rows);
            }
            ssot::result<typename Backend::session_type::cursor_type> scan(ssot::storage::query const& q)
            {
                for (auto const& t : q.where)
                    if (t.what == ssot::storage::op::in && t.count > 2)
                        return ssot::error(errc::misuse, "more keys than declared");
                return Backend::session_type::scan(q);
            }
        };
        ssot::storage::capabilities caps() const noexcept
        {
            auto c        = Backend::caps();
            c.max_batch   = 3;
            c.max_keys_in = 2;
            return c;
        }
        ssot::result<session_type> open() { return session_type(Backend::open().value()); }
    };
    small_batches backend;
    ssot::store   store{backend};
    for (std::size_t const n : {2u, 3u, 4u, 7u, 9u}) {
        std::vector<ssot::sync> rows(n, make_sync());
        for (auto& r : rows)
            r.id = {};
        auto const keys = store.insert(rows).value();
        BOOST_TEST(keys == keys_of(rows), boost::test_tools::per_element());
        std::vector<ssot::sync_log_entry> entries;
        for (auto const& r : rows)
            entries.push_back(make_entry(r, std::to_string(entries.size())));
        BOOST_TEST(store.insert(entries).value().size() == n);
        BOOST_TEST(store.select(ssot::from<ssot::sync_log_entry>().where(in(field<&ssot::sync_log_entry::sync>, rows)))
                       .value()
                       .size() == n);
        BOOST_TEST(store.select(ssot::from<ssot::sync>().where(in(field<&ssot::sync::id>, keys_of(rows)))).value().size() ==
                   n);
        for (std::size_t i = 0; i != n; ++i)
            BOOST_TEST(store.template get<ssot::sync_log_entry>(entries[i].id)->message == std::to_string(i));
        BOOST_TEST(store.annotated_syncs().value().size() == rows_in<ssot::sync>(store));
    }
    if (store.caps().transactions) {
        auto                    taken = make_sync();
        std::vector<ssot::sync> rows(8, make_sync());
        for (auto& r : rows)
            r.id = ssot::new_id();
        store.insert(taken).value();
        rows[7].id        = taken.id;
        auto const before = rows_in<ssot::sync>(store);
        BOOST_TEST(failure(store.insert(rows)).code() == errc::already_exists);
        BOOST_TEST(rows_in<ssot::sync>(store) == before, "all of its parts are undone");
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
