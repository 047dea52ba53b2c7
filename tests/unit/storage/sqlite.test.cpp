// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/sqlite.hpp>

#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/query.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/store.hpp>

#include "support/inventory.hpp"

#include <boost/test/unit_test.hpp>

#include <sqlite3.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(sqlite_file)

namespace {

using inventory::device;
using inventory::rack;
using ssot::errc;
using ssot::field;
using ssot::storage::sqlite;
using ssot::storage::sqlite_options;

/// A folder that goes at the end of a test.
class scratch {
public:
    scratch()
    {
        auto name = (std::filesystem::temp_directory_path() / "ssot_sqlite_XXXXXX").string();
        root_     = ::mkdtemp(name.data()) ? name : throw std::runtime_error("no temporary folder");
    }
    scratch(scratch const&)            = delete;
    scratch& operator=(scratch const&) = delete;
    ~scratch()
    {
        std::error_code none;
        std::filesystem::remove_all(root_, none);
    }

    std::string file(std::string const& name = "rows.db") const { return (root_ / name).string(); }

private:
    std::filesystem::path root_;
};

std::string bytes_of(std::string const& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The file as another program sees it.
class by_hand {
public:
    explicit by_hand(std::string const& path)
    {
        if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK)
            throw std::runtime_error("the file cannot be opened");
    }
    by_hand(by_hand const&)            = delete;
    by_hand& operator=(by_hand const&) = delete;
    ~by_hand() { sqlite3_close(db_); }

    /// Runs statements. Returns the columns of all rows, each behind a `|`.
    std::string run(std::string const& text)
    {
        std::string out;
        auto const  add = [](void* to, int n, char** values, char**) {
            for (int i = 0; i != n; ++i)
                *static_cast<std::string*>(to) += std::string("|") + (values[i] ? values[i] : "NULL");
            return 0;
        };
        if (sqlite3_exec(db_, text.c_str(), add, &out, nullptr) != SQLITE_OK)
            return sqlite3_errmsg(db_);
        return out;
    }

private:
    sqlite3* db_ = nullptr;
};

rack make_rack(std::int64_t id, std::string name) { return {.id = id, .name = std::move(name), .height = 10}; }

} // namespace

BOOST_AUTO_TEST_CASE(rows_outlive_the_backend)
{
    scratch const place;
    {
        ssot::store store{sqlite{place.file()}};
        auto        r = make_rack(7, "a");
        r.note        = "a'; DROP TABLE inventory_rack; --";
        store.insert(r).value();
    }
    ssot::store store{sqlite{place.file()}};
    BOOST_TEST(store.get<rack>(7).value()->note.value() == "a'; DROP TABLE inventory_rack; --");
}

BOOST_AUTO_TEST_CASE(what_is_no_path_is_refused)
{
    for (std::string const path : {"", ":memory:"}) {
        auto const opened = ssot::store::open(sqlite{path});
        BOOST_TEST((opened.error().code() == errc::misuse));
    }
    scratch const place;
    auto const    opened = ssot::store::open(sqlite{place.file("no folder/rows.db")});
    BOOST_TEST((opened.error().code() == errc::unavailable));
}

BOOST_AUTO_TEST_CASE(a_file_of_others_is_left_alone)
{
    scratch const place;
    std::ofstream(place.file("text")) << "These are the notes of somebody, and they are longer than a header of SQLite is, "
                                         "which has one hundred bytes, so that it is looked at.";
    by_hand(place.file("other")).run("CREATE TABLE a (b); INSERT INTO a VALUES (1)");
    by_hand(place.file("id")).run("PRAGMA application_id=77");
    by_hand(place.file("newer")).run("PRAGMA application_id=" + std::to_string(0x73736f74) + "; PRAGMA user_version=2");
    for (auto const* name : {"text", "other", "id", "newer"}) {
        auto const before = bytes_of(place.file(name));
        auto const opened = ssot::store::open(sqlite{place.file(name)});
        BOOST_TEST_REQUIRE(!opened, name);
        BOOST_TEST((opened.error().code() == errc::schema_mismatch), name << ": " << to_string(opened.error()));
        BOOST_TEST(bytes_of(place.file(name)) == before, name);
    }
}

