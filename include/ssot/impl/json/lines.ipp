// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_JSON_LINES_IPP
#define SSOT_IMPL_JSON_LINES_IPP

#include <ssot/json/lines.hpp>

#include <ssot/detail/json/line.hpp>
#include <ssot/detail/json/value_end.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail {

SSOT_DECL json_lines_state::json_lines_state(json_source source, json_records_options const& options)
    : options_(options), window_(std::move(source), options.chunk), in_({}, options_.record)
{
}

SSOT_DECL json_lines_state::json_lines_state(std::string_view text, json_records_options const& options)
    : options_(options), window_(text), in_(text, options_.record)
{
}

SSOT_DECL std::size_t json_lines_state::more_records(std::size_t records, std::size_t least_size) const noexcept
{
    auto const each = std::max(window_.offset() / records, least_size);
    return window_.rest().size() / each + 1;
}

SSOT_DECL result<bool> json_lines_state::read_lines(record_to_read record)
{
    if (in_long_line_) [[unlikely]] {
        in_long_line_ = false;
        if (auto dropped = drop_line(window_); !dropped)
            return stop_at(dropped.error(), line_start_, line_);
    }
    for (;; ++skipped_) {
        std::string_view line;
        auto const       found = find(line);
        if (!found)
            return stop_at(found.error(), window_.offset(), line_ + 1);
        if (*found == next_line::none)
            return false;
        bool const whole = *found == next_line::whole;
        if (whole) {
            in_.restart(line.data(), line.data() + line.size());
            record.clear(record.address);
            if (record.read(in_, record.address) && in_.at_end())
                return true;
        }
        if (!options_.skip_broken)
            return whole ? broken(line) : too_long();
        if (!whole)
            if (auto dropped = drop_line(window_); !dropped)
                return stop_at(dropped.error(), line_start_, line_);
    }
}

/// The next line that is not blank. Of one that is too long the front stays in the window.
SSOT_DECL result<next_line> json_lines_state::find(std::string_view& line)
{
    for (;;) {
        auto found = find_line(window_, options_.record.max_size, line);
        if (!found || *found == next_line::none)
            return found;
        if (*found == next_line::whole) {
            ++line_;
            window_.drop(std::min(line.size() + 1, window_.rest().size()));
            if (!is_blank(line))
                return found;
            continue;
        }
        line_start_      = window_.offset(); // a blank line is passed over, however long it is
        auto const first = drop_all_of(window_, " \t\r");
        if (!first)
            return first.error();
        ++line_;
        if (!first->empty() && first->front() != '\n')
            return found;
        window_.drop(first->size());
    }
}

/// What is wrong with the line that was read, which has been dropped.
SSOT_DECL error json_lines_state::broken(std::string_view line)
{
    auto       problem = in_.take_error();
    auto const offset  = problem.offset();
    auto const start   = window_.offset() - static_cast<std::size_t>(window_.rest().data() - line.data());
    return std::move(problem).with_position(start + offset, line_, offset + 1);
}

/// The rest of such a line is dropped by the next call, so that the error does not wait for it.
SSOT_DECL error json_lines_state::too_long()
{
    in_long_line_ = true;
    return detail::too_long(options_.record.max_size).with_position(line_start_, line_, 1);
}

/// An error of the source: no line can be read behind it.
SSOT_DECL error json_lines_state::stop_at(error e, std::size_t start, std::size_t line)
{
    window_.drop(window_.rest().size());
    window_.close();
    return broken_off(std::move(e), start, line, 1);
}

SSOT_DECL json_array_state::json_array_state(json_source source, json_records_options const& options)
    : options_(options), window_(std::move(source), options.chunk), in_({}, options_.record)
{
}

SSOT_DECL json_array_state::json_array_state(std::string_view text, json_records_options const& options)
    : options_(options), window_(text), in_(text, options_.record)
{
}

SSOT_DECL result<bool> json_array_state::next(record_to_read item)
{
    if (over_)
        return false;
    auto done = step(item);
    over_     = !done || !*done;
    return done;
}

