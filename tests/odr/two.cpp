// SPDX-License-Identifier: BSL-1.0
#include "all_headers.hpp"

ssot::version_info seen_in_two();

ssot::version_info seen_in_two() { return ssot::version; }
