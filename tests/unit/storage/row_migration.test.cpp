// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/row_migration.hpp>

#include <ssot/json/text.hpp>
#include <ssot/storage/describe.hpp>

#include "support/migrating_device.hpp"
#include "support/old_devices.hpp"
#include "support/random_source.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssot_test {

using inventory::moving_device;
using ssot::storage::describe_model;
using stored_row = ssot::storage::packed_row; // the suites of other files have its name
using ssot::storage::row_migration;
using ssot::storage::value_view;

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(row_migration_)

/// A row of today as an object.
moving_device object_of(stored_row const& row)
{
    moving_device out;
    auto const    accessors = ssot::storage::accessors_of<moving_device>();
    for (std::size_t i = 0; i != accessors.size(); ++i)
        BOOST_TEST_REQUIRE(accessors[i].set(&out, row.at(i)).has_value());
    return out;
}

BOOST_AUTO_TEST_CASE(rows_of_every_version_become_those_of_today)
{
    random_source random(4);
    auto const&   model = describe_model<moving_device>();
    for (int round = 0; round != 400; ++round) {
        auto const          version = static_cast<std::uint32_t>(random.below(5));
        auto const          written = version == 0 ? 1 : version;
        row_migration const upgrade(model, version);
        auto const          old = old_device::random(random);
        auto const          row = old.row(upgrade.before());
        BOOST_TEST_REQUIRE(stored_row::from_bytes(upgrade.before(), row.bytes()).has_value(), "described as they were");
        auto const today = upgrade.apply(row);
        BOOST_TEST_REQUIRE(today.has_value());
        BOOST_TEST((object_of(*today) == old.today(written)));
        BOOST_TEST(today->at(model.revision).as_int() == 5, "which was not changed by a program");
        BOOST_TEST_REQUIRE(stored_row::from_bytes(model, today->bytes()).has_value());
        auto const text = ssot::from_json<moving_device>(old.text(written, random), {.version = written});
        BOOST_TEST((text.value() == object_of(*today)), "as JSON of that version does");
    }
}

BOOST_AUTO_TEST_CASE(one_version_after_the_other_is_the_same)
{
    random_source random(5);
    auto const&   model = describe_model<moving_device>();
    for (int round = 0; round != 100; ++round) {
        auto const old = old_device::random(random);
        auto       row = old.row(row_migration(model, 1).before());
        for (std::uint32_t version = 1; version != model.version; ++version) {
            row_migration const upgrade(model, version, version + 1);
            row_migration const next(model, version + 1);
            BOOST_TEST(upgrade.after().version == version + 1);
            BOOST_TEST_REQUIRE(upgrade.after().fields.size() == next.before().fields.size());
            for (std::size_t i = 0; i != next.before().fields.size(); ++i)
                BOOST_TEST(upgrade.after().fields[i].name == next.before().fields[i].name);
            row = upgrade.apply(row).value();
            BOOST_TEST(stored_row::from_bytes(upgrade.after(), row.bytes()).has_value());
        }
        BOOST_TEST((object_of(row) == old.today(1)));
    }
}

BOOST_AUTO_TEST_CASE(a_version_is_described_as_it_was)
{
    auto const&         model = describe_model<moving_device>();
    row_migration const first(model, 1), second(model, 2), last(model, 4);
    BOOST_TEST(first.before().name == "inventory.box");
    BOOST_TEST(first.before().table == "inventory_box");
    BOOST_TEST(first.before().version == 1u);
    BOOST_TEST(second.before().name == "inventory.moving_device");
    BOOST_TEST(second.before().table == "inventory_moving_device");
    BOOST_TEST(second.before().fields.size() == 6u);
    BOOST_TEST(second.before().fields.back().name == "ssot_rev");
    BOOST_TEST(second.before().revision == 5u);
    BOOST_TEST(first.before().fields[0].unique, "a key, as today");
    BOOST_TEST(last.before().fields.size() == model.fields.size());
}

BOOST_AUTO_TEST_CASE(errors_name_the_field)
{
    row_migration const upgrade(describe_model<moving_device>(), 1);
    auto const          row_with = [&](std::string_view name, value_view value) {
        old_device old;
        old.notes = "[]";
        stored_row  out;
        auto const  row    = old.row(upgrade.before());
        auto const& fields = upgrade.before().fields;
        for (std::size_t i = 0; i != fields.size(); ++i)
            out.push(fields[i].name == name ? value : row.at(i));
        return out;
    };
    auto const bad = upgrade.apply(row_with("port", value_view::chars("x")));
    BOOST_TEST((bad.error().code() == ssot::errc::invalid_value && bad.error().path() == "port"));
    auto const null = upgrade.apply(row_with("port", value_view()));
    BOOST_TEST((null.error().code() == ssot::errc::corrupted && null.error().path() == "port"));
    auto const threw = upgrade.apply(row_with("port", value_view::chars("throw")));
    BOOST_TEST((threw.error().code() == ssot::errc::internal));
    BOOST_TEST(threw.error().text().find("no such port") != std::string_view::npos);
}

BOOST_AUTO_TEST_CASE(steps_are_data_of_the_model)
{
    auto const& model = describe_model<moving_device>();
    BOOST_TEST(model.version == 4u);
    BOOST_TEST_REQUIRE(model.migrations.size() == 11u);
    for (auto const& step : model.migrations) {
        bool const makes = step.what == ssot::migration_kind::add_field || step.what == ssot::migration_kind::change_field;
        BOOST_TEST((step.make != nullptr) == makes);
        BOOST_TEST((step.model == &model));
    }
    auto const& site = model.migrations[5];
    BOOST_TEST_REQUIRE(site.inputs.size() == 2u);
    BOOST_TEST(site.inputs[0] == "rack");
    value_view const inputs[] = {value_view::integer(3), value_view::chars("core-1")};
    BOOST_TEST(site.make(std::span(inputs)).value().view().as_chars() == "co3");
    BOOST_TEST((site.make(std::span(inputs).first(1)).error().code() == ssot::errc::misuse));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
