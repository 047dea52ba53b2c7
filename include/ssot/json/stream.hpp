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
#include <istream>
#include <ostream>
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

/// The sink that writes to `stream`, which must outlive it. Error: `io` when the stream fails, also where its `exceptions()` ask
/// for an exception; none is thrown. What a stream keeps in a buffer of its own may fail later, when it is flushed or closed.
inline auto into(std::ostream& stream)
{
    return [&stream](std::string_view chunk) -> result<void> {
        bool const takes = stream.good(); // with eofbit alone it writes nothing and does not fail
        if (takes) {
            try {
                stream.write(chunk.data(), static_cast<std::streamsize>(chunk.size()));
            } catch (...) { // its state says the same
            }
        }
        if (!takes || !stream)
            return error(errc::io, "the stream does not take more text");
        return {};
    };
}

/// The source that reads `stream`, which must outlive it, from where it is to its end. Error: `io` when the stream breaks or had
/// failed before, as that of a file which could not be opened has, also where its `exceptions()` ask for an exception; none is
/// thrown. At the end the stream is left as `read` leaves it, with `eofbit` and `failbit`.
inline json_source from_stream(std::istream& stream)
{
    return [&stream](std::span<char> room) -> result<std::size_t> {
        if (stream.eof() && !stream.bad())
            return std::size_t{0};
        bool const failed = stream.fail();
        if (!failed) {
            try {
                stream.read(room.data(), static_cast<std::streamsize>(room.size()));
            } catch (...) { // the end, or a state that says the same
            }
        }
        if (failed || stream.bad())
            return error(errc::io, "the stream cannot be read");
        return static_cast<std::size_t>(stream.gcount());
    };
}

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

#endif // SSOT_JSON_STREAM_HPP
