// SPDX-License-Identifier: BSL-1.0
// The library itself: the file of which the target ssot::compiled consists.

#include <ssot/src.hpp>
