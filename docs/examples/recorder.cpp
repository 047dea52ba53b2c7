// SPDX-License-Identifier: BSL-1.0
// A run that is recorded while it happens.

#include <ssot/diff.hpp>
#include <ssot/recorder.hpp>
#include <ssot/ssot.hpp>

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

struct device {
    std::string name{};
    std::string role{};
};
BOOST_DESCRIBE_STRUCT(device, (), (name, role))

namespace {

std::vector<device> read_servicenow() { return {{"core-1", "core"}, {"edge-1", "edge"}}; }
std::vector<device> read_nautobot() { return {{"core-1", "edge"}}; }

ssot::result<void> write_to_nautobot(ssot::diff::change const& c)
{
    if (c.name() == "edge-1")
        return ssot::error(ssot::errc::permission, "not allowed to create devices");
    return {};
}

} // namespace

int main()
{
    ssot::store store{ssot::storage::memory{}};

    //[ record
    ssot::recorder run{store, {.source = "ServiceNow", .target = "Nautobot", .max_share = 1.0}};
    auto const wanted = run.load_source([] { return read_servicenow(); });
    auto const there  = run.load_target([] { return read_nautobot(); });
    auto const found  = run.compare([&] { return ssot::diff::compute(wanted, there, &device::name); }).value();
    auto const done   = run.apply(found, [](ssot::diff::change const& c) { return write_to_nautobot(c); }).value();
    run.finish().value();
    std::cout << done.succeeded << " succeeded, " << done.errored << " errored\n";
    //]

    //[ recover
    for (auto const& lost : ssot::recover(store).value()) // when a program starts
        std::cerr << "process " << lost.process_id << " on " << lost.host << " did not finish its run\n";
    //]

    auto const history = store.annotated_syncs().value();
    return done.succeeded == 1 && done.errored == 1 && history.front().counts.errored == 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
