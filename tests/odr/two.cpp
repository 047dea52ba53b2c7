// SPDX-License-Identifier: BSL-1.0
// Boost's text of a uuid comes first here: ours must not become ambiguous by it.
#include "all_headers.hpp"

#include <boost/uuid/uuid_io.hpp>

ssot::version_info seen_in_two();

ssot::version_info seen_in_two() { return ssot::version; }