BOOST_AUTO_TEST_CASE(verify_mode_makes_no_file)
{
    scratch const                          place;
    sqlite                                 backend{place.file()};
    ssot::storage::model_desc const* const models[] = {&ssot::storage::describe_model<rack>()};
    auto const done = backend.prepare_schema({models, 1, 0, {}}, ssot::storage::schema_mode::verify);
    BOOST_TEST((done.error().code() == errc::schema_mismatch));
    BOOST_TEST(!std::filesystem::exists(place.file()));
}

BOOST_AUTO_TEST_CASE(a_table_of_another_program_is_not_taken)
{
    scratch const place;
    {
        ssot::store store{sqlite{place.file()}};
        store.insert(make_rack(1, "a")).value();
    }
    by_hand(place.file()).run("CREATE TABLE inventory_device (a)");
    ssot::store store{sqlite{place.file()}};
    BOOST_TEST((store.count<device>().error().code() == errc::schema_mismatch));
    BOOST_TEST(store.count<rack>().value() == 1U);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_only_read)
{
    scratch const place;
    {
        ssot::store store{sqlite{place.file()}};
        store.insert(make_rack(1, "a")).value();
    }
    ssot::store store{sqlite{sqlite_options{.path = place.file(), .read_only = true}}};
    BOOST_TEST(store.count<rack>().value() == 1U);
    BOOST_TEST((store.insert(make_rack(2, "b")).error().code() == errc::read_only));
    BOOST_TEST((store.begin().error().code() == errc::read_only));
    BOOST_TEST((store.count<device>().error().code() == errc::read_only)); // its table is missing
    auto tx = store.begin({.mode = ssot::storage::tx_mode::read_only}).value();
    BOOST_TEST(store.count<rack>().value() == 1U);
}

BOOST_AUTO_TEST_CASE(durability_is_what_was_asked_for)
{
    using ssot::storage::durability;
    for (auto const how : {durability::power_loss, durability::power_loss_prefix, durability::process_crash}) {
        scratch const place;
        sqlite const  backend{sqlite_options{.path = place.file(), .durability = how}};
        BOOST_TEST((backend.caps().durable == how));
    }
    scratch const place;
    ssot::store   store{sqlite{place.file()}};
    store.insert(make_rack(1, "a")).value();
    BOOST_TEST(by_hand(place.file()).run("PRAGMA journal_mode") == "|wal");
}

BOOST_AUTO_TEST_CASE(people_read_the_views)
{
    scratch const place;
    {
        ssot::store store{sqlite{place.file()}};
        auto        r = make_rack(1, "a");
        r.installed   = ssot::timestamp(ssot::duration(-1)); // a microsecond before 1970
        r.warranty    = ssot::duration(1'500'000);
        r.locked      = true;
        store.insert(r).value();
        device d{.hostname = "h"};
        d.id.data[0]  = 0xab;
        d.id.data[15] = 0x01;
        store.insert(std::as_const(d)).value();
    }
    by_hand file(place.file());
    BOOST_TEST(file.run("SELECT locked, installed, warranty FROM readable_inventory_rack") ==
               "|true|1969-12-31T23:59:59.999999Z|1.5");
    BOOST_TEST(file.run("SELECT id, part_of_id FROM readable_inventory_device") ==
               "|ab000000-0000-0000-0000-000000000001|NULL");
}

BOOST_AUTO_TEST_CASE(verify_finds_what_is_wrong)
{
    scratch const place;
    sqlite        backend{place.file()};
    ssot::store   store{backend};
    store.insert(device{.hostname = "h"}).value();
    BOOST_TEST(backend.verify().value().empty());
    by_hand(place.file()).run("UPDATE inventory_device SET part_of_id = x'00112233445566778899aabbccddeeff'");
    auto const wrong = backend.verify().value();
    BOOST_TEST_REQUIRE(wrong.size() == 1U);
    BOOST_TEST(wrong[0] == "a row of inventory_device points at a row of inventory_device that does not exist");
}

