// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_JSON_TEXT_HPP
#define SSOT_JSON_TEXT_HPP

// Models as JSON text, both ways, straight from the struct.
//
//   std::string text = ssot::to_json(run);
//   ssot::result<ssot::sync> back = ssot::from_json<ssot::sync>(text);
//   ssot::result<std::vector<ssot::sync>> all = ssot::from_json<std::vector<ssot::sync>>(text);
//
// The canonical form is lossless and compact: keys in declaration order, UTF-8, times in UTC with microseconds
// ("2024-07-31T23:43:00.123456Z"), ISO 8601 durations ("P0DT00H00M01.500000S"), choices as their stored text.
// Works for models, other described structs, ranges, maps with text keys, optionals and every field type.
// Example: docs/examples/json.cpp.

#include <ssot/error.hpp>
#include <ssot/json/buffer.hpp>
#include <ssot/json/options.hpp>
#include <ssot/json/stream.hpp>

#include <boost/json/storage_ptr.hpp>

#include <string>
#include <string_view>

namespace ssot {

/// Appends `v` to `out`. After an error `out` is as it was.
/// Errors, with the path: `invalid_utf8`, `out_of_range` (NaN, infinity, a year without text), `too_deep`, `unknown_choice`.
template<class T>
result<void> to_json(T const& v, std::string& out, write_options const& options = {});
template<class T>
result<void> to_json(T const& v, json_buffer& out, write_options const& options = {});

/// The same to a sink, chunk by chunk; after an error it keeps the chunks that it got before. Errors: also those of the sink.
template<class T, json_sink Sink>
result<void> to_json(T const& v, Sink&& sink, write_options const& options = {});

/// The same as a new string. Throws `ssot::exception` for what cannot be written.
template<class T>
std::string to_json(T const& v, write_options const& options = {});

/// Reads a whole text. Strict RFC 8259. A model's key may be missing when its field is nullable, may be blank or has a
/// default; a key of another struct when its member is an optional.
/// Errors, with path and position: `syntax`, `invalid_utf8`, `too_deep`, `too_large`, `wrong_type`, `out_of_range`,
/// `invalid_value`, `unknown_choice`, `missing_key`, `unknown_key`, `duplicate_key`.
template<class T>
result<T> from_json(std::string_view text, read_options const& options = {});

/// The same with the documents of JSON fields in `memory`, for example a boost::json::monotonic_resource. It must outlive them.
template<class T>
result<T> from_json(std::string_view text, boost::json::storage_ptr memory, read_options const& options = {});

} // namespace ssot

#include <ssot/impl/json/text.hpp>

#endif // SSOT_JSON_TEXT_HPP
