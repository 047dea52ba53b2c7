// SPDX-License-Identifier: BSL-1.0
// reads its headers by itself
// As -fno-exceptions is seen.
#ifdef SSOT_COMPILE_FAIL
#undef __cpp_exceptions
// expect: "ssot needs exceptions, since memory that runs out is caught and result::value() throws: compile without -fno-exceptions"
#endif
#include <ssot/error.hpp>

static_assert(ssot::errc::misuse != ssot::errc{});
