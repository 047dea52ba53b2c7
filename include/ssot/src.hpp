// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_SRC_HPP
#define SSOT_SRC_HPP

// Include this in exactly one file of a program that uses <ssot/extern.hpp>: here is what that header leaves out.

#include <ssot/extern.hpp>

SSOT_DETAIL_FOR_EACH_MODEL(SSOT_INSTANTIATE_MODEL)

#endif // SSOT_SRC_HPP
