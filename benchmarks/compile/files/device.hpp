// SPDX-License-Identifier: BSL-1.0
// A model of a user's, of ten members. What is compiled has many like it: `device_1`, `device_2`, each made from this file by
// writing the new name for `device`.

#pragma once

#include <ssot/field.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace inventory {

struct device {
    static constexpr std::string_view model_name = "inventory.device";

    ssot::uuid                  id{};
    std::string                 hostname{};
    std::string                 site{};
    std::optional<std::string>  serial{};
    std::optional<std::string>  note{};
    int                         rack_units{};
    std::optional<std::int64_t> asset{};
    double                      weight{};
    bool                        managed{};
    ssot::timestamp             seen{};
};
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname, site, serial, note, rack_units, asset, weight, managed, seen))
constexpr auto describe_fields(ssot::model_tag<device>)
{
    return ssot::fields(ssot::field<&device::hostname>.max_length(64),
                        ssot::field<&device::site>.max_length(32),
                        ssot::field<&device::serial>.max_length(32),
                        ssot::field<&device::note>.max_length(200).blank());
}

} // namespace inventory
