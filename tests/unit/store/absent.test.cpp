// SPDX-License-Identifier: BSL-1.0
#include <ssot/store.hpp>

#include "support/inventory.hpp"
#include "support/raced_store.hpp"
#include "support/stores.hpp"
#include "support/watched_backend.hpp"

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

// Rows that may be there already: insert_if_absent, singletons, and what is said about a key that is taken.

namespace absent_test {

struct settings {
    static constexpr std::string_view model_name = "app.settings";
    static constexpr bool             singleton  = true;

    std::int64_t id{};
    std::string  theme = "dark";
};
BOOST_DESCRIBE_STRUCT(settings, (), (id, theme))

/// What two rows may share is one of the names, not both.
struct alias {
    static constexpr std::string_view model_name        = "inventory.alias";
    static constexpr std::string_view unique_together[] = {"zone", "name"};

    ssot::uuid                 id{};
    std::string                zone{};
    std::optional<std::string> name{};
};
BOOST_DESCRIBE_STRUCT(alias, (), (id, zone, name))

static_assert(ssot::model_info_of<alias>().unique_together.size() == 1);
static_assert(ssot::model_info_of<alias>().unique_together[0].size() == 2);
static_assert(ssot::model_info_of<settings>().unique_together.empty());

} // namespace absent_test

namespace {

using absent_test::alias;
using absent_test::settings;
using inventory::device;
using inventory::rack;
using ssot::errc;
using ssot_test::failure;
using ssot_test::key;
using ssot_test::make_sync;
using ssot_test::opened;
using ssot_test::watch;
using ssot_test::watched;
using config = ssot::servicenow_config;

/// Memory that inserts what is absent by itself.
class absent_memory : public ssot::storage::memory {
public:
    class session : public ssot::storage::memory_session {
    public:
        session(ssot::storage::memory_session inner, absent_memory& owner) : memory_session(std::move(inner)), owner_(&owner)
        {
        }

        ssot::result<std::size_t> insert_if_absent(ssot::storage::record_batch rows)
        {
            ++owner_->asked;
            if (owner_->declines)
                return ssot::error(errc::unsupported, "not today");
            if (owner_->somebody_is_faster)
                return 0;
            return memory_session::insert(rows);
        }

    private:
        absent_memory* owner_;
    };
    using session_type = session;
    ssot::result<session> open() { return session(memory::open().value(), *this); }

    int  asked              = 0;
    bool declines           = false;
    bool somebody_is_faster = false;
};
static_assert(ssot::storage::inserting_if_absent<absent_memory::session>);
static_assert(!ssot::storage::inserting_if_absent<ssot_test::key_value_backend::session_type>);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store_absent)

SSOT_TEST_CASE_OVER(backends, what_is_there_stays)
{
    opened<> o(backend_name);
    device   d{.hostname = "first"};
    BOOST_TEST(o.store.insert_if_absent(d).value());
    BOOST_TEST(!d.id.is_nil(), "the key is written back");
    BOOST_TEST((d.added == moment(0)), "and the time");
    auto again     = d;
    again.hostname = "second";
    BOOST_TEST(!o.store.insert_if_absent(again).value());
    BOOST_TEST(!o.store.insert_if_absent(d).value(), "the same once more");
    BOOST_TEST((o.store.get<device>(d.id).value() == d));
    BOOST_TEST(o.store.insert_if_absent(device{.hostname = "third"}).value());
    BOOST_TEST(o.store.count<device>().value() == 2u);
    BOOST_TEST(failure(o.store.insert_if_absent(device{.hostname = "first"})).path() == "hostname",
               "a row with another key, and a taken name");
    BOOST_TEST(failure(o.store.insert_if_absent(device{.hostname = std::string(65, 'x')})).code() == errc::validation);
    BOOST_TEST(failure(o.store.insert_if_absent(ssot::sync_log_entry{.sync = make_sync()})).code() == errc::foreign_key);
}

BOOST_AUTO_TEST_CASE(the_backend_does_it_if_it_can)
{
    absent_memory backend;
    ssot::store   store{backend};
    auto const    run = make_sync();
    BOOST_TEST(store.insert_if_absent(run).value());
    BOOST_TEST(backend.asked == 1);
    BOOST_TEST(!store.insert_if_absent(run).value());
    backend.somebody_is_faster = true;
    BOOST_TEST(!store.insert_if_absent(make_sync()).value());
    BOOST_TEST(store.count<ssot::sync>().value() == 1u);
    backend.declines = true;
    BOOST_TEST(store.insert_if_absent(make_sync()).value());
    BOOST_TEST(backend.asked == 3);
    BOOST_TEST(store.count<ssot::sync>().value() == 2u);
}

