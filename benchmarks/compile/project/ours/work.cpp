// SPDX-License-Identifier: BSL-1.0
// A file of the project: reads devices from JSON, stores them, asks for some, changes them and writes them as JSON.

#include <ssot/ssot.hpp>

#include "device.hpp"
#include "records.hpp"

#include <string>

std::string work(ssot::store& store)
{
    for (auto const record : records)
        store.insert(ssot::from_json<inventory::device>(record).value()).value();

    auto found = store
                     .select(ssot::from<inventory::device>()
                                 .where(ssot::field<&inventory::device::site> == "hq" &&
                                        ssot::field<&inventory::device::rack_units> >= 2)
                                 .order_by(ssot::asc<&inventory::device::hostname>)
                                 .limit(10))
                     .value();
    std::string out;
    for (auto& device : found) {
        device.managed = true;
        store.update(device).value();
        out += ssot::to_json(store.get<inventory::device>(device.id).value()) + '\n';
    }
    return out + std::to_string(store.erase(ssot::from<inventory::device>()).value().total()) + '\n';
}
