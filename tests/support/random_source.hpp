// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_RANDOM_SOURCE_HPP
#define SSOT_TESTS_SUPPORT_RANDOM_SOURCE_HPP

// The conformance kit's random numbers, by the name that the tests use.

#include <ssot/testing/random_source.hpp>

namespace ssot_test {

using ssot::conformance::append_code_point;
using ssot::conformance::random_source;

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_RANDOM_SOURCE_HPP
