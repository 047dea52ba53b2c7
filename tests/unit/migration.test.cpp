// SPDX-License-Identifier: BSL-1.0
#include <ssot/migration.hpp>

#include <ssot/json/lines.hpp>
#include <ssot/json/text.hpp>
#include <ssot/json/value.hpp>

#include "support/migrating_device.hpp"
#include "support/old_devices.hpp"
#include "support/random_source.hpp"

#include <boost/describe/class.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace migration_test {

struct holder {
    std::string                             name{};
    std::vector<inventory::moving_device>   all{};
    std::optional<inventory::moving_device> one{};
};
BOOST_DESCRIBE_STRUCT(holder, (), (name, all, one))

struct steady {
    static constexpr std::string_view model_name = "inventory.steady";

    ssot::uuid  id{};
    std::string name{};
};
BOOST_DESCRIBE_STRUCT(steady, (), (id, name))

static_assert(ssot::migrating<inventory::moving_device> && !ssot::migrating<steady> && !ssot::migrating<holder>);
static_assert(ssot::version_of<inventory::moving_device>() == 4 && ssot::version_of<steady>() == 1);
static_assert(ssot::migrations_of<inventory::moving_device>().size() == 11 && ssot::migrations_of<steady>().empty());

} // namespace migration_test

namespace ssot_test {

using inventory::moving_device;

BOOST_AUTO_TEST_SUITE(migration)

BOOST_AUTO_TEST_CASE(steps_are_data)
{
    auto const steps = ssot::migrations_of<moving_device>();
    using what       = ssot::migration_kind;
    BOOST_TEST((steps[0].what == what::rename_field && steps[0].to_version == 2));
    BOOST_TEST(steps[0].before.name == "name");
    BOOST_TEST(steps[0].after.name == "hostname");
    BOOST_TEST((steps[0].before.kind == ssot::kind::text && steps[0].after.kind == ssot::kind::text),
               "of the field as it is");
    BOOST_TEST((steps[1].what == what::drop_field && steps[1].before.name == "comment"));
    BOOST_TEST((steps[2].what == what::add_field && steps[2].after.kind == ssot::kind::int64 && !steps[2].after.nullable));
    BOOST_TEST((steps[3].what == what::rename_model && steps[3].old_model == "inventory.box"));
    BOOST_TEST((steps[4].what == what::change_field && steps[4].before.kind == ssot::kind::text));
    BOOST_TEST((steps[7].what == what::add_index && steps[7].index.size() == 2 && steps[7].index[1] == "hostname"));
    BOOST_TEST((steps[8].after.nullable && !steps[8].before.nullable));
    BOOST_TEST((steps[10].what == what::native && steps[10].sqlite.starts_with("UPDATE ") && steps[10].postgresql.empty()));
}

BOOST_AUTO_TEST_CASE(the_fields_of_each_version_are_known)
{
    auto const names = [](std::uint32_t version) {
        std::vector<std::string> out;
        for (auto const& f : ssot::fields_of_version<moving_device>(version))
            out.emplace_back(f.name);
        std::ranges::sort(out);
        return out;
    };
    using list = std::vector<std::string>;
    BOOST_TEST(names(1) == (list{"comment", "id", "name", "notes", "port"}), boost::test_tools::per_element());
    BOOST_TEST(names(0) == names(1), boost::test_tools::per_element());
    BOOST_TEST(names(2) == (list{"hostname", "id", "notes", "port", "rack"}), boost::test_tools::per_element());
    BOOST_TEST(names(3) == (list{"hostname", "id", "notes", "port", "site"}), boost::test_tools::per_element());
    BOOST_TEST(names(4) == (list{"hostname", "id", "label", "notes", "port", "site"}), boost::test_tools::per_element());
    BOOST_TEST(names(9) == names(4), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(text_and_dom_of_every_version_are_read)
{
    random_source random(18);
    for (int round = 0; round != 400; ++round) {
        auto const version = static_cast<std::uint32_t>(1 + random.below(4));
        auto const old     = old_device::random(random);
        auto const text    = old.text(version, random);
        auto const today   = old.today(version);
        BOOST_TEST_CONTEXT("version " << version << ": " << text)
        {
            ssot::read_options const options{.version = version};
            auto const               read = ssot::from_json<moving_device>(text, options);
            BOOST_TEST_REQUIRE(read.has_value());
            BOOST_TEST((*read == today), "the text of a document as well");
            auto const dom = ssot::from_value<moving_device>(boost::json::parse(text), options);
            BOOST_TEST_REQUIRE(dom.has_value());
            BOOST_TEST((dom->hostname == today.hostname && dom->site == today.site && dom->port == today.port));
            BOOST_TEST((ssot::from_json<moving_device>(ssot::to_json(*read)).value() == today), "which is today's now");
            if (version < 3) // the third lacks only what may be missing
                BOOST_TEST(!ssot::from_json<moving_device>(text).has_value(), "a text of another version is not today's");
        }
    }
}

BOOST_AUTO_TEST_CASE(lists_lines_and_members_are_upgraded)
{
    random_source              random(3);
    std::vector<moving_device> today;
    std::string                list, lines;
    for (int i = 0; i != 20; ++i) {
        auto const old  = old_device::random(random);
        auto       text = old.text(2, random);
        today.push_back(old.today(2));
        list += (i == 0 ? "" : ",") + text;
        std::ranges::replace(text, '\n', ' ');
        lines += text + "\n";
    }
    ssot::read_options const version_2{.version = 2};
    BOOST_TEST((ssot::from_json<std::vector<moving_device>>("[" + list + "]", version_2).value() == today));
    BOOST_TEST((ssot::from_json_lines<moving_device>(lines, {.record = version_2}).value() == today));
    ssot::json_lines_reader<moving_device> reader(lines, {.record = version_2});
    moving_device                          one;
    for (auto const& wanted : today)
        BOOST_TEST((reader.next(one).value() && one == wanted));
    BOOST_TEST(!reader.next(one).value());

    auto const old  = old_device::random(random);
    auto const text = old.text(2, random);
    auto const held =
        ssot::from_json<migration_test::holder>(R"({"name":"x","all":[)" + list + R"(],"one":)" + text + "}", version_2);
    BOOST_TEST_REQUIRE(held.has_value());
    BOOST_TEST((held->all == today && held->one == old.today(2)));
    auto const by_name = ssot::from_json<std::map<std::string, moving_device>>(R"({"a":)" + text + "}", version_2).value();
    BOOST_TEST((by_name.at("a") == old.today(2)));
}

BOOST_AUTO_TEST_CASE(a_model_without_steps_is_read_as_it_is)
{
    auto const text = R"({"id":"11111111-1111-1111-1111-111111111111","name":"x"})";
    BOOST_TEST(ssot::from_json<migration_test::steady>(text, {.version = 5}).value().name == "x");
}

BOOST_AUTO_TEST_CASE(errors_name_the_field)
{
    auto const fails = [](std::string const& fields, std::uint32_t version, ssot::read_options options = {}) {
        options.version = version;
        auto const text = R"({"id":"11111111-1111-1111-1111-111111111111","notes":{})" + fields + "}";
        auto const read = ssot::from_json<moving_device>(text, options);
        auto const dom  = ssot::from_value<moving_device>(boost::json::parse(text), options);
        BOOST_TEST(read.has_value() == dom.has_value());
        if (read)
            return std::string("read");
        if (dom.error().code() != read.error().code() || dom.error().path() != read.error().path())
            return "DOM: " + to_string(dom.error());
        BOOST_TEST(read.error().line() == 1u, "where the record is");
        return std::string(read.error().path()) + ": " + std::string(to_string(read.error().code()));
    };
    BOOST_TEST(fails(R"(,"name":"a","comment":"","port":"x")", 1) == "port: invalid_value");
    BOOST_TEST(fails(R"(,"name":"a","comment":"","port":1)", 1) == "port: wrong_type");
    BOOST_TEST(fails(R"(,"name":"a","comment":"")", 1) == "port: missing_key");
    BOOST_TEST(fails(R"(,"name":1,"comment":"","port":"1")", 1) == "hostname: wrong_type", "by the name of the step");
    BOOST_TEST(fails(R"(,"name":"a","comment":"","port":"1","site":"x")", 1) == "site: unknown_key", "which came later");
    BOOST_TEST(fails(R"(,"name":"a","comment":"","port":"1","site":"x")", 1, {.unknown = ssot::unknown_keys::ignore}) ==
               "read");
    BOOST_TEST(fails(R"(,"hostname":"a","port":"1")", 2) == "rack: missing_key");
    BOOST_TEST(fails(R"(,"hostname":"a","port":"1","rack":true)", 2) == "rack: wrong_type");
    BOOST_TEST(fails("", 5) == ": schema_mismatch");
    auto const twice = ssot::from_json<moving_device>(
        R"({"id":"11111111-1111-1111-1111-111111111111","notes":{},"name":"a","name":"b"})", {.version = 1});
    BOOST_TEST((twice.error().code() == ssot::errc::duplicate_key && twice.error().path() == "name"));
    BOOST_TEST((ssot::from_json<moving_device>("[]", {.version = 1}).error().code() == ssot::errc::wrong_type));
    BOOST_TEST((ssot::from_json<moving_device>(R"({"notes":[[1,)", {.version = 1}).error().code() == ssot::errc::syntax));
}

BOOST_AUTO_TEST_CASE(an_exception_of_a_step_is_passed_on)
{
    BOOST_CHECK_THROW(
        static_cast<void>(ssot::from_json<moving_device>(
            R"({"id":"11111111-1111-1111-1111-111111111111","notes":{},"name":"a","comment":"","port":"throw"})",
            {.version = 1})),
        std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
