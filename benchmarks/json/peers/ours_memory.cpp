// SPDX-License-Identifier: BSL-1.0
#include "../make_peer.hpp"
#include "ours.hpp"

namespace bench {

peer ours_memory(data const& original) { return make_peer<ours_with_memory>("ours_memory", original, false); }

} // namespace bench
