// SPDX-License-Identifier: BSL-1.0
// reads its headers by itself
// As libc++ 19 is seen.
#include <version>
#ifdef SSOT_COMPILE_FAIL
#define _LIBCPP_VERSION 190000
#undef __cpp_lib_to_chars
// expect: "which this libc++ lacks: use libstdc++, as -stdlib=libstdc++ does"
#endif
#include <ssot/uuid.hpp>

static_assert(sizeof(ssot::uuid) == 16);
