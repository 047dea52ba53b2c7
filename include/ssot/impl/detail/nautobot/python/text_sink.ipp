// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_TEXT_SINK_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_TEXT_SINK_IPP

#include <ssot/nautobot/text_forms.hpp>

#include <ssot/detail/nautobot/python/json.hpp>
#include <ssot/detail/nautobot/python/json_walk.hpp>
#include <ssot/detail/nautobot/python/repr.hpp>
#include <ssot/detail/nautobot/python/text.hpp>
#include <ssot/detail/nautobot/python/text_sink.hpp>
#include <ssot/detail/text/message.hpp>

#include <boost/json/value.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail::python {

SSOT_DECL bool text_sink::write(std::int64_t v)
{
    char buffer[24];
    return put({buffer, static_cast<std::size_t>(std::to_chars(buffer, buffer + sizeof buffer, v).ptr - buffer)});
}

SSOT_DECL bool text_sink::write(std::uint64_t v)
{
    char buffer[24];
    return put({buffer, static_cast<std::size_t>(std::to_chars(buffer, buffer + sizeof buffer, v).ptr - buffer)});
}

SSOT_DECL bool text_sink::write(uuid const& v) { return put_quoted(ssot::to_string(v)); }

SSOT_DECL bool text_sink::write(duration v) { return put_quoted(nautobot::to_django_duration(v)); }

SSOT_DECL bool text_sink::write(double v)
{
    if (!std::isfinite(v) && layout_.bare_nan)
        return put(std::isnan(v) ? "NaN" : v < 0 ? "-Infinity" : "Infinity");
    if (!std::isfinite(v)) // Python names the value when it lays text out
        return fail(errc::out_of_range,
                    "Out of range float values are not JSON compliant" +
                        (layout_.indent != 0 ? ": " + float_repr(v) : std::string()));
    return put(float_repr(v));
}

SSOT_DECL bool text_sink::write(timestamp v)
{
    auto const text = layout_.milliseconds ? nautobot::to_millisecond_timestamp(v) : nautobot::to_microsecond_timestamp(v);
    return text.empty() ? fail(errc::out_of_range, "the time lies outside the years 1 to 9999") : put_quoted(text);
}

SSOT_DECL bool text_sink::write(std::string_view v)
{
    return append_text(out_, v, {.escape_separators = layout_.escape_separators}) ||
        fail(errc::invalid_utf8, "the text is not UTF-8");
}

SSOT_DECL bool text_sink::write_document(boost::json::value const& v)
{
    return write_with_own_depth([&] { return write_value(v); });
}

SSOT_DECL bool text_sink::write_raw(std::string_view json)
{
    auto checked = check_json(json, write_options{}.max_depth);
    if (!checked)
        return fail(std::move(checked).error());
    auto const before = out_.size();
    auto const level  = level_;
    if (write_with_own_depth([&] { return write_checked(*checked); }))
        return true;
    failed_ = false; // the tree knows where it was
    out_.resize(before);
    level_      = level;
    auto parsed = parse_json(json, write_options{}.max_depth);
    return parsed ? write_with_own_depth([&] { return write_python(*parsed); }) : fail(std::move(parsed).error());
}

/// Lays tokens out.
class text_sink::token_writer {
public:
    explicit token_writer(text_sink& sink) noexcept : sink_(sink) {}

    bool open(char c, bool is_empty)
    {
        if (!sink_.begin_nested(c))
            return false;
        if (!is_empty)
            sink_.break_line();
        return true;
    }

    void close(char c, bool is_empty)
    {
        --sink_.level_;
        if (!is_empty)
            sink_.break_line();
        sink_.out_ += c;
    }

    void comma()
    {
        sink_.first_ = false;
        sink_.separate();
    }

    void colon() { sink_.put_colon(); }
    bool scalar(value const& v) { return sink_.write_python(v); }

private:
    text_sink& sink_;
};

SSOT_DECL bool text_sink::write_checked(std::string_view json)
{
    bool const outer   = first_;
    bool const written = walk_json(json, token_writer(*this));
    first_             = outer;
    return written;
}

SSOT_DECL bool text_sink::write_python(value const& v)
{
    using type = value::type;
    if (!v.json.empty())
        return write_checked(v.json);
    switch (v.is) {
    case type::none: return write_null();
    case type::boolean: return write(v.boolean);
    case type::integer: return put(v.text);
    case type::real: return write(v.real);
    case type::text: return write(std::string_view(v.text));
    case type::list:
        return write_array([&] {
            for (std::size_t i = 0; i != v.items.size(); ++i)
                if (!write_item(i, [&] { return write_python(v.items[i]); }))
                    return false;
            return true;
        });
    case type::dict: break;
    }
    return write_object([&] {
        for (std::size_t i = 0; i != v.items.size(); ++i)
            if (!write_member(v.keys[i], [&] { return write_python(v.items[i]); }))
                return false;
        return true;
    });
}

SSOT_DECL bool text_sink::write_value(boost::json::value const& v)
{
    using boost::json::kind;
    switch (v.kind()) {
    case kind::null: return write_null();
    case kind::bool_: return write(v.get_bool());
    case kind::int64: return write(v.get_int64());
    case kind::uint64: return write(v.get_uint64());
    case kind::double_: return write(v.get_double());
    case kind::string: return write(std::string_view(v.get_string().data(), v.get_string().size()));
    case kind::array:
        return write_array([&] {
            std::size_t index = 0;
            for (auto const& item : v.get_array())
                if (!write_item(index++, [&] { return write_value(item); }))
                    return false;
            return true;
        });
    case kind::object: break;
    }
    return write_object([&] {
        for (auto const& member : v.get_object())
            if (!write_member({member.key().data(), member.key().size()}, [&] { return write_value(member.value()); }))
                return false;
        return true;
    });
}

SSOT_DECL bool text_sink::put_quoted(std::string_view text)
{
    out_ += '"';
    out_ += text;
    out_ += '"';
    return true;
}

SSOT_DECL bool text_sink::begin_member(std::string_view key)
{
    separate();
    if (!write(key))
        return prepend_path("<key>");
    return put_colon();
}

SSOT_DECL bool text_sink::put_colon() { return put(layout_.spaced || layout_.indent != 0 ? ": " : ":"); }

SSOT_DECL bool text_sink::begin_nested(char open)
{
    if (level_ - root_ == write_options{}.max_depth)
        return fail(errc::too_deep, too_deep_message(write_options{}.max_depth));
    ++level_;
    out_ += open;
    first_ = true;
    return true;
}

SSOT_DECL bool text_sink::end_nested(char close, bool outer)
{
    --level_;
    if (!first_)
        break_line();
    first_ = outer;
    out_ += close;
    return true;
}

SSOT_DECL void text_sink::separate()
{
    if (!first_)
        out_ += layout_.spaced && layout_.indent == 0 ? ", " : ",";
    first_ = false;
    break_line();
}

SSOT_DECL void text_sink::break_line()
{
    if (layout_.indent != 0)
        out_.append(1, '\n').append(level_ * layout_.indent, ' ');
}

} // namespace ssot::detail::python

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_TEXT_SINK_IPP
