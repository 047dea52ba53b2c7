// SPDX-License-Identifier: BSL-1.0
#include "../make_peer.hpp"
#include "ours.hpp"

namespace bench {

peer ours_default(data const& original) { return make_peer<ours<ssot::default_types>>("ours_default", original, true); }

} // namespace bench
