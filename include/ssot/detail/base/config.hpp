// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_BASE_CONFIG_HPP
#define SSOT_DETAIL_BASE_CONFIG_HPP

// How the bodies that need no template parameter are compiled. Header-only is the default: each file that includes a header
// compiles them, as `inline` functions. With SSOT_SEPARATE_COMPILATION, which the CMake target ssot::compiled defines, headers
// hold declarations only, and the one file that includes <ssot/src.hpp> compiles the bodies, which stand in impl/**/X.ipp.

#include <ssot/detail/base/platform.hpp>

#if defined(SSOT_SEPARATE_COMPILATION)
#define SSOT_DECL
#define SSOT_MODE compiled
#else
#define SSOT_DECL inline
#define SSOT_MODE header_only
#endif

namespace ssot {

/// How this file was compiled. What must not cross between files of different modes, a store above all, lies in this namespace,
/// so that a program that mixes them does not link, and the linker's message names the mode.
inline namespace SSOT_MODE {
}

} // namespace ssot

#endif // SSOT_DETAIL_BASE_CONFIG_HPP
