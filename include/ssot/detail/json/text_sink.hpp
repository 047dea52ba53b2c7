// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_TEXT_SINK_HPP
#define SSOT_DETAIL_JSON_TEXT_SINK_HPP

// Writes JSON text to a json_out. Checks for what JSON cannot hold: ill-formed UTF-8, NaN, infinity, years without a text
// form. Functions set the error and return false on failure; json/encode.hpp calls them.

#include <ssot/json/options.hpp>
#include <ssot/json/raw_json.hpp>
#include <ssot/reflect.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/json/error_slot.hpp>
#include <ssot/detail/json/escape.hpp>
#include <ssot/detail/json/out.hpp>

#include <boost/json/string_view.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace ssot::detail {

class json_text_sink : public error_slot {
public:
    explicit json_text_sink(json_out& out, write_options const& options = {}) noexcept : out_(out), options_(options)
    {
        options_.max_depth = levels(options.max_depth);
    }

    json_out&            out() noexcept { return out_; }
    write_options const& options() const noexcept { return options_; }

    /// Enters a level of nesting, and leaves it.
    bool enter() { return level_ != options_.max_depth ? (++level_, true) : fail_too_deep(); }
    void leave() noexcept { --level_; }

    bool write_null() { return write_raw("null"); }
    bool write(bool v) { return write_raw(v ? "true" : "false"); }

    bool write(std::int64_t v) { return done(put(out_.position(), v)); }
    bool write(std::uint64_t v) { return done(put(out_.position(), v)); }
    bool write(double v) { return done(put(out_.position(), v)); }
    bool write(std::string_view v) { return done(put(out_.position(), v)); }
    bool write(uuid const& v) { return done(put(out_.position(), v)); }
    bool write(timestamp v) { return done(put(out_.position(), v)); }
    bool write(duration v) { return done(put(out_.position(), v)); }

    // The same for callers that keep the position themselves: returns the new position, or null after an error.

    char* put(char* p, std::int64_t v) { return put_number(out_.room(p, fixed_room), v); }
    char* put(char* p, std::uint64_t v) { return put_number(out_.room(p, fixed_room), v); }
    char* put(char* p, double v);
    char* put(char* p, std::string_view v);
    char* put(char* p, uuid const& v);
    char* put(char* p, timestamp v);
    char* put(char* p, duration v);

    // These write what is between the quotes. The caller has requested the room.

    /// Room for any value except a text, including its quotes, and for what a text needs beyond `max_escape` bytes for each
    /// byte.
    static constexpr std::size_t fixed_room = 64;
    static constexpr std::size_t piece      = 1024; ///< how much of a long text is escaped at a time

    SSOT_DETAIL_INLINE char* put_content(char* p, uuid const& v) { return to_chars(p, v); }
    SSOT_DETAIL_INLINE char* put_content(char* p, duration v) { return to_chars(p, v); }

    SSOT_DETAIL_INLINE char* put_content(char* p, timestamp v)
    {
        auto const unsigned_count = [](timestamp t) { return static_cast<std::uint64_t>(t.time_since_epoch().count()); };
        auto const count          = unsigned_count(v) - unsigned_count(min_timestamp);
        if (count > unsigned_count(max_timestamp) - unsigned_count(min_timestamp)) [[unlikely]]
            return fail(errc::out_of_range, "the time lies outside the years 1 to 9999"), nullptr;
        auto const minute = count / us_per_minute;
        if (minute != last_minute_) { // records of one minute usually follow each other
            to_chars(last_time_, v);
            last_minute_ = minute;
        }
        std::memcpy(p, last_time_, sizeof last_time_);
        put_seconds(p + 17, static_cast<std::uint32_t>(count % us_per_minute));
        return p + 27;
    }

    /// Writes text for which there is room up to `most` bytes. A longer text requests its own room, and leaves `room` bytes
    /// free.
    SSOT_DETAIL_INLINE char* put_content(char* p, std::string_view v, std::size_t most, std::size_t room)
    {
        if (v.size() > most) [[unlikely]]
            return put_long(p, v, room);
        p = escape(p, v.data(), v.data() + v.size());
        if (!p) [[unlikely]]
            not_utf8();
        return p;
    }

