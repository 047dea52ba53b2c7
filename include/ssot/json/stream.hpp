// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_JSON_STREAM_HPP
#define SSOT_JSON_STREAM_HPP

// Sinks and sources of text in chunks, so that a file of any size needs only one buffer.
//
//   std::ofstream file("syncs.json");
//   ssot::to_json(runs, ssot::into(file)).value();
//
// Any function with the right signature can be a sink or source: see `json_sink` and `json_source`.

#include <ssot/error.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <span>
#include <string_view>

namespace ssot {

/// A function that takes text, chunk by chunk. A chunk is valid only during the call. After it returned an error it is not
/// called again. An exception that it throws is passed on to the caller of `to_json`.
template<class S>
concept json_sink = requires(S& sink, std::string_view chunk) {
    { sink(chunk) } -> std::same_as<result<void>>;
};

/// Fills the span from its start. Returns the number of bytes written to it, 0 at the end of the text.
using json_source = std::function<result<std::size_t>(std::span<char>)>;

namespace detail {

/// The result of `into`.
struct stream_sink {
    std::ostream* stream;

    result<void> operator()(std::string_view chunk) const;
};

} // namespace detail

/// Returns a sink that writes to `stream`, which must outlive it. Errors: `io` if the stream fails. It never throws,
/// whatever the `exceptions()` of the stream. What the stream keeps in its own buffer may fail later, when it is flushed or
/// closed.
inline auto into(std::ostream& stream) { return detail::stream_sink{&stream}; }

/// Returns a source that reads `stream`, which must outlive it, from its current position to its end. Errors: `io` if the
/// stream fails or had failed before, as the stream of a file that could not be opened has. It never throws, whatever the
/// `exceptions()` of the stream. At the end the stream is left with `eofbit` and `failbit`, as `read` leaves it.
json_source from_stream(std::istream& stream);

/// The same for a file stream. A file that was never opened, or has been closed, is an `io` error as well.
template<std::derived_from<std::istream> Stream>
    requires requires(Stream& stream) {
        { stream.is_open() } -> std::convertible_to<bool>;
    }
json_source from_stream(Stream& stream)
{
    return [&stream, read = from_stream(static_cast<std::istream&>(stream))](std::span<char> room) -> result<std::size_t> {
        if (!stream.is_open())
            return error(errc::io, "the stream cannot be read");
        return read(room);
    };
}

} // namespace ssot

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/json/stream.ipp>
#endif

#endif // SSOT_JSON_STREAM_HPP
