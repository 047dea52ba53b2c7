// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_JSON_SCHEMA_HPP
#define SSOT_JSON_SCHEMA_HPP

// Describes the JSON of a type for programs in other languages, as a JSON Schema of draft 2020-12.
//
//   std::cout << boost::json::serialize(ssot::json_schema<ssot::sync>()) << '\n';
//
// Example: docs/examples/json_schema.cpp.

#include <ssot/reflect.hpp>

#include <boost/json/object.hpp>

namespace ssot {

/// Returns the schema of the canonical form of `T`, which is any type that `to_json` accepts. For a model it states
/// everything that `validate` checks without a store: types, formats, lengths in code points, ranges, choices, which keys
/// are required and which may be null. Verbose names become titles and help texts become descriptions. Every other described
/// struct is an entry of `$defs`.
template<class T>
boost::json::object json_schema();

} // namespace ssot

#include <ssot/impl/json/schema.hpp>

#endif // SSOT_JSON_SCHEMA_HPP
