// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_JSON_STREAM_HPP
#define SSOT_JSON_STREAM_HPP

// Where text comes from and goes to in chunks, so that a file of any size needs one buffer.
//
//   std::ofstream file("syncs.json");
//   ssot::to_json(runs, ssot::into(file)).value();
//
// A sink or source of your own is a function: see `json_sink` and `json_source`.

#include <ssot/error.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <span>
#include <string_view>

namespace ssot {

/// Takes text, chunk by chunk. After an error it is not called again.
template<class S>
concept json_sink = requires(S& sink, std::string_view chunk) {
    { sink(chunk) } -> std::same_as<result<void>>;
};

/// Fills the span from its start; how many bytes it put there, 0 at the end of the text.
using json_source = std::function<result<std::size_t>(std::span<char>)>;

namespace detail {

/// What `into` gives.
struct stream_sink {
    std::ostream* stream;

    result<void> operator()(std::string_view chunk) const;
};

} // namespace detail

/// The sink that writes to `stream`, which must outlive it. Error: `io` when the stream fails, also where its `exceptions()` ask
/// for an exception; none is thrown. What a stream keeps in a buffer of its own may fail later, when it is flushed or closed.
inline auto into(std::ostream& stream) { return detail::stream_sink{&stream}; }

/// The source that reads `stream`, which must outlive it, from where it is to its end. Error: `io` when the stream breaks or had
/// failed before, as that of a file which could not be opened has, also where its `exceptions()` ask for an exception; none is
/// thrown. At the end the stream is left as `read` leaves it, with `eofbit` and `failbit`.
json_source from_stream(std::istream& stream);

/// The same of a file stream, where one that was never opened, or has been closed, is an `io` error as well.
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
