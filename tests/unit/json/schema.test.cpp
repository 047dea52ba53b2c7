// SPDX-License-Identifier: BSL-1.0
#include <ssot/json/schema.hpp>

#include <ssot/json/value.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// That records satisfy their schema, and broken ones do not, is judged by tests/python/check_schemas.py.

namespace schema_test {

struct leaf {
    std::int8_t value{};
};
BOOST_DESCRIBE_STRUCT(leaf, (), (value))

struct tree {
    std::vector<tree>           children{};
    std::optional<leaf>         one{};
    std::map<std::string, leaf> named{};
    std::variant<int, bool>     either{};
};
BOOST_DESCRIBE_STRUCT(tree, (), (children, one, named, either))

} // namespace schema_test

namespace {

boost::json::object const& property(boost::json::object const& schema, char const* name)
{
    return schema.at("properties").as_object().at(name).as_object();
}

} // namespace

BOOST_AUTO_TEST_SUITE(json)
BOOST_AUTO_TEST_SUITE(schema)

BOOST_AUTO_TEST_CASE(what_a_model_says_of_its_fields)
{
    auto const schema = ssot::json_schema<ssot::sync>();
    BOOST_TEST(schema.at("$schema") == "https://json-schema.org/draft/2020-12/schema");
    BOOST_TEST(schema.at("title") == "sync");
    BOOST_TEST(schema.at("required") == boost::json::parse(R"(["source","target"])"));
    BOOST_TEST(!schema.at("additionalProperties").as_bool());
    BOOST_TEST(property(schema, "source") ==
               boost::json::parse(R"({"type":"string","pattern":"^[^\\u0000]*$","title":"source",
                   "description":"System data is read from","maxLength":64,"minLength":1})")
                   .as_object());
    BOOST_TEST(property(schema, "start_time").at("type") == boost::json::parse(R"(["string","null"])"));
    BOOST_TEST(property(schema, "start_time").at("format") == "date-time");
    BOOST_TEST(property(schema, "sync_memory_peak").at("type") == boost::json::parse(R"(["integer","null"])"));
    BOOST_TEST(property(schema, "dry_run").at("default") == false);
    BOOST_TEST(property(schema, "id").at("readOnly") == true);
    BOOST_TEST(!property(schema, "diff").contains("enum"));
}

BOOST_AUTO_TEST_CASE(choices_and_foreign_keys)
{
    auto const schema = ssot::json_schema<ssot::sync_log_entry>();
    BOOST_TEST(property(schema, "action").at("enum") == boost::json::parse(R"(["no-change","create","update","delete"])"));
    BOOST_TEST(property(schema, "sync").at("$comment") == "the key of nautobot_ssot.Sync");
    BOOST_TEST(property(schema, "sync").contains("not"));
    BOOST_TEST(!property(schema, "synced_object_id").contains("not"));
    auto const lenient = ssot::json_schema<ssot::basic_sync_log_entry<ssot::lenient_types>>();
    BOOST_TEST(!property(lenient, "action").contains("enum"));
    BOOST_TEST(property(lenient, "action").at("maxLength") == 32);
}

BOOST_AUTO_TEST_CASE(structs_that_contain_themselves)
{
    auto const schema = ssot::json_schema<schema_test::tree>();
    BOOST_TEST(
        boost::json::serialize(schema) ==
        R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{)"
        R"("children":{"type":"array","items":{"$ref":"#"}},)"
        R"("one":{"anyOf":[{"$ref":"#/$defs/struct1"},{"type":"null"}]},)"
        R"("named":{"type":"object","additionalProperties":{"$ref":"#/$defs/struct1"}},)"
        R"("either":{"anyOf":[{"type":"integer","minimum":-2147483648,"maximum":2147483647},{"type":"boolean"}]}},)"
        R"("required":["children","named","either"],"additionalProperties":false,)"
        R"("$defs":{"struct1":{"type":"object","properties":{"value":{"type":"integer","minimum":-128,"maximum":127}},)"
        R"("required":["value"],"additionalProperties":false}}})");
}

BOOST_AUTO_TEST_CASE(what_is_no_struct)
{
    BOOST_TEST(boost::json::serialize(ssot::json_schema<std::vector<bool>>()) ==
               R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"array","items":{"type":"boolean"}})");
    BOOST_TEST(ssot::json_schema<std::vector<ssot::sync>>().at("items").as_object().at("$ref") == "#/$defs/struct1");
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
