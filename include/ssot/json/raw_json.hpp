// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_JSON_RAW_JSON_HPP
#define SSOT_JSON_RAW_JSON_HPP

// A JSON document kept as the text in which it arrived: it is validated once and never parsed into a DOM, which takes less
// memory and time. Only space around the document and line breaks between its tokens are removed, so that it fits on a line
// of NDJSON.
//
//   ssot::result<ssot::raw_json> r = ssot::raw_json::parse(R"({"+":{"name":"core-1"}})");
//   r->text()                                // the same text, without the space around it
//
// JSON (RFC 8259) does not limit numbers, but every reader does. A text with a number beyond the range of a double, such as
// 1e999, can be read and kept, but `validate` and `to_json` refuse it, just as they refuse the infinity that a DOM makes of
// it.

#include <ssot/error.hpp>
#include <ssot/json/options.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace ssot {

namespace detail {
class json_text_source;
struct raw_json_text;
} // namespace detail

/// Valid JSON text. Copyable, movable and comparable. Equality compares the text byte for byte, so `1` and `1.0` differ.
class raw_json {
public:
    /// Makes the document `null`.
    raw_json() = default;

    /// Validates a text. Errors: those of `from_json`, with the position and the path inside the document. Linear in the
    /// text.
    static result<raw_json> parse(std::string_view text, read_options const& options = {});

    /// Takes a text without validating it. Precondition: it is valid JSON, without space around it and without line breaks.
    /// Anything else makes later output invalid.
    static raw_json trusted(std::string text) noexcept;

    std::string_view text() const noexcept { return text_; }
    bool             is_null() const noexcept { return text_ == "null"; }

    /// Returns whether every reader accepts the document. False if it has a number beyond the range of a double, or if it
    /// was read with a `max_depth` above the default and is nested deeper than the default.
    bool is_portable() const noexcept { return portable_; }

    friend bool operator==(raw_json const& a, raw_json const& b) noexcept { return a.text_ == b.text_; }

private:
    friend class detail::json_text_source;
    friend struct detail::raw_json_text;

    raw_json(std::string text, bool portable) noexcept : text_(std::move(text)), portable_(portable) {}

    std::string text_     = "null";
    bool        portable_ = true;
};

} // namespace ssot

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/json/raw_json.ipp>
#endif

#endif // SSOT_JSON_RAW_JSON_HPP