/// Passes over space. The byte behind it; nothing at the end of the text.
SSOT_DECL result<std::string_view> json_array_state::peek()
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

SSOT_DECL void json_array_state::pass(std::size_t n)
{
    advance(line_, column_, window_.rest().substr(0, n));
    window_.drop(n);
}

SSOT_DECL error json_array_state::at_front(error e) const
{
    return std::move(e).with_position(window_.offset(), line_, column_);
}

/// An error of the source.
SSOT_DECL error json_array_state::stop_at(error e) const
{
    return broken_off(std::move(e), window_.offset(), line_, column_);
}

/// What is wrong with `value`, which is at the front of the window.
SSOT_DECL error json_array_state::broken(std::string_view value)
{
    auto       problem = in_.take_error();
    auto const offset  = std::min(problem.offset(), value.size());
    auto       line = line_, column = column_;
    advance(line, column, value.substr(0, offset));
    return std::move(problem).with_position(window_.offset() + offset, line, column);
}

/// Passes the bracket that opens the array.
SSOT_DECL result<void> json_array_state::open()
{
    auto const first = peek();
    if (!first)
        return first.error();
    if (*first == "[")
        return pass(1), result<void>();
    std::string_view value; // what it is instead, if it is so short that this is worth knowing
    auto const       taken = take_value(window_, most_of_other_, value);
    if (!taken)
        return stop_at(taken.error());
    if (!*taken)
        return at_front(error(errc::wrong_type, "expected an array"));
    in_.restart(value.data(), value.data() + value.size());
    in_.read_array([] { return true; }); // fails
    return broken(value);
}

SSOT_DECL result<bool> json_array_state::step(record_to_read item)
{
    if (!begun_) {
        if (auto opened = open(); !opened)
            return std::move(opened).error();
        begun_           = true;
        auto const first = peek();
        if (!first)
            return first.error();
        if (*first != "]")
            return read_item(item);
    } else {
        auto const next = peek();
        if (!next)
            return next.error();
        if (*next == ",") {
            pass(1);
            if (auto const value = peek(); !value)
                return value.error();
            return read_item(item);
        }
        if (*next != "]")
            return at_front(error(errc::syntax, next->empty() ? "the text ends inside an array" : "expected ',' or ']'"));
    }
    pass(1);
    return finish();
}

/// The item at the front of the window. It is read once on the chance that it is all there, and else when its end has come.
SSOT_DECL result<bool> json_array_state::read_item(record_to_read item)
{
    auto const whole_text = window_.rest();
    in_.restart(whole_text.data(), whole_text.data() + whole_text.size());
    bool read = item.read(in_, item.address);
    if (read) {
        auto const size = static_cast<std::size_t>(in_.position() - whole_text.data());
        read            = size < whole_text.size() ? ends_json_word(whole_text[size]) : window_.complete();
    }
    if (!read) {
        std::string_view text;
        auto const       taken = take_value(window_, options_.record.max_size, text);
        if (!taken)
            return stop_at(taken.error());
        if (!*taken)
            return too_long();
        in_.restart(text.data(), text.data() + text.size());
        item.clear(item.address);
        if (!item.read(in_, item.address))
            return broken(text).prepend_path('[' + std::to_string(count_) + ']');
    }
    auto const size = static_cast<std::size_t>(in_.position() - window_.rest().data());
    if (size > options_.record.max_size)
        return too_long();
    pass(size);
    ++count_;
    return true;
}

SSOT_DECL error json_array_state::too_long() const
{
    return at_front(detail::too_long(options_.record.max_size).prepend_path('[' + std::to_string(count_) + ']'));
}

/// Behind the array only space may follow.
SSOT_DECL result<bool> json_array_state::finish()
{
    auto const more = peek();
    if (!more)
        return more.error();
    if (!more->empty())
        return at_front(error(errc::syntax, "unexpected text after the value"));
    return false;
}

} // namespace ssot::detail

#endif // SSOT_IMPL_JSON_LINES_IPP
