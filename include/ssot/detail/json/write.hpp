// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_WRITE_HPP
#define SSOT_DETAIL_JSON_WRITE_HPP

// One act of writing: all of it, or nothing and an error.

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

/// What is written, and what writes it; it returns false after setting the error.
using text_to_write = value_to_encode<json_text_sink>;

/// Any value with a JSON form.
template<class T>
text_to_write text_of(T const& v) noexcept
{
    return {std::addressof(v), &encode_at<json_text_sink, T>};
}

/// What `write(sink)` writes, which must outlive it.
template<class Write>
text_to_write text_by(Write const& write) noexcept
{
    return {std::addressof(write), [](json_text_sink& out, void const* v) { return (*static_cast<Write const*>(v))(out); }};
}

/// Where the chunks of a text go.
struct chunk_taker {
    void const* sink;
    result<void> (*take)(void const*, std::string_view);
};

/// To `*sink`, which may be a function, so that it is told by the place of a pointer to it.
template<class Sink>
chunk_taker chunks_to(Sink* const& sink) noexcept
{
    return {std::addressof(sink),
            [](void const* s, std::string_view chunk) -> result<void> { return (**static_cast<Sink* const*>(s))(chunk); }};
}

/// Writes a new text. Throws what is wrong.
std::string write_text(write_options const& options, text_to_write text);

/// Writes at the end of a string or a buffer.
result<void> write_text(std::string& target, write_options const& options, text_to_write text);
result<void> write_text(json_buffer& target, write_options const& options, text_to_write text);

/// The same of what `write(sink)` writes.
template<std::invocable<json_text_sink&> Write>
result<void> write_text(std::string& target, write_options const& options, Write const& write)
{
    return write_text(target, options, text_by(write));
}

/// The same to a sink, which keeps what it got before an error.
result<void> write_text(chunk_taker target, write_options const& options, text_to_write text);

/// A DOM as compact text behind `target`.
result<void> write_document_text(std::string& target, boost::json::value const& v, write_options const& options = {});

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/write.ipp>
#endif

#endif // SSOT_DETAIL_JSON_WRITE_HPP
