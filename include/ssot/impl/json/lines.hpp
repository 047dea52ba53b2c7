// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_JSON_LINES_HPP
#define SSOT_IMPL_JSON_LINES_HPP

#include <ssot/json/lines.hpp>

#include <ssot/detail/json_decode.hpp>
#include <ssot/detail/json_encode.hpp>
#include <ssot/detail/json_record.hpp>
#include <ssot/detail/json_record_reader.hpp>
#include <ssot/detail/json_write.hpp>

#include <cstring>
#include <utility>

namespace ssot {

namespace detail {

template<class R>
bool write_lines(json_text_sink& out, R const& range)
{
    std::size_t index = 0;
    for (auto const& item : range) {
        if (!encode(out, item) || !out.write_raw("\n"))
            return out.inside(index);
        ++index;
    }
    return true;
}

inline bool is_blank(std::string_view text) noexcept { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

/// One record from the line that begins at `line`, in a text that ends at `end`: where the next line begins, or null when the
/// line is no record or is the last one of the text. Needs no look for the end of the line first.
template<class T>
char const* read_ahead(json_text_source& in, char const* line, char const* end, T& out)
{
    in.restart(line, end);
    if (!decode(in, out) || in.saw_line_break()) [[unlikely]]
        return nullptr;
    auto const* behind = in.at();
    while (behind != end && (*behind == ' ' || *behind == '\t' || *behind == '\r'))
        ++behind;
    return behind != end && *behind == '\n' ? behind + 1 : nullptr;
}

/// The same within one line; what is wrong with it is said in its words.
template<class T>
bool read_line(json_text_source& in, std::string_view line, T& out)
{
    in.restart(line.data(), line.data() + line.size());
    return decode(in, out) && in.at_end();
}

inline error too_long(std::size_t limit)
{
    return error(errc::too_large, "a record is longer than " + std::to_string(limit) + " bytes");
}

/// The next line without its end; false when there is none.
inline result<bool> take_line(text_window& window, std::size_t limit, std::string_view& line)
{
    for (std::size_t searched = 0;;) {
        auto const rest = window.rest();
        auto const at   = rest.find('\n', searched);
        if (at != std::string_view::npos || window.complete()) {
            line = rest.substr(0, at);
            if (line.size() > limit)
                return too_long(limit);
            return at != std::string_view::npos || !line.empty();
        }
        searched = rest.size();
        if (searched > limit)
            return too_long(limit);
        if (auto filled = window.fill(); !filled)
            return filled.error();
    }
}

/// Moves a line number and a column, both from 1, over `text`.
inline void advance(std::size_t& line, std::size_t& column, std::string_view text) noexcept
{
    for (char const c : text) {
        ++column;
        if (c == '\n') {
            ++line;
            column = 1;
        }
    }
}

} // namespace detail

template<std::ranges::input_range R>
result<void> to_json_lines(R const& range, std::string& out)
{
    return detail::write_text(out, {}, [&](auto& sink) { return detail::write_lines(sink, range); });
}

template<std::ranges::input_range R>
result<void> to_json_lines(R const& range, json_buffer& out)
{
    return detail::write_into<detail::buffer_out>(out, {}, [&](auto& sink) { return detail::write_lines(sink, range); });
}

template<std::ranges::input_range R, json_sink Sink>
result<void> to_json_lines(R const& range, Sink&& sink)
{
    return detail::write_chunks(sink, {}, [&](auto& out) { return detail::write_lines(out, range); });
}

template<std::ranges::input_range R>
std::string to_json_lines(R const& range)
{
    std::string out;
    to_json_lines(range, out).value();
    return out;
}

template<class T>
result<std::vector<T>> from_json_lines(std::string_view text, json_records_options const& options)
{
    std::vector<T>       out;
    json_lines_reader<T> reader(text, options);
    for (;;) {
        if (out.size() == out.capacity() && out.size() >= 64) { // as many as the rest of the text seems to hold
            auto const each = std::max(reader.window_.offset() / out.size(), sizeof(T) / 4);
            out.reserve(out.size() + std::max(out.size() / 2, reader.window_.rest().size() / each + 1));
        }
        out.push_back(detail::make_empty<T>());
        auto read = reader.read(out.back());
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
    : options_(options), window_(std::move(source), options.chunk), in_({}, options_.record)
{
}

template<class T>
json_lines_reader<T>::json_lines_reader(std::string_view text, json_records_options options)
    : options_(options), window_(text), in_(text, options_.record)
{
}

template<class T>
result<bool> json_lines_reader<T>::next(T& out)
{
    T    record = detail::make_empty<T>();
    auto read   = this->read(record);
    if (read && *read) [[likely]]
        out = std::move(record);
    return read;
}

/// As `next`, but `out`, which is empty before, is whatever after an error.
template<class T>
result<bool> json_lines_reader<T>::read(T& out)
{
    for (;; ++skipped_) {
        if (auto const rest = window_.rest(); !rest.empty() && rest.front() == '{') [[likely]] {
            if (auto const* const next = detail::read_ahead(in_, rest.data(), rest.data() + rest.size(), out)) [[likely]] {
                auto const size = static_cast<std::size_t>(next - rest.data());
                if (size - 1 <= options_.record.max_size) {
                    window_.drop(size);
                    ++line_;
                    return true;
                }
            }
            out = detail::make_empty<T>();
        }
        std::string_view line;
        do {
            auto const found = detail::take_line(window_, options_.record.max_size, line);
            if (!found)
                return stop_at(found.error());
            if (!*found)
                return false;
            ++line_;
            window_.drop(std::min(line.size() + 1, window_.rest().size()));
        } while (detail::is_blank(line));
        if (detail::read_line(in_, line, out))
            return true;
        if (!options_.skip_broken) {
            auto       problem = in_.take_error();
            auto const offset  = problem.offset();
            auto const start   = window_.offset() - static_cast<std::size_t>(window_.rest().data() - line.data());
            return std::move(problem).with_position(start + offset, line_, offset + 1);
        }
        out = detail::make_empty<T>();
    }
}

/// An error of the source, or a line that is too long: no line can be read behind it.
template<class T>
error json_lines_reader<T>::stop_at(error e)
{
    auto const start = window_.offset();
    window_.drop(window_.rest().size());
    window_.close();
    return std::move(e).with_position(start, line_ + 1, 1);
}

template<class T>
json_array_reader<T>::json_array_reader(json_source source, json_records_options options)
    : options_(options), window_(std::move(source), options.chunk), in_({}, options_.record)
{
}

template<class T>
json_array_reader<T>::json_array_reader(std::string_view text, json_records_options options)
    : options_(options), window_(text), in_(text, options_.record)
{
}

template<class T>
result<bool> json_array_reader<T>::next(T& out)
{
    if (over_)
        return false;
    auto done = step(out);
    over_     = !done || !*done;
    return done;
}

/// The first byte that is no space; 0 at the end of the text.
template<class T>
result<char> json_array_reader<T>::peek()
{
    for (;;) {
        auto const rest = window_.rest();
        auto const at   = std::min(rest.find_first_not_of(" \t\r\n"), rest.size());
        pass(at);
        if (!window_.rest().empty())
            return window_.rest().front();
        if (window_.complete())
            return '\0';
        if (auto filled = window_.fill(); !filled)
            return filled.error();
    }
}

template<class T>
void json_array_reader<T>::pass(std::size_t n)
{
    detail::advance(line_, column_, window_.rest().substr(0, n));
    window_.drop(n);
}

template<class T>
error json_array_reader<T>::here(errc code, std::string text) const
{
    return error(code, std::move(text)).with_position(window_.offset(), line_, column_);
}

/// Passes the bracket that opens the array.
template<class T>
result<void> json_array_reader<T>::open()
{
    auto const c = peek();
    if (!c)
        return c.error();
    if (*c == '[')
        return pass(1), result<void>();
    while (!window_.complete() && window_.rest().size() < 16) // enough to see what it is instead
        if (auto filled = window_.fill(); !filled)
            return filled.error();
    auto const rest = window_.rest();
    in_.restart(rest.data(), rest.data() + rest.size());
    in_.read_array([] { return true; }); // fails
    return here(in_.take_error().code(), rest.empty() ? "the text ends where an array should be" : "expected an array");
}

template<class T>
result<bool> json_array_reader<T>::step(T& out)
{
    auto const expect = [&](std::string_view any_of, char& found, std::string_view words) -> result<void> {
        auto const c = peek();
        if (!c)
            return c.error();
        if (*c == '\0' || any_of.find(*c) == std::string_view::npos)
            return here(errc::syntax, *c == '\0' ? "the text ends inside an array" : std::string(words));
        found = *c;
        pass(1);
        return {};
    };
    char found = '\0';
    if (!begun_) {
        if (auto const opened = open(); !opened)
            return opened.error();
        begun_           = true;
        auto const first = peek();
        if (!first)
            return first.error();
        if (*first == ']') {
            pass(1);
            return finish();
        }
    } else {
        if (auto const separated = expect(",]", found, "expected ',' or ']'"); !separated)
            return separated.error();
        if (found == ']')
            return finish();
    }
    if (auto const c = peek(); !c)
        return c.error();
    return read_item(out);
}

/// The item at the front of the window. When it does not end there, more text is fetched and it is read again.
template<class T>
result<bool> json_array_reader<T>::read_item(T& out)
{
    // A token that is cut off is shorter than this, or its text runs up to the end.
    constexpr std::size_t longest_token = 16;
    for (;;) {
        auto const rest   = window_.rest();
        T          record = detail::make_empty<T>();
        in_.restart(rest.data(), rest.data() + rest.size());
        if (detail::decode(in_, record)) {
            auto const size = static_cast<std::size_t>(in_.at() - rest.data());
            if (size < rest.size() || window_.complete()) { // a number could go on
                if (size > options_.record.max_size)
                    return detail::too_long(options_.record.max_size).with_position(window_.offset(), line_, column_);
                pass(size);
                ++count_;
                out = std::move(record);
                return true;
            }
        } else {
            auto problem = in_.take_error();
            if (window_.complete() || problem.offset() + longest_token < rest.size()) {
                auto line = line_, column = column_;
                detail::advance(line, column, rest.substr(0, problem.offset()));
                return std::move(problem)
                    .inside('[' + std::to_string(count_) + ']')
                    .with_position(window_.offset() + problem.offset(), line, column);
            }
        }
        if (rest.size() > options_.record.max_size)
            return detail::too_long(options_.record.max_size)
                .inside('[' + std::to_string(count_) + ']')
                .with_position(window_.offset(), line_, column_);
        if (auto filled = window_.fill(); !filled)
            return filled.error();
    }
}

/// Behind the array only space may follow.
template<class T>
result<bool> json_array_reader<T>::finish()
{
    auto const c = peek();
    if (!c)
        return c.error();
    if (*c != '\0' || !window_.rest().empty())
        return here(errc::syntax, "unexpected text after the value");
    return false;
}

} // namespace ssot

#endif // SSOT_IMPL_JSON_LINES_HPP
