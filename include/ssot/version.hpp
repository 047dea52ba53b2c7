// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_VERSION_HPP
#define SSOT_VERSION_HPP

// The version of the library. CMake reads it from this file.

#define SSOT_VERSION_MAJOR 0
#define SSOT_VERSION_MINOR 1
#define SSOT_VERSION_PATCH 0

namespace ssot {

/// The version as numbers, to be compared with `if constexpr`.
struct version_info {
    int major_version;
    int minor_version;
    int patch_version;
};

inline constexpr version_info version{SSOT_VERSION_MAJOR, SSOT_VERSION_MINOR, SSOT_VERSION_PATCH};

} // namespace ssot

#endif // SSOT_VERSION_HPP
