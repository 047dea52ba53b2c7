// SPDX-License-Identifier: BSL-1.0
// Files that earlier versions of a model wrote, opened by a later program.
#include <ssot/ssot.hpp>
#include <ssot/storage/sqlite.hpp>

#include "support/migrating_device.hpp"
#include "support/old_devices.hpp"
#include "support/random_source.hpp"

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace inventory {

/// The first version of `moving_device`.
struct box {
    static constexpr std::string_view model_name = "inventory.box";

    ssot::uuid     id{};
    std::string    name{};
    std::string    comment{};
    std::string    port{};
    ssot::raw_json notes{};
};
BOOST_DESCRIBE_STRUCT(box, (), (id, name, comment, port, notes))

/// The third.
struct box_3 {
    static constexpr std::string_view model_name    = "inventory.moving_device";
    static constexpr std::uint32_t    model_version = 3;

    ssot::uuid     id{};
    std::string    hostname{};
    std::int64_t   port = 0;
    ssot::raw_json notes{};
    std::string    site{};
};
BOOST_DESCRIBE_STRUCT(box_3, (), (id, hostname, port, notes, site))
constexpr auto describe_migrations(ssot::model_tag<box_3>) { return ssot::migrations(ssot::to_version(3)); }

/// Points at a device, and does not change itself.
template<class Device>
struct basic_box_cable {
    static constexpr std::string_view model_name = "inventory.box_cable";

    ssot::uuid                                          id{};
    ssot::foreign_key<Device, ssot::on_delete::cascade> device{};
};
using old_box_cable = basic_box_cable<box>;
using box_cable     = basic_box_cable<moving_device>;
BOOST_DESCRIBE_STRUCT(old_box_cable, (), (id, device))
BOOST_DESCRIBE_STRUCT(box_cable, (), (id, device))

/// A model whose name changes and comes back: versions 1, 2 and 3.
template<std::uint32_t Version>
struct wanderer;
template<>
struct wanderer<1> {
    static constexpr std::string_view model_name = "inventory.here";

    ssot::uuid  id{};
    std::string name{};
};
template<>
struct wanderer<2> {
    static constexpr std::string_view model_name    = "inventory.there";
    static constexpr std::uint32_t    model_version = 2;

    ssot::uuid  id{};
    std::string name{};
};
template<>
struct wanderer<3> {
    static constexpr std::string_view model_name    = "inventory.here";
    static constexpr std::uint32_t    model_version = 3;

    ssot::uuid  id{};
    std::string name{};
};
using wanderer_1 = wanderer<1>;
using wanderer_2 = wanderer<2>;
using wanderer_3 = wanderer<3>;
BOOST_DESCRIBE_STRUCT(wanderer_1, (), (id, name))
BOOST_DESCRIBE_STRUCT(wanderer_2, (), (id, name))
BOOST_DESCRIBE_STRUCT(wanderer_3, (), (id, name))
template<std::uint32_t Version>
constexpr auto describe_fields(ssot::model_tag<wanderer<Version>>)
{
    return ssot::fields(ssot::field<&wanderer<Version>::name>.unique());
}
constexpr auto describe_migrations(ssot::model_tag<wanderer_2>)
{
    return ssot::migrations(ssot::to_version(2, ssot::rename_model("inventory.here")));
}
constexpr auto describe_migrations(ssot::model_tag<wanderer_3>)
{
    return ssot::migrations(ssot::to_version(2, ssot::rename_model("inventory.here")),
                            ssot::to_version(3, ssot::rename_model("inventory.there")));
}

} // namespace inventory

namespace ssot_test {

using inventory::moving_device;

/// A folder that is removed with what is in it.
struct migration_folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("ssot_migration_" + std::to_string(::getpid()));
    migration_folder()
    {
        std::filesystem::remove_all(path);
        std::filesystem::create_directories(path);
    }
    ~migration_folder() { std::filesystem::remove_all(path); }
    std::string file(std::string const& name) const { return (path / name).string(); }
};

ssot::store open_store(std::string const& file, ssot::storage::schema_mode mode = ssot::storage::schema_mode::create)
{
    ssot::storage::sqlite_options options{.path = file};
    options.durability = ssot::storage::durability::process_crash; // no test here looks at a loss of power
    return ssot::store(ssot::storage::sqlite(options), ssot::store_options{.schema = mode});
}

/// Writes a file of version 1 with so many devices and a cable for every third.
std::vector<old_device> write_boxes(std::string const& file, std::size_t n)
{
    random_source                         random(9);
    std::vector<old_device>               out;
    auto                                  store = open_store(file);
    std::vector<inventory::box>           boxes;
    std::vector<inventory::old_box_cable> cables;
    for (std::size_t i = 0; i != n; ++i) {
        out.push_back(old_device::random(random));
        auto const& d = out.back();
        boxes.push_back({d.id, d.host, "gone", std::to_string(d.port), ssot::raw_json::trusted(d.notes)});
        if (i % 3 == 0)
            cables.push_back({ssot::new_id(), boxes.back()});
    }
    BOOST_TEST_REQUIRE(store.insert(std::span<inventory::box const>(boxes)).has_value());
    BOOST_TEST_REQUIRE(store.insert(std::span<inventory::old_box_cable const>(cables)).has_value());
    return out;
}

