// SPDX-License-Identifier: BSL-1.0
// The one file.

#include "device.hpp"

#include <ssot/src.hpp>

SSOT_INSTANTIATE_MODEL(inventory::device)
