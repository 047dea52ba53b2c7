// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_PYTHON_TEXT_SINK_HPP
#define SSOT_DETAIL_NAUTOBOT_PYTHON_TEXT_SINK_HPP

// Writes JSON text as Python's json.dumps lays it out, with the texts that Django uses for times and durations. A sink of
// json/encode.hpp.

#include <ssot/json/options.hpp>
#include <ssot/json/raw_json.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/json/error_slot.hpp>

#include <boost/json/fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail::python {

struct value;

/// How the parts of a text are laid out.
struct text_layout {
    bool     spaced            = true;  ///< ", " and ": ", not "," and ":"
    unsigned indent            = 0;     ///< spaces for each level
    bool     milliseconds      = false; ///< cuts times to milliseconds
    bool     escape_separators = false; ///< escapes U+2028 and U+2029, for JavaScript
    bool     bare_nan          = false; ///< writes NaN and Infinity as Python does, which is not JSON
};

class text_sink : public error_slot {
public:
    text_sink(std::string& out, text_layout layout) noexcept : out_(out), layout_(layout) {}

    write_options options() const noexcept { return {.indent = layout_.indent}; }

    bool write_null() { return put("null"); }
    bool write(bool v) { return put(v ? "true" : "false"); }
    bool write(std::int64_t v);
    bool write(std::uint64_t v);
    bool write(uuid const& v);
    bool write(duration v);
    bool write(double v);
    bool write(timestamp v);
    bool write(std::string_view v);

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
        return begin_member(key) && (write_value() || prepend_path(key));
    }
    template<class WriteValue>
    bool write_item(std::size_t index, WriteValue&& write_value)
    {
        separate();
        return write_value() || prepend_path(index);
    }

    /// The depth of a document is counted from its own root, as everywhere in the library.
    bool write_document(boost::json::value const& v);
    bool write_document(raw_json const& v) { return write_raw(v.text()); }

    /// Writes JSON text in the new layout: of two equal keys the last is kept, and numbers are written as Python writes
    /// them.
    bool write_raw(std::string_view json);

    bool write_python(value const& v);

    /// The same of a text that `check_json` has passed. An error has no path.
    bool write_checked(std::string_view json);

    /// Writes text that is already in its final form.
    bool put(std::string_view text) { return out_ += text, true; }

private:
    class token_writer;

    bool write_value(boost::json::value const& v);

    template<class Write>
    bool write_with_own_depth(Write&& write)
    {
        auto const outer   = std::exchange(root_, level_);
        bool const written = write();
        root_              = outer;
        return written;
    }

    bool put_quoted(std::string_view text);
    bool put_colon();

    template<class WriteParts>
    bool write_nested(char open, char close, WriteParts& write_parts)
    {
        bool const outer = first_;
        return begin_nested(open) && write_parts() && end_nested(close, outer);
    }

    /// Writes what comes before the value of a member.
    bool begin_member(std::string_view key);
    bool begin_nested(char open);
    bool end_nested(char close, bool outer);
    void separate();
    void break_line();

    std::string& out_;
    text_layout  layout_;
    std::size_t  level_ = 0;
    std::size_t  root_  = 0; ///< level of the document being written
    bool         first_ = true;
};

} // namespace ssot::detail::python

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/python/text_sink.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_PYTHON_TEXT_SINK_HPP