/// Checks that a file has these devices as they are today.
void check_devices(std::string const& file, std::vector<old_device> const& wanted, std::uint32_t version)
{
    auto store = open_store(file);
    BOOST_TEST_REQUIRE(store.count<moving_device>({}).value() == wanted.size());
    for (auto const& d : wanted) {
        auto const read = store.get<moving_device>(d.id);
        BOOST_TEST_REQUIRE(read.has_value());
        BOOST_TEST((static_cast<moving_device const&>(*read) == d.today(version)));
    }
    BOOST_TEST(ssot::storage::sqlite(file).verify().value().empty());
}

using ssot::storage::schema_mode;

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(sqlite_migration)

BOOST_AUTO_TEST_CASE(rows_of_an_earlier_program_are_upgraded)
{
    migration_folder const here;
    auto const             file  = here.file("a.db");
    auto const             boxes = write_boxes(file, 200);
    for (auto const mode : {schema_mode::create, schema_mode::verify}) {
        auto const refused = open_store(file, mode).count<moving_device>({});
        BOOST_TEST_REQUIRE(!refused.has_value());
        BOOST_TEST((refused.error().code() == ssot::errc::schema_mismatch));
        BOOST_TEST(refused.error().text().find("schema_mode::migrate") != std::string_view::npos);
    }
    BOOST_TEST(open_store(file).count<inventory::box>({}).value() == 200u, "which left the file as it was");

    BOOST_TEST_REQUIRE(open_store(file, schema_mode::migrate).count<moving_device>({}).value() == 200u);
    check_devices(file, boxes, 1);
    auto store = open_store(file, schema_mode::migrate);
    BOOST_TEST(store.count<inventory::box_cable>({}).value() == 67u);
    BOOST_TEST(store
                   .count(ssot::from<inventory::box_cable>().where(
                       ssot::field<&inventory::box_cable::device, &moving_device::hostname> == boxes[0].host))
                   .value() >= 1u);
    auto const gone = store.get<moving_device>(boxes[0].id).value();
    BOOST_TEST(store.erase(gone).value().of<inventory::box_cable>() == 1u, "foreign keys lead to the new table");

    auto const newer = open_store(file).count<inventory::box>({});
    BOOST_TEST_REQUIRE(!newer.has_value());
    BOOST_TEST((newer.error().code() == ssot::errc::schema_mismatch));
}

BOOST_AUTO_TEST_CASE(a_file_in_between_goes_on_from_there)
{
    migration_folder const  here;
    auto const              file = here.file("b.db");
    random_source           random(2);
    std::vector<old_device> devices;
    {
        auto                          store = open_store(file);
        std::vector<inventory::box_3> rows;
        for (int i = 0; i != 50; ++i) {
            devices.push_back(old_device::random(random));
            auto const& d = devices.back();
            rows.push_back({d.id, d.host, d.port, ssot::raw_json::trusted(d.notes), d.site});
        }
        BOOST_TEST_REQUIRE(store.insert(std::span<inventory::box_3 const>(rows)).has_value());
    }
    BOOST_TEST_REQUIRE(open_store(file, schema_mode::migrate).count<moving_device>({}).value() == 50u);
    check_devices(file, devices, 3);
}

/// The indexes that statements made, on tables of this test.
std::vector<std::string> indexes_of(std::string const& file)
{
    std::vector<std::string> out;
    sqlite3*                 db = nullptr;
    BOOST_TEST_REQUIRE(sqlite3_open(file.c_str(), &db) == SQLITE_OK);
    auto const add = [](void* to, int, char** values, char**) {
        static_cast<std::vector<std::string>*>(to)->emplace_back(values[0]);
        return 0;
    };
    sqlite3_exec(
        db,
        "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name LIKE 'inventory%' ORDER BY 1",
        add,
        &out,
        nullptr);
    sqlite3_close(db);
    return out;
}

