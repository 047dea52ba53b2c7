// SPDX-License-Identifier: BSL-1.0
// The one file.

#include <ssot/src.hpp>

#include "device.hpp"

SSOT_INSTANTIATE_MODEL(inventory::device)