// Between the look and the insert.
BOOST_AUTO_TEST_CASE(somebody_may_be_faster)
{
    auto const  run = make_sync();
    raced_store race([&](raced_store::store_type& other) { other.insert(run).value(); });
    BOOST_TEST(!race.store.insert_if_absent(run).value());
    BOOST_TEST(race.store.count<ssot::sync>().value() == 1u);
}

SSOT_TEST_CASE_OVER(backends, a_singleton_is_made_once)
{
    opened<>   o(backend_name);
    auto const made = o.store.load<config>().value();
    BOOST_TEST(made.servicenow_instance.empty());
    BOOST_TEST((o.store.load<config>()->id == made.id));
    BOOST_TEST(o.store.count<config>().value() == 1u);
    opened<> elsewhere(backend_name);
    BOOST_TEST((elsewhere.store.load<config>()->id == made.id), "the key is well known");
    auto row                = o.store.load<config>().value();
    row.servicenow_instance = "dev1";
    o.store.update(row).value();
    BOOST_TEST(o.store.load<config>()->servicenow_instance == "dev1");

    BOOST_TEST(o.store.load<settings>()->theme == "dark", "also with an integer key");
    BOOST_TEST(o.store.load<settings>()->id == 1);
}

SSOT_TEST_CASE_OVER(backends, an_older_row_is_honoured)
{
    opened<> o(backend_name);
    o.store.insert(config{.id = key(9, 0xff), .servicenow_instance = "old"}).value();
    BOOST_TEST((o.store.load<config>()->id == key(9, 0xff)));
    BOOST_TEST(o.store.count<config>().value() == 1u);
    o.store.insert(config{.id = key(3), .servicenow_instance = "small"}).value();
    BOOST_TEST(o.store.load<config>()->servicenow_instance == "small", "the smallest key");
    BOOST_TEST(o.store.erase(o.store.load<config>().value())->total() == 0u);
    BOOST_TEST(o.store.count<config>().value() == 2u);
}

// Both have seen that there is none.
BOOST_AUTO_TEST_CASE(two_loads_at_once_make_one_row)
{
    raced_store race([](raced_store::store_type& other) { other.load<config>().value(); });
    auto const  row = race.store.load<config>().value();
    BOOST_TEST(race.store.count<config>().value() == 1u);
    BOOST_TEST((race.other.load<config>()->id == row.id));
}

BOOST_AUTO_TEST_CASE(many_threads_load_one_row, *boost::unit_test::label("threads"))
{
    ssot::store              store{ssot::storage::memory{}};
    std::vector<ssot::uuid>  seen(8);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i != seen.size(); ++i)
        threads.emplace_back([&, i, mine = store.session().value()]() mutable { seen[i] = mine.load<config>().value().id; });
    for (auto& t : threads)
        t.join();
    BOOST_TEST(store.count<config>().value() == 1u);
    BOOST_TEST(std::ranges::all_of(seen, [&](auto const& id) { return id == seen[0]; }));
}

// The row and its key, whoever finds out.
SSOT_TEST_CASE_OVER(backends, a_taken_key_is_named)
{
    opened<>   o(backend_name);
    auto const taken = make_sync();
    o.store.insert(taken).value();
    auto one = failure(o.store.insert(taken));
    BOOST_TEST(one.path() == "id");
    BOOST_TEST_REQUIRE(one.keys().size() == 1u);
    BOOST_TEST(one.keys()[0] == ssot::to_string(taken.id));

    auto many = failure(o.store.insert(std::vector{make_sync(), make_sync(), taken, make_sync()}));
    BOOST_TEST(many.code() == errc::already_exists);
    BOOST_TEST(many.path() == "[2].id");
    BOOST_TEST_REQUIRE(many.keys().size() == 1u);
    BOOST_TEST(many.keys()[0] == ssot::to_string(taken.id));

    auto twice = make_sync();
    many       = failure(o.store.insert(std::vector{make_sync(), twice, twice}));
    BOOST_TEST(many.path() == "[2].id");
    BOOST_TEST_REQUIRE(many.keys().size() == 1u);
    BOOST_TEST(many.keys()[0] == ssot::to_string(twice.id));

    o.store.insert(rack{.id = 7, .name = "a"}).value();
    many = failure(o.store.insert(std::vector{rack{.id = 8, .name = "b"}, rack{.id = 7, .name = "c"}}));
    BOOST_TEST(many.path() == "[1].id");
    BOOST_TEST(many.keys()[0] == "7");
}

