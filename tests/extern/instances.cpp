// SPDX-License-Identifier: BSL-1.0
// The one file.

#include "device.hpp"

SSOT_INSTANTIATE_MODEL(inventory::device)