BOOST_AUTO_TEST_CASE(verify_finds_damaged_pages)
{
    scratch const place;
    {
        ssot::store       store{sqlite{place.file()}};
        std::vector<rack> many;
        for (int i = 1; i != 2'000; ++i)
            many.push_back(make_rack(i, "r" + std::to_string(i)));
        store.insert(many).value();
    }
    auto const size = std::filesystem::file_size(place.file());
    {
        std::fstream out(place.file(), std::ios::binary | std::ios::in | std::ios::out);
        out.seekp(static_cast<std::streamoff>(size / 4096 / 2 * 4096));
        out << std::string(64, '\x77');
    }
    sqlite     backend{place.file()};
    auto const wrong = backend.verify();
    BOOST_TEST((wrong ? !wrong->empty() : wrong.error().code() == errc::corrupted));
}

BOOST_AUTO_TEST_CASE(a_backup_is_the_file_of_one_moment)
{
    scratch const place;
    sqlite        backend{place.file()};
    ssot::store   store{backend};
    store.insert(make_rack(1, "a")).value();
    {
        auto tx = store.begin().value(); // which others do not see
        store.insert(make_rack(2, "b")).value();
        backend.backup_to(place.file("copy.db")).value();
        tx.commit().value();
    }
    ssot::store copy{sqlite{place.file("copy.db")}};
    BOOST_TEST(copy.count<rack>().value() == 1U);
    BOOST_TEST((backend.backup_to(place.file("copy.db")).error().code() == errc::already_exists));
    BOOST_TEST(copy.count<rack>().value() == 1U);
    BOOST_TEST(!backend.backup_to(place.file("no folder/copy.db")));
}

BOOST_AUTO_TEST_CASE(a_stream_stays_at_its_moment_while_its_store_writes)
{
    scratch const     place;
    ssot::store       store{sqlite{place.file()}};
    std::vector<rack> many;
    for (int i = 1; i <= 500; ++i)
        many.push_back(make_rack(i, "r" + std::to_string(i)));
    store.insert(many).value();
    std::size_t n = 0;
    for (auto const& row : store.stream(ssot::from<rack>())) {
        ++n;
        if (row.value()->id == 5) {
            BOOST_TEST(store.erase(ssot::from<rack>().where(field<&rack::id> > 100)).has_value());
            BOOST_TEST(store.count<rack>().value() == 100U); // not that of the stream's moment
        }
    }
    BOOST_TEST(n == 500U);
}

BOOST_AUTO_TEST_CASE(another_process_that_writes_is_waited_for)
{
    scratch const place;
    ssot::store   first{sqlite{place.file()}};
    ssot::store   second{
        sqlite{sqlite_options{.path = place.file(), .busy = std::chrono::milliseconds(50)}}}; // with locks of its own
    first.insert(make_rack(1, "a")).value();
    {
        auto       tx    = first.begin().value();
        auto const late  = second.insert(make_rack(2, "b"));
        auto const begun = second.begin({.timeout = std::chrono::milliseconds(20)});
        BOOST_TEST((late.error().code() == errc::timeout));
        BOOST_TEST((late.error().again() == ssot::retry::transaction));
        BOOST_TEST((begun.error().code() == errc::timeout));
        BOOST_TEST((begun.error().again() == ssot::retry::transaction));
    }
    BOOST_TEST(second.insert(make_rack(2, "b")).has_value());
}

BOOST_AUTO_TEST_CASE(a_nan_is_refused_and_never_becomes_a_null)
{
    scratch const place;
    ssot::store   store{sqlite{place.file()}};
    auto          r = make_rack(1, "a");
    r.load          = std::numeric_limits<double>::quiet_NaN();
    auto const done = store.insert(r);
    BOOST_TEST_REQUIRE(!done);
    BOOST_TEST(store.count<rack>().value() == 0U);
    r.load = -0.0;
    store.insert(r).value();
    BOOST_TEST(store.get<rack>(1).value()->load == 0.0);
}

BOOST_AUTO_TEST_CASE(a_batch_names_the_row_and_the_field_that_are_wrong)
{
    scratch const     place;
    ssot::store       store{sqlite{place.file()}};
    std::vector<rack> many;
    for (int i = 1; i <= 200; ++i)
        many.push_back(make_rack(i, "r" + std::to_string(i)));
    many[150].name  = "r3";
    auto const done = store.insert(many);
    BOOST_TEST((done.error().code() == errc::already_exists));
    BOOST_TEST(done.error().path() == "[150].name");
    BOOST_TEST(store.count<rack>().value() == 0U);
}

BOOST_AUTO_TEST_CASE(threads_share_a_file, *boost::unit_test::label("threads"))
{
    scratch const place;
    ssot::store   store{sqlite{place.file()}};
    store.use<rack>().value();
    constexpr int            threads = 4;
    constexpr int            each    = 20;
    std::vector<std::string> odd(threads);
    {
        std::vector<std::jthread> all;
        for (int i = 0; i != threads; ++i)
            all.emplace_back([&, i, own = store.session().value()]() mutable {
                std::size_t before = 0;
                for (int k = 1; k <= each; ++k) {
                    auto const id = i * each + k;
                    if (auto const done = own.insert(make_rack(id, "r" + std::to_string(id))); !done)
                        odd[static_cast<std::size_t>(i)] = to_string(done.error());
                    auto const n = own.count<rack>();
                    if (!n || *n < before + 1)
                        odd[static_cast<std::size_t>(i)] = "fewer rows than before";
                    before = n ? *n : before;
                }
            });
    }
    for (auto const& wrong : odd)
        BOOST_TEST(wrong.empty(), wrong);
    BOOST_TEST(store.count<rack>().value() == static_cast<std::size_t>(threads * each));
}

BOOST_AUTO_TEST_CASE(several_programs_make_one_file, *boost::unit_test::label("threads"))
{
    for (int round = 0; round != 5; ++round) {
        scratch const            place;
        std::vector<std::string> odd(4);
        {
            std::vector<std::jthread> all;
            for (int i = 0; i != 4; ++i)
                all.emplace_back([&, i] {
                    auto store = ssot::store::open(sqlite{place.file()}); // each with a backend of its own
                    ssot::result<std::int64_t> done = store ? store->insert(make_rack(i + 1, std::to_string(i)))
                                                            : ssot::result<std::int64_t>(store.error());
                    if (!done)
                        odd[static_cast<std::size_t>(i)] = to_string(done.error());
                });
        }
        for (auto const& wrong : odd)
            BOOST_TEST(wrong.empty(), wrong);
        BOOST_TEST(ssot::store(sqlite{place.file()}).count<rack>().value() == 4U);
    }
}

BOOST_AUTO_TEST_CASE(rows_of_a_transaction_are_kept_when_it_writes)
{
    scratch const     place;
    sqlite            backend{place.file()};
    ssot::store       store{backend};
    std::vector<rack> many;
    for (int i = 1; i <= 50; ++i)
        many.push_back(make_rack(i, "r" + std::to_string(i)));
    store.insert(many).value();
    auto                 session = backend.open().value();
    auto const&          model   = ssot::storage::describe_model<rack>();
    ssot::storage::query q{.model = &model, .order = {{0}}};
    session.begin({}).value();
    auto rows = session.scan(q).value();
    BOOST_TEST(rows.next().value());
    auto const name = std::string(rows.at(1).as_chars());
    BOOST_TEST(session.erase({.model = &model}).value() == 50U);
    BOOST_TEST(rows.at(1).as_chars() == name); // of the current row, which is valid until the next
    session.rollback();
    int n = 1;
    while (rows.next().value())
        BOOST_TEST(rows.at(0).as_int() == ++n);
    BOOST_TEST(n == 50);
    BOOST_TEST(store.count<rack>().value() == 50U);
}

BOOST_AUTO_TEST_CASE(what_was_moved_from_says_so)
{
    scratch const place;
    sqlite        backend{place.file()};
    ssot::store   store{backend};
    store.use<rack>().value();
    auto       session = backend.open().value();
    auto       rows    = session.scan({.model = &ssot::storage::describe_model<rack>()}).value();
    auto       others  = std::move(rows);
    auto const moved   = std::move(session);
    BOOST_TEST((rows.next().error().code() == errc::misuse)); // NOLINT(bugprone-use-after-move): that is what is tested
    BOOST_TEST((session.begin({}).error().code() == errc::misuse)); // NOLINT(bugprone-use-after-move)
    BOOST_TEST(!others.next().value());
}

BOOST_AUTO_TEST_CASE(the_current_folder_may_change)
{
    scratch const place;
    auto const    before = std::filesystem::current_path();
    std::filesystem::create_directory(place.file("folder"));
    std::filesystem::current_path(place.file("folder"));
    sqlite      backend{"file:rows.db"}; // a name, and no URI
    ssot::store store{backend};
    store.insert(make_rack(1, "a")).value();
    std::filesystem::current_path(before);
    auto stream = store.stream(ssot::from<rack>()); // keeps a connection
    auto it     = stream.begin();
    BOOST_TEST(store.count<rack>().value() == 1U); // by another one
    BOOST_TEST(std::filesystem::exists(place.file("folder/file:rows.db")));
    static_cast<void>(it);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
