// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_EQUAL_HPP
#define SSOT_DETAIL_JSON_EQUAL_HPP

// Compares two JSON documents by meaning: the order of keys does not matter, and 1, 1.0 and 1e0 are equal.

#include <ssot/json/raw_json.hpp>

#include <boost/json/fwd.hpp>

namespace ssot::detail {

bool same_json(boost::json::value const& a, boost::json::value const& b);
bool same_json(raw_json const& a, raw_json const& b);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/equal.ipp>
#endif

#endif // SSOT_DETAIL_JSON_EQUAL_HPP