// A backend that looks after unique values itself says only that something was taken.
BOOST_AUTO_TEST_CASE(a_taken_value_is_named)
{
    watch                          w;
    watched<ssot::storage::memory> backend(w);
    backend.change = [](auto& caps) { caps.unique = true; };
    ssot::store store{backend};
    store.insert(rack{.id = 7, .name = "a"}).value();
    w.fail = [](std::string_view call) {
        return call == "insert" ? std::optional(ssot::error(errc::already_exists, "taken")) : std::nullopt;
    };
    BOOST_TEST(failure(store.insert(std::vector{rack{.id = 8, .name = "b"}, rack{.id = 9, .name = "a"}})).path() ==
               "[1].name");
    BOOST_TEST(failure(store.insert(rack{.id = 7, .name = "b"})).path() == "id");
    auto const strange = failure(store.insert(rack{.id = 8, .name = "b"}));
    BOOST_TEST(strange.path() == "", "what cannot be found is left as it was");
    BOOST_TEST(strange.text() == "taken");

    // In a transaction of the user's a failed backend is not asked again.
    auto tx = store.begin().value();
    w.calls.clear();
    BOOST_TEST(failure(store.insert(rack{.id = 7, .name = "b"})).path() == "");
    BOOST_TEST(w.calls == std::vector<std::string>{"insert"}, boost::test_tools::per_element());
}

SSOT_TEST_CASE_OVER(backends, unique_together)
{
    opened<> o(backend_name);
    o.store
        .insert(std::vector{alias{.id = key(1), .zone = "a", .name = "x"},
                            alias{.id = key(2), .zone = "a", .name = "y"},
                            alias{.id = key(3), .zone = "b", .name = "x"}})
        .value();
    auto e = failure(o.store.insert(alias{.zone = "a", .name = "y"}));
    BOOST_TEST(e.code() == errc::already_exists);
    BOOST_TEST(e.text() == "inventory.alias with this zone and name already exists");
    BOOST_TEST(o.store.insert(alias{.zone = "a"}).has_value());
    BOOST_TEST(o.store.insert(alias{.zone = "a"}).has_value(), "a null is like no other");
    e = failure(o.store.insert(std::vector{alias{.zone = "c", .name = "x"}, alias{.zone = "c", .name = "x"}}));
    BOOST_TEST(e.path() == "[1].zone");
    BOOST_TEST(o.store.insert(std::vector{alias{.zone = "ab", .name = "c"}, alias{.zone = "a", .name = "bc"}}).has_value());

    auto row = o.store.get<alias>(key(2)).value();
    BOOST_TEST(o.store.update(row).has_value(), "itself");
    row.name = "x";
    BOOST_TEST(failure(o.store.update(row)).code() == errc::already_exists);
    row.zone = "b2";
    BOOST_TEST(o.store.update(row).has_value());

    ssot::content_type type{.app_label = "dcim", .model = "device"};
    o.store.insert(type).value();
    BOOST_TEST(o.store.insert(ssot::content_type{.app_label = "dcim", .model = "rack"}).has_value());
    BOOST_TEST(failure(o.store.insert(ssot::content_type{.app_label = "dcim", .model = "device"})).code() ==
               errc::already_exists);
}

SSOT_TEST_CASE_OVER(backends, update_where)
{
    using ssot::field;
    using ssot::from;
    opened<>                o(backend_name);
    std::vector<ssot::sync> syncs(5, make_sync("A"));
    for (std::uint8_t i = 0; i != 5; ++i)
        syncs[i].id = key(i);
    syncs[3].source = "B";
    syncs[0].id     = key(10);
    o.store.insert(syncs).value();
    auto const of_a = from<ssot::sync>().where(field<&ssot::sync::source> == "A");
    BOOST_TEST(o.store.update_where(of_a, [](ssot::sync& s) { s.source = "C"; }).value() == 4u);
    BOOST_TEST(o.store.count(of_a).value() == 0u);
    BOOST_TEST(revision_of(o.store.get<ssot::sync>(key(1)).value()) == 2);
    BOOST_TEST(revision_of(o.store.get<ssot::sync>(key(3)).value()) == 1);

    // All or none, under the rules of an update.
    int  n    = 0;
    auto all  = from<ssot::sync>();
    auto done = o.store.update_where(all, [&](ssot::sync& s) { s.source = ++n == 3 ? std::string(65, 'x') : "D"; });
    BOOST_TEST(failure(done).code() == errc::validation);
    if (backend_name != "table_scan") // which has no transactions
        BOOST_TEST(o.store.count(all.where(field<&ssot::sync::source> == "D")).value() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
