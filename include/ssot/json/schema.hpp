// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_JSON_SCHEMA_HPP
#define SSOT_JSON_SCHEMA_HPP

// What the JSON of a type looks like, for programs in other languages: JSON Schema 2020-12.
//
//   std::cout << boost::json::serialize(ssot::json_schema<ssot::sync>()) << '\n';
//
// Example: docs/examples/json_schema.cpp.

#include <ssot/reflect.hpp>

#include <boost/json/object.hpp>

namespace ssot {

/// The schema of the canonical form of `T`, which is anything that `to_json` takes. Of a model it says all that `validate` asks
/// for without a store: types, formats, lengths in code points, ranges, choices, what is required and what may be null, with
/// verbose names as titles and help texts as descriptions. Each other described struct is an entry of `$defs`.
template<class T>
boost::json::object json_schema();

} // namespace ssot

#include <ssot/impl/json/schema.hpp>

#endif // SSOT_JSON_SCHEMA_HPP
