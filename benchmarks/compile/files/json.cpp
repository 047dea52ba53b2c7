// SPDX-License-Identifier: BSL-1.0
// The JSON text of an own model, both ways.

#include <ssot/json/text.hpp>

#include "device.hpp"

#include <string>
#include <string_view>

inventory::device read_device(std::string_view text) { return ssot::from_json<inventory::device>(text).value(); }

std::string write_device(inventory::device const& device) { return ssot::to_json(device); }
