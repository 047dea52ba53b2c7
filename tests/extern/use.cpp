// SPDX-License-Identifier: BSL-1.0
// A file that uses models without compiling their JSON.

#include "device.hpp"

#include <cstdio>
#include <vector>

namespace {

template<class M>
bool survives(M const& m)
{
    std::vector<M> const two{m, m};
    std::string          text;
    ssot::json_buffer    buffer;
    ssot::to_json(two, text).value();
    ssot::to_json(m, buffer).value();
    return ssot::from_json<M>(ssot::to_json(m)).value() == m && ssot::from_json<M>(buffer.view()).value() == m &&
        ssot::from_json<std::vector<M>>(text).value() == two && ssot::from_value<M>(ssot::to_value(m)).value() == m &&
        ssot::validate(m).empty();
}

} // namespace

int main()
{
    ssot::sync const run{.source = "ServiceNow", .target = "Nautobot"};
    bool const       good = survives(run) &&
        survives(ssot::sync_log_entry{.sync = run, .object_repr = "core-1", .message = "made"}) &&
        survives(inventory::device{.id = ssot::new_id(), .hostname = "core-1"});
    std::puts(good ? "good" : "bad");
    return good ? 0 : 1;
}
