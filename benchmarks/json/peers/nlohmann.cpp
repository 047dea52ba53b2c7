// SPDX-License-Identifier: BSL-1.0
#include "nlohmann.hpp"

#include "../make_peer.hpp"

namespace bench {

peer nlohmann_peer(data const& original) { return make_peer<nlohmann_json>("nlohmann", original, false); }

} // namespace bench
