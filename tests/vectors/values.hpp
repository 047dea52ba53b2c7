// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_VECTORS_VALUES_HPP
#define SSOT_TESTS_VECTORS_VALUES_HPP

// The notation of the cases for what JSON cannot hold: `{"$decimal": "1.10"}`, `{"$set": [1, 2]}`.

#include <ssot/nautobot/dynamic.hpp>

#include <boost/json/value.hpp>

#include <optional>
#include <string>

namespace ssot_vectors {

/// The value that a case writes down. Plain JSON stands for itself.
/// Errors: `errc::unsupported` with a reason of vectors.hpp as its text for what C++ does not have, so that the case is
/// skipped; `errc::invalid_value` and others for a notation that is not understood.
ssot::result<ssot::nautobot::dynamic> value_of(boost::json::value const& v);

/// An expected text: a JSON string, or `$repeat`. Nothing for one with lone surrogates, which is no UTF-8.
std::optional<std::string> text_of(boost::json::value const& v);

/// The text of a JSON string.
inline std::string_view view_of(boost::json::string const& s) noexcept { return {s.data(), s.size()}; }

} // namespace ssot_vectors

#endif // SSOT_TESTS_VECTORS_VALUES_HPP
