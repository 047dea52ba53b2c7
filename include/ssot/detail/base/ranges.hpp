// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_BASE_RANGES_HPP
#define SSOT_DETAIL_BASE_RANGES_HPP

// The concepts of ranges and the access functions. <ranges> also defines all views, which takes a tenth of the time that
// reading all our headers takes. libstdc++ has the concepts in a part that <span> and <string_view> include as well.

#include <span>
#include <string_view>

#if !defined(__GLIBCXX__)
#include <ranges>
#endif

#endif // SSOT_DETAIL_BASE_RANGES_HPP
