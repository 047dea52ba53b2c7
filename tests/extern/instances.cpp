// SPDX-License-Identifier: BSL-1.0
// The one file.

#include <ssot/src.hpp>

#include "device.hpp"

SSOT_INSTANTIATE_MODEL(inventory::device)

//[ in_one_file
SSOT_INSTANTIATE_STORE(ssot::storage::memory)
SSOT_INSTANTIATE_STORED_MODEL(ssot::storage::memory, inventory::device)
//]
