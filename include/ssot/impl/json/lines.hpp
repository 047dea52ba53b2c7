// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_JSON_LINES_HPP
#define SSOT_IMPL_JSON_LINES_HPP

#include <ssot/json/lines.hpp>

#include <ssot/detail/json_decode.hpp>
#include <ssot/detail/json_encode.hpp>
#include <ssot/detail/json_line.hpp>
#include <ssot/detail/json_record.hpp>
#include <ssot/detail/json_record_reader.hpp>
#include <ssot/detail/json_value_end.hpp>
#include <ssot/detail/json_write.hpp>

#include <algorithm>
#include <utility>

namespace ssot {

namespace detail {

template<class R>
bool write_lines(json_text_sink& out, void const* range)
{
    std::size_t index = 0;
    for (auto const& item : *static_cast<R const*>(range)) {
        if (!encode(out, item) || !out.write_raw("\n"))
            return out.inside(index);
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
    if (in_long_line_) [[unlikely]] {
        in_long_line_ = false;
        if (auto dropped = detail::drop_line(window_); !dropped)
            return stop_at(dropped.error(), line_start_, line_);
    }
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
        auto const       found = find(line);
        if (!found)
            return stop_at(found.error(), window_.offset(), line_ + 1);
        if (*found == detail::next_line::none)
            return false;
        bool const whole = *found == detail::next_line::whole;
        if (whole && detail::read_line(in_, line, out))
            return true;
        if (!options_.skip_broken)
            return whole ? broken(line) : too_long();
        if (!whole)
            if (auto dropped = detail::drop_line(window_); !dropped)
                return stop_at(dropped.error(), line_start_, line_);
        out = detail::make_empty<T>();
    }
}

/// The next line that is not blank. Of one that is too long the front stays in the window.
template<class T>
result<detail::next_line> json_lines_reader<T>::find(std::string_view& line)
{
    for (;;) {
        auto found = detail::find_line(window_, options_.record.max_size, line);
        if (!found || *found == detail::next_line::none)
            return found;
        if (*found == detail::next_line::whole) {
            ++line_;
            window_.drop(std::min(line.size() + 1, window_.rest().size()));
            if (!detail::is_blank(line))
                return found;
            continue;
        }
        line_start_      = window_.offset(); // a blank line is passed over, however long it is
        auto const first = detail::drop_all_of(window_, " \t\r");
        if (!first)
            return first.error();
        ++line_;
        if (!first->empty() && first->front() != '\n')
            return found;
        window_.drop(first->size());
    }
}

/// What is wrong with the line that was read, which has been dropped.
template<class T>
error json_lines_reader<T>::broken(std::string_view line)
{
    auto       problem = in_.take_error();
    auto const offset  = problem.offset();
    auto const start   = window_.offset() - static_cast<std::size_t>(window_.rest().data() - line.data());
    return std::move(problem).with_position(start + offset, line_, offset + 1);
}

/// The rest of such a line is dropped by the next call, so that the error does not wait for it.
template<class T>
error json_lines_reader<T>::too_long()
{
    in_long_line_ = true;
    return detail::too_long(options_.record.max_size).with_position(line_start_, line_, 1);
}

/// An error of the source: no line can be read behind it.
template<class T>
error json_lines_reader<T>::stop_at(error e, std::size_t start, std::size_t line)
{
    window_.drop(window_.rest().size());
    window_.close();
    return detail::broken_off(std::move(e), start, line, 1);
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

/// Passes over space. The byte behind it; nothing at the end of the text.
template<class T>
result<std::string_view> json_array_reader<T>::peek()
{
    for (;;) {
        auto const rest = window_.rest();
        pass(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
        if (!window_.rest().empty() || window_.complete())
            return window_.rest().substr(0, 1);
        if (auto filled = window_.fill(); !filled)
            return stop_at(filled.error());
    }
}

template<class T>
void json_array_reader<T>::pass(std::size_t n)
{
    detail::advance(line_, column_, window_.rest().substr(0, n));
    window_.drop(n);
}

template<class T>
error json_array_reader<T>::here(error e) const
{
    return std::move(e).with_position(window_.offset(), line_, column_);
}

/// An error of the source.
template<class T>
error json_array_reader<T>::stop_at(error e) const
{
    return detail::broken_off(std::move(e), window_.offset(), line_, column_);
}

/// What is wrong with `value`, which is at the front of the window.
template<class T>
error json_array_reader<T>::broken(std::string_view value)
{
    auto       problem = in_.take_error();
    auto const offset  = std::min(problem.offset(), value.size());
    auto       line = line_, column = column_;
    detail::advance(line, column, value.substr(0, offset));
    return std::move(problem).with_position(window_.offset() + offset, line, column);
}

/// Passes the bracket that opens the array.
template<class T>
result<void> json_array_reader<T>::open()
{
    auto const first = peek();
    if (!first)
        return first.error();
    if (*first == "[")
        return pass(1), result<void>();
    std::string_view value; // what it is instead, if it is so short that this is worth knowing
    auto const       taken = detail::take_value(window_, most_of_other_, value);
    if (!taken)
        return stop_at(taken.error());
    if (!*taken)
        return here(error(errc::wrong_type, "expected an array"));
    in_.restart(value.data(), value.data() + value.size());
    in_.read_array([] { return true; }); // fails
    return broken(value);
}

template<class T>
result<bool> json_array_reader<T>::step(T& out)
{
    if (!begun_) {
        if (auto opened = open(); !opened)
            return std::move(opened).error();
        begun_           = true;
        auto const first = peek();
        if (!first)
            return first.error();
        if (*first != "]")
            return read_item(out);
    } else {
        auto const next = peek();
        if (!next)
            return next.error();
        if (*next == ",") {
            pass(1);
            if (auto const item = peek(); !item)
                return item.error();
            return read_item(out);
        }
        if (*next != "]")
            return here(error(errc::syntax, next->empty() ? "the text ends inside an array" : "expected ',' or ']'"));
    }
    pass(1);
    return finish();
}

/// The item at the front of the window. It is read once on the chance that it is all there, and else when its end has come.
template<class T>
result<bool> json_array_reader<T>::read_item(T& out)
{
    auto const whole_text = window_.rest();
    T          record     = detail::make_empty<T>();
    in_.restart(whole_text.data(), whole_text.data() + whole_text.size());
    bool read = detail::decode(in_, record);
    if (read) {
        auto const size = static_cast<std::size_t>(in_.at() - whole_text.data());
        read            = size < whole_text.size() ? detail::ends_json_word(whole_text[size]) : window_.complete();
    }
    if (!read) {
        std::string_view item;
        auto const       taken = detail::take_value(window_, options_.record.max_size, item);
        if (!taken)
            return stop_at(taken.error());
        if (!*taken)
            return too_long();
        in_.restart(item.data(), item.data() + item.size());
        record = detail::make_empty<T>();
        if (!detail::decode(in_, record))
            return broken(item).inside('[' + std::to_string(count_) + ']');
    }
    auto const size = static_cast<std::size_t>(in_.at() - window_.rest().data());
    if (size > options_.record.max_size)
        return too_long();
    pass(size);
    ++count_;
    out = std::move(record);
    return true;
}

template<class T>
error json_array_reader<T>::too_long() const
{
    return here(detail::too_long(options_.record.max_size).inside('[' + std::to_string(count_) + ']'));
}

/// Behind the array only space may follow.
template<class T>
result<bool> json_array_reader<T>::finish()
{
    auto const more = peek();
    if (!more)
        return more.error();
    if (!more->empty())
        return here(error(errc::syntax, "unexpected text after the value"));
    return false;
}

} // namespace ssot

#endif // SSOT_IMPL_JSON_LINES_HPP
