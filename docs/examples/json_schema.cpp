// SPDX-License-Identifier: BSL-1.0
// What the JSON of a model looks like, for programs in other languages.

#include <ssot/json/schema.hpp>
#include <ssot/model/sync_log_entry.hpp>

#include <boost/json/serialize.hpp>

#include <iostream>

int main()
try {
    //[ schema
    boost::json::object const schema = ssot::json_schema<ssot::sync_log_entry>();
    std::cout << boost::json::serialize(schema.at("properties").at("status")) << '\n';
    // {"type":"string","enum":["success","failure","error"],"title":"status"}
    //]
    return schema.at("required").as_array().empty() ? 1 : 0;
} catch (std::exception const& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
