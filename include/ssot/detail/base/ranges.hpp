// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_BASE_RANGES_HPP
#define SSOT_DETAIL_BASE_RANGES_HPP

// The concepts of ranges and access to them. <ranges> brings every view besides, which takes a tenth of what all our headers take to
// read; libstdc++ has the concepts in a part of it that <span> and <string_view> include as well.

#include <span>
#include <string_view>

#if !defined(__GLIBCXX__)
#include <ranges>
#endif

#endif // SSOT_DETAIL_BASE_RANGES_HPP
