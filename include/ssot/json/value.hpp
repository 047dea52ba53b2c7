// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_JSON_VALUE_HPP
#define SSOT_JSON_VALUE_HPP

// Converts models to and from Boost.JSON's DOM, by the same description and with the same result as through text.
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

/// Returns `v` as a DOM. Throws `ssot::exception` for the values that `to_json` cannot write.
template<class T>
boost::json::value to_value(T const& v);

/// Reads a value from a DOM. Errors: those of `from_json`, with the path and without a position.
template<class T>
result<T> from_value(boost::json::value const& v, read_options const& options = {});

} // namespace ssot

/// The functions by which Boost.JSON's own conversions find models. They are in this namespace because argument-dependent
/// lookup does not reach namespace `ssot` for a user's model.
namespace boost::json {

template<ssot::model M>
void tag_invoke(value_from_tag, value& out, M const& m);

/// Throws `ssot::exception` if the DOM is not an `M`.
template<ssot::model M>
M tag_invoke(value_to_tag<M>, value const& v);

} // namespace boost::json

#include <ssot/impl/json/value.hpp>

#endif // SSOT_JSON_VALUE_HPP
