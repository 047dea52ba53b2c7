// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_BOUNDARY_VALUES_HPP
#define SSOT_TESTING_KIT_BOUNDARY_VALUES_HPP

// Values at the ends of each kind, and pairs that a shorter comparison takes for one.

#include <ssot/storage/capability.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/base/config.hpp>

#include <string_view>
#include <vector>

namespace ssot::conformance::detail {

/// Returns a text, or a document, as a value.
storage::value text_value(std::string_view text, kind k = kind::text);

/// Returns values of a field at the ends of its kind and between: those that `caps` says a backend can store. Without null.
/// For a foreign key there are none.
std::vector<storage::value> boundary_values(storage::field_desc const& f, storage::capabilities const& caps);

} // namespace ssot::conformance::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/kit/boundary_values.ipp>
#endif

#endif // SSOT_TESTING_KIT_BOUNDARY_VALUES_HPP
