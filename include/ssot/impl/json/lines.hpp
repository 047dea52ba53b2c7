// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_JSON_LINES_HPP
#define SSOT_IMPL_JSON_LINES_HPP

#include <ssot/json/lines.hpp>

#include <ssot/detail/json/decode.hpp>
#include <ssot/detail/json/encode.hpp>
#include <ssot/detail/json/instances.hpp>
#include <ssot/detail/json/record/old_record.hpp>
#include <ssot/detail/json/record/reader.hpp>
#include <ssot/detail/json/record/writer.hpp>
#include <ssot/detail/json/write.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

namespace ssot {

namespace detail {

template<class R>
bool write_lines(json_text_sink& out, void const* range)
{
    std::size_t index = 0;
    for (auto const& item : *static_cast<R const*>(range)) {
        if (!encode(out, item) || !out.write_raw("\n"))
            return out.prepend_path(index);
        ++index;
    }
    return true;
}

/// Each item of a range as a line.
template<class R>
text_to_write lines_of(R const& range) noexcept
{
    return {std::addressof(range), &write_lines<R>};
}

/// One record from the line that begins at `line`, in a text that ends at `end`: where the next line begins, or null when the
/// line is no record or is the last one of the text. Needs no look for the end of the line first.
template<class T>
char const* read_ahead(json_text_source& in, char const* line, char const* end, T& out)
{
    in.restart(line, end);
    if (!decode(in, out) || in.saw_line_break()) [[unlikely]]
        return nullptr;
    auto const* behind = in.position();
    while (behind != end && (*behind == ' ' || *behind == '\t' || *behind == '\r'))
        ++behind;
    return behind != end && *behind == '\n' ? behind + 1 : nullptr;
}

template<class T>
record_to_read record_in(T& v) noexcept
{
    return {std::addressof(v),
            [](json_text_source& in, void* record) { return decode(in, *static_cast<T*>(record)); },
            [](void* record) { *static_cast<T*>(record) = make_empty<T>(); }};
}

template<class T>
result<bool> json_lines_state::read(T& out)
{
    auto const rest = window_.rest();
    if (!in_long_line_ && !rest.empty() && rest.front() == '{') [[likely]]
        if (auto const* const next = read_ahead(in_, rest.data(), rest.data() + rest.size(), out)) [[likely]] {
            auto const size = static_cast<std::size_t>(next - rest.data());
            if (size - 1 <= options_.record.max_size) {
                window_.drop(size);
                ++line_;
                return true;
            }
        }
    return read_lines(record_in(out));
}

} // namespace detail

template<std::ranges::input_range R>
result<void> to_json_lines(R const& range, std::string& out)
{
    return detail::write_text(out, {}, detail::lines_of(range));
}

template<std::ranges::input_range R>
result<void> to_json_lines(R const& range, json_buffer& out)
{
    return detail::write_text(out, {}, detail::lines_of(range));
}

template<std::ranges::input_range R, json_sink Sink>
result<void> to_json_lines(R const& range, Sink&& sink)
{
    auto* const taker = std::addressof(sink);
    return detail::write_text(detail::chunks_to(taker), {}, detail::lines_of(range));
}

template<std::ranges::input_range R>
std::string to_json_lines(R const& range)
{
    return detail::write_text({}, detail::lines_of(range));
}

template<class T>
result<std::vector<T>> from_json_lines(std::string_view text, json_records_options const& options)
{
    std::vector<T>           out;
    detail::json_lines_state lines(text, options);
    for (;;) {
        if (out.size() == out.capacity() && out.size() >= 64) { // as many as the rest of the text seems to hold
            auto const more = lines.more_records(out.size(), sizeof(T) / 4);
            out.reserve(out.size() + std::max(out.size() / 2, more));
        }
        out.push_back(detail::make_empty<T>());
        auto read = lines.read(out.back());
        if (!read)
            return std::move(read).error();
        if (!*read)
            break;
    }
    out.pop_back();
    return out;
}

template<class T>
json_lines_reader<T>::json_lines_reader(json_source source, json_records_options options)
    : lines_(std::move(source), options)
{
}

template<class T>
json_lines_reader<T>::json_lines_reader(std::string_view text, json_records_options options) : lines_(text, options)
{
}

template<class T>
result<bool> json_lines_reader<T>::next(T& out)
{
    T    record = detail::make_empty<T>();
    auto read   = lines_.read(record);
    if (read && *read) [[likely]]
        out = std::move(record);
    return read;
}

template<class T>
json_array_reader<T>::json_array_reader(json_source source, json_records_options options)
    : items_(std::move(source), options)
{
}

template<class T>
json_array_reader<T>::json_array_reader(std::string_view text, json_records_options options) : items_(text, options)
{
}

template<class T>
result<bool> json_array_reader<T>::next(T& out)
{
    T    record = detail::make_empty<T>();
    auto read   = items_.next(detail::record_in(record));
    if (read && *read) [[likely]]
        out = std::move(record);
    return read;
}

} // namespace ssot

#endif // SSOT_IMPL_JSON_LINES_HPP
