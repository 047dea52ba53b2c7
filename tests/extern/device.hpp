// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_EXTERN_DEVICE_HPP
#define SSOT_TESTS_EXTERN_DEVICE_HPP

#include <ssot/extern.hpp>
#include <ssot/storage/memory.hpp>

#include <boost/describe/class.hpp>

#include <string>
#include <string_view>

namespace inventory {

/// A model of the user's, compiled once as the shipped ones.
struct device {
    static constexpr std::string_view model_name = "inventory.device";

    ssot::uuid  id{};
    std::string hostname{};

    friend bool operator==(device const&, device const&) = default;
};
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname))

} // namespace inventory

SSOT_EXTERN_MODEL(inventory::device)

#endif // SSOT_TESTS_EXTERN_DEVICE_HPP
