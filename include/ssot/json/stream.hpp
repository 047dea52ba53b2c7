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

/// The sink that writes to `stream`, which must outlive it. Error: `io` when the stream fails.
inline auto into(std::ostream& stream)
{
    return [&stream](std::string_view chunk) -> result<void> {
        if (!stream.write(chunk.data(), static_cast<std::streamsize>(chunk.size())))
            return error(errc::io, "the stream does not take more text");
        return {};
    };
}

/// The source that reads `stream`, which must outlive it. Error: `io` when the stream breaks.
inline json_source from_stream(std::istream& stream)
{
    return [&stream](std::span<char> room) -> result<std::size_t> {
        stream.read(room.data(), static_cast<std::streamsize>(room.size()));
        if (stream.bad())
            return error(errc::io, "the stream cannot be read");
        return static_cast<std::size_t>(stream.gcount());
    };
}

} // namespace ssot

#endif // SSOT_JSON_STREAM_HPP
