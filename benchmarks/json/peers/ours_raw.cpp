// SPDX-License-Identifier: BSL-1.0
#include "../make_peer.hpp"
#include "ours.hpp"

namespace bench {

peer ours_raw(data const& original) { return make_peer<ours<ssot::raw_types>>("ours_raw", original, true); }

} // namespace bench
