// SPDX-License-Identifier: BSL-1.0
// An own model in a store: insert, get, select, update, erase and validate.

#include <ssot/ssot.hpp>

#include "device.hpp"

#include <cstddef>

std::size_t use_device(ssot::store& store)
{
    inventory::device made{.hostname = "core-1", .site = "hq", .rack_units = 2, .seen = ssot::now()};
    if (!ssot::validate(made).empty())
        return 0;
    store.insert(made).value();

    auto row    = store.get<inventory::device>(made.id).value();
    row.managed = true;
    store.update(row).value();

    auto const found = store.select(
        ssot::from<inventory::device>()
            .where(ssot::field<&inventory::device::site> == "hq" && ssot::field<&inventory::device::rack_units> >= 2)
            .order_by(ssot::asc<&inventory::device::hostname>)
            .limit(10));
    return found.value().size() + store.erase(row).value().total();
}
