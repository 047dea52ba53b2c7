// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_NAUTOBOT_DIFF_ENCODER_HPP
#define SSOT_NAUTOBOT_DIFF_ENCODER_HPP

// Writes JSON as Nautobot writes it into a diff, from C++ values and from `dynamic`.
//
//   namespace nautobot = ssot::nautobot;
//   std::map<std::string, std::set<int>> attributes{{"vlans", {10, 20}}};
//   nautobot::encode(attributes).value()                       // {"vlans":[10,20]}
//   nautobot::encode(attributes, {.exact = true}).value()      // {"vlans": "[10, 20]"}, byte for byte what Nautobot stores
//   nautobot::decode_set<std::set<int>>("[10, 20]").value()    // and back from either
//
// Accepts what `to_json` accepts and also sets and maps of every kind, std::variant, std::tuple and std::pair, std::byte
// ranges, every std::chrono duration, sys_time, local_time, year_month_day and hh_mm_ss, `dynamic`, and the types in it.
// Digits beyond microseconds are cut.
// Source: DiffJSONEncoder, DjangoJSONEncoder, the JSONRenderer of Django's REST framework, Python's json.dumps.
// Example: docs/examples/nautobot_values.cpp.

#include <ssot/error.hpp>
#include <ssot/nautobot/dynamic.hpp>
#include <ssot/nautobot/encode_options.hpp>

#include <ssot/detail/base/config.hpp>

#include <boost/json/fwd.hpp>

#include <string>

namespace ssot::nautobot {

/// Appends the JSON of `v` to `out`. After an error `out` is unchanged.
///
/// Errors, with the path. In exact mode the messages are those of Python's exceptions:
/// - `wrong_type`: a value that the encoder cannot write, or that cannot be a key (TypeError)
/// - `out_of_range`: NaN or infinity (ValueError), a date or time that does not exist
/// - `invalid_value`: a time of day with an offset (ValueError), exact only
/// - `invalid_utf8`: a text, or bytes in REST, that are not UTF-8 (UnicodeDecodeError)
/// - `too_deep` (RecursionError), `unknown_choice`, `syntax` for raw JSON that is not valid
/// - `duplicate_key`: two keys with the same text, only if not exact
template<class T>
result<void> encode(T const& v, std::string& out, encode_options const& options = {});

/// Returns the JSON as a new string.
template<class T>
result<std::string> encode(T const& v, encode_options const& options = {});

/// Returns as a DOM what `encode` writes without `exact`. Integers beyond 64 bits are `out_of_range`.
result<boost::json::value> to_value(dynamic const& v);

/// Reads a set that Nautobot or this library wrote: an array, or a text that contains one. `Set` is any container with
/// `insert` whose elements are texts, numbers, bools, uuids, timestamps, durations, JSON values or `dynamic`, optional or
/// not. Uuids, times and durations are read as in text_forms.hpp.
/// Errors, with the path: `wrong_type`, `out_of_range`, `invalid_value`, `syntax`.
template<class Set>
result<Set> decode_set(boost::json::value const& v);

} // namespace ssot::nautobot

#include <ssot/impl/nautobot/diff_encoder.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/nautobot/diff_encoder.ipp>
#endif

#endif // SSOT_NAUTOBOT_DIFF_ENCODER_HPP
