// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_CONFORMANCE_BACKENDS_HPP
#define SSOT_TESTS_CONFORMANCE_BACKENDS_HPP

// The backends that the kit is run over.

#include <ssot/testing/source.hpp>

#include <string_view>

namespace ssot_test {

using ssot::conformance::source;

/// The backends of this program. The example's is docs/examples/conformance.cpp.
#ifdef SSOT_TEST_SQLITE
inline constexpr std::string_view backend_names[] = {"memory", "folder", "archetype", "nested", "sql_like", "sqlite"};
#else
inline constexpr std::string_view backend_names[] = {"memory", "folder", "archetype", "nested", "sql_like"};
#endif

/// Where they come from. Precondition: one of the names.
source source_of(std::string_view backend);

} // namespace ssot_test

#endif // SSOT_TESTS_CONFORMANCE_BACKENDS_HPP
