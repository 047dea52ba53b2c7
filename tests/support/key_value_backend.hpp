// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_KEY_VALUE_BACKEND_HPP
#define SSOT_TESTS_SUPPORT_KEY_VALUE_BACKEND_HPP

// The example of the docs as one of the backends that every test of the store runs over.

#include "../../docs/examples/minimal_backend.hpp"

namespace ssot_test {

using key_value_backend = acme::backend;

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_KEY_VALUE_BACKEND_HPP
