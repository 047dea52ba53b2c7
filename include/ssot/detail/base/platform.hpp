// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_BASE_PLATFORM_HPP
#define SSOT_DETAIL_BASE_PLATFORM_HPP

// Refuses unsupported compilers and platforms with one message each. Included first by the lowest headers.

#include <version>

#if !defined(__cpp_exceptions)
#error                                                                                                                      \
    "ssot needs exceptions, since memory that runs out is caught and result::value() throws: compile without -fno-exceptions"
#endif

#if defined(_LIBCPP_VERSION) && (!defined(__cpp_lib_to_chars) || !defined(__cpp_lib_jthread))
#error                                                                                                                      \
    "ssot needs std::from_chars of double and std::stop_token, which this libc++ lacks: use libstdc++, as -stdlib=libstdc++ does"
#endif

#endif // SSOT_DETAIL_BASE_PLATFORM_HPP
