// SPDX-License-Identifier: BSL-1.0
#include "boost_obvious.hpp"

#include "../make_peer.hpp"

namespace bench {

peer boost_obvious_peer(data const& original) { return make_peer<boost_obvious>("boost_obvious", original, true); }

} // namespace bench
