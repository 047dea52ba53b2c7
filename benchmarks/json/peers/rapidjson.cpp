// SPDX-License-Identifier: BSL-1.0
#include "rapidjson.hpp"

#include "../make_peer.hpp"

namespace bench {

peer rapidjson_peer(data const& original) { return make_peer<rapid_json>("rapidjson", original, false); }

} // namespace bench
