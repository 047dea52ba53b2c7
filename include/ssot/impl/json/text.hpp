// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_JSON_TEXT_HPP
#define SSOT_IMPL_JSON_TEXT_HPP

#include <ssot/json/text.hpp>

#include <ssot/detail/json/decode.hpp>
#include <ssot/detail/json/error_slot.hpp>
#include <ssot/detail/json/instances.hpp>
#include <ssot/detail/json/record/old_record.hpp>
#include <ssot/detail/json/record/reader.hpp>
#include <ssot/detail/json/record/writer.hpp>
#include <ssot/detail/json/text_source.hpp>
#include <ssot/detail/json/write.hpp>

#include <memory>
#include <utility>

namespace ssot {

template<class T>
result<void> to_json(T const& v, std::string& out, write_options const& options)
{
    return detail::write_text(out, options, detail::text_of(v));
}

template<class T>
result<void> to_json(T const& v, json_buffer& out, write_options const& options)
{
    return detail::write_text(out, options, detail::text_of(v));
}

template<class T, json_sink Sink>
result<void> to_json(T const& v, Sink&& sink, write_options const& options)
{
    auto* const taker = std::addressof(sink);
    return detail::write_text(detail::chunks_to(taker), options, detail::text_of(v));
}

template<class T>
std::string to_json(T const& v, write_options const& options)
{
    return detail::write_text(options, detail::text_of(v));
}

template<class T>
result<T> from_json(std::string_view text, boost::json::storage_ptr memory, read_options const& options)
{
    if (text.size() > options.max_size)
        return detail::over_size(options.max_size);
    detail::json_text_source in(text, options, std::move(memory));
    result<T>                out = detail::make_empty<T>();
    if (!detail::decode(in, *out) || !in.at_end())
        return in.take_error();
    return out;
}

template<class T>
result<T> from_json(std::string_view text, read_options const& options)
{
    return from_json<T>(text, boost::json::storage_ptr(), options);
}

} // namespace ssot

#endif // SSOT_IMPL_JSON_TEXT_HPP
