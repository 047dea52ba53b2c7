// SPDX-License-Identifier: BSL-1.0
// What differs between two sides: structs, what is below them, and JSON.

#include <ssot/diff.hpp>
#include <ssot/ssot.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

//[ structs
namespace diff = ssot::diff;

struct port {
    std::string name{};
    int         speed = 0;
};
BOOST_DESCRIBE_STRUCT(port, (), (name, speed))

struct device {
    std::string       name{};
    std::string       role{};
    std::vector<port> ports{};
};
BOOST_DESCRIBE_STRUCT(device, (), (name, role, ports))
//]

int main()
{
    //[ compute
    std::vector<device> const wanted{{"core-1", "core", {{"eth0", 10}}}, {"edge-1", "edge"}};
    std::vector<device> const there{{"core-1", "edge", {{"eth0", 1}}}, {"old-1", "edge"}};

    auto const devices = diff::by<&device::name>("device").children<&device::ports>(diff::by<&port::name>("port"));
    auto const found   = diff::compute(wanted, there, devices).value();

    std::cout << found.diff << '\n';       // {"device":{"core-1":{"+":{"role":"core"},"-":{"role":"edge"},"port":{...}},...}}
    for (auto const& change : found.changes) // "update device core-1", "update port core-1__eth0", "create device edge-1" ...
        std::cout << ssot::to_wire(change.action) << ' ' << change.object_repr() << '\n';
    //]

    //[ log
    ssot::sync run{.source = "ServiceNow", .target = "Nautobot", .diff = found.diff, .summary = found.summary.to_document()};
    std::vector<ssot::sync_log_entry> entries;
    for (auto const& change : found.changes)
        entries.push_back(change.to_entry(run)); // "Updated successfully" ...
    //]

    //[ json
    auto const newer = boost::json::parse(R"([{"name": "core-1", "role": "core"}])").as_array();
    auto const older = boost::json::parse(R"([{"name": "core-1", "role": "edge"}])").as_array();
    auto const same_shape = diff::compute(newer, older, diff::by("name", "device")).value();
    //]

    //[ choose
    auto const by_key = diff::by([](device const& d) { return d.role + '/' + d.name; }, "device") // a key of several parts
                            .attributes<&device::role>()                                          // what counts
                            .flags([](device const& d) {                                          // what does not
                                return d.name.starts_with("old-") ? diff::object_flags::ignore : diff::object_flags::none;
                            });
    auto const in_order = diff::compute(wanted, there, by_key, {.order = diff::key_order::source}).value(); // as DiffSync
    //]
    return found.summary.changed() == 4 && entries.size() == 4 && same_shape.summary.updated == 1 && in_order.summary.skipped == 1
        ? EXIT_SUCCESS
        : EXIT_FAILURE;
}
