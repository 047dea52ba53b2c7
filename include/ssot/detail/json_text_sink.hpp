// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_TEXT_SINK_HPP
#define SSOT_DETAIL_JSON_TEXT_SINK_HPP

// Writes JSON text to the end of a string. Checks what JSON cannot hold: ill-formed UTF-8, NaN, infinity, years without a
// text form. Functions return false after setting the error; see json_encode.hpp for who calls them.

#include <ssot/json/options.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/json_failure.hpp>
#include <ssot/detail/utf8.hpp>

#include <boost/json/value.hpp>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

namespace ssot::detail {

class json_text_sink : public json_failure {
public:
    explicit json_text_sink(std::string& out, write_options const& options = {}) noexcept : out_(out), options_(options) {}

    bool write_null() { return append("null"); }
    bool write(bool v) { return append(v ? "true" : "false"); }
    bool write(std::int64_t v) { return append_number(v); }
    bool write(std::uint64_t v) { return append_number(v); }

    /// The shortest text that reads back as the same double, and always as a double: "1.0", "1e+22".
    bool write(double v)
    {
        if (!std::isfinite(v))
            return fail(errc::out_of_range, std::isnan(v) ? "JSON has no NaN" : "JSON has no infinity");
        char             buffer[32];
        auto const       r = std::to_chars(buffer, buffer + sizeof buffer, v);
        std::string_view text(buffer, static_cast<std::size_t>(r.ptr - buffer));
        append(text);
        return text.find_first_of(".e") != std::string_view::npos || append(".0");
    }

    bool write(std::string_view v)
    {
        out_ += '"';
        if (!append_escaped(v))
            return false;
        out_ += '"';
        return true;
    }

    bool write(uuid const& v)
    {
        char buffer[uuid_text_size];
        return append_quoted({buffer, static_cast<std::size_t>(to_chars(buffer, v) - buffer)});
    }

    bool write(timestamp v)
    {
        if (v < min_timestamp || v > max_timestamp)
            return fail(errc::out_of_range, "the time lies outside the years 1 to 9999");
        char buffer[timestamp_text_size];
        return append_quoted({buffer, static_cast<std::size_t>(to_chars(buffer, v) - buffer)});
    }

    bool write(duration v)
    {
        char buffer[max_duration_text_size];
        return append_quoted({buffer, static_cast<std::size_t>(to_chars(buffer, v) - buffer)});
    }

    /// `write_members()` calls `write_member` for each.
    template<class WriteMembers>
    bool write_object(WriteMembers&& write_members)
    {
        return write_nested('{', '}', write_members);
    }

    template<class WriteValue>
    bool write_member(std::string_view key, WriteValue&& write_value)
    {
        separate();
        if (!write(key))
            return inside("<key>");
        out_ += ':';
        if (options_.indent != 0)
            out_ += ' ';
        return write_value() || inside(key);
    }

    /// `write_items()` calls `write_item` for each.
    template<class WriteItems>
    bool write_array(WriteItems&& write_items)
    {
        return write_nested('[', ']', write_items);
    }

    template<class WriteValue>
    bool write_item(std::size_t index, WriteValue&& write_value)
    {
        separate();
        return write_value() || inside(index);
    }

    bool write_document(boost::json::value const& v);

    /// Text that is known to be valid JSON; kept as it is.
    bool write_raw(std::string_view json) { return append(json); }

private:
    bool append(std::string_view text)
    {
        out_.append(text);
        return true;
    }

    bool append_quoted(std::string_view plain)
    {
        out_ += '"';
        out_.append(plain);
        out_ += '"';
        return true;
    }

    template<class Integer>
    bool append_number(Integer v)
    {
        char       buffer[24];
        auto const r = std::to_chars(buffer, buffer + sizeof buffer, v);
        return append({buffer, static_cast<std::size_t>(r.ptr - buffer)});
    }

    bool append_escaped(std::string_view text)
    {
        auto const* run = text.data();
        auto const* at  = run;
        auto const* end = run + text.size();
        while (at != end) {
            auto const c = static_cast<unsigned char>(*at);
            if (c >= 0x80) {
                int const n = utf8_sequence(at, end);
                if (n == 0)
                    return fail(errc::invalid_utf8, "the text is not UTF-8");
                at += n;
            } else if (c < 0x20 || c == '"' || c == '\\') {
                out_.append(run, at);
                append_escape(c);
                run = ++at;
            } else {
                ++at;
            }
        }
        out_.append(run, end);
        return true;
    }

    void append_escape(unsigned char c)
    {
        constexpr char digits[] = "0123456789abcdef";
        switch (c) {
        case '"': out_ += "\\\""; break;
        case '\\': out_ += "\\\\"; break;
        case '\b': out_ += "\\b"; break;
        case '\f': out_ += "\\f"; break;
        case '\n': out_ += "\\n"; break;
        case '\r': out_ += "\\r"; break;
        case '\t': out_ += "\\t"; break;
        default:
            out_ += "\\u00";
            out_ += digits[c >> 4];
            out_ += digits[c & 15];
        }
    }

    template<class WriteParts>
    bool write_nested(char open, char close, WriteParts& write_parts)
    {
        if (level_ == options_.max_depth)
            return fail(errc::too_deep, "nested deeper than " + std::to_string(options_.max_depth) + " levels");
        out_ += open;
        auto const outer = first_;
        first_           = true;
        ++level_;
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
            out_ += ',';
        first_ = false;
        break_line();
    }

    void break_line()
    {
        if (options_.indent != 0)
            out_.append(1, '\n').append(level_ * options_.indent, ' ');
    }

    bool write_value(boost::json::value const& v);

    std::string&  out_;
    write_options options_;
    std::size_t   level_ = 0;
    bool          first_ = true;
};

inline bool json_text_sink::write_document(boost::json::value const& v)
{
    auto const outer  = options_.max_depth; // a document counts its depth from its own root
    options_.max_depth = outer + level_;
    bool const done   = write_value(v);
    options_.max_depth = outer;
    return done;
}

inline bool json_text_sink::write_value(boost::json::value const& v)
{
    switch (v.kind()) {
    case boost::json::kind::null: return write_null();
    case boost::json::kind::bool_: return write(v.get_bool());
    case boost::json::kind::int64: return write(v.get_int64());
    case boost::json::kind::uint64: return write(v.get_uint64());
    case boost::json::kind::double_: return write(v.get_double());
    case boost::json::kind::string: return write(std::string_view(v.get_string().data(), v.get_string().size()));
    case boost::json::kind::array:
        return write_array([&] {
            std::size_t index = 0;
            for (auto const& item : v.get_array())
                if (!write_item(index++, [&] { return write_value(item); }))
                    return false;
            return true;
        });
    case boost::json::kind::object:
        return write_object([&] {
            for (auto const& member : v.get_object())
                if (!write_member(std::string_view(member.key().data(), member.key().size()),
                                  [&] { return write_value(member.value()); }))
                    return false;
            return true;
        });
    }
    return write_null();
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_TEXT_SINK_HPP
