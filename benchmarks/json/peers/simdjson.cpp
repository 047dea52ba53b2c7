// SPDX-License-Identifier: BSL-1.0
#include "simdjson.hpp"

#include "../make_peer.hpp"

namespace bench {

peer simdjson_peer(data const& original) { return make_peer<simd_json>("simdjson", original, true); }

} // namespace bench
