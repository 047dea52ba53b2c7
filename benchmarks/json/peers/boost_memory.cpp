// SPDX-License-Identifier: BSL-1.0
#include "boost_memory.hpp"

#include "../make_peer.hpp"

namespace bench {

peer boost_memory_peer(data const& original) { return make_peer<boost_with_memory>("boost_memory", original, false); }

} // namespace bench
