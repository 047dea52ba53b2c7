// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_BASE_SIMD_HPP
#define SSOT_DETAIL_BASE_SIMD_HPP

// Whether 16 bytes at a time can be examined with SSE2, which every x86-64 has. Define SSOT_NO_SIMD for the portable path.
// Wider registers were measured to be slower for records, whose texts are short.

#if defined(__SSE2__) && !defined(SSOT_NO_SIMD)
#define SSOT_DETAIL_SSE2 1
#include <emmintrin.h>
#else
#define SSOT_DETAIL_SSE2 0
#endif

// Without optimization, forced inlining costs build time and gains nothing.
#if defined(__GNUC__) && defined(__OPTIMIZE__)
#define SSOT_DETAIL_INLINE inline __attribute__((always_inline))
#define SSOT_DETAIL_NOINLINE __attribute__((noinline))
#define SSOT_DETAIL_COLD __attribute__((noinline, cold))
#define SSOT_DETAIL_RARE __attribute__((cold)) // for a declaration whose definition is SSOT_DETAIL_COLD
#else
#define SSOT_DETAIL_INLINE inline
#define SSOT_DETAIL_NOINLINE
#define SSOT_DETAIL_COLD
#define SSOT_DETAIL_RARE
#endif

#endif // SSOT_DETAIL_BASE_SIMD_HPP