    // Numbers, which have no quotes. The caller has requested the room.

    SSOT_DETAIL_INLINE char* put_number(char* p, std::uint64_t v)
    {
        if (v >= 10)
            return put_digits(p, v);
        *p = static_cast<char>('0' + v);
        return p + 1;
    }

    SSOT_DETAIL_INLINE char* put_number(char* p, std::int64_t v)
    {
        return v >= 0 ? put_number(p, static_cast<std::uint64_t>(v)) : put_digits(p, v);
    }

    /// Writes the shortest text that reads back as the same double and is always recognizable as a double: "1.0", "1e+22".
    char* put_number(char* p, double v);

    /// Writes a described struct by the fast path. Precondition: no indentation. Defined in json/record/writer.hpp.
    template<described T>
    bool write_record(T const& v);

    /// `write_members()` must call `write_member` for each member.
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
            return prepend_path("<key>");
        write_raw(options_.indent != 0 ? ": " : ":");
        return write_value() || prepend_path(key);
    }

    /// `write_items()` must call `write_item` for each item.
    template<class WriteItems>
    bool write_array(WriteItems&& write_items)
    {
        return write_nested('[', ']', write_items);
    }

    template<class WriteValue>
    bool write_item(std::size_t index, WriteValue&& write_value)
    {
        separate();
        return write_value() || prepend_path(index);
    }

    /// Writes a separate JSON document, whose depth is counted from its own root.
    bool write_document(boost::json::value const& v);

    bool write_document(raw_json const& v) { return done(put_document(out_.position(), v)); }

    /// Copies text that is known to be valid JSON.
    bool write_raw(std::string_view json) { return done(out_.copy(out_.position(), json)); }

    /// Writes a document as compact text.
    char* put_document(char* p, boost::json::value const& v, std::size_t depth);
    /// Writes a document as it is.
    SSOT_DETAIL_INLINE char* put_document(char* p, raw_json const& v)
    {
        return v.is_portable() || is_writable(v) ? out_.copy(p, v.text()) : nullptr;
    }

    SSOT_DETAIL_RARE bool fail_too_deep();

private:
    /// Checks whether a DOM of the same text could be written. Defined in impl/detail/json/write.ipp.
    SSOT_DETAIL_RARE bool is_writable(raw_json const& v);

    static char* put_digits(char* p, std::uint64_t v) noexcept;
    static char* put_digits(char* p, std::int64_t v) noexcept;

    static_assert(max_escape * piece + 2048 <= json_out::max_room);

    bool done(char* p) noexcept
    {
        if (p)
            out_.continue_at(p);
        return p != nullptr;
    }

    template<class T>
    char* put_quoted(char* p, T const& v);

    SSOT_DETAIL_RARE void not_utf8();

    /// Writes a long text in pieces that end between characters.
    SSOT_DETAIL_RARE char* put_long(char* p, std::string_view v, std::size_t room);

    template<class WriteParts>
    bool write_nested(char open, char close, WriteParts& write_parts)
    {
        if (!enter())
            return false;
        put_char(open);
        auto const outer = first_;
        first_           = true;
        if (!write_parts())
            return false;
        leave();
        if (!first_ && options_.indent != 0)
            break_line();
        first_ = outer;
        put_char(close);
        return true;
    }

    void put_char(char c)
    {
        char* const p = out_.room(out_.position(), 1);
        *p            = c;
        out_.continue_at(p + 1);
    }

    void separate()
    {
        if (!first_)
            put_char(',');
        first_ = false;
        if (options_.indent != 0)
            break_line();
    }

    void break_line();

    bool write_value(boost::json::value const& v);

    json_out&     out_;
    write_options options_;
    std::size_t   level_       = 0;
    bool          first_       = true;
    std::uint64_t last_minute_ = ~std::uint64_t{0}; ///< minutes since the first moment that can be written
    char          last_time_[32]{};                 ///< the text of a moment in that minute
};

inline std::string_view view_of(boost::json::string_view s) noexcept { return {s.data(), s.size()}; }

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/text_sink.ipp>
#endif

#endif // SSOT_DETAIL_JSON_TEXT_SINK_HPP
