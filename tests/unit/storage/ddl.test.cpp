// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/ddl.hpp>

#include <ssot/model/sync_log_entry.hpp>

#include <ssot/detail/sql/tables.hpp>

#include "support/inventory.hpp"

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circles {

struct second;
struct first {
    static constexpr std::string_view model_name = "circles.first";

    std::int64_t                                                                     id{};
    std::optional<ssot::foreign_key<second, ssot::on_delete::cascade, std::int64_t>> next{};
};
struct second {
    static constexpr std::string_view model_name = "circles.second";

    std::int64_t                                                                    id{};
    std::optional<ssot::foreign_key<first, ssot::on_delete::cascade, std::int64_t>> next{};
};
BOOST_DESCRIBE_STRUCT(first, (), (id, next))
BOOST_DESCRIBE_STRUCT(second, (), (id, next))

} // namespace circles

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(ddl)

namespace {

using ssot::storage::dialect;

std::vector<std::string> indexes_of(ssot::storage::model_desc const& model)
{
    std::vector<std::string> out;
    for (auto const& index : ssot::detail::sql::create_indexes(dialect::sqlite, model))
        out.push_back(index.text);
    return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(tables_of_sqlite)
{
    auto const all = ssot::storage::ddl<inventory::rack>(dialect::sqlite);
    BOOST_TEST(all == R"(CREATE TABLE "inventory_rack" (
    "id" INTEGER PRIMARY KEY NOT NULL,
    "name" TEXT NOT NULL,
    "height" INTEGER NOT NULL,
    "load" REAL NOT NULL,
    "locked" INTEGER NOT NULL,
    "is" TEXT NOT NULL,
    "installed" INTEGER,
    "warranty" INTEGER,
    "labels" TEXT NOT NULL,
    "note" TEXT,
    "ssot_rev" INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX "inventory_rack.name.unique" ON "inventory_rack" ("name");
CREATE INDEX "inventory_rack.height.name.id.index" ON "inventory_rack" ("height" DESC, "name", "id");
CREATE VIEW "readable_inventory_rack" AS SELECT
    "id" AS "id",
    "name" AS "name",
    "height" AS "height",
    "load" AS "load",
    CASE "locked" WHEN 0 THEN 'false' WHEN 1 THEN 'true' END AS "locked",
    "is" AS "is",
    strftime('%Y-%m-%dT%H:%M:%S', ("installed" - (("installed" % 1000000 + 1000000) % 1000000)) / 1000000, 'unixepoch') || printf('.%06dZ', (("installed" % 1000000 + 1000000) % 1000000)) AS "installed",
    "warranty" / 1000000.0 AS "warranty",
    "labels" AS "labels",
    "note" AS "note",
    "ssot_rev" AS "ssot_rev"
FROM "inventory_rack";
)");
}

BOOST_AUTO_TEST_CASE(tables_of_postgresql)
{
    auto const all = ssot::storage::ddl<inventory::device>(dialect::postgresql);
    BOOST_TEST(all.substr(0, all.find(';') + 1) == R"(CREATE TABLE "inventory_rack" (
    "id" bigint PRIMARY KEY NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "height" bigint NOT NULL,
    "load" double precision NOT NULL,
    "locked" boolean NOT NULL,
    "is" text COLLATE "C" NOT NULL,
    "installed" timestamptz,
    "warranty" bigint,
    "labels" text COLLATE "C" NOT NULL,
    "note" text COLLATE "C",
    "ssot_rev" bigint NOT NULL
);)");
    BOOST_TEST(all.substr(all.find("CREATE TABLE \"inventory_device\"")) == R"(CREATE TABLE "inventory_device" (
    "id" uuid PRIMARY KEY NOT NULL,
    "hostname" text COLLATE "C" NOT NULL,
    "serial" text COLLATE "C",
    "stands_in_id" bigint REFERENCES "inventory_rack" ("id") DEFERRABLE INITIALLY DEFERRED,
    "part_of_id" uuid REFERENCES "inventory_device" ("id") DEFERRABLE INITIALLY DEFERRED,
    "added" timestamptz NOT NULL,
    "ssot_rev" bigint NOT NULL
);
CREATE UNIQUE INDEX "inventory_device.hostname.unique" ON "inventory_device" ("hostname");
CREATE UNIQUE INDEX "inventory_device.serial.unique" ON "inventory_device" ("serial");
CREATE INDEX "inventory_device.stands_in_id.index" ON "inventory_device" ("stands_in_id");
CREATE INDEX "inventory_device.part_of_id.index" ON "inventory_device" ("part_of_id");
)");
}

BOOST_AUTO_TEST_CASE(circles_of_models)
{
    auto const sqlite = ssot::storage::ddl<circles::first>(dialect::sqlite);
    BOOST_TEST(sqlite.find("ALTER") == std::string::npos);
    auto const postgresql = ssot::storage::ddl<circles::first>(dialect::postgresql);
    BOOST_TEST(postgresql.ends_with("ALTER TABLE \"circles_second\" ADD FOREIGN KEY (\"next_id\") REFERENCES "
                                    "\"circles_first\" (\"id\") DEFERRABLE INITIALLY DEFERRED;\n"));
}

BOOST_AUTO_TEST_CASE(an_index_that_another_begins_with_is_left_out)
{
    // (sync, timestamp, id) serves the foreign key as well.
    auto const entries = indexes_of(ssot::storage::describe_model<ssot::sync_log_entry>());
    BOOST_TEST(
        entries ==
            (std::vector<std::string>{
                R"(CREATE INDEX "nautobot_ssot_synclogentry.sync_id.timestamp.id.index" ON "nautobot_ssot_synclogentry" ("sync_id", "timestamp", "id"))",
                R"(CREATE INDEX "nautobot_ssot_synclogentry.synced_object_type_id.index" ON "nautobot_ssot_synclogentry" ("synced_object_type_id"))"}),
        boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(names_of_indexes_are_no_longer_than_postgresql_takes)
{
    auto        model = ssot::storage::describe_model<inventory::rack>();
    std::string table(80, 'x');
    model.table      = table;
    auto const first = ssot::detail::sql::create_indexes(dialect::postgresql, model);
    BOOST_REQUIRE(first.size() == 2U);
    BOOST_TEST(first[0].name.size() == 63U);
    BOOST_TEST(first[1].name.size() == 63U);
    BOOST_TEST(first[0].name != first[1].name);
}

BOOST_AUTO_TEST_CASE(a_description_tells_what_a_table_was_made_from)
{
    BOOST_TEST(ssot::detail::sql::describe_table(ssot::storage::describe_model<inventory::device>()) ==
               R"(table "inventory_device"
key "id"
field "id" uuid not null unique
field "hostname" text not null unique max 64
field "serial" text null unique
field "stands_in_id" int64 null references "inventory.rack"
field "part_of_id" uuid null references "inventory.device"
field "added" timestamp not null
revision "ssot_rev" int64 not null)");
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
