// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_WRITE_HPP
#define SSOT_DETAIL_JSON_WRITE_HPP

// Writes one text: all of it, or nothing and an error.

#include <ssot/error.hpp>
#include <ssot/json/buffer.hpp>
#include <ssot/json/options.hpp>

#include <ssot/detail/json/encode.hpp>
#include <ssot/detail/json/text_sink.hpp>

#include <boost/json/value.hpp>

#include <concepts>
#include <memory>
#include <string>
#include <string_view>

namespace ssot::detail {

/// What is written, and the function that writes it, which sets the error and returns false on failure.
using text_to_write = value_to_encode<json_text_sink>;

/// Any value that has a JSON form.
template<class T>
text_to_write text_of(T const& v) noexcept
{
    return {std::addressof(v), &encode_at<json_text_sink, T>};
}

/// What `write(sink)` writes. `write` must outlive the result.
template<class Write>
text_to_write text_by(Write const& write) noexcept
{
    return {std::addressof(write), [](json_text_sink& out, void const* v) { return (*static_cast<Write const*>(v))(out); }};
}

/// A function that takes the chunks of a text.
struct chunk_taker {
    void const* sink;
    result<void> (*take)(void const*, std::string_view);
};

/// Passes chunks to `*sink`. The sink may be a function, to which no `void*` can point, so that a pointer to its pointer is
/// kept.
template<class Sink>
chunk_taker chunks_to(Sink* const& sink) noexcept
{
    return {std::addressof(sink),
            [](void const* s, std::string_view chunk) -> result<void> { return (**static_cast<Sink* const*>(s))(chunk); }};
}

/// Writes a new text. Throws the error.
std::string write_text(write_options const& options, text_to_write text);

/// Appends to a string or a buffer.
result<void> write_text(std::string& target, write_options const& options, text_to_write text);
result<void> write_text(json_buffer& target, write_options const& options, text_to_write text);

/// Appends what `write(sink)` writes.
template<std::invocable<json_text_sink&> Write>
result<void> write_text(std::string& target, write_options const& options, Write const& write)
{
    return write_text(target, options, text_by(write));
}

/// Writes to a sink, which has received the chunks before an error.
result<void> write_text(chunk_taker target, write_options const& options, text_to_write text);

/// Appends a DOM as compact text to `target`.
result<void> write_document_text(std::string& target, boost::json::value const& v, write_options const& options = {});

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/write.ipp>
#endif

#endif // SSOT_DETAIL_JSON_WRITE_HPP
