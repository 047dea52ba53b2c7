// SPDX-License-Identifier: BSL-1.0
// Nothing to run: compiling is the test. CMake's project has its version from this header.
#include <ssot/version.hpp>

namespace {

static_assert(ssot::version.major_version == SSOT_VERSION_MAJOR);
static_assert(ssot::version.minor_version == SSOT_VERSION_MINOR);
static_assert(ssot::version.patch_version == SSOT_VERSION_PATCH);
static_assert(ssot::version.major_version + ssot::version.minor_version + ssot::version.patch_version > 0);

// Plain numbers, since CMake and the preprocessor read them.
#if !(SSOT_VERSION_MAJOR + 0 >= 0 && SSOT_VERSION_MINOR + 0 >= 0 && SSOT_VERSION_PATCH + 0 >= 0)
#error "the version is not made of numbers"
#endif

} // namespace
