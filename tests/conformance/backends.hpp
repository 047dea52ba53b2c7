// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_CONFORMANCE_BACKENDS_HPP
#define SSOT_TESTS_CONFORMANCE_BACKENDS_HPP

// The kit, compiled once for all backends, which go by any_backend, and once for the in-memory backend by itself.

#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/testing/conformance.hpp>

#include <iosfwd>
#include <string_view>

namespace ssot_test {

using ssot::conformance::report;
using ssot::conformance::run_options;
using ssot::conformance::source;
using ssot::storage::any_backend;
using ssot::storage::memory;

/// The backends of this program. The example's is docs/examples/conformance.cpp.
inline constexpr std::string_view backend_names[] = {"memory", "folder", "archetype"};

/// The kit's program for one of them.
int run_memory(int argc, char const* const* argv);
int run_any(int argc, char const* const* argv, source<any_backend> const& from);

report examine_any(source<any_backend> const& from, run_options const& options, std::ostream& out);

/// Where the others come from. Precondition: one of the names.
source<any_backend> source_of(std::string_view backend);

} // namespace ssot_test

// In any.cpp.
extern template std::span<ssot::conformance::behaviour<ssot::storage::any_backend> const>
ssot::conformance::behaviours<ssot::storage::any_backend>();
extern template ssot::conformance::verdict
ssot::conformance::judge<ssot::storage::any_backend>(behaviour<ssot::storage::any_backend> const&,
                                                     source<ssot::storage::any_backend> const&, std::uint64_t);

#endif // SSOT_TESTS_CONFORMANCE_BACKENDS_HPP