BOOST_AUTO_TEST_CASE(a_name_may_change_and_come_back)
{
    using inventory::wanderer_1, inventory::wanderer_2, inventory::wanderer_3;
    migration_folder const here;
    auto const             file = here.file("w.db");
    {
        auto store = open_store(file);
        BOOST_TEST_REQUIRE(store.insert(wanderer_1{ssot::new_id(), "x"}).has_value());
    }
    auto const second = here.file("second.db");
    std::filesystem::copy_file(file, second);
    BOOST_TEST(open_store(file, schema_mode::migrate).count<wanderer_2>({}).value() == 1u);
    BOOST_TEST(indexes_of(file) == (std::vector<std::string>{"inventory_there.name.unique"}),
               boost::test_tools::per_element());
    BOOST_TEST((open_store(file).count<wanderer_1>({}).error().code() == ssot::errc::schema_mismatch));
    for (auto const& from : {file, second}) { // of version 2, and of version 1
        BOOST_TEST(open_store(from, schema_mode::migrate).count<wanderer_3>({}).value() == 1u);
        BOOST_TEST(open_store(from).count<wanderer_3>({}).value() == 1u);
        BOOST_TEST(indexes_of(from) == (std::vector<std::string>{"inventory_here.name.unique"}),
                   boost::test_tools::per_element());
        for (auto const mode : {schema_mode::create, schema_mode::migrate}) {
            BOOST_TEST((open_store(from, mode).count<wanderer_1>({}).error().code() == ssot::errc::schema_mismatch));
            BOOST_TEST((open_store(from, mode).count<wanderer_2>({}).error().code() == ssot::errc::schema_mismatch));
        }
        BOOST_TEST(ssot::storage::sqlite(from).verify().value().empty());
    }
}

BOOST_AUTO_TEST_CASE(statements_of_the_engine_run_after_the_other_steps)
{
    migration_folder const here;
    auto const             file = here.file("n.db");
    ssot::uuid             id;
    {
        auto store = open_store(file);
        id         = store.insert(inventory::box{ssot::new_id(), "native", "x", "1", ssot::raw_json::trusted("[]")}).value();
    }
    auto store = open_store(file, schema_mode::migrate);
    BOOST_TEST(store.get<moving_device>(id).value().label.value() == "native");
}

BOOST_AUTO_TEST_CASE(what_a_step_refuses_leaves_the_version_before)
{
    migration_folder const here;
    auto const             file = here.file("c.db");
    {
        auto store = open_store(file);
        BOOST_TEST_REQUIRE(
            store.insert(inventory::box{ssot::new_id(), "core-1", "x", "ssh", ssot::raw_json::trusted("[]")}).has_value());
    }
    auto const failed = open_store(file, schema_mode::migrate).count<moving_device>({});
    BOOST_TEST_REQUIRE(!failed.has_value());
    BOOST_TEST((failed.error().code() == ssot::errc::invalid_value));
    BOOST_TEST(failed.error().path() == "port");
    auto const stays = open_store(file).count<inventory::box>({});
    BOOST_TEST_REQUIRE(!stays.has_value());
    BOOST_TEST(stays.error().text().find("has version 2 of inventory.box") != std::string_view::npos, "which was reached");
}

/// Runs `work` in a process of its own. Returns its number.
template<class Work>
pid_t in_process(Work work)
{
    auto const child = ::fork();
    if (child == 0)
        ::_exit(work() ? 0 : 1);
    return child;
}

bool ended_well(pid_t child)
{
    int status = 0;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool migrates(std::string const& file)
{
    return open_store(file, schema_mode::migrate).count<moving_device>({}).has_value();
}

BOOST_AUTO_TEST_CASE(what_is_killed_goes_on_from_there)
{
    migration_folder const here;
    auto const             first = here.file("first.db");
    auto const             boxes = write_boxes(first, 300);
    auto const             begun = std::chrono::steady_clock::now();
    std::filesystem::copy_file(first, here.file("timed.db"));
    BOOST_TEST_REQUIRE(ended_well(in_process([&] { return migrates(here.file("timed.db")); })));
    auto const whole =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun).count();
    random_source random(7);
    int const     rounds = std::getenv("SSOT_LONG_TESTS") ? 40 : 12;
    for (int i = 0; i != rounds; ++i) {
        auto const file = here.file("killed.db");
        for (auto const* const end : {"", "-wal", "-shm"})
            std::filesystem::remove(file + end);
        std::filesystem::copy_file(first, file);
        for (int kills = 0; kills != 3; ++kills) {
            auto const child = in_process([&] { return migrates(file); });
            std::this_thread::sleep_for(std::chrono::microseconds(random.below(static_cast<std::uint64_t>(whole) + 1)));
            ::kill(child, SIGKILL);
            ::waitpid(child, nullptr, 0);
        }
        BOOST_TEST_REQUIRE(migrates(file));
        check_devices(file, boxes, 1);
    }
}

BOOST_AUTO_TEST_CASE(two_processes_at_once_migrate_once)
{
    migration_folder const here;
    auto const             first = here.file("first.db");
    auto const             boxes = write_boxes(first, 100);
    for (int i = 0; i != 5; ++i) {
        auto const file = here.file("raced" + std::to_string(i) + ".db");
        std::filesystem::copy_file(first, file);
        auto const one = in_process([&] { return migrates(file); });
        auto const two = in_process([&] { return migrates(file); });
        BOOST_TEST(ended_well(one));
        BOOST_TEST(ended_well(two));
        check_devices(file, boxes, 1);
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
