// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_JSON_TEXT_HPP
#define SSOT_JSON_TEXT_HPP

// Reads models from JSON text and writes them as JSON text, without a DOM.
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

/// Appends `v` to `out`. After an error `out` is unchanged. An exception of a user's codec is passed on and leaves
/// unspecified text in `out`. Linear in the text. These functions keep no state, so that any number of threads may call
/// them.
/// Errors, with the path: `invalid_utf8`, `out_of_range` (NaN, infinity, a time without a text form), `too_deep`,
/// `unknown_choice`, and what a user's codec returns.
template<class T>
result<void> to_json(T const& v, std::string& out, write_options const& options = {});
template<class T>
result<void> to_json(T const& v, json_buffer& out, write_options const& options = {});

/// Writes to a sink, chunk by chunk. After an error the sink has received the chunks before it. Errors: also those of the
/// sink.
template<class T, json_sink Sink>
result<void> to_json(T const& v, Sink&& sink, write_options const& options = {});

/// Returns the text as a new string. Throws `ssot::exception` if `v` cannot be written.
template<class T>
std::string to_json(T const& v, write_options const& options = {});

/// Reads one value from the whole text, strictly by RFC 8259. A key of a model may be missing if its field is nullable, may
/// be blank or has a default; a key of another struct, if its member is an optional. The result refers to nothing in `text`.
/// Linear in the text.
/// Errors, with path and position: `syntax`, `invalid_utf8`, `too_deep`, `too_large`, `wrong_type`, `out_of_range`,
/// `invalid_value`, `unknown_choice`, `missing_key`, `unknown_key`, `duplicate_key`.
template<class T>
result<T> from_json(std::string_view text, read_options const& options = {});

/// The same, but allocates the documents of JSON fields in `memory`, for example a boost::json::monotonic_resource, which
/// must outlive them.
template<class T>
result<T> from_json(std::string_view text, boost::json::storage_ptr memory, read_options const& options = {});

} // namespace ssot

#include <ssot/impl/json/text.hpp>

#endif // SSOT_JSON_TEXT_HPP
