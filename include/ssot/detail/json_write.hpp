// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_WRITE_HPP
#define SSOT_DETAIL_JSON_WRITE_HPP

// One act of writing: all of it, or nothing and an error.

#include <ssot/error.hpp>
#include <ssot/json/options.hpp>

#include <ssot/detail/json_out.hpp>
#include <ssot/detail/json_text_sink.hpp>
#include <ssot/detail/json_text_source.hpp>

#include <boost/json/value.hpp>

#include <string>
#include <utility>

namespace ssot::detail {

/// Calls `write(sink)`, which returns false after setting the error. `Out` is a json_out made from `target`.
template<class Out, class Target, class Write>
result<void> write_into(Target& target, write_options const& options, Write&& write)
{
    Out            out(target);
    json_text_sink sink(out, options);
    if (!write(sink)) {
        out.undo();
        return sink.take_error();
    }
    out.finish();
    return {};
}

/// The same at the end of a string.
template<class Write>
result<void> write_text(std::string& target, write_options const& options, Write&& write)
{
    return write_into<string_out>(target, options, write);
}

/// The same to a sink, which keeps what it got before an error.
template<class Sink, class Write>
result<void> write_chunks(Sink& sink, write_options const& options, Write&& write)
{
    sink_out<Sink> out(sink);
    json_text_sink text(out, options);
    if (!write(text))
        return text.take_error();
    out.finish();
    return std::move(out.outcome());
}

/// A DOM as compact text behind `target`.
inline result<void> write_document_text(std::string& target, boost::json::value const& v, write_options const& options = {})
{
    return write_text(target, options, [&](json_text_sink& out) { return out.write_document(v); });
}

SSOT_DETAIL_COLD inline bool json_text_sink::is_writable(raw_json const& v)
{
    json_text_source   in(v.text(), {.max_depth = static_cast<std::size_t>(-1)});
    boost::json::value dom;
    if (!in.read_document(dom) || !in.at_end())
        return fail(in.take_error());
    std::string text;
    auto        written = write_document_text(text, dom, {.max_depth = options_.max_depth});
    return written || fail(std::move(written).error());
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_WRITE_HPP
