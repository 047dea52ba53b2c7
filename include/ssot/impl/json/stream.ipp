// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_JSON_STREAM_IPP
#define SSOT_IMPL_JSON_STREAM_IPP

#include <ssot/json/stream.hpp>

#include <cstddef>
#include <ios>
#include <istream>
#include <ostream>
#include <span>
#include <string_view>

namespace ssot {

SSOT_DECL result<void> detail::stream_sink::operator()(std::string_view chunk) const
{
    bool const takes = stream->good(); // with eofbit alone it writes nothing and does not fail
    if (takes) {
        try {
            stream->write(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        } catch (...) { // its state says the same
            static_cast<void>(0);
        }
    }
    if (!takes || !*stream)
        return error(errc::io, "the stream does not take more text");
    return {};
}

SSOT_DECL json_source from_stream(std::istream& stream)
{
    return [&stream](std::span<char> room) -> result<std::size_t> {
        if (stream.eof() && !stream.bad())
            return std::size_t{0};
        bool const failed = stream.fail();
        if (!failed) {
            try {
                stream.read(room.data(), static_cast<std::streamsize>(room.size()));
            } catch (...) { // the end, or a state that says the same
                static_cast<void>(0);
            }
        }
        if (failed || stream.bad())
            return error(errc::io, "the stream cannot be read");
        return static_cast<std::size_t>(stream.gcount());
    };
}

} // namespace ssot

#endif // SSOT_IMPL_JSON_STREAM_IPP
