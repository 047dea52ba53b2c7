// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_JSON_VALUE_HPP
#define SSOT_JSON_VALUE_HPP

// Models through Boost.JSON's DOM: the same description and the same result as the text way.
//
//   boost::json::value dom = ssot::to_value(run);
//   ssot::result<ssot::sync> back = ssot::from_value<ssot::sync>(dom);
//   boost::json::value_from(run), boost::json::value_to<ssot::sync>(dom)           // work for every model
//
// Example: docs/examples/json.cpp.

#include <ssot/error.hpp>
#include <ssot/json/options.hpp>
#include <ssot/reflect.hpp>

#include <boost/json/value.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

namespace ssot {

/// `v` as a DOM. Throws `ssot::exception` for what cannot be written, as `to_json` does.
template<class T>
boost::json::value to_value(T const& v);

/// Reads a DOM. Errors: as `from_json`, with the path and without a position.
template<class T>
result<T> from_value(boost::json::value const& v, read_options const& options = {});

} // namespace ssot

/// The hooks that Boost.JSON's own conversions find. They stand here because argument-dependent lookup does not reach
/// namespace `ssot` for a model of the user's.
namespace boost::json {

template<ssot::model M>
void tag_invoke(value_from_tag, value& out, M const& m);

/// Throws `ssot::exception`.
template<ssot::model M>
M tag_invoke(value_to_tag<M>, value const& v);

} // namespace boost::json

#include <ssot/impl/json/value.hpp>

#endif // SSOT_JSON_VALUE_HPP
