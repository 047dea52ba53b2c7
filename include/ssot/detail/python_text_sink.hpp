// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_PYTHON_TEXT_SINK_HPP
#define SSOT_DETAIL_PYTHON_TEXT_SINK_HPP

// Writes JSON text as Python's json.dumps lays it out, with the texts that Django gives times and durations. A sink of
// json_encode.hpp.

#include <ssot/json/options.hpp>
#include <ssot/json/raw_json.hpp>
#include <ssot/nautobot/text_forms.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/json_failure.hpp>
#include <ssot/detail/python_json.hpp>
#include <ssot/detail/python_repr.hpp>
#include <ssot/detail/python_text.hpp>
#include <ssot/detail/words.hpp>

#include <boost/json/value.hpp>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail {

/// How the parts of a text stand beside each other.
struct python_layout {
    bool     spaced            = true;  ///< ", " and ": ", not "," and ":"
    unsigned indent            = 0;     ///< spaces a level
    bool     milliseconds      = false; ///< cuts times
    bool     escape_separators = false; ///< U+2028 and U+2029, for JavaScript
    bool     bare_nan          = false; ///< writes NaN and Infinity as Python does, which is no JSON
};

class python_text_sink : public json_failure {
public:
    python_text_sink(std::string& out, python_layout layout) noexcept : out_(out), layout_(layout) {}

    write_options options() const noexcept { return {.indent = layout_.indent}; }

    bool write_null() { return put("null"); }
    bool write(bool v) { return put(v ? "true" : "false"); }
    bool write(std::int64_t v) { return put_integer(v); }
    bool write(std::uint64_t v) { return put_integer(v); }
    bool write(uuid const& v) { return put_quoted(ssot::to_string(v)); }
    bool write(duration v) { return put_quoted(nautobot::to_django_duration(v)); }

    bool write(double v)
    {
        if (!std::isfinite(v) && layout_.bare_nan)
            return put(std::isnan(v) ? "NaN" : v < 0 ? "-Infinity" : "Infinity");
        if (!std::isfinite(v)) // Python names the value when it lays text out
            return fail(errc::out_of_range,
                        "Out of range float values are not JSON compliant" +
                            (layout_.indent != 0 ? ": " + python_float_repr(v) : std::string()));
        return put(python_float_repr(v));
    }

    bool write(timestamp v)
    {
        auto const text =
            layout_.milliseconds ? nautobot::to_millisecond_timestamp(v) : nautobot::to_microsecond_timestamp(v);
        return text.empty() ? fail(errc::out_of_range, "the time lies outside the years 1 to 9999") : put_quoted(text);
    }

    bool write(std::string_view v)
    {
        return append_python_text(out_, v, {.escape_separators = layout_.escape_separators}) ||
            fail(errc::invalid_utf8, "the text is not UTF-8");
    }

    template<class WriteMembers>
    bool write_object(WriteMembers&& write_members)
    {
        return write_nested('{', '}', write_members);
    }
    template<class WriteItems>
    bool write_array(WriteItems&& write_items)
    {
        return write_nested('[', ']', write_items);
    }

    template<class WriteValue>
    bool write_member(std::string_view key, WriteValue&& write_value)
    {
        separate();
        if (!write(key))
            return inside("<key>");
        put(layout_.spaced || layout_.indent != 0 ? ": " : ":");
        return write_value() || inside(key);
    }
    template<class WriteValue>
    bool write_item(std::size_t index, WriteValue&& write_value)
    {
        separate();
        return write_value() || inside(index);
    }

    /// A document counts its depth from its own root, as everywhere in the library.
    bool write_document(boost::json::value const& v)
    {
        return write_with_own_depth([&] { return write_value(v); });
    }

    bool write_document(raw_json const& v) { return write_raw(v.text()); }

    /// JSON text, laid out anew: of two equal keys the last is kept, and numbers are written as Python writes them.
    bool write_raw(std::string_view json)
    {
        auto parsed = parse_python_json(json, write_options{}.max_depth);
        return parsed ? write_with_own_depth([&] { return write_python(*parsed); }) : fail(std::move(parsed).error());
    }

    bool write_python(python_value const& v)
    {
        using type = python_value::type;
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

    /// Text that is in its final form already.
    bool put(std::string_view text) { return out_ += text, true; }

private:
    bool write_value(boost::json::value const& v)
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

    template<class Write>
    bool write_with_own_depth(Write&& write)
    {
        auto const outer   = std::exchange(root_, level_);
        bool const written = write();
        root_              = outer;
        return written;
    }

    template<class Integer>
    bool put_integer(Integer v)
    {
        char buffer[24];
        return put({buffer, static_cast<std::size_t>(std::to_chars(buffer, buffer + sizeof buffer, v).ptr - buffer)});
    }

    bool put_quoted(std::string_view text)
    {
        out_ += '"';
        out_ += text;
        out_ += '"';
        return true;
    }

    template<class WriteParts>
    bool write_nested(char open, char close, WriteParts& write_parts)
    {
        if (level_ - root_ == write_options{}.max_depth)
            return fail(errc::too_deep, too_deep_words(write_options{}.max_depth));
        ++level_;
        out_ += open;
        bool const outer = first_;
        first_           = true;
        if (!write_parts())
            return false;
        --level_;
        if (!first_)
            break_line();
        first_ = outer;
        out_ += close;
        return true;
    }

    void separate()
    {
        if (!first_)
            out_ += layout_.spaced && layout_.indent == 0 ? ", " : ",";
        first_ = false;
        break_line();
    }

    void break_line()
    {
        if (layout_.indent != 0)
            out_.append(1, '\n').append(level_ * layout_.indent, ' ');
    }

    std::string&  out_;
    python_layout layout_;
    std::size_t   level_ = 0;
    std::size_t   root_  = 0; ///< level of the document that is being written
    bool          first_ = true;
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_PYTHON_TEXT_SINK_HPP
