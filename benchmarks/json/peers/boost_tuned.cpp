// SPDX-License-Identifier: BSL-1.0
#include "boost_tuned.hpp"

#include "../make_peer.hpp"

namespace bench {

peer boost_tuned_peer(data const& original) { return make_peer<boost_tuned>("boost_tuned", original, false); }

} // namespace bench
