// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_QUERY_UNICODE_UPPER_HPP
#define SSOT_DETAIL_QUERY_UNICODE_UPPER_HPP

// Upper case as PostgreSQL's UPPER() defines it: one code point for one code point, independent of language.

#include <ssot/detail/base/config.hpp>

#include <string>
#include <string_view>

namespace ssot::detail {

/// Returns the text in upper case. Bytes that are not UTF-8 are unchanged.
std::string upper_text(std::string_view text);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/query/unicode_upper.ipp>
#endif

#endif // SSOT_DETAIL_QUERY_UNICODE_UPPER_HPP
