// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_BASE_CONFIG_HPP
#define SSOT_DETAIL_BASE_CONFIG_HPP

// How bodies without template parameters are compiled. By default the library is header-only: each file that includes a
// header compiles the bodies as `inline` functions. With SSOT_SEPARATE_COMPILATION, which the CMake target ssot::compiled
// defines, headers only declare them, and the one file that includes <ssot/src.hpp> compiles the bodies, which are in
// impl/**/X.ipp.

#include <ssot/detail/base/platform.hpp>

#if defined(SSOT_SEPARATE_COMPILATION)
#define SSOT_DECL
#define SSOT_MODE compiled
#else
#define SSOT_DECL inline
#define SSOT_MODE header_only
#endif

namespace ssot {

/// Names the mode in which this file was compiled. Everything that files of different modes must not share, such as a store,
/// is in this namespace, so that a program that mixes modes does not link and the linker's message names the mode.
inline namespace SSOT_MODE {
}

} // namespace ssot

#endif // SSOT_DETAIL_BASE_CONFIG_HPP
