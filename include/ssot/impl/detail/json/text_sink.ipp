// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_TEXT_SINK_IPP
#define SSOT_IMPL_DETAIL_JSON_TEXT_SINK_IPP

#include <ssot/detail/json/text_sink.hpp>
#include <ssot/detail/text/message.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace ssot::detail {

template<class T>
char* json_text_sink::put_quoted(char* p, T const& v)
{
    p    = out_.room(p, fixed_room);
    *p++ = '"';
    p    = put_content(p, v);
    if (p)
        *p++ = '"';
    return p;
}

SSOT_DECL char* json_text_sink::put(char* p, double v) { return put_number(out_.room(p, fixed_room), v); }

SSOT_DECL char* json_text_sink::put(char* p, std::string_view v)
{
    p    = out_.room(p, fixed_room + (v.size() <= piece ? max_escape * v.size() : 0));
    *p++ = '"';
    p    = put_content(p, v, piece, 1);
    if (p)
        *p++ = '"';
    return p;
}

SSOT_DECL char* json_text_sink::put(char* p, uuid const& v) { return put_quoted(p, v); }

SSOT_DECL char* json_text_sink::put(char* p, timestamp v) { return put_quoted(p, v); }

SSOT_DECL char* json_text_sink::put(char* p, duration v) { return put_quoted(p, v); }

SSOT_DECL char* json_text_sink::put_digits(char* p, std::uint64_t v) noexcept { return std::to_chars(p, p + 24, v).ptr; }
SSOT_DECL char* json_text_sink::put_digits(char* p, std::int64_t v) noexcept { return std::to_chars(p, p + 24, v).ptr; }

SSOT_DECL char* json_text_sink::put_number(char* p, double v)
{
    if (!std::isfinite(v))
        return fail(errc::out_of_range, std::isnan(v) ? "JSON has no NaN" : "JSON has no infinity"), nullptr;
    char* const end = std::to_chars(p, p + 32, v).ptr;
    if (std::string_view(p, static_cast<std::size_t>(end - p)).find_first_of(".e") != std::string_view::npos)
        return end;
    end[0] = '.';
    end[1] = '0';
    return end + 2;
}

SSOT_DECL bool json_text_sink::write_document(boost::json::value const& v)
{
    if (options_.indent == 0)
        return done(put_document(out_.position(), v, options_.max_depth));
    auto const outer   = options_.max_depth;
    options_.max_depth = outer + level_;
    bool const written = write_value(v);
    options_.max_depth = outer;
    return written;
}

SSOT_DETAIL_COLD SSOT_DECL bool json_text_sink::fail_too_deep()
{
    return fail(errc::too_deep, too_deep_message(options_.max_depth));
}

SSOT_DETAIL_COLD SSOT_DECL void json_text_sink::not_utf8() { fail(errc::invalid_utf8, "the text is not UTF-8"); }

SSOT_DETAIL_COLD SSOT_DECL char* json_text_sink::put_long(char* p, std::string_view v, std::size_t room)
{
    while (!v.empty()) {
        auto n = std::min(v.size(), piece);
        for (int back = 0; n < v.size() && back != 3 && (static_cast<unsigned char>(v[n]) & 0xc0) == 0x80; ++back)
            --n;
        p = escape(out_.room(p, max_escape * piece + 32), v.data(), v.data() + n);
        if (!p) {
            not_utf8();
            return nullptr;
        }
        v.remove_prefix(n);
    }
    return out_.room(p, room);
}

SSOT_DECL void json_text_sink::break_line()
{
    constexpr std::size_t many = 16; // spaces are put without a loop, also where there are fewer
    char*                 p    = out_.room(out_.position(), 1);
    *p++                       = '\n';
    for (std::size_t left = level_ * options_.indent;; left -= many) {
        p = out_.room(p, many);
        std::memset(p, ' ', many);
        if (left <= many)
            return out_.continue_at(p + left);
        p += many;
    }
}

SSOT_DECL char* json_text_sink::put_document(char* p, boost::json::value const& v, std::size_t depth)
{
    switch (v.kind()) {
    case boost::json::kind::null: return out_.copy(p, "null");
    case boost::json::kind::bool_: return out_.copy(p, v.get_bool() ? "true" : "false");
    case boost::json::kind::int64: return put(p, v.get_int64());
    case boost::json::kind::uint64: return put(p, v.get_uint64());
    case boost::json::kind::double_: return put(p, v.get_double());
    case boost::json::kind::string: return put(p, view_of(v.get_string()));
    case boost::json::kind::array: {
        if (depth == 0)
            return fail_too_deep(), nullptr;
        char        before = '[';
        std::size_t index  = 0;
        for (auto const& item : v.get_array()) {
            p      = out_.room(p, 1);
            *p++   = before;
            before = ',';
            p      = put_document(p, item, depth - 1);
            if (!p) [[unlikely]]
                return prepend_path(index), nullptr;
            ++index;
        }
        p = out_.room(p, 2);
        if (before == '[')
            *p++ = '[';
        *p++ = ']';
        return p;
    }
    case boost::json::kind::object: {
        if (depth == 0)
            return fail_too_deep(), nullptr;
        char before = '{';
        for (auto const& member : v.get_object()) {
            p      = out_.room(p, 1);
            *p++   = before;
            before = ',';
            p      = put(p, view_of(member.key()));
            if (!p) [[unlikely]]
                return prepend_path("<key>"), nullptr;
            p    = out_.room(p, 1);
            *p++ = ':';
            p    = put_document(p, member.value(), depth - 1);
            if (!p) [[unlikely]]
                return prepend_path(view_of(member.key())), nullptr;
        }
        p = out_.room(p, 2);
        if (before == '{')
            *p++ = '{';
        *p++ = '}';
        return p;
    }
    }
    return p;
}

/// With line breaks.
SSOT_DECL bool json_text_sink::write_value(boost::json::value const& v)
{
    if (v.is_array())
        return write_array([&] {
            std::size_t index = 0;
            for (auto const& item : v.get_array())
                if (!write_item(index++, [&] { return write_value(item); }))
                    return false;
            return true;
        });
    if (v.is_object())
        return write_object([&] {
            for (auto const& member : v.get_object())
                if (!write_member(view_of(member.key()), [&] { return write_value(member.value()); }))
                    return false;
            return true;
        });
    return done(put_document(out_.position(), v, 0));
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_TEXT_SINK_IPP
