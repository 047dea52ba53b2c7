// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_QUERY_WORDS_HPP
#define SSOT_TESTING_KIT_QUERY_WORDS_HPP

// Queries for people.

#include <ssot/storage/query.hpp>

#include <ssot/detail/base/config.hpp>

#include <string>

namespace ssot::conformance::detail {

/// Returns the query in words: "pairing where left.number < 3 order by left.text desc limit 2".
std::string show_query(storage::query const& q);

} // namespace ssot::conformance::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/kit/query_words.ipp>
#endif

#endif // SSOT_TESTING_KIT_QUERY_WORDS_HPP
